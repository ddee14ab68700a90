#ifndef DOMAIN_TAG_H
#define DOMAIN_TAG_H

#include <stdbool.h>

#include "base/arena.h"

enum { TAG_MAX = 50 /* characters */, TAG_LIST_MAX = 50 };

struct tag_list {
    int count;
    char **tags;
};

/* The rules for one tag: 1 to 50 characters, no comma, and none of the faults of names (name.h).
 * ERR_INVALID sets *problem to a sentence for the person, in static storage.
 */
MUST_USE enum err tag_check(const char *tag, const char **problem) NONNULL;

/* Tags as a person types them, separated by commas: each is normalized (name_normalize), empty ones
 * and repetitions are dropped, their order is kept. Two that are the same name are the same tag:
 * the spelling that comes first is kept. ERR_INVALID, with *problem in static storage, if one
 * breaks the rules or more than 50 are left. The list is owned by the arena. */
MUST_USE enum err tag_list_parse(struct arena *arena, const char *comma_separated,
                                 struct tag_list *out, const char **problem) NONNULL;

/* True if the list has the tag in any spelling. The arena is for the comparison. */
bool tag_list_has(struct arena *arena, const struct tag_list *list, const char *tag) NONNULL;

/* The same as the check of a form's field: ERR_INVALID with *problem. */
MUST_USE enum err tag_list_check(const char *comma_separated, const char **problem) NONNULL;

#endif
