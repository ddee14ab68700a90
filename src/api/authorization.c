#include "api/authorization.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "crypt/base64.h"

enum { BASIC_MAX = 512 /* characters of a user and a password in base64 */ };

/* What stands behind "SCHEME ", or NULL. */
static const char *after_scheme(const char *header, const char *scheme)
{
    size_t len = strlen(scheme);
    if (strncasecmp(header, scheme, len) != 0 || header[len] != ' ')
        return NULL;
    return header + len + strspn(header + len, " ");
}

enum err authorization_parse(struct arena *arena, const char *header, struct authorization *sent)
{
    *sent = (struct authorization){.secret = after_scheme(header, "Bearer")};
    if (sent->secret != NULL)
        return ERR_NONE;
    const char *basic = after_scheme(header, "Basic");
    struct text pair;
    if (basic == NULL || strlen(basic) > BASIC_MAX ||
        base64_open(arena, basic, &pair) != ERR_NONE || text_has_nul(pair.data, pair.len))
        return ERR_NOT_FOUND;
    const char *colon = strchr(pair.data, ':');
    if (colon == NULL)
        return ERR_NOT_FOUND;
    sent->user = arena_copy(arena, pair.data, (size_t)(colon - pair.data));
    sent->secret = colon + 1;
    return ERR_NONE;
}
