#include <string.h>

#include "base/json.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* The reference of the API for people, from its own description. */

/* A name of a header or a parameter, where it stands, and what it is. */
static void show_parameter(struct view *operation, const json_t *parameter)
{
    struct view *row = view_add(operation, "PARAMETER");
    const char *about = json_string_value(json_object_get(parameter, "description"));
    view_text(row, "PARAMETER_NAME", json_string_value(json_object_get(parameter, "name")));
    view_text(row, "PARAMETER_PLACE", json_string_value(json_object_get(parameter, "in")));
    view_text(row, "PARAMETER_ABOUT", about == NULL ? "" : about);
    view_show(row, "REQUIRED", json_is_true(json_object_get(parameter, "required")));
}

static void show_field(struct view *operation, const char *name, const json_t *schema,
                       const json_t *required)
{
    struct view *row = view_add(operation, "PARAMETER");
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

static void show_body(struct view *operation, const json_t *json)
{
    const json_t *schema = json_object_get(
        json_object_get(json_object_get(json_object_get(json, "requestBody"), "content"),
                        "application/json"),
        "schema");
    const char *name = NULL;
    json_t *field = NULL;
    json_object_foreach(json_object_get(schema, "properties"), name, field)
        show_field(operation, name, field, json_object_get(schema, "required"));
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
    size_t index = 0;
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
    json_array_foreach(json_object_get(json, "parameters"), index, value)
        show_parameter(operation, value);
    show_body(operation, json);
}

enum err page_help_api(struct page *page)
{
    json_t *description =
        json_keep(page->arena, page->config->describe_api(page->arena, page->config->public_url));
    const char *path = NULL;
    const char *method = NULL;
    json_t *methods = NULL;
    json_t *operation = NULL;
    view_text(page_view(page), "PUBLIC_URL", page->config->public_url);
    json_object_foreach(json_object_get(description, "paths"), path, methods)
    {
        json_object_foreach(methods, method, operation)
            show_operation(page, path, method, operation);
    }
    return page_show(page, 200, "API reference", "shell/help_api.tpl");
}
