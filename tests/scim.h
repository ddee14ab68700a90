#ifndef TESTS_SCIM_H
#define TESTS_SCIM_H

#include "calls.h"
#include "provisions.h"
#include "tokens.h"

/* Requests of a provisioning service. */

/* A token of a service account for which somebody answers, made by them. */
static inline struct api_token_made scim_token(struct fixture *f, const struct fixture_user *user,
                                               const char *account)
{
    struct api_token_made made;
    struct problem problem = {0};
    struct api_token_new token_new = {.owner = TOKEN_OF_ACCOUNT,
                                      .owner_id = tokens_account(f, &user->actor, account),
                                      .name = "Identity provider",
                                      .scopes = SCOPE_PROVISION,
                                      .folder = "",
                                      .days = 365,
                                      .default_persona = PERSONA_ENTERPRISE_TEAM};
    if (api_token_create(f->db, &user->actor, &token_new, &made, &problem) != ERR_NONE)
        fail_msg("no token: %s", problem.message);
    return made;
}

/* The address of a person, until the next. */
static inline const char *scim_path(const char *id)
{
    static char path[PATH_LEN];
    (void)snprintf(path, sizeof path, "/api/scim/v2/Users/%s", id);
    return path;
}

static inline struct response *scim_send(struct fixture *f, const char *secret, const char *method,
                                         const char *path, const char *body)
{
    return send_call(f, method, path, &(struct sent){.secret = secret, .body = body});
}

static inline void assert_scim_error(struct fixture *f, const struct response *response, int status,
                                     const char *type)
{
    char text[8];
    (void)snprintf(text, sizeof text, "%d", status);
    fixture_assert_status(response, status);
    assert_string_equal(response->content_type, "application/scim+json");
    json_t *error = call_json(f, response);
    const char *schema = json_string_value(json_array_get(json_object_get(error, "schemas"), 0));
    assert_string_equal(schema, "urn:ietf:params:scim:api:messages:2.0:Error");
    assert_string_equal(call_text(f, response, "status"), text);
    assert_string_equal(call_text(f, response, "scimType"), type);
    assert_non_null(json_object_get(error, "detail"));
}

#endif
