#ifndef TESTS_CALLS_H
#define TESTS_CALLS_H

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "crypt/api_key.h"
#include "data/token/api_token_change.h"
#include "domain/token_scope.h"
#include "fixture.h"

/* Requests by programs. */

/* A token of a user with these scopes, for records in a folder or (NULL) for all. */
static inline void make_token_in(struct fixture *f, const struct fixture_user *user,
                                 unsigned scopes, const char *folder, char secret[API_SECRET_LEN])
{
    struct api_token_new new = {.owner = TOKEN_OF_USER,
                                .name = "Test",
                                .scopes = scopes,
                                .folder = folder == NULL ? "" : folder,
                                .days = 30};
    struct api_token_made made;
    struct problem problem = {0};
    if (api_token_create(f->db, &user->actor, &new, &made, &problem) != ERR_NONE)
        fail_msg("no token: %s", problem.message);
    memcpy(secret, made.secret, API_SECRET_LEN);
}

static inline void make_token(struct fixture *f, int persona, unsigned scopes,
                              char secret[API_SECRET_LEN])
{
    make_token_in(f, &f->own.users[persona], scopes, NULL, secret);
}

/* What a program sends besides method and address. */
struct sent {
    const char *secret;
    const char *body; /* JSON */
    const char *if_match;
    const char *if_none_match;
    const char *key; /* Idempotency-Key */
    const char *origin;
    const char *requested_method; /* Access-Control-Request-Method */
    const char *mcp_version;
    const char *mcp_method;
    const char *mcp_name;
};

static inline struct response *send_call(struct fixture *f, const char *method, const char *path,
                                         const struct sent *sent)
{
    char authorization[200] = "";
    char length[20] = "";
    if (sent->secret != NULL)
        (void)snprintf(authorization, sizeof authorization, "Bearer %s", sent->secret);
    if (sent->body != NULL)
        (void)snprintf(length, sizeof length, "%zu", strlen(sent->body));
    struct request_input input = {.method = method,
                                  .uri = path,
                                  .cookie = "",
                                  .authorization = authorization,
                                  .if_match = sent->if_match,
                                  .if_none_match = sent->if_none_match,
                                  .idempotency_key = sent->key,
                                  .origin = sent->origin,
                                  .requested_method = sent->requested_method,
                                  .mcp_version = sent->mcp_version,
                                  .mcp_method = sent->mcp_method,
                                  .mcp_name = sent->mcp_name,
                                  .remote_addr = "127.0.0.1",
                                  .content_type = sent->body == NULL ? NULL : "application/json",
                                  .content_length = length,
                                  .body = sent->body,
                                  .body_len = sent->body == NULL ? 0 : strlen(sent->body)};
    return fixture_serve(f, &input);
}

/* The address of a record, until the next. */
enum { PATH_LEN = 200 };
static inline const char *id_path(const char *kind, const struct uuid *id, const char *rest)
{
    static char path[PATH_LEN];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, "/api/v1/%s/%s%s", kind, text, rest);
    return path;
}

static inline struct response *call_get(struct fixture *f, const char *secret, const char *path)
{
    return send_call(f, "GET", path, &(struct sent){.secret = secret});
}

/* The JSON of an answer, in the arena of the data verbs. */
static inline json_t *call_json(struct fixture *f, const struct response *response)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(f->arena, response->body.data, response->body.len, &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", problem, response->body.data);
    return json;
}

static inline const char *call_text(struct fixture *f, const struct response *response,
                                    const char *key)
{
    const char *text = json_string_value(json_object_get(call_json(f, response), key));
    return text == NULL ? "" : text;
}

static inline void assert_problem(struct fixture *f, const struct response *response, int status)
{
    fixture_assert_status(response, status);
    assert_string_equal(response->content_type, "application/problem+json");
    json_t *problem = call_json(f, response);
    assert_int_equal(json_integer_value(json_object_get(problem, "status")), status);
    assert_string_equal(json_string_value(json_object_get(problem, "type")), "about:blank");
    assert_non_null(json_string_value(json_object_get(problem, "title")));
    assert_non_null(json_string_value(json_object_get(problem, "detail")));
}

#endif
