#include "data/transfer/starters.h"

#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/record/record_load.h"
#include "data/record/work.h"
#include "data/release/record_label.h"
#include "data/team/team.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_upload.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/transfer/bundle_open.h"
#include "domain/transfer/bundle_read.h"

enum { BUDGET = 5 * 1000 * 1000 }; /* microseconds: it takes a few milliseconds */

static const char source[] = "the starters";

/* The document with marks for what was chosen. */
struct selection {
    struct arena *arena;
    struct bundle bundle;
    bool *is_chosen; /* by place */
};

static struct text document_for(struct arena *arena, bool may_label)
{
    static const char *const labels[] = {"|label=production@@@", "\"label\": \"production\""};
    static const char *const latest[] = {"|label=latest@@@", "\"label\": \"latest\""};
    const char *at = starters_document;
    struct buf buf;
    buf_init(&buf, arena);
    while (*at != '\0') {
        size_t skipped = 1;
        for (size_t i = 0; !may_label && i < COUNT_OF(labels) && skipped == 1; i++) {
            if (!text_starts_with(at, labels[i]))
                continue;
            buf_add_text(&buf, latest[i]);
            skipped = strlen(labels[i]);
        }
        if (skipped == 1)
            buf_add_char(&buf, *at);
        at += skipped;
    }
    return (struct text){buf.data, buf.len};
}

static struct selection open_starters(struct arena *arena, bool may_label)
{
    struct selection selection = {.arena = arena};
    struct text text = document_for(arena, may_label);
    const char *problem = NULL;
    if (bundle_open(arena, text.data, text.len, &selection.bundle, &problem) != ERR_NONE)
        die("the starters can't be read: %s", problem);
    selection.is_chosen = arena_array(arena, (size_t)selection.bundle.count, sizeof(bool));
    return selection;
}

static struct bundle_record read_record(struct selection *selection, int place)
{
    struct bundle_record record;
    struct config_problems problems;
    if (bundle_read(selection->arena, &selection->bundle, place, &record, &problems) != ERR_NONE)
        die("a starter can't be read: %s", problems.items[0].path);
    return record;
}

static void choose(struct selection *selection, int place);

static void choose_name(struct selection *selection, enum record_kind_id kind, const char *name)
{
    int place = bundle_find(&selection->bundle, kind, name);
    if (place < 0)
        die("the starters refer to \"%s\", which is not among them", name);
    choose(selection, place);
}

static void choose_prompts_in(struct selection *selection, struct text body)
{
    struct prompt_reference_list list;
    const char *problem = NULL;
    if (prompt_references(selection->arena, body.data, body.len, &list, &problem) != ERR_NONE)
        die("a starter's reference can't be read: %s", problem);
    for (int i = 0; i < list.count; i++)
        choose_name(selection, RECORD_PROMPT, list.references[i].name);
}

static void choose_needs_of_agent(struct selection *selection, struct text text)
{
    const json_t *config = json_stored(selection->arena, text, "a starter's config");
    struct agent_config_prompt prompt = agent_config_prompt(config);
    if (prompt.name != NULL)
        choose_name(selection, RECORD_PROMPT, prompt.name);
    for (size_t i = 0; i < agent_config_handoff_count(config); i++)
        choose_name(selection, RECORD_AGENT, agent_config_handoff(config, i));
}

/* The record and everything it needs. */
static void choose(struct selection *selection, int place)
{
    if (selection->is_chosen[place])
        return;
    selection->is_chosen[place] = true;
    struct bundle_record record = read_record(selection, place);
    if (record.kind == RECORD_PROMPT)
        choose_prompts_in(selection, record.versions[0].body);
    else if (record.kind == RECORD_AGENT)
        choose_needs_of_agent(selection, record.versions[0].body);
    const struct bundle_version *version = bundle_current(&record);
    for (int i = 0; i < version->member_count; i++)
        choose_name(selection, RECORD_AGENT, version->members[i].agent);
}

/* ---- what there is -----------------------------------------------------------------------------
 */

