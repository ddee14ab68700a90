#ifndef DATA_KEY_CHOICE_H
#define DATA_KEY_CHOICE_H

#include "data/backup/key_file.h"
#include "data/user/erasure_ledger.h"

/* Which keys of persons come back with a restore. The newest personal keys say who is still there;
 * the ledger, who was erased after they were made. A backup of before a person's key was renewed
 * needs the key of then, which lies in the personal keys that were made with the backup. */
struct key_choice {
    const struct key_line *newest; /* the personal keys to go by */
    int newest_count;
    int64_t made_at;            /* the newest ones */
    const struct key_line *own; /* those made with the backup; none if they are gone */
    int own_count;
    const struct erasure *erasures; /* the ledger */
    int erasure_count;
};

/* The keys that may come back, in the arena. A person of the ledger gets none, unless the newest
 * personal keys were made at least KEY_CHOICE_MARGIN after that line and still have theirs: then
 * that erasure was never committed. Who is not in the newest personal keys gets none either. A key
 * without a person comes back from the newest ones. No key is there twice. */
#define KEY_CHOICE_MARGIN (5 * CLOCK_MINUTE) /* longer than any transaction takes */
void key_choose(struct arena *arena, const struct key_choice *choice, struct key_line **lines,
                int *count) NONNULL;

#endif
