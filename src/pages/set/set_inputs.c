#include "pages/set/set_inputs.h"

#include "base/json.h"
#include "data/record/record_load.h"
#include "data/trial/trial_content.h"
#include "pages/record/record_noun.h"

static json_t *same_variables(struct page *page, const json_t *before)
{
    json_t *variables = json_keep(page->arena, json_object());
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)before, name, value)
    {
        json_object_set_new(variables, name, json_string(""));
    }
    return variables;
}

/* Whoever may not read what the set is for, and a name that nothing has, begin with nothing. */
static bool find_target(struct page *page, enum set_subject subject, const char *target,
                        struct trial_content *content)
{
    struct record_found found;
    struct problem ignored;
    if (subject == SET_SHARED || target[0] == '\0')
        return false;
    const struct record_noun *noun = record_nouns[set_subject_kind(subject)->id];
    if (record_find(page->db, page->actor, noun->kind, target, &found) != ERR_NONE)
        return false;
    const struct trial_input input = {.store = noun->store, .record_id = found.id};
    enum err err = trial_load(page->db, page->actor, &input, content, &ignored);
    return err == ERR_NONE || err == ERR_INVALID;
}

static void begin_as(struct page *page, const struct trial_content *content, json_t *added)
{
    json_t *variables = json_keep(page->arena, json_object());
    for (int i = 0; i < content->inputs.count; i++)
        if (!content->inputs.items[i].is_placeholder)
            json_object_set_new(variables, content->inputs.items[i].name, json_string(""));
    if (json_object_size(variables) > 0)
        json_object_set(added, "variables", variables);
    else
        json_object_set_new(added, "messages",
                            json_pack("[{s:s, s:s}]", "role", "user", "content", ""));
}

void set_inputs_begin(struct page *page, enum set_subject subject, const char *target,
                      const struct set_cases *cases, json_t *added)
{
    struct trial_content content;
    int last = cases->count - 1;
    while (last >= 0 && cases->items[last].variables == NULL)
        last--;
    if (last >= 0)
        json_object_set(added, "variables", same_variables(page, cases->items[last].variables));
    else if (cases->count == 0 && find_target(page, subject, target, &content))
        begin_as(page, &content, added);
}
