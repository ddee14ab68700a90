#include "api/credential.h"

#include "api/authorization.h"
#include "data/session/throttle.h"

static enum err find(struct db *db, const struct request *request, struct api_caller *caller)
{
    struct authorization sent;
    enum err err = authorization_parse(request->arena, request->authorization, &sent);
    return err == ERR_NONE ? api_token_authenticate(db, sent.user, sent.secret, caller) : err;
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
