#include "api/description.h"

#include <string.h>

#include "api/body.h"
#include "api/handlers.h"
#include "api/rest/api_routes.h"
#include "api/schema.h"
#include "base/json.h"

/* The API's description in OpenAPI 3.1, from the tables of routes and fields. */

/* "/api/v1/prompts/{id}/versions/{n}" in names that say more: the second {id} is another. */
static const char *path_of(struct arena *arena, const char *pattern)
{
    struct buf path;
    int ids = 0;
    buf_init(&path, arena);
    for (const char *at = pattern; *at != '\0';) {
        size_t literal = strcspn(at, "{");
        buf_add(&path, at, literal);
        at += literal;
        if (*at == '\0')
            break;
        if (text_starts_with(at, "{id}"))
            buf_add_text(&path, ids++ == 0 ? "{id}" : "{proposal_id}");
        else if (text_starts_with(at, "{n}"))
            buf_add_text(&path, "{version}");
        else
            buf_add_text(&path, strstr(pattern, "by-name") != NULL ? "{name}" : "{label}");
        at += strcspn(at, "}") + 1;
    }
    return path.data;
}

static json_t *path_parameter(const char *name, json_t *schema)
{
    return json_pack("{s:s, s:s, s:b, s:o}", "name", name, "in", "path", "required", 1, "schema",
                     schema);
}

static void add_path_parameters(json_t *all, const char *path)
{
    static const char *const ids[] = {"id", "proposal_id"};
    static const char *const texts[] = {"name", "label"};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (strstr(path, i == 0 ? "{id}" : "{proposal_id}") != NULL)
            json_array_append_new(
                all, path_parameter(ids[i],
                                    json_pack("{s:s, s:s}", "type", "string", "format", "uuid")));
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (strstr(path, i == 0 ? "{name}" : "{label}") != NULL)
            json_array_append_new(all,
                                  path_parameter(texts[i], json_pack("{s:s}", "type", "string")));
    if (strstr(path, "{version}") != NULL)
        json_array_append_new(all, path_parameter("version", json_pack("{s:s, s:i}", "type",
                                                                       "integer", "minimum", 1)));
}

static json_t *header_parameter(const char *name, const char *about, bool is_required)
{
    return json_pack("{s:s, s:s, s:b, s:s, s:{s:s}}", "name", name, "in", "header", "required",
                     (int)is_required, "description", about, "schema", "type", "string");
}

static json_t *parameters_json(const struct route *route, const char *path)
{
    json_t *all = json_array();
    const struct operation *operation = route->operation;
    add_path_parameters(all, path);
    for (int i = 0; operation->query != NULL && i < operation->query->count; i++) {
        const struct form_field *field = &operation->query->fields[i];
        json_array_append_new(all,
                              json_pack("{s:s, s:s, s:b, s:s, s:o}", "name", field->name, "in",
                                        "query", "required", (int)field->is_required, "description",
                                        field->label, "schema", schema_parameter(field)));
    }
    if ((operation->traits & (NEEDS_MATCH | TAKES_MATCH)) != 0)
        json_array_append_new(all,
                              header_parameter("If-Match", "The ETag of the record as it was read.",
                                               (operation->traits & NEEDS_MATCH) != 0));
    if (route->method != HTTP_GET)
        json_array_append_new(
            all, header_parameter("Idempotency-Key",
                                  "The change is made once, however often it is sent under this "
                                  "key within a day.",
                                  false));
    if ((operation->traits & GIVES_ETAG) != 0)
        json_array_append_new(
            all, header_parameter("If-None-Match", "An ETag that the program has.", false));
    return all;
}

/* ---- answers ------------------------------------------------------------------------------ */

static json_t *header_json(const char *about)
{
    return json_pack("{s:s, s:{s:s}}", "description", about, "schema", "type", "string");
}

static const char *type_of(enum api_shape shape)
{
    return shape == SHAPE_NOTE    ? "text/plain; charset=utf-8"
           : shape == SHAPE_JUNIT ? "application/xml"
                                  : "application/json";
}

