#include "api/credential.h"

#include <string.h>
#include <strings.h>

#include "crypt/base64.h"
#include "data/session/throttle.h"

enum { BASIC_MAX = 512 /* characters of a user and a password in base64 */ };

/* What stands behind "SCHEME ", or NULL. */
static const char *after_scheme(const char *header, const char *scheme)
{
    size_t len = strlen(scheme);
    if (strncasecmp(header, scheme, len) != 0 || header[len] != ' ')
        return NULL;
    return header + len + strspn(header + len, " ");
}

static enum err find(struct db *db, const struct request *request, struct api_caller *caller)
{
    const char *secret = after_scheme(request->authorization, "Bearer");
    if (secret != NULL)
        return api_token_authenticate(db, NULL, secret, caller);
    const char *basic = after_scheme(request->authorization, "Basic");
    struct text pair;
    if (basic == NULL || strlen(basic) > BASIC_MAX ||
        base64_open(request->arena, basic, &pair) != ERR_NONE || text_has_nul(pair.data, pair.len))
        return ERR_NOT_FOUND;
    const char *colon = strchr(pair.data, ':');
    if (colon == NULL)
        return ERR_NOT_FOUND;
    const char *user = arena_copy(request->arena, pair.data, (size_t)(colon - pair.data));
    return api_token_authenticate(db, user, colon + 1, caller);
}

enum err credential_find(struct db *db, const struct request *request, struct api_caller *caller)
{
    static const struct throttle_attempt guess = {.purpose = THROTTLE_TOKEN, .subject = ""};
    if (request->authorization == NULL)
        return ERR_NOT_FOUND;
    enum err err = find(db, request, caller);
    if (err != ERR_NOT_FOUND)
        return err;
    err = throttle_count(db, &guess);
    return err == ERR_NONE ? ERR_NOT_FOUND : err;
}
