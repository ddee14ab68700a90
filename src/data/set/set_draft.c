#include "data/set/set_draft.h"

#include <string.h>

#include "data/record/record_load.h"
#include "data/record/record_store.h"
#include "data/record/record_version.h"
#include "data/set/set_content.h"

enum err set_draft_content(const struct work *work, const json_t *cases, const json_t *settings,
                           const struct set_cases *before, struct record_content *content)
{
    struct arena *arena = db_arena(work->db);
    struct set_content read = {.cases = {.count = 0}};
    const char *problem = NULL;
    if (cases != NULL &&
        set_cases_read_after(arena, cases, before, &read.cases, &problem) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "cases", problem);
    if (set_settings_read(arena, settings, &read.settings, &problem) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "settings", problem);
    *content = (struct record_content){.facet = set_subject_names[read.settings.subject]};
    const char *stored = set_cases_format(arena, &read.cases);
    content->parts[SET_PART_CASES] = (struct text){stored, strlen(stored)};
    content->parts[SET_PART_SETTINGS] =
        json_format(arena, set_settings_json(arena, &read.settings), JSON_LINE);
    return ERR_NONE;
}

enum err set_draft_prepare(const struct work *work, const void *before,
                           struct record_fields *fields)
{
    const struct set_draft *draft = fields->draft;
    const struct set *set = before;
    struct set_content old = {.cases = {.count = 0}};
    if (set != NULL)
        set_content_read(db_arena(work->db), &set->content, &old);
    return set_draft_content(work, draft->cases, draft->settings, &old.cases, &fields->content);
}

/* ---- references --------------------------------------------------------------------------- */

/* What a set refers to, and where it says so. */
struct wanted {
    const char *sort;
    const struct record_kind *kind;
    const char *name;
    const char *label; /* NULL, and version 0: as it is now */
    int64_t version;
    const char *path; /* "for" */
};

static enum err refuse(const struct work *work, const struct wanted *wanted, const char *what)
{
    return work_refuse(work, ERR_INVALID, "settings",
                       arena_printf(db_arena(work->db), "settings.%s: %s", wanted->path, what));
}

static enum err add_link(const struct work *work, const struct record_head *head,
                         const struct wanted *wanted, struct record_links *links)
{
    struct record_found found;
    bool exists = true;
    if (wanted->name == NULL)
        return ERR_NONE;
    enum err err = record_find(work->db, work->actor, wanted->kind, wanted->name, &found);
    if (err == ERR_NOT_FOUND)
        return refuse(work, wanted,
                      arena_printf(db_arena(work->db), "there is no %s “%s”.", wanted->kind->noun,
                                   wanted->name));
    struct record_head target = {.store = &(struct record_store){.kind = wanted->kind},
                                 .id = found.id,
                                 .organization_id = head->organization_id};
    if (err == ERR_NONE && wanted->version != 0)
        err = record_version_exists(work->db, &target, wanted->version, &exists);
    if (!exists)
        return refuse(work, wanted, "the prompt does not have this version.");
    links->items[links->count++] = (struct record_link){
        wanted->sort, wanted->kind, found.id, wanted->name, wanted->label, wanted->version};
    return err;
}

enum err set_draft_check(const struct work *work, const struct record_head *head,
                         const struct record_fields *fields, struct record_links *links)
{
    struct arena *arena = db_arena(work->db);
    struct set_settings settings;
    const char *problem = NULL;
    const json_t *json =
        json_stored(arena, fields->content.parts[SET_PART_SETTINGS], "settings of a test set");
    if (set_settings_read(arena, json, &settings, &problem) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "settings", problem);
    struct wanted subject = {.sort = LINK_REFERENCE,
                             .kind = set_subject_kind(settings.subject),
                             .name = settings.for_name,
                             .path = "for.name"};
    struct wanted judge = {.sort = LINK_PROMPT,
                           .kind = &record_kinds[RECORD_PROMPT],
                           .name = settings.judge_name,
                           .label = settings.judge_label,
                           .version = settings.judge_version,
                           .path = "judge.prompt"};
    *links = (struct record_links){.items = arena_array(arena, 2, sizeof *links->items)};
    enum err err = add_link(work, head, &subject, links);
    return err == ERR_NONE ? add_link(work, head, &judge, links) : err;
}
