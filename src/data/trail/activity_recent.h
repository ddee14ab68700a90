#ifndef DATA_ACTIVITY_RECENT_H
#define DATA_ACTIVITY_RECENT_H

#include "data/db/db.h"
#include "domain/record/kind.h"

/* What someone who comes back wants to see first: what changed lately, and what of one's own is not
 * live yet. Of all kinds of records, in the actor's organization, newest first, and never the
 * archived. Each verb looks at a bounded number of rows. Texts are owned by the arena. */

enum { ACTIVITY_RECENT_MAX = 50 };

/* A record by its current version. */
struct recent_change {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    int64_t version;
    int64_t previous; /* the version before; 0: it is the first one */
    const char *message;
    const char *author_name; /* NULL: erased */
    int64_t changed_at;
};

struct recent_change_list {
    struct recent_change *items;
    int count;
};

/* Records that the actor may see, the last saved first, at most limit. Of the newest versions of
 * an organization only the last some hundred are looked at. ERR_INVALID for a limit that is none;
 * also below. */
MUST_USE enum err activity_recent(struct db *db, const struct actor *actor, int limit,
                                  struct recent_change_list *list) NONNULL;

/* A record of the actor whose newest version nobody gets by the label production. */
struct unreleased_record {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    int64_t version;
    int64_t production_version; /* 0: none yet */
    int64_t updated_at;
};

struct unreleased_list {
    struct unreleased_record *items;
    int count;
};

MUST_USE enum err activity_unreleased(struct db *db, const struct actor *actor, int limit,
                                      struct unreleased_list *list) NONNULL;

/* True if the actor's organization has no record at all, archived ones included. */
MUST_USE enum err activity_is_empty(struct db *db, const struct actor *actor,
                                    bool *is_empty) NONNULL;

#endif
