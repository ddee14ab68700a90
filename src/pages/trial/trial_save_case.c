#include <string.h>

#include "base/json.h"
#include "data/endpoint/endpoint_call.h"
#include "data/set/set.h"
#include "data/set/set_case.h"
#include "domain/endpoint/endpoint_completion.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* An answer becomes a case of a test set: with what was filled in, and itself as what is expected.
 */

struct case_form {
    struct uuid set_id;
    int64_t position;
    const char *name;
};

static const struct form_field fields[] = {
    {.name = "set_id",
     .label = "Test set",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct case_form, set_id)},
    {.name = "position",
     .label = "Answer",
     .kind = FORM_INT,
     .number = NUMBER_PLACE,
     .offset = offsetof(struct case_form, position)},
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .max_chars = SET_CASE_NAME_MAX,
     .offset = offsetof(struct case_form, name)},
};

static enum err refuse(struct form *form, const char *message)
{
    form_error(form, "", message);
    return ERR_INVALID;
}

static enum err make_case(struct page *page, struct form *form, const struct endpoint_call *call,
                          const struct case_form *typed, struct set_case *made)
{
    struct endpoint_completion answer;
    const char *given = call->given == NULL || call->given[0] == '\0' ? "{}" : call->given;
    const json_t *json =
        json_stored(page->arena, (struct text){given, strlen(given)}, "what was filled in");
    endpoint_completion_parse(page->arena, call->answer, &answer);
    *made = (struct set_case){.name = typed->name == NULL ? "" : typed->name,
                              .note = "",
                              .expected = answer.content[0] == '\0' ? NULL : answer.content,
                              .variables = json_object_get(json, "variables"),
                              .messages = json_object_get(json, "messages"),
                              .checks = json_keep(page->arena, json_array()),
                              .origin = SET_TRY};
    if (call->state != CALL_DONE)
        return refuse(form, "Only an answer that is whole can be saved.");
    if (made->variables != NULL && made->messages != NULL)
        return refuse(form, "A case has variables or messages, and this has both.");
    return ERR_NONE;
}

static enum err save(struct page *page, struct form *form, const struct endpoint_call_list *list,
                     const struct case_form *typed, struct set_case *made)
{
    struct problem problem;
    struct record_saved saved;
    const struct set_addition addition = {typed->set_id, made, "A case from a try"};
    if (typed->position >= list->count)
        return refuse(form, "There is no such answer.");
    enum err err = make_case(page, form, &list->items[typed->position], typed, made);
    if (err != ERR_NONE)
        return err;
    err = set_add_case(page->db, page->actor, &addition, &saved, &problem);
    return record_page_mend(form, err, &problem);
}

enum err page_trial_case_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct endpoint_call_list list;
    struct case_form typed;
    struct set_case made;
    struct form form;
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = endpoint_call_list(page->db, page->actor, &head->id, &page->match.ids[1], &list);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&form, page->request, fields, COUNT_OF(fields), &typed);
    if (err == ERR_NONE)
        err = save(page, &form, &list, &typed, &made);
    if (err == ERR_INVALID)
        return page_offer_again(page, &form, "Save case");
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, record_page_url(page, &record_kinds[RECORD_SET], &typed.set_id, ""),
                         "success", arena_printf(page->arena, "Saved as case %s.", made.id));
}