static struct text_list brings(struct arena *arena, int place)
{
    struct selection selection = open_starters(arena, true);
    int count = 0;
    choose(&selection, place);
    struct text *names = arena_array(arena, (size_t)selection.bundle.count, sizeof *names);
    for (int i = 0; i < selection.bundle.count; i++) {
        const char *name = selection.bundle.entries[i].name;
        if (selection.is_chosen[i] && i != place)
            names[count++] = (struct text){name, strlen(name)};
    }
    return (struct text_list){names, count};
}

static enum err find_record(struct db *db, const struct actor *actor, struct starter *starter)
{
    struct record_found found;
    enum err err = record_find(db, actor, &record_kinds[starter->kind], starter->name, &found);
    if (err == ERR_NONE)
        starter->record_id = found.id;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err add_kind(struct db *db, const struct actor *actor, enum record_kind_id kind,
                         struct starter_list *list)
{
    struct selection all = open_starters(db_arena(db), true);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < all.bundle.count; i++) {
        if (all.bundle.entries[i].kind != kind)
            continue;
        struct bundle_record record = read_record(&all, i);
        struct starter *starter = &list->items[list->count++];
        *starter = (struct starter){.kind = kind,
                                    .name = record.name,
                                    .description = record.description,
                                    .brings = brings(db_arena(db), i)};
        err = find_record(db, actor, starter);
    }
    return err;
}

enum err starter_list(struct db *db, const struct actor *actor, struct starter_list *list)
{
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    struct selection all = open_starters(db_arena(db), true);
    if (!policy_allows(actor, PERMISSION_IMPORT, &target))
        return ERR_DENIED;
    *list = (struct starter_list){
        arena_array(db_arena(db), (size_t)all.bundle.count, sizeof *list->items), 0};
    enum err err = add_kind(db, actor, RECORD_TEAM, list);
    return err == ERR_NONE ? add_kind(db, actor, RECORD_AGENT, list) : err;
}

/* ---- creating ----------------------------------------------------------------------------------
 */

static struct text format_chosen(struct selection *selection)
{
    json_t *document = json_keep(selection->arena, json_pack("{s:i, s:s}", "rostrum", BUNDLE_FORMAT,
                                                             "kind", "organization"));
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set_new(document, record_kinds[i].plural, json_array());
    for (int i = 0; i < selection->bundle.count; i++) {
        const struct bundle_entry *entry = &selection->bundle.entries[i];
        if (selection->is_chosen[i])
            json_array_append(json_object_get(document, record_kinds[entry->kind].plural),
                              (json_t *)entry->json);
    }
    return json_format(selection->arena, document, JSON_LINE);
}

static bool choose_all(struct selection *selection, const struct text_list *names)
{
    for (int i = 0; i < names->count; i++) {
        int place = bundle_find(&selection->bundle, RECORD_AGENT, names->items[i].data);
        if (place < 0)
            place = bundle_find(&selection->bundle, RECORD_TEAM, names->items[i].data);
        if (place < 0)
            return false;
        choose(selection, place);
    }
    return names->count > 0;
}

static enum err may_set_production(struct db *db, const struct actor *actor, bool *may)
{
    struct record_head own = {.organization_id = actor->organization_id,
                              .owner_id = actor->user_id};
    return label_may_move(db, actor, &own, LABEL_PRODUCTION, may);
}

enum err starter_create(struct db *db, const struct actor *actor, const struct text_list *names,
                        struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct import import;
    bool may_label = false;
    enum err err = may_set_production(db, actor, &may_label);
    if (err != ERR_NONE)
        return err;
    struct selection selection = open_starters(db_arena(db), may_label);
    if (!choose_all(&selection, names))
        return work_refuse(&work, ERR_INVALID, "names", "Choose at least one of the starters.");
    struct import_draft draft = {source, format_chosen(&selection), true};
    err = import_create(db, actor, &draft, id, problem);
    if (err == ERR_NONE)
        err = import_check(db, actor, id, BUDGET, &import);
    return err == ERR_NONE ? import_start(db, actor, id, BUDGET, &import, problem) : err;
}
