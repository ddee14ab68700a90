#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"

/* JSON (RFC 8259) by jansson, owned by an arena: a value that was parsed or kept here lives until
 * the arena is reset, and what is read from it or put into it (with the _new functions) as long.
 * Nobody calls json_decref on it. */

enum { JSON_DEPTH = 32 }; /* the deepest nesting of objects and arrays that is accepted */

/* Gives one reference of a value to the arena. Returns the value. NULL is die(): out of memory. */
json_t *json_keep(struct arena *arena, json_t *json) __attribute__((nonnull(1), returns_nonnull));

/* A new reference for json_pack and the _new functions: the text of an id, null of the nil one; and
 * of a time in microseconds, as clock_format_iso writes it, null of 0. */
json_t *json_uuid(const struct uuid *id) NONNULL;
json_t *json_time(int64_t time);

/* Parses one value. ERR_INVALID for anything that is not JSON, duplicate keys, \u0000, nesting
 * deeper than JSON_DEPTH, a number out of range: *problem says what and where ("Line 3, column 14:
 * a comma or } is missing."), in the arena; nothing of the text is in it. */
MUST_USE enum err json_parse(struct arena *arena, const char *text, size_t len, json_t **json,
                             const char **problem) NONNULL;

/* The same of a document that has such values some levels further down: as deep as depth. */
MUST_USE enum err json_parse_deep(struct arena *arena, struct text text, int depth, json_t **json,
                                  const char **problem) NONNULL;

/* The value of a text that was checked when it was stored; what it is, for the log: "settings of a
 * team". A text that is no JSON is a bug, or a database that was changed by hand: die(). */
json_t *json_stored(struct arena *arena, struct text text, const char *what)
    __attribute__((nonnull(1, 3), returns_nonnull));

/* The string that an object has under this key, of the value; "" if there is none, and where json
 * is no object. */
const char *json_text(const json_t *json, const char *key)
    __attribute__((nonnull(2), returns_nonnull));

/* True if objects and arrays are nested in more than depth levels. */
MUST_USE bool json_is_deeper(const json_t *json, int depth);

enum json_layout {
    JSON_LINE,    /* no white space */
    JSON_INDENTED /* two spaces a level */
};

/* The text of a value: keys in their order, UTF-8 as it is, numbers with the fewest digits that
 * read back the same (0.1 is 0.1). NUL-terminated, in the arena. */
MUST_USE struct text json_format(struct arena *arena, const json_t *json,
                                 enum json_layout layout) NONNULL;

#endif
