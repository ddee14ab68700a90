#include <string.h>

#include "base/json.h"
#include "data/trial/trial_request.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/prompt/prompt_previewed.h"
#include "pages/record/record_page.h"
#include "pages/record/record_strip.h"
#include "web/form_render.h"

/* Sending a prompt to models, and what they answered. */

/* ---- what is sent -------------------------------------------------------------------------- */

/* What is filled in: an empty field leaves its variable as it stands. */
static json_t *values_of(struct page *page, const struct preview *preview)
{
    struct prompt_value values[PREVIEW_FIELDS_MAX];
    json_t *json = json_keep(page->arena, json_object());
    int count = prompt_preview_values(preview, values);
    for (int i = 0; i < count; i++)
        json_object_set_new(json, values[i].name, json_stringn(values[i].text, values[i].len));
    return json;
}

static enum err refuse(struct form *form, const char *message)
{
    form_error(form, "", message);
    return ERR_INVALID;
}

static enum err load_version(struct page *page, struct form *form, const struct preview *preview,
                             int64_t number, struct trial_content *content)
{
    struct problem problem;
    const struct trial_input input = {&prompt_store, preview->prompt.head.id,
                                      number == 0 ? preview->version : number};
    enum err err = trial_load(page->db, page->actor, &input, content, &problem);
    if (err == ERR_NOT_FOUND)
        return refuse(
            form, arena_printf(page->arena, "There is no version %lld.", (long long)input.version));
    return err == ERR_INVALID ? refuse(form, problem.message) : err;
}

static enum err make_call(struct page *page, struct form *form, struct preview *preview,
                          const struct prompt_target *target, struct endpoint_call_draft *call)
{
    struct trial_content content;
    struct trial_made made;
    const struct trial_case given = {.variables = values_of(page, preview)};
    const struct endpoint_parameters parameters = {.model = target->model,
                                                   .temperature = target->temperature,
                                                   .max_tokens = target->max_tokens};
    enum err err = load_version(page, form, preview, target->version, &content);
    if (err != ERR_NONE)
        return err;
    if (trial_request(page->arena, &content, &given, &parameters, &made) != ERR_NONE)
        return refuse(form, made.problem);
    *call = (struct endpoint_call_draft){.endpoint_id = target->endpoint_id,
                                         .model = target->model,
                                         .version = content.version,
                                         .request = made.request};
    return ERR_NONE;
}

static enum err queue(struct page *page, struct form *form, struct preview *preview,
                      struct uuid *batch_id)
{
    struct prompt_target targets[PROMPT_TARGETS];
    struct endpoint_call_draft calls[PROMPT_TARGETS];
    struct problem problem;
    int count = 0;
    enum err err = prompt_targets_read(page, form, preview->typed.targets, targets, &count);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = make_call(page, form, preview, &targets[i], &calls[i]);
    if (err != ERR_NONE)
        return err;
    const struct endpoint_batch batch = {prompt_noun.kind->name, preview->prompt.head.id, calls,
                                         count};
    err = endpoint_call_queue(page->db, page->actor, &batch, batch_id, &problem);
    return record_page_mend(form, err, &problem);
}

