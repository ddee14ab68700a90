#ifndef CLI_RESTORE_KEYS_H
#define CLI_RESTORE_KEYS_H

#include "crypt/keyring.h"
#include "data/backup/key_file.h"
#include "data/user/erasure_ledger.h"

/* The keys that come back with a restore: see data/backup/key_choice.h. */
struct restore_keys {
    struct key_line *organizations;
    int organization_count;
    struct key_line *persons;
    int person_count;
};

struct restore_keys_source {
    const char *folder;        /* the backup */
    const char *personal_keys; /* the folder of the newest ones; NULL: it is looked for */
    const char *erasures;      /* the ledger of erasures; NULL: the usual one */
    const char *keyring_path;
    int64_t made_at; /* the backup */
};

/* Reads and checks them all. On an error the person has been told. */
MUST_USE enum err restore_keys_read(const struct keyring *ring, struct arena *arena,
                                    const struct restore_keys_source *source,
                                    struct restore_keys *keys) NONNULL;

/* Who was erased, by the ledger that was named (NULL: the one beside the key ring), in the arena;
 * says how many, or that it can't be read. */
MUST_USE enum err restore_erasures_read(struct arena *arena, const char *named,
                                        const char *keyring_path, struct erasure **erasures,
                                        int *count) __attribute__((nonnull(1, 3, 4, 5)));

#endif
