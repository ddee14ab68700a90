#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* UUIDs (RFC 9562). Ours are version 7: 48 bits of Unix milliseconds, then random bits, so that new
 * rows land at the end of an index. */
struct uuid {
    uint8_t bytes[16];
};

enum { UUID_TEXT_LEN = 37 }; /* 36 characters and the NUL */

/* A new version 7 UUID from clock_now() and getrandom(2). */
struct uuid uuid_make(void);

/* The same; of two made within a millisecond the one of lower order, 0 to 4095, sorts first: RFC
 * 9562, 6.2, method 1. */
struct uuid uuid_make_ordered(int order);

/* Parses the 36-character form; only lower case, so that one record has one URL. */
MUST_USE enum err uuid_parse(const char *text, struct uuid *uuid) NONNULL;
void uuid_format(const struct uuid *uuid, char out[UUID_TEXT_LEN]) NONNULL;

bool uuid_equal(const struct uuid *a, const struct uuid *b) NONNULL;
bool uuid_is_nil(const struct uuid *uuid) NONNULL;

/* The last 8 bytes as a number, to find a place or to name a lock by: random in those of ours. */
int64_t uuid_random_half(const struct uuid *uuid) NONNULL;

#endif
