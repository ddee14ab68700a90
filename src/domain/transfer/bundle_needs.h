#ifndef DOMAIN_BUNDLE_NEEDS_H
#define DOMAIN_BUNDLE_NEEDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What the records of a document need of each other (a prompt that another includes, an agent that
 * another hands over to), and what follows when one of them is refused. Records are places in the
 * document, from 0. The work is linear in the records and needs, whatever shape they have. */

/* One record needs another. */
struct bundle_need {
    int record;
    int needed;
};

/* Both directions of all needs; everything is owned by the arena. */
struct bundle_needs {
    struct arena *arena;
    int record_count;
    int *
        first_needed; /* record i needs needed[first_needed[i]] … needed[first_needed[i + 1] - 1] */
    int *needed;
    int *first_user; /* record i is needed by users[first_user[i]] … likewise */
    int *users;
    int64_t step_count; /* records and needs that were looked at: what it cost */
};

/* Takes the needs of record_count records, in any order; the same one may come twice. */
void bundle_needs_open(struct arena *arena, int record_count, const struct bundle_need *items,
                       int count, struct bundle_needs *needs) __attribute__((nonnull(1, 5)));

/* All records in an order where each comes after what it needs, loops aside. In every loop at least
 * one record has leads_back set: it needs a record that needs it. leads_back has room for all
 * records and begins false. The order is owned by the arena. */
int *bundle_needs_order(struct bundle_needs *needs, bool *leads_back) NONNULL;

/* The refused records, in the order in which they were added. */
struct bundle_refusals {
    bool *is_refused; /* by record */
    int *places;
    int count;
    int spread_count; /* of these, whose users were refused as well */
};

void bundle_refusals_open(struct arena *arena, int record_count,
                          struct bundle_refusals *refusals) NONNULL;

/* Adds a record unless it is refused already. */
void bundle_refusals_add(struct bundle_refusals *refusals, int place) NONNULL;

/* Adds every record that needs a refused one, directly or through others. */
void bundle_refusals_spread(struct bundle_refusals *refusals, struct bundle_needs *needs) NONNULL;

#endif
