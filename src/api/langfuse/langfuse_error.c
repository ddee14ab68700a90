#include "api/langfuse/langfuse_error.h"

#include "base/json.h"

/* Some clients tell errors apart by these names. */
static const char *name_of(int status)
{
    static const struct {
        int status;
        const char *name;
    } names[] = {{400, "InvalidRequestError"},    {401, "UnauthorizedError"},
                 {403, "ForbiddenError"},         {404, "LangfuseNotFoundError"},
                 {405, "MethodNotAllowedError"},  {409, "LangfuseConflictError"},
                 {413, "PayloadTooLargeError"},   {414, "UriTooLongError"},
                 {415, "UnsupportedMediaType"},   {429, "RateLimitError"},
                 {503, "ServiceUnavailableError"}};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].status == status)
            return names[i].name;
    return status < 500 ? "InvalidRequestError" : "InternalServerError";
}

/* As its schemas report them: [{"code", "message", "path"}]. */
static json_t *issues_of(json_t *errors)
{
    json_t *issues = json_array();
    size_t index = 0;
    json_t *error = NULL;
    json_array_foreach(errors, index, error)
    {
        json_array_append_new(issues, json_pack("{s:s, s:s, s:[s]}", "code", "custom", "message",
                                                json_text(error, "message"), "path",
                                                json_text(error, "field")));
    }
    return issues;
}

void langfuse_say(struct response *response, int status, const char *detail, json_t *errors)
{
    json_t *error = errors != NULL ? issues_of(errors) : json_string(name_of(status));
    json_t *json =
        json_keep(response->arena, json_pack("{s:s, s:o}", "message", detail, "error", error));
    struct text body = json_format(response->arena, json, JSON_LINE);
    response->status = status;
    response->content_type = "application/json";
    buf_init(&response->body, response->arena);
    buf_add(&response->body, body.data, body.len);
}
