#ifndef DATA_AUDIT_SAVED_H
#define DATA_AUDIT_SAVED_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Filters of the audit log that a person keeps under names, for themselves alone. Outside one's own
 * organization nobody keeps any. */

enum { AUDIT_SAVED_MAX = 20, AUDIT_SAVED_NAME_MAX = 60 /* characters */ };

struct audit_saved {
    struct uuid id;
    const char *name;
    const char *filters; /* "action=prompt.&actor=…" */
};

struct audit_saved_list {
    struct audit_saved *items; /* the oldest first */
    int count;
};

bool audit_saved_allowed(const struct actor *actor) NONNULL;

/* The actor's own, in the arena. The first asks ahead (query_ahead). */
void audit_saved_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err audit_saved_list(struct db *db, const struct actor *actor,
                                   struct audit_saved_list *list) NONNULL;

/* Each leaves an event. Save: ERR_INVALID for no filters, ERR_CONFLICT for more than
 * AUDIT_SAVED_MAX, ERR_DENIED outside. Rename and delete: ERR_NOT_FOUND for what is not the
 * actor's. */
MUST_USE enum err audit_saved_add(struct db *db, const struct actor *actor, const char *name,
                                  const char *filters) NONNULL;
MUST_USE enum err audit_saved_rename(struct db *db, const struct actor *actor,
                                     const struct uuid *id, const char *name) NONNULL;
MUST_USE enum err audit_saved_delete(struct db *db, const struct actor *actor,
                                     const struct uuid *id) NONNULL;

#endif
