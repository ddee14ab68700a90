#ifndef BASE_MAIL_HEADER_H
#define BASE_MAIL_HEADER_H

#include "base/arena.h"

/* Header fields of a mail (RFC 5322), from values that people chose: whatever is in them, a field
 * stays one field. All are owned by the arena. */

enum { MAIL_DATE_LEN = 96 };

/* A text as the value of a field: ASCII as it is; anything else as encoded words of at most 75
 * characters (RFC 2047, UTF-8 in base64), folded between them. Control characters become spaces. */
MUST_USE char *mail_header_text(struct arena *arena, const char *text) NONNULL;

/* "Name <address>": the name quoted, or in encoded words; the address alone if the name is empty.
 * ERR_INVALID if the address has a space, a control character, "<", ">" or a comma, or no "@": it
 * could be read as something else. A local part beyond ASCII is left as it is (RFC 6532). */
MUST_USE enum err mail_header_address(struct arena *arena, const char *name, const char *address,
                                      char **value) NONNULL;

/* "Sun, 29 Nov 2026 15:49:38 +0000". */
void mail_header_date(int64_t time, char out[MAIL_DATE_LEN]) NONNULL;

#endif
