#ifndef DOMAIN_JSON_DIFF_H
#define DOMAIN_JSON_DIFF_H

#include "base/json.h"

/* The difference of two JSON values by key path: objects are compared key by key whatever their
 * order. The items of arrays are matched by what they are called (their "name", else their "id"; a
 * string is its own name) if every item of both has a name of its own, else by their place. Matched
 * items that stand in another order are one change of the array, with the names in both orders. */

enum json_change_kind { JSON_ADDED, JSON_REMOVED, JSON_CHANGED };

struct json_change {
    enum json_change_kind kind;
    const char *path;   /* "model.temperature", "tools[2].description" (of the new side; what was
                           removed: of the old side) */
    struct text before; /* JSON, indented where it is an object or array; a string's own text
                           without quotes if is_text; data NULL if it was not there */
    struct text after;
    bool is_text; /* both sides (that are there) are strings */
};

struct json_diff {
    struct json_change *changes; /* in the order of the new value; what was removed from an object
                                    or array comes after the rest of it */
    int count;
    bool has_more; /* more than JSON_CHANGES_MAX */
};

enum { JSON_CHANGES_MAX = 1000 };

/* All texts are owned by the arena. */
void json_diff(struct arena *arena, const json_t *before, const json_t *after,
               struct json_diff *diff) NONNULL;

#endif
