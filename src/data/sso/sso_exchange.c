#include "data/sso/sso_exchange.h"

#include <string.h>

#include "base/fetch.h"

enum { STATUS_OK = 200, ERROR_MAX = 60 };

/* An error code of RFC 6749, 5.2, as far as it is one. */
static const char *error_of(struct arena *arena, const json_t *json)
{
    const char *error = json_string_value(json_object_get(json, "error"));
    size_t len = error == NULL ? 0 : strspn(error, "abcdefghijklmnopqrstuvwxyz_");
    return len <= ERROR_MAX ? arena_copy(arena, error == NULL ? "" : error, len) : "";
}

static enum err read_answer(struct arena *arena, const struct fetch_answer *answer,
                            struct sso_exchanged *exchanged)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(arena, answer->body.data, answer->body.len, &json, &problem) != ERR_NONE ||
        !json_is_object(json)) {
        exchanged->problem =
            arena_printf(arena, "it answered with status %d, and no JSON object", answer->status);
        return ERR_DENIED;
    }
    exchanged->error = error_of(arena, json);
    exchanged->id_token = json_string_value(json_object_get(json, "id_token"));
    const char *access = json_string_value(json_object_get(json, "access_token"));
    exchanged->access_token = access == NULL ? "" : access;
    if (answer->status == STATUS_OK && exchanged->id_token != NULL)
        return ERR_NONE;
    exchanged->problem =
        arena_printf(arena, "it answered with status %d %s", answer->status, exchanged->error);
    return ERR_DENIED;
}

enum err sso_exchange(struct arena *arena, const struct sso_provider *provider,
                      const struct discovery *discovery, const struct sso_code *code,
                      struct sso_exchanged *exchanged)
{
    struct fetch_answer answer;
    const struct exchange exchange = {
        .client_id = provider->client_id,
        .secret = discovery->is_basic ? NULL : provider->client_secret,
        .redirect_uri = code->redirect_uri,
        .code = code->code,
        .verifier = code->verifier,
    };
    struct fetch ask = {.url = discovery->token_endpoint,
                        .hosts = SETTING_SSO_HOSTS,
                        .form = exchange_form(arena, &exchange),
                        .until = code->until};
    if (discovery->is_basic) { /* both as in a form (RFC 6749, 2.3.1) */
        ask.user = text_percent_encode(arena, provider->client_id);
        ask.password = text_percent_encode(arena, provider->client_secret);
    }
    *exchanged =
        (struct sso_exchanged){.id_token = "", .access_token = "", .problem = "", .error = ""};
    enum fetch_outcome outcome = fetch(arena, &ask, &answer);
    if (outcome == FETCH_DONE)
        return read_answer(arena, &answer, exchanged);
    exchanged->problem = fetch_outcome_texts[outcome];
    return ERR_UNAVAILABLE;
}

static bool is_header_value(const char *token)
{
    for (const char *c = token; *c != '\0'; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    return *token != '\0';
}

const json_t *sso_userinfo(struct arena *arena, const struct discovery *discovery,
                           const char *access_token, int64_t until)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct fetch_answer answer;
    const struct fetch ask = {.url = discovery->userinfo_endpoint,
                              .hosts = SETTING_SSO_HOSTS,
                              .bearer = access_token,
                              .until = until};
    if (ask.url[0] == '\0' || !is_header_value(access_token) ||
        fetch(arena, &ask, &answer) != FETCH_DONE || answer.status != STATUS_OK ||
        json_parse(arena, answer.body.data, answer.body.len, &json, &problem) != ERR_NONE)
        return NULL;
    return json_is_object(json) ? json : NULL;
}
