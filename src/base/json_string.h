#ifndef BASE_JSON_STRING_H
#define BASE_JSON_STRING_H

#include "base/buf.h"
#include "base/text.h"

/* Adds a string in double quotes, escaped (RFC 8259, section 7): what has no letter as \u and its
 * number in these digits of base 16. It must be UTF-8. */
void json_add_string(struct buf *buf, struct text string, const char digits[16]) NONNULL;

#endif
