#ifndef DATA_AUDIT_LIST_H
#define DATA_AUDIT_LIST_H

#include "data/db/query.h"
#include "data/trail/audit_entry.h"

/* The audit log as people read it, with names. */

enum { AUDIT_LIST_MAX = 500 };

struct audit_filter {
    struct uuid organization_id; /* nil: the actor's; others for those who may see them */
    struct uuid actor_id;        /* nil: anyone */
    struct uuid record_id;       /* nil: any */
    const char *record_type;     /* "": any */
    const char *action;          /* "": any; a whole name, or a beginning with a dot: "prompt." */
    bool only_outside;           /* what people of other organizations looked at and did */
    bool only_done;              /* what succeeded, without sign-ins and the like */
    int64_t from, until;         /* 0: open; until is exclusive */
    const char *before;          /* next of the list before; NULL or "": from the newest */
    int limit;                   /* at most AUDIT_LIST_MAX */
};

struct audit_list {
    struct audit_entry *entries;
    int count;
    bool has_more;
    const char *next; /* where it goes on, for a link; NULL if it does not, or can't */
};

/* Asks ahead (query_ahead) for what audit_list reads of the newest events. */
void audit_list_ahead(struct db *db, const struct actor *actor,
                      const struct audit_filter *filter) NONNULL;

/* Events the actor may see, newest first: own actions, content events or all, by the policy.
 * ERR_INVALID for a place that no list gave. */
MUST_USE enum err audit_list(struct db *db, const struct actor *actor,
                             const struct audit_filter *filter, struct audit_list *list) NONNULL;

/* How many there are, whatever the limit and the place. */
MUST_USE enum err audit_list_count(struct db *db, const struct actor *actor,
                                   const struct audit_filter *filter, int64_t *count) NONNULL;

/* One event with its details opened; organization_id nil is the actor's. To who may not read
 * records the details tell names and numbers, and of all else only that it changed; and nothing
 * about people to who comes from outside besides. ERR_NOT_FOUND also for one the actor may not see.
 */
MUST_USE enum err audit_get(struct db *db, const struct actor *actor,
                            const struct uuid *organization_id, const struct uuid *id,
                            struct audit_entry *entry) NONNULL;

/* Inside the data module: these events of the actor's organization, at most AUDIT_SOME_MAX, newest
 * first. Asks nobody. */
enum { AUDIT_SOME_MAX = 50 };
MUST_USE enum err audit_list_some(struct db *db, const struct actor *actor, const struct uuid *ids,
                                  int count, struct audit_list *list) NONNULL;

/* Asks ahead (query_ahead) for what audit_list_record reads. */
void audit_list_record_ahead(struct db *db, const struct uuid *organization_id,
                             const struct uuid *record_id, int limit) NONNULL;

/* What happened to a prompt, agent or team, oldest first, at most limit newest events, for everyone
 * who may see such records of the organization. What was refused did not happen, and who talks
 * about a record, follows or exports it changes nothing: audit_list has it. */
MUST_USE enum err audit_list_record(struct db *db, const struct actor *actor,
                                    const struct uuid *organization_id,
                                    const struct uuid *record_id, int limit,
                                    struct audit_list *list) NONNULL;

/* Inside the data module, for lists by other conditions: begins a query of events e, up to its
 * WHERE; and reads its rows, at most limit: one more says that there are more. */
void audit_list_select(struct query *q, struct db *db) NONNULL;
MUST_USE enum err audit_list_read(struct db *db, const struct db_result *result, int limit,
                                  struct audit_list *list) NONNULL;

#endif