enum err page_prompt_try_post(struct page *page)
{
    struct preview *preview = arena_alloc(page->arena, sizeof *preview);
    struct form form;
    struct uuid batch_id;
    char id[UUID_TEXT_LEN];
    enum err err = prompt_preview_load(page, prompt_preview_version(&page->request->form), preview);
    if (err != ERR_NONE)
        return err;
    err = prompt_preview_parse(page, preview, &form);
    if (err == ERR_NONE)
        err = queue(page, &form, preview, &batch_id);
    if (err != ERR_NONE && err != ERR_INVALID)
        return err;
    if (err == ERR_NONE) {
        uuid_format(&batch_id, id);
        return page_redirect(page,
                             record_page_url(page, prompt_noun.kind, &preview->prompt.head.id,
                                             arena_printf(page->arena, "/try/%s", id)),
                             "success", "The calls are on their way.");
    }
    form_render(&form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    int status = page->request->form_refusal == NULL ? 422 : page->request->refusal_status;
    return prompt_preview_show(page, preview, status);
}

/* ---- what came back ------------------------------------------------------------------------ */

enum { REFRESH_S = 2, NANOS = 1000000000, NANOS_SHOWN = 1000 };

/* "0.000123 USD". */
static const char *cost_text(struct page *page, const struct endpoint_call *call)
{
    return arena_printf(page->arena, "%s %s",
                        endpoint_price_format(page->arena, call->cost_nanos / NANOS_SHOWN),
                        call->currency);
}

static void show_facts(struct page *page, struct view *view, const struct endpoint_call *call)
{
    if (call->input_tokens >= 0)
        view_number(view_add(view, "INPUT"), "TOKENS", call->input_tokens);
    if (call->output_tokens >= 0)
        view_number(view_add(view, "OUTPUT"), "TOKENS", call->output_tokens);
    if (call->cost_nanos >= 0)
        view_text(view_add(view, "COST"), "AMOUNT", cost_text(page, call));
    if (call->ended_at != 0)
        view_number(view_add(view, "TOOK"), "MS", call->duration_ms);
}

static void show_answer(struct page *page, struct view *view, const struct endpoint_call *call)
{
    struct endpoint_completion answer;
    endpoint_completion_parse(page->arena, call->answer, &answer);
    bool is_text = answer.content[0] != '\0';
    if (is_text || answer.refusal[0] != '\0')
        view_text(view_add(view, "ANSWER"), "TEXT", is_text ? answer.content : answer.refusal);
    view_show(view, "IS_REFUSAL", !is_text && answer.refusal[0] != '\0');
    if (answer.tool_calls != NULL)
        view_text(view_add(view, "TOOLS"), "JSON",
                  json_format(page->arena, answer.tool_calls, JSON_INDENTED).data);
    if (call->state == CALL_FAILED) {
        struct view *failed = view_add(view, "FAILED");
        view_text(failed, "REASON", endpoint_outcome_texts[call->outcome]);
        view_text(failed, "SAID", answer.error);
        if (call->status != 0)
            view_number(view_add(failed, "STATUS_SHOWN"), "STATUS", call->status);
    }
    view_show(view, "CUT", strcmp(answer.finish_reason, "length") == 0);
}

static void show_call(struct page *page, const struct endpoint_call *call)
{
    static const char *const words[CALL_STATE_COUNT] = {"Waiting", "Running", "Done", "Failed"};
    static const char *const tones[CALL_STATE_COUNT] = {" wait", " wait", "", " bad"};
    json_t *request =
        json_stored(page->arena, (struct text){call->request, strlen(call->request)}, "a request");
    struct view *view = view_add(page->view, "CALL");
    view_number(view, "N", call->position + 1);
    view_number(view, "CALL_VERSION", call->version);
    view_text(view, "ENDPOINT_NAME", call->endpoint_name);
    view_text(view, "MODEL_NAME", call->model);
    view_text(view, "STATE", words[call->state]);
    view_text(view, "STATE_CLASS", tones[call->state]);
    view_text(view, "REQUEST", json_format(page->arena, request, JSON_INDENTED).data);
    show_answer(page, view, call);
    show_facts(page, view, call);
}

enum err page_prompt_tried(struct page *page)
{
    struct prompt prompt;
    struct endpoint_call_list list;
    bool is_open = false;
    enum err err = record_page_load(page, &prompt_noun, RECORD_HEAD_ONLY, &prompt);
    if (err == ERR_NONE)
        err =
            endpoint_call_list(page->db, page->actor, &prompt.head.id, &page->match.ids[1], &list);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, &prompt_noun, &prompt.head, RECORD_TAB_PREVIEW, prompt.head.version);
    for (int i = 0; i < list.count; i++) {
        show_call(page, &list.items[i]);
        is_open = is_open || list.items[i].ended_at == 0;
    }
    view_show(page->view, "IS_OPEN", is_open);
    if (is_open)
        response_header(page->response, "Refresh", arena_printf(page->arena, "%d", REFRESH_S));
    return record_page_show(page, 200, "Run", prompt.name, "prompt/tried.tpl");
}
