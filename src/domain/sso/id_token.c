#include "domain/sso/id_token.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"

/* By so much two clocks may differ. */
#define LEEWAY (2 * CLOCK_MINUTE)
/* A token that was made longer ago was not made for this sign-in, which takes ten minutes at most.
 */
#define OLDEST (15 * CLOCK_MINUTE)

enum { SUBJECT_MAX = 255 /* section 2 */ };

/* -1: it is not there, or no time. */
static int64_t time_of(const json_t *claims, const char *name)
{
    int64_t seconds = number_of_json(NUMBER_EPOCH_SECONDS, json_object_get(claims, name), -1);
    return seconds < 0 ? -1 : seconds * CLOCK_SECOND;
}

/* For us: alone, or among others if azp says that we asked (3.1.3.7, points 3 to 5). */
static bool is_for(const json_t *claims, const char *client_id)
{
    const json_t *audience = json_object_get(claims, "aud");
    const json_t *party = json_object_get(claims, "azp");
    bool is_one = json_is_string(audience) && strcmp(json_string_value(audience), client_id) == 0;
    size_t count = json_array_size(audience);
    for (size_t i = 0; i < count && !is_one; i++) {
        const char *one = json_string_value(json_array_get(audience, i));
        is_one = one != NULL && strcmp(one, client_id) == 0;
    }
    if (count > 1 && party == NULL)
        return false;
    return is_one && (party == NULL || strcmp(json_text(claims, "azp"), client_id) == 0);
}

static bool is_timely(const json_t *claims, int64_t now)
{
    int64_t expires = time_of(claims, "exp");
    int64_t issued = time_of(claims, "iat");
    int64_t begins = json_object_get(claims, "nbf") == NULL ? 0 : time_of(claims, "nbf");
    return expires >= 0 && expires + LEEWAY > now && issued >= 0 && issued - LEEWAY <= now &&
           issued + OLDEST > now && begins >= 0 && begins - LEEWAY <= now;
}

const char *id_token_read(const json_t *claims, const struct id_token_wanted *wanted,
                          struct id_token *token)
{
    *token = (struct id_token){
        .subject = json_text(claims, "sub"),
        .email = json_text(claims, "email"),
        .is_email_verified = json_is_true(json_object_get(claims, "email_verified")),
    };
    if (strcmp(json_text(claims, "iss"), wanted->issuer) != 0)
        return "iss";
    if (!is_for(claims, wanted->client_id))
        return "aud";
    if (!is_timely(claims, wanted->now))
        return "exp, iat or nbf";
    if (strcmp(json_text(claims, "nonce"), wanted->nonce) != 0)
        return "nonce";
    if (token->subject[0] == '\0' || strlen(token->subject) > SUBJECT_MAX)
        return "sub";
    return NULL;
}

void id_token_add_email(const json_t *claims, struct id_token *token)
{
    if (strcmp(json_text(claims, "sub"), token->subject) != 0)
        return;
    token->email = json_text(claims, "email");
    token->is_email_verified = json_is_true(json_object_get(claims, "email_verified"));
}
