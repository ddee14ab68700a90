#include "base/json.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/trial/trial_form.h"

/* Sending a version to models. */

/* What is filled in: an empty field leaves its variable as it stands. */
static json_t *values_of(struct page *page, const struct trial_page *trial)
{
    struct prompt_value values[TRIAL_VARIABLES_MAX];
    json_t *json = json_keep(page->arena, json_object());
    int count = trial_form_values(trial, values);
    for (int i = 0; i < count; i++)
        json_object_set_new(json, values[i].name, json_stringn(values[i].text, values[i].len));
    return json;
}

/* NULL: nothing was typed. */
static json_t *messages_of(struct page *page, const struct trial_page *trial)
{
    const struct text *message = &trial->typed.message;
    if (message->len == 0)
        return NULL;
    return json_keep(page->arena, json_pack("[{s:s, s:s%}]", "role", "user", "content",
                                            message->data, message->len));
}

/* As it is kept, for a case of a test set. */
static const char *format_given(struct page *page, const struct trial_case *given)
{
    json_t *json = json_keep(page->arena, json_object());
    if (json_object_size(given->variables) > 0)
        json_object_set(json, "variables", given->variables);
    if (given->messages != NULL)
        json_object_set(json, "messages", given->messages);
    return json_format(page->arena, json, JSON_LINE).data;
}

static enum err refuse(struct form *form, const char *message)
{
    form_error(form, "", message);
    return ERR_INVALID;
}

/* The version of a column, which may be another than that of the page. */
static enum err load_version(struct page *page, struct form *form, const struct trial_page *trial,
                             int64_t number, struct trial_content *content)
{
    struct problem problem;
    if (number == 0 || number == trial->content.version) {
        *content = trial->content;
        return trial->problem.message == NULL ? ERR_NONE : refuse(form, trial->problem.message);
    }
    enum err err =
        trial_load_version(page->db, page->actor, trial->head, number, content, &problem);
    if (err == ERR_NOT_FOUND)
        return refuse(form,
                      arena_printf(page->arena, "There is no version %lld.", (long long)number));
    return err == ERR_INVALID ? refuse(form, problem.message) : err;
}

static enum err check_class(struct page *page, struct form *form,
                            const struct trial_content *content, const struct uuid *endpoint_id)
{
    struct endpoint_choices choices;
    const char *problem = NULL;
    enum err err = endpoint_choices(page->db, page->actor, &choices);
    for (int i = 0; err == ERR_NONE && i < choices.count; i++)
        if (uuid_equal(&choices.items[i].id, endpoint_id) &&
            trial_may_send(page->arena, content, choices.items[i].data_class, &problem) != ERR_NONE)
            return refuse(form, problem);
    return err;
}

static enum err make_call(struct page *page, struct form *form, const struct trial_page *trial,
                          const struct trial_target *target, struct endpoint_call_draft *call)
{
    struct trial_content content;
    struct trial_made made;
    const struct trial_case given = {values_of(page, trial), messages_of(page, trial)};
    struct endpoint_parameters parameters = target->parameters;
    parameters.is_stream = trial->typed.live != NULL && trial->typed.live[0] == '1';
    enum err err = load_version(page, form, trial, target->version, &content);
    if (err == ERR_NONE)
        err = check_class(page, form, &content, &target->endpoint_id);
    if (err != ERR_NONE)
        return err;
    if (trial_request(page->arena, &content, &given, &parameters, &made) != ERR_NONE)
        return refuse(form, made.problem);
    *call = (struct endpoint_call_draft){.endpoint_id = target->endpoint_id,
                                         .model = parameters.model,
                                         .version = content.version,
                                         .request = made.request,
                                         .given = format_given(page, &given)};
    return ERR_NONE;
}

static enum err queue(struct page *page, struct form *form, const struct trial_page *trial,
                      struct uuid *batch_id)
{
    struct trial_target targets[TRIAL_TARGETS];
    struct endpoint_call_draft calls[TRIAL_TARGETS];
    struct problem problem;
    int count = 0;
    enum err err = trial_targets_read(page, form, trial->typed.targets, targets, &count);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = make_call(page, form, trial, &targets[i], &calls[i]);
    if (err != ERR_NONE)
        return err;
    const struct endpoint_batch batch = {trial->noun->kind->name, trial->head->id, calls, count};
    err = endpoint_call_queue(page->db, page->actor, &batch, batch_id, &problem);
    return record_page_mend(form, err, &problem);
}

static enum err go_to_results(struct page *page, const struct trial_page *trial,
                              const struct uuid *batch_id)
{
    char id[UUID_TEXT_LEN];
    bool is_live = trial->typed.live != NULL && trial->typed.live[0] == '1';
    uuid_format(batch_id, id);
    const char *rest = arena_printf(page->arena, "/try/%s%s", id, is_live ? "?live=1" : "");
    return page_redirect(page, record_page_url(page, trial->noun->kind, &trial->head->id, rest),
                         "success", "The calls are on their way.");
}

enum err page_trial_send_post(struct page *page)
{
    struct trial_page *trial = arena_alloc(page->arena, sizeof *trial);
    struct form form;
    struct uuid batch_id;
    enum err err = trial_form_load(page, trial_form_version(&page->request->form), trial);
    if (err != ERR_NONE)
        return err;
    err = trial_form_parse(page, trial, &form);
    if (err == ERR_NONE)
        err = queue(page, &form, trial, &batch_id);
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    return err == ERR_NONE ? go_to_results(page, trial, &batch_id)
                           : trial_form_refuse(page, trial, &form);
}
