#include "data/transfer/import_step_internal.h"

#include <string.h>

void import_step_open(struct import_step *step, struct work work, const struct import *import,
                      const struct bundle *bundle)
{
    *step = (struct import_step){.work = work, .import = import, .bundle = bundle};
    step->known = json_keep(bundle->arena, json_object());
    for (int i = 0; i < BUNDLE_NOUN_COUNT; i++)
        json_object_set_new(step->known, bundle_noun_names[i], json_object());
    step->brought = arena_array(bundle->arena, (size_t)bundle->count + 1, sizeof *step->brought);
}

enum err import_known(struct import_step *step, enum bundle_noun noun, const char *name,
                      int64_t *version)
{
    static const char *const texts[BUNDLE_NOUN_COUNT] = {
        "SELECT version FROM prompts WHERE organization_id = $1 AND name = $2",
        "SELECT version FROM agents WHERE organization_id = $1 AND name = $2",
        "SELECT version FROM teams WHERE organization_id = $1 AND name = $2",
    };
    json_t *names = json_object_get(step->known, bundle_noun_names[noun]);
    const json_t *known = json_object_get(names, name);
    struct db_result result;
    if (known != NULL) {
        *version = json_integer_value(known);
        return ERR_NONE;
    }
    enum err err = db_select(step->work.db, &result, texts[noun],
                             db_uuid(&step->work.actor->organization_id), db_text(name));
    if (err != ERR_NONE)
        return err;
    *version = result.row_count == 0 ? 0 : db_get_int(&result, 0, 0);
    json_object_set_new(names, name, json_integer(*version));
    return ERR_NONE;
}

void import_refuse(struct import_plan *plan, const char *path, const char *message)
{
    plan->outcome = IMPORT_REFUSED;
    import_note(plan->details, path, message);
}

const char *import_path(const struct import_step *step, const struct import_plan *plan,
                        const char *field)
{
    return field[0] == '\0'
               ? plan->record.path
               : arena_printf(db_arena(step->work.db), "%s.%s", plan->record.path, field);
}

void import_refuse_all(const struct import_step *step, struct import_plan *plan, const char *field,
                       const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++) {
        const char *path = problems->items[i].path;
        const char *joined = import_path(step, plan, field);
        import_refuse(
            plan,
            path[0] == '\0' ? joined : arena_printf(db_arena(step->work.db), "%s.%s", joined, path),
            problems->items[i].message);
    }
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
    plan->outcome = what->len == 0 ? IMPORT_UNCHANGED : IMPORT_CHANGED;
    json_object_set_new(plan->details, "what", json_string(what->data));
}

void import_add_description(struct import_plan *plan, const char *before, struct buf *what)
{
    if (plan->record.description == NULL)
        plan->record.description = before;
    else if (strcmp(plan->record.description, before) != 0)
        import_add_word(what, "description");
}
