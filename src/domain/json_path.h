#ifndef DOMAIN_JSON_PATH_H
#define DOMAIN_JSON_PATH_H

#include "base/json.h"

/* Where a value stands in a JSON value: tools[2].parameters.type. A path is a chain of places on
 * the stack of whoever walks, and becomes text only when it is told. */

struct json_path {
    const struct json_path *parent; /* NULL: the value as a whole */
    const char *key;                /* of an object's member; NULL: an array's item */
    size_t index;
};

static inline struct json_path json_path_key(const struct json_path *parent, const char *key)
{
    return (struct json_path){.parent = parent, .key = key};
}

static inline struct json_path json_path_item(const struct json_path *parent, size_t index)
{
    return (struct json_path){.parent = parent, .index = index};
}

/* The path as text, in the arena; "" is the value as a whole. A key that is no plain word stands
 * quoted, metadata["a b"], and a very long one is cut. */
MUST_USE const char *json_path_format(struct arena *arena, const struct json_path *path) NONNULL;

#endif
