#include "api/mlflow/mlflow_error.h"

#include "base/json.h"

static const char *code_of(int status)
{
    static const struct {
        int status;
        const char *code;
    } codes[] = {
        {401, "UNAUTHENTICATED"},         {403, "PERMISSION_DENIED"},
        {404, "RESOURCE_DOES_NOT_EXIST"}, {429, "REQUEST_LIMIT_EXCEEDED"},
        {500, "INTERNAL_ERROR"},          {503, "TEMPORARILY_UNAVAILABLE"},
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (codes[i].status == status)
            return codes[i].code;
    return status < 500 ? "INVALID_PARAMETER_VALUE" : "INTERNAL_ERROR";
}

void mlflow_say(struct response *response, int status, const char *detail, json_t *errors)
{
    (void)errors; /* are of fields, which its errors do not have */
    json_t *error = json_keep(
        response->arena, json_pack("{s:s, s:s}", "error_code", code_of(status), "message", detail));
    struct text body = json_format(response->arena, error, JSON_LINE);
    response->status = status;
    response->content_type = "application/json";
    buf_init(&response->body, response->arena);
    buf_add(&response->body, body.data, body.len);
}
