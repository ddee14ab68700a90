#ifndef CRYPT_BASE64_H
#define CRYPT_BASE64_H

#include "base/err.h"
#include "base/text.h"

/* Base64 (RFC 4648). What is opened is followed by a NUL, in the arena; ERR_INVALID for any other
 * text. */

/* The alphabet of addresses, without padding, and back (section 5). */
MUST_USE enum err base64url_open(struct arena *arena, const char *text, struct text *bytes) NONNULL;
const char *base64url_make(struct arena *arena, struct text bytes) NONNULL;

/* The usual alphabet (section 4), with its padding or without. */
MUST_USE enum err base64_open(struct arena *arena, const char *text, struct text *bytes) NONNULL;

#endif
