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

enum err credential_parse(struct arena *arena, const char *header, struct credential *credential)
{
    *credential = (struct credential){.secret = after_scheme(header, "Bearer")};
    if (credential->secret != NULL)
        return ERR_NONE;
    const char *basic = after_scheme(header, "Basic");
    struct text pair;
    if (basic == NULL || strlen(basic) > BASIC_MAX ||
        base64_open(arena, basic, &pair) != ERR_NONE || text_has_nul(pair.data, pair.len))
        return ERR_NOT_FOUND;
    const char *colon = strchr(pair.data, ':');
    if (colon == NULL)
        return ERR_NOT_FOUND;
    credential->user = arena_copy(arena, pair.data, (size_t)(colon - pair.data));
    credential->secret = colon + 1;
    return ERR_NONE;
}

static enum err find(struct db *db, const struct request *request, struct api_caller *caller)
{
    struct credential credential;
    enum err err = credential_parse(request->arena, request->authorization, &credential);
    return err == ERR_NONE ? api_token_authenticate(db, credential.user, credential.secret, caller)
                           : err;
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
