#ifndef DATA_CARD_KEY_CHANGE_H
#define DATA_CARD_KEY_CHANGE_H

#include "base/problem.h"
#include "data/card/card_key.h"
#include "domain/policy.h"

/* Replacing what the cards of an organization are signed with. From then on the new key signs: each
 * card anew, as it is asked for. The one before signs nothing more, its secret is overwritten, and
 * its public half stays published for CARD_KEY_DAYS: programs can check the copies that they have.
 * Whoever got hold of its secret could sign until then; so it can be withdrawn at once. */

enum { CARD_KEYS_MAX = 10 /* published at once */ };

struct card_key {
    struct uuid id;
    const char *kid;
    int64_t created_at;
    int64_t replaced_at; /* 0: it signs */
    int64_t until;       /* its public half is published; 0: it signs */
};

struct card_key_list {
    struct card_key *items; /* those that are published, the newest first */
    int count;
};

/* ERR_DENIED. */
MUST_USE enum err card_key_list(struct db *db, const struct actor *actor,
                                struct card_key_list *list) NONNULL;

/* Replaces the one that signs ("organization.card_key"). kid: of the one that the person saw; ""
 * does not matter. ERR_NOT_FOUND if there is none yet: the first signed card makes it; ERR_STALE if
 * it is another by now; ERR_CONFLICT if CARD_KEYS_MAX are published; ERR_DENIED. */
MUST_USE enum err card_key_replace(struct db *db, const struct actor *actor, const char *kid,
                                   struct problem *problem) NONNULL;

/* The same by the organization's short name, for a command on the server; ERR_DENIED for anybody
 * else. */
MUST_USE enum err card_key_replace_slug(struct db *db, const struct actor *command,
                                        const char *slug, struct problem *problem) NONNULL;

/* Publishes one no longer that was replaced ("organization.card_key_withdraw"). ERR_NOT_FOUND;
 * ERR_CONFLICT for the one that signs; ERR_DENIED. */
MUST_USE enum err card_key_withdraw(struct db *db, const struct actor *actor, const struct uuid *id,
                                    struct problem *problem) NONNULL;

#endif
