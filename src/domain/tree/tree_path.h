#ifndef DOMAIN_TREE_PATH_H
#define DOMAIN_TREE_PATH_H

#include <stdbool.h>

#include "base/arena.h"
#include "domain/record/kind.h"

/* Where the file of a record is in a tree of files: prompts/support/<name>.md. The name is said
 * in the file, and decides; the path is for people, and never goes above its folder. */

/* The path, in the arena. What file systems don't take is escaped as in addresses ("%3A"); a
 * segment that would be too long ends in "~" and a hash of the name. */
MUST_USE const char *tree_path(struct arena *arena, enum record_kind_id kind,
                               const char *name) NONNULL;

/* The name that a file without one gets from its path, as tree_path has written it. */
MUST_USE const char *tree_path_name(struct arena *arena, const char *path) NONNULL;

/* Is this the path of a file of such a tree? *kind says whose. */
bool tree_path_kind(const char *path, enum record_kind_id *kind) NONNULL;

#endif
