#ifndef API_AUTHORIZATION_H
#define API_AUTHORIZATION_H

#include "base/arena.h"

/* The header Authorization of a program: "Bearer SECRET" (RFC 6750), or "Basic" with a user and a
 * password in base64, split at the first colon (RFC 7617). */

struct authorization {
    const char *user; /* NULL: of Bearer */
    const char *secret;
};

/* In the arena, or within header. ERR_NOT_FOUND for anything else. */
MUST_USE enum err authorization_parse(struct arena *arena, const char *header,
                                      struct authorization *sent) NONNULL;

#endif
