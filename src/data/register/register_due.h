#ifndef DATA_REGISTER_DUE_H
#define DATA_REGISTER_DUE_H

#include "base/clock.h"
#include "data/db/query.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* Reviews of entries in the register that are due: those of the actor, who owns the agent or team,
 * or is its human oversight. They leave when the next review gets a later day. */

#define REGISTER_SOON (14 * CLOCK_DAY) /* a review is due that long before its day */

enum { REGISTER_DUE_MAX = 50 };

struct register_due {
    const struct record_kind *kind;
    struct uuid record_id;
    const char *name;
    int64_t review_on;
    bool is_oversight; /* the actor is the human oversight; false: only the owner */
};

struct register_due_list {
    struct register_due *items; /* the most overdue first */
    int count;
    bool has_more;
};

/* What is due for the actor, at most REGISTER_DUE_MAX. Whoever owns many records sees those among
 * the 500 most overdue entries of the organization. The first asks ahead (query_ahead). */
void register_due_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err register_due_list(struct db *db, const struct actor *actor,
                                    struct register_due_list *list) NONNULL;

/* For the inbox: adds the text of an expression that counts them, at most max. $1 is the
 * organization, person_sql an expression for the id of whose they are. */
void register_due_add_count(struct query *query, const char *person_sql, int max) NONNULL;

#endif
