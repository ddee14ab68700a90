#include "api/scim/scim_error.h"

#include "base/json.h"

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
