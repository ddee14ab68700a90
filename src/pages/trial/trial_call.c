#include "pages/trial/trial_call.h"

#include <string.h>

#include "base/json.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/endpoint/endpoint_price.h"

static void show_facts(struct page *page, struct view *view, const struct endpoint_call *call)
{
    if (call->input_tokens >= 0)
        view_number(view_add(view, "INPUT"), "TOKENS", call->input_tokens);
    if (call->output_tokens >= 0)
        view_number(view_add(view, "OUTPUT"), "TOKENS", call->output_tokens);
    if (call->cost_nanos >= 0)
        view_text(view_add(view, "COST"), "AMOUNT",
                  endpoint_cost_format(page->arena, call->cost_nanos, call->currency));
    if (call->ended_at != 0)
        view_number(view_add(view, "TOOK"), "MS", call->duration_ms);
}

/* Its arguments are JSON in a text; what is none, or not whole yet, is shown as it is. */
static void show_tool(struct page *page, struct view *tools, const json_t *tool)
{
    const json_t *function = json_object_get(tool, "function");
    const char *arguments = json_text(function, "arguments"), *problem = NULL;
    struct view *view = view_add(tools, "TOOL");
    json_t *json = NULL;
    view_text(view, "TOOL_NAME", json_text(function, "name"));
    bool is_whole =
        json_parse(page->arena, arguments, strlen(arguments), &json, &problem) == ERR_NONE;
    view_text(view, "ARGUMENTS",
              is_whole ? json_format(page->arena, json, JSON_INDENTED).data : arguments);
}

static void show_failure(struct view *view, const struct endpoint_call *call, const char *said)
{
    struct view *failed = view_add(view, "FAILED");
    view_text(failed, "REASON", endpoint_outcome_texts[call->outcome]);
    view_text(failed, "SAID", said);
    if (call->status != 0 && call->status != 200)
        view_number(view_add(failed, "STATUS_SHOWN"), "STATUS", call->status);
}

static void show_answer(struct page *page, struct view *view, const struct endpoint_call *call)
{
    struct endpoint_completion answer;
    endpoint_completion_parse(page->arena, call->answer, &answer);
    bool is_text = answer.content[0] != '\0';
    if (is_text || answer.refusal[0] != '\0')
        view_text(view_add(view, "ANSWER"), "TEXT", is_text ? answer.content : answer.refusal);
    view_show(view, "IS_REFUSAL", !is_text && answer.refusal[0] != '\0');
    if (answer.tool_calls != NULL) {
        struct view *tools = view_add(view, "TOOLS");
        for (size_t i = 0; i < json_array_size(answer.tool_calls); i++)
            show_tool(page, tools, json_array_get(answer.tool_calls, i));
    }
    if (call->state == CALL_FAILED)
        show_failure(view, call, answer.error);
    view_show(view, "CUT", strcmp(answer.finish_reason, "length") == 0);
}

void trial_call_show(struct page *page, struct view *view, const struct endpoint_call *call)
{
    static const char *const words[CALL_STATE_COUNT] = {"Waiting", "Running", "Done", "Failed"};
    static const char *const tones[CALL_STATE_COUNT] = {" wait", " wait", "", " bad"};
    bool is_canceled = call->state == CALL_FAILED && call->outcome == ENDPOINT_CANCELED;
    json_t *request =
        json_stored(page->arena, (struct text){call->request, strlen(call->request)}, "a request");
    struct view *row = view_add(view, "CALL");
    view_number(row, "N", call->position + 1);
    view_number(row, "CALL_VERSION", call->version);
    view_text(row, "ENDPOINT_NAME", call->endpoint_name);
    view_text(row, "MODEL_NAME", call->model);
    view_text(row, "STATE", is_canceled ? "Canceled" : words[call->state]);
    view_text(row, "STATE_CLASS", is_canceled ? " off" : tones[call->state]);
    view_text(row, "REQUEST", json_format(page->arena, request, JSON_INDENTED).data);
    show_answer(page, row, call);
    view_show(row, "IS_DONE", call->state == CALL_DONE);
    view_number(row, "POSITION", call->position);
    show_facts(page, row, call);
}