static json_t *success_json(const struct route *route)
{
    const struct operation *operation = route->operation;
    json_t *answer = json_pack("{s:s}", "description", response_reason(operation->status));
    json_t *headers = json_object();
    if ((operation->traits & GIVES_PAGES) != 0)
        json_object_set_new(headers, "Link", header_json("rel=\"next\": the next page"));
    if ((operation->traits & GIVES_ETAG) != 0)
        json_object_set_new(headers, "ETag", header_json("Strong"));
    if (operation->out == SHAPE_RECORD && (operation->traits & GIVES_ETAG) != 0) {
        json_object_set_new(headers, "Rostrum-Version", header_json("The version that this is"));
        json_object_set_new(headers, "Rostrum-Label",
                            header_json("The label that it was asked by"));
        json_object_set_new(headers, "Rostrum-Content-SHA256", header_json("Of the body, in hex"));
    }
    if (operation->status == 201)
        json_object_set_new(headers, "Location", header_json("The address of what was made"));
    json_object_set_new(answer, "headers", headers);
    if (operation->out != SHAPE_NOTHING)
        json_object_set_new(answer, "content",
                            json_pack("{s:{s:o}}", type_of(operation->out), "schema",
                                      schema_reference(operation_kind(route), operation->out)));
    return answer;
}

static void add_problem(json_t *answers, const char *status, const char *about)
{
    json_object_set_new(answers, status,
                        json_pack("{s:s, s:{s:{s:{s:s}}}}", "description", about, "content",
                                  "application/problem+json", "schema", "$ref",
                                  "#/components/schemas/Problem"));
}

static json_t *answers_json(const struct route *route)
{
    char key[TEXT_NUMBER_LEN];
    json_t *answers = json_object();
    text_format_int(route->operation->status, key);
    json_object_set_new(answers, key, success_json(route));
    if ((route->operation->traits & GIVES_ETAG) != 0)
        json_object_set_new(answers, "304",
                            json_pack("{s:s}", "description", response_reason(304)));
    for (int status = 400; status < 500; status++) {
        text_format_int(status, key);
        if (operation_may_answer(route, status))
            add_problem(answers, key, response_reason(status));
    }
    add_problem(answers, "default", "Any other refusal: 429 and 503 have Retry-After");
    return answers;
}

/* A document may be of another program: a text of one of these types. */
static json_t *body_json(const struct operation *operation)
{
    static const char *const texts[] = {"text/csv", "text/markdown", "text/plain",
                                        "application/yaml"};
    json_t *content = json_pack("{s:{s:o}}", "application/json", "schema", schema_body(operation));
    for (size_t i = 0; operation->in == &body_document && i < COUNT_OF(texts); i++)
        json_object_set_new(content, texts[i], json_pack("{s:{s:s}}", "schema", "type", "string"));
    return content;
}

static json_t *operation_json(const struct route *route, const char *path)
{
    const struct operation *operation = route->operation;
    json_t *json = json_pack("{s:s, s:s, s:o, s:o}", "operationId", operation->id, "summary",
                             operation->summary, "parameters", parameters_json(route, path),
                             "responses", answers_json(route));
    if (operation->in != NULL)
        json_object_set_new(json, "requestBody",
                            json_pack("{s:o}", "content", body_json(operation)));
    if (route->permission == PERMISSION_PUBLIC)
        json_object_set_new(json, "security", json_array());
    return json;
}

static json_t *paths_json(struct arena *arena)
{
    json_t *paths = json_object();
    for (int i = 0; i < api_route_count; i++) {
        const struct route *route = &api_routes[i];
        const char *path = path_of(arena, route->pattern);
        if (json_object_get(paths, path) == NULL)
            json_object_set_new(paths, path, json_object());
        json_object_set_new(json_object_get(paths, path),
                            text_lower_ascii(arena, http_method_names[route->method]),
                            operation_json(route, path));
    }
    return paths;
}

json_t *description_json(struct arena *arena, const char *public_url)
{
    json_t *security = json_pack("[{s:[]}, {s:[]}]", "bearer", "basic");
    json_t *schemes = json_pack("{s:{s:s, s:s}, s:{s:s, s:s}}", "bearer", "type", "http", "scheme",
                                "bearer", "basic", "type", "http", "scheme", "basic");
    return json_pack("{s:s, s:{s:s, s:s}, s:[{s:s}], s:o, s:o, s:{s:o, s:o}}", "openapi", "3.1.0",
                     "info", "title", "Rostrum", "version", "1", "servers", "url", public_url,
                     "security", security, "paths", paths_json(arena), "components",
                     "securitySchemes", schemes, "schemas", schema_all());
}

enum err api_description(struct call *call)
{
    return call_answer(call, 200, description_json(call->arena, call->public_url));
}
