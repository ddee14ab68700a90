#include "base/number.h"
#include "data/transfer/import_step_internal.h"

#include <string.h>

#include "data/record/record_load.h"
#include "data/register/register_entry.h"
#include "domain/transfer/langfuse_field.h"

void import_step_open(struct import_step *step, struct work work, const struct import *import,
                      const struct bundle *bundle)
{
    *step = (struct import_step){.work = work, .import = import, .bundle = bundle};
    step->known = json_keep(bundle->arena, json_object());
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set_new(step->known, record_kinds[i].name, json_object());
    step->brought = arena_array(bundle->arena, (size_t)bundle->count + 1, sizeof *step->brought);
}

enum err import_known(struct import_step *step, enum record_kind_id kind, const char *name,
                      int64_t *version)
{
    json_t *names = json_object_get(step->known, record_kinds[kind].name);
    const json_t *known = json_object_get(names, name);
    struct record_found found = {.version = 0};
    if (known != NULL) {
        *version = number_of_json(NUMBER_COUNTER, known, 0);
        return ERR_NONE;
    }
    enum err err = record_find(step->work.db, step->work.actor, &record_kinds[kind], name, &found);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    *version = found.version;
    json_object_set_new(names, name, json_integer(*version));
    return ERR_NONE;
}

struct record_draft import_draft_of(const struct import_plan *plan,
                                    const struct bundle_version *version)
{
    const struct bundle_record *record = &plan->record;
    return (struct record_draft){
        .name = record->name,
        .description = record->description == NULL ? "" : record->description,
        .tags = record->tags == NULL ? "" : record->tags,
        .message = version->message,
    };
}

void import_refuse(struct import_plan *plan, const char *path, const char *message)
{
    plan->outcome = IMPORT_REFUSED;
    import_note(plan->details, path, message);
}

const char *import_path_below(const struct import_step *step, const char *path, const char *below)
{
    const char *joint = path[0] == '\0' || below[0] == '\0' || below[0] == '[' ? "" : ".";
    return arena_printf(db_arena(step->work.db), "%s%s%s", path, joint, below);
}

const char *import_path(const struct import_step *step, const struct import_plan *plan,
                        const struct bundle_version *version, const char *field)
{
    static const char *const of_record[] = {"name", "description", "tags"};
    bool is_of_record = false;
    if (step->bundle->is_langfuse)
        return import_path_below(step, version->path, langfuse_field(field));
    for (size_t i = 0; i < COUNT_OF(of_record); i++)
        is_of_record = is_of_record || strcmp(of_record[i], field) == 0;
    if (version->is_chat && strcmp(field, "body") == 0)
        field = "messages";
    return import_path_below(step, is_of_record ? plan->record.path : version->path, field);
}

void import_refuse_all(const struct import_step *step, struct import_plan *plan, const char *path,
                       const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++)
        import_refuse(plan, import_path_below(step, path, problems->items[i].path),
                      problems->items[i].message);
}

void import_add_word(struct buf *what, const char *word)
{
    buf_printf(what, what->len == 0 ? "%s" : ", %s", word);
}

bool import_is_same_json(struct arena *arena, const char *a, const char *b)
{
    json_t *first = NULL, *second = NULL;
    const char *problem = NULL;
    if (a[0] == '\0' || b[0] == '\0')
        return a[0] == b[0];
    return json_parse(arena, a, strlen(a), &first, &problem) == ERR_NONE &&
           json_parse(arena, b, strlen(b), &second, &problem) == ERR_NONE &&
           json_equal(first, second);
}

void import_set_difference(struct import_plan *plan, const struct buf *what)
{
    if (plan->outcome == IMPORT_REFUSED)
        return;
    plan->outcome = what->len == 0 ? IMPORT_UNCHANGED : IMPORT_CHANGED;
    if (plan->outcome == IMPORT_UNCHANGED)
        (void)json_object_del(plan->details, "before");
    json_object_set_new(plan->details, "what", json_string(what->data));
}

/* Does the document say something else in the register? Who oversees it is no difference: people
 * are not part of a document. */
static bool is_other_entry(struct import_step *step, const struct record_head *before,
                           const struct bundle_register *after)
{
    struct register_entry now;
    if (!after->is_there || before->store->kind->id == RECORD_PROMPT ||
        register_entry_load(step->work.db, before, &now) != ERR_NONE)
        return false;
    bool is_same = now.risk == after->risk && now.review_on == after->review_on;
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        is_same = is_same && strcmp(now.texts[i], after->texts[i]) == 0;
    return !is_same;
}

void import_add_properties(struct import_step *step, struct import_plan *plan,
                           const struct record_head *before, struct buf *what)
{
    struct arena *arena = db_arena(step->work.db);
    struct bundle_record *record = &plan->record;
    struct tag_list tags;
    const char *problem = NULL;
    json_object_set_new(plan->details, "before", /* for an undo */
                        json_pack("{s:s, s:s}", "description", before->description, "tags",
                                  tag_list_join(arena, &before->tags)));
    if (record->description == NULL)
        record->description = before->description;
    else if (strcmp(record->description, before->description) != 0)
        import_add_word(what, "description");
    if (record->tags == NULL)
        record->tags = tag_list_join(arena, &before->tags);
    else if (tag_list_parse(arena, record->tags, &tags, &problem) == ERR_NONE &&
             !tag_list_equal(&before->tags, &tags))
        import_add_word(what, "tags");
    if (is_other_entry(step, before, &record->register_entry))
        import_add_word(what, "register");
}
