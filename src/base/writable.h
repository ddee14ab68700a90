#ifndef BASE_WRITABLE_H
#define BASE_WRITABLE_H

#include "base/arena.h"

/* Where the program changes files while it serves, as its settings say: beside the database (if it
 * is a file) and the key ring (where erasures are noted), in the folder of checkpoints, in the
 * first of the runtime folders, and where the settings erasures-file and runtime and TMPDIR say. A
 * list that ends in NULL. */
struct writable {
    const char *database_url;
    const char *keyring_path;
    const char *checkpoints; /* or NULL */
    const char *runtime_dir; /* or "" */
};
const char *const *writable_folders(struct arena *arena, const struct writable *settings) NONNULL;

#endif
