#ifndef DATA_ACTIVITY_RECENT_H
#define DATA_ACTIVITY_RECENT_H

#include "data/db/db.h"
#include "domain/record/kind.h"

/* What of someone's own is not live yet, of all kinds of records. */

enum { ACTIVITY_RECENT_MAX = 50 };

/* A record whose newest version nobody gets by the label production. */
struct unreleased_record {
    const struct record_kind *kind;
    struct uuid id;
    struct uuid owner_id;
    const char *name;
    int64_t version;
    int64_t production_version; /* 0: none yet */
    int64_t updated_at;
};

struct unreleased_list {
    struct unreleased_record *items;
    int count;
};

/* Those that the actor owns or saved last, in the organization that they work in, the last changed
 * first, never the archived; at most limit. Of the actor's records and of the organization's newest
 * versions the last some hundred are looked at. ERR_INVALID for a limit that is none. Texts are
 * owned by the arena. The first asks ahead (query_ahead). */
void activity_unreleased_ahead(struct db *db, const struct actor *actor, int limit) NONNULL;
MUST_USE enum err activity_unreleased(struct db *db, const struct actor *actor, int limit,
                                      struct unreleased_list *list) NONNULL;

/* True if the actor's organization has no record at all, archived ones included. */
MUST_USE enum err activity_is_empty(struct db *db, const struct actor *actor,
                                    bool *is_empty) NONNULL;

#endif
