#include "api/scim_answer.h"

#include <string.h>

#include "base/json.h"

enum err scim_answer(struct call *call, int status, json_t *json)
{
    struct text body = json_format(call->arena, json_keep(call->arena, json), JSON_LINE);
    struct response *response = call->response;
    response->status = status;
    response->content_type = SCIM_TYPE;
    buf_init(&response->body, call->arena);
    buf_add(&response->body, body.data, body.len);
    return ERR_NONE;
}

/* The status is a string there. */
void scim_say(struct response *response, int status, const char *type, const char *detail)
{
    char text[TEXT_NUMBER_LEN];
    text_format_int(status, text);
    json_t *error = json_keep(response->arena,
                              json_pack("{s:[s], s:s, s:s*, s:s}", "schemas", SCIM_MESSAGE "Error",
                                        "status", text, "scimType", type, "detail", detail));
    struct text body = json_format(response->arena, error, JSON_LINE);
    response->status = status;
    response->content_type = SCIM_TYPE;
    buf_init(&response->body, response->arena);
    buf_add(&response->body, body.data, body.len);
}

enum err scim_refuse(struct call *call, const struct scim_problem *problem)
{
    scim_say(call->response, 400, problem->type, problem->detail);
    return ERR_NONE;
}

enum err scim_refuse_verb(struct call *call, enum err err, const struct problem *problem)
{
    bool is_taken =
        strcmp(problem->field, "email") == 0 || strcmp(problem->field, "external_id") == 0;
    if (err == ERR_INVALID)
        scim_say(call->response, 400, "invalidValue", problem->message);
    else if (err == ERR_CONFLICT)
        scim_say(call->response, 409, is_taken ? "uniqueness" : NULL, problem->message);
    else if (err == ERR_STALE)
        scim_say(call->response, 412, NULL, "The person was changed since. Read them again.");
    else
        return err;
    return ERR_NONE;
}
