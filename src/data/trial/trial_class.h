#ifndef DATA_TRIAL_CLASS_H
#define DATA_TRIAL_CLASS_H

#include "base/problem.h"
#include "data/record/record_store.h"
#include "domain/endpoint/endpoint_class.h"

/* How sensitive what a record sends to models is: its class of data, or else that of the
 * organization. Nothing is sent to an endpoint for less (trial_may_send). */

/* A record, and what is sent with it: of that only a class of its own counts. */
struct trial_class_parts {
    struct uuid record_id;
    const struct uuid *ids;
    int count;
};

/* The highest of the parts. Asks nobody. */
MUST_USE enum err trial_class_find(struct db *db, const struct uuid *organization_id,
                                   const struct trial_class_parts *parts,
                                   enum endpoint_class *data_class) NONNULL;

/* What the record of a head has itself. */
struct trial_class {
    bool is_own;                /* else it is the organization's */
    enum endpoint_class record; /* its own, or the organization's */
    enum endpoint_class organization;
};
MUST_USE enum err trial_class_get(struct db *db, const struct record_head *head,
                                  struct trial_class *data_class) NONNULL;

/* May the actor lower it? Whoever may change a record may raise its class, and administrators of
 * endpoints alone lower it. */
bool trial_class_may_lower(const struct actor *actor) NONNULL;

/* "prompt.classify", "agent.classify": name is one of endpoint_classes, or "" for the
 * organization's. Nothing happens if it has it already. ERR_INVALID for another name, ERR_DENIED
 * with a message, ERR_NOT_FOUND. */
MUST_USE enum err trial_class_set(struct db *db, const struct actor *actor,
                                  const struct record_head *head, const char *name,
                                  struct problem *problem) NONNULL;

/* That of the organization. */
MUST_USE enum err trial_class_usual(struct db *db, const struct actor *actor,
                                    enum endpoint_class *data_class) NONNULL;

/* Sets it: "organization.classify". Needs the right to endpoints: ERR_DENIED. */
MUST_USE enum err trial_class_set_usual(struct db *db, const struct actor *actor, const char *name,
                                        struct problem *problem) NONNULL;

#endif
