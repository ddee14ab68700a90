#ifndef DOMAIN_TAG_H
#define DOMAIN_TAG_H

#include <stdbool.h>

#include "base/arena.h"

enum { TAG_MAX = 50 /* characters */, TAG_LIST_MAX = 50 };

struct tag_list {
    int count;
    char **tags;
};

/* Tags as a person types them, separated by commas: each is normalized (name_normalize), empty ones
 * and repetitions are dropped, their order is kept. Two that are the same name are the same tag:
 * the spelling that comes first is kept. ERR_INVALID, with *problem, if one has more than 50
 * characters (it says which) or a fault of names (name.h), or more than 50 are left. List and
 * problem are owned by the arena. */
MUST_USE enum err tag_list_parse(struct arena *arena, const char *comma_separated,
                                 struct tag_list *out, const char **problem) NONNULL;

/* The same as the check of a form's field: ERR_INVALID with *problem, until the next one. */
MUST_USE enum err tag_list_check(const char *comma_separated, const char **problem) NONNULL;

/* The tags as a person types them: "a, b"; "" if there are none. Owned by the arena. */
MUST_USE const char *tag_list_join(struct arena *arena, const struct tag_list *list) NONNULL;

/* The same tags in the same order? */
bool tag_list_equal(const struct tag_list *a, const struct tag_list *b) NONNULL;

#endif
