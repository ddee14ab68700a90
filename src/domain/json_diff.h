#ifndef DOMAIN_JSON_DIFF_H
#define DOMAIN_JSON_DIFF_H

#include "base/json.h"

/* The difference of two JSON values by key path: objects are compared key by key whatever their
 * order, arrays item by item (items that have a "name" or an "id" are matched by it). */

enum json_change_kind { JSON_ADDED, JSON_REMOVED, JSON_CHANGED };

struct json_change {
    enum json_change_kind kind;
    const char *path;   /* "model.temperature", "tools[2].description" (of the new side) */
    struct text before; /* JSON, indented where it is an object or array; a string's own text
                           without quotes if is_text; data NULL if it was not there */
    struct text after;
    bool is_text; /* both sides (that are there) are strings */
};

struct json_diff {
    struct json_change *changes; /* in the order of the new value; removed keys after the rest */
    int count;
    bool has_more; /* more than JSON_CHANGES_MAX */
};

enum { JSON_CHANGES_MAX = 1000 };

/* All texts are owned by the arena. */
void json_diff(struct arena *arena, const json_t *before, const json_t *after,
               struct json_diff *diff) NONNULL;

#endif
