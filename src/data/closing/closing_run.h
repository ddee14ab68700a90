#ifndef DATA_CLOSING_RUN_H
#define DATA_CLOSING_RUN_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Carrying a closing out. First its certificate is made and the organization's own key destroyed
 * ("organization.close"), with which nothing that it wrote can be read; then, in steps of at most
 * CLOSING_ROWS rows, the keys of its people and all its rows ("organization.purge", without
 * details: there is no key for them). Its name, its numbers and its log stay. Whoever is
 * interrupted goes on where it was. */

enum { CLOSING_ROWS = 500 };

/* One step. *is_done: nothing is left. ERR_DENIED but for Platform Admins and commands,
 * ERR_CONFLICT with a message if it is not due. */
MUST_USE enum err closing_step(struct db *db, const struct actor *actor, const struct uuid *id,
                               bool *is_done, struct problem *problem) NONNULL;

/* The organizations that are due, at most 100, those that wait longest first. Owned by the
 * arena. */
struct closing_due {
    struct uuid *ids;
    int count;
};
MUST_USE enum err closing_list_due(struct db *db, const struct actor *actor,
                                   struct closing_due *due) NONNULL;

#endif
