#include "api/scim/scim_answer.h"

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
