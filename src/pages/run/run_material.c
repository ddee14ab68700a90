#include "pages/run/run_material.h"

#include <string.h>

#include "base/json.h"
#include "domain/endpoint/endpoint_completion.h"

void run_material_output(struct page *page, const struct test_result *result)
{
    struct view *view = page->view;
    struct endpoint_completion completion;
    view_show(view, "IS_DELETED", result->is_deleted);
    if (result->output[0] == '\0')
        return;
    endpoint_completion_parse(page->arena, result->output, &completion);
    bool is_text = completion.content[0] != '\0';
    if (is_text || completion.refusal[0] != '\0')
        view_text(view_add(view, "ANSWER"), "TEXT",
                  is_text ? completion.content : completion.refusal);
    view_show(view, "IS_REFUSAL", !is_text && completion.refusal[0] != '\0');
    view_show(view, "CUT", strcmp(completion.finish_reason, "length") == 0);
    if (completion.tool_calls != NULL)
        view_text(view_add(view, "TOOLS"), "JSON",
                  json_format(page->arena, completion.tool_calls, JSON_INDENTED).data);
    if (completion.error[0] != '\0')
        view_text(view_add(view, "ENDPOINT_SAID"), "TEXT", completion.error);
}

void run_material_case(struct page *page, const struct set_case *set_case)
{
    struct view *view = page->view;
    const char *name;
    json_t *value;
    json_object_foreach(set_case->variables, name, value)
    {
        struct view *row = view_add(view, "VARIABLE");
        view_text(row, "VARIABLE_NAME", name);
        view_text(row, "VARIABLE_VALUE",
                  json_is_string(value) ? json_string_value(value)
                                        : json_format(page->arena, value, JSON_LINE).data);
    }
    if (set_case->messages != NULL)
        view_text(view_add(view, "MESSAGES"), "JSON",
                  json_format(page->arena, set_case->messages, JSON_INDENTED).data);
    if (set_case->expected != NULL)
        view_text(view_add(view, "EXPECTED"), "TEXT", set_case->expected);
    if (set_case->note[0] != '\0')
        view_text(view_add(view, "NOTE"), "TEXT", set_case->note);
}
