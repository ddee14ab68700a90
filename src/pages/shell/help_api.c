#include <string.h>

#include "base/json.h"
#include "pages/handlers.h"
#include "pages/shell/mcp_config.h"
#include "pages/shell/page.h"

/* The reference of the API for people, from its own description. */

/* A name of a header or a parameter, where it stands, and what it is. */
static void show_parameter(struct view *parameters, const json_t *parameter)
{
    struct view *row = view_add(parameters, "PARAMETER");
    const char *about = json_string_value(json_object_get(parameter, "description"));
    view_text(row, "PARAMETER_NAME", json_string_value(json_object_get(parameter, "name")));
    view_text(row, "PARAMETER_PLACE", json_string_value(json_object_get(parameter, "in")));
    view_text(row, "PARAMETER_ABOUT", about == NULL ? "" : about);
    view_show(row, "REQUIRED", json_is_true(json_object_get(parameter, "required")));
}

static void show_field(struct view *parameters, const char *name, const json_t *schema,
                       const json_t *required)
{
    struct view *row = view_add(parameters, "PARAMETER");
    const char *about = json_string_value(json_object_get(schema, "description"));
    bool is_required = false;
    for (size_t i = 0; i < json_array_size(required); i++)
        is_required =
            is_required || strcmp(json_string_value(json_array_get(required, i)), name) == 0;
    view_text(row, "PARAMETER_NAME", name);
    view_text(row, "PARAMETER_PLACE", "body");
    view_text(row, "PARAMETER_ABOUT", about == NULL ? "" : about);
    view_show(row, "REQUIRED", is_required);
}

/* What goes with a request: parameters, headers, and the fields of its body. */
static void show_parameters(struct view *operation, const json_t *json)
{
    const json_t *schema = json_object_get(
        json_object_get(json_object_get(json_object_get(json, "requestBody"), "content"),
                        "application/json"),
        "schema");
    const json_t *own = json_object_get(json, "parameters");
    json_t *fields = json_object_get(schema, "properties");
    const char *name = NULL;
    json_t *value = NULL;
    size_t index = 0;
    if (json_array_size(own) + json_object_size(fields) == 0)
        return;
    struct view *parameters = view_add(operation, "PARAMETERS");
    json_array_foreach(own, index, value) show_parameter(parameters, value);
    json_object_foreach(fields, name, value)
        show_field(parameters, name, value, json_object_get(schema, "required"));
}

/* "/api/v1/prompts/{id}": the operations of what stands third are one group in the list. */
struct group {
    const char *name;
    size_t len;
    struct view *view;
};

static void show_link(struct page *page, struct group *group, const char *path, const json_t *json)
{
    static const char base[] = "/api/v1/";
    const char *name = path + (strncmp(path, base, sizeof base - 1) == 0 ? sizeof base - 1 : 1);
    size_t len = strcspn(name, "/");
    if (group->view == NULL || len != group->len || strncmp(name, group->name, len) != 0) {
        *group = (struct group){name, len, view_add(page->view, "GROUP")};
        char *title = arena_copy(page->arena, name, len);
        title[0] = (char)(title[0] >= 'a' && title[0] <= 'z' ? title[0] - 'a' + 'A' : title[0]);
        view_text(group->view, "GROUP_TITLE", title);
    }
    struct view *link = view_add(group->view, "LINK");
    view_text(link, "OPERATION_ID", json_string_value(json_object_get(json, "operationId")));
    view_text(link, "SUMMARY", json_string_value(json_object_get(json, "summary")));
}

static const char *upper(struct arena *arena, const char *method)
{
    char *out = arena_strdup(arena, method);
    for (char *p = out; *p != '\0'; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return out;
}

static void show_operation(struct page *page, const char *path, const char *method,
                           const json_t *json)
{
    struct view *operation = view_add(page->view, "OPERATION");
    struct buf statuses;
    const char *status = NULL;
    json_t *value = NULL;
    buf_init(&statuses, page->arena);
    json_object_foreach(json_object_get(json, "responses"), status, value)
    {
        if (strcmp(status, "default") != 0)
            buf_printf(&statuses, "%s%s", statuses.len > 0 ? ", " : "", status);
    }
    view_text(operation, "OPERATION_ID", json_string_value(json_object_get(json, "operationId")));
    view_text(operation, "SUMMARY", json_string_value(json_object_get(json, "summary")));
    view_text(operation, "METHOD", upper(page->arena, method));
    view_text(operation, "PATH", path);
    view_text(operation, "STATUSES", statuses.data);
    show_parameters(operation, json);
}

enum err page_help_api(struct page *page)
{
    json_t *description =
        json_keep(page->arena, page->config->describe_api(page->arena, page->config->public_url));
    const char *path = NULL;
    const char *method = NULL;
    json_t *methods = NULL;
    json_t *operation = NULL;
    struct group group = {.view = NULL};
    view_text(page_view(page), "PUBLIC_URL", page->config->public_url);
    view_text(page_view(page), "MCP_CONFIG", mcp_config(page));
    json_object_foreach(json_object_get(description, "paths"), path, methods)
    {
        json_object_foreach(methods, method, operation)
        {
            show_operation(page, path, method, operation);
            show_link(page, &group, path, operation);
        }
    }
    return page_show(page, 200, "API reference", "shell/help_api.tpl");
}
