#ifndef DATA_ORGANIZATION_REFUSAL_H
#define DATA_ORGANIZATION_REFUSAL_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Records that an act on an organization from outside was refused, in the actor's own log alone:
 * the id may be of no organization. What audit_refuse gives: ERR_DENIED or ERR_UNAVAILABLE. */
MUST_USE enum err organization_refuse(struct db *db, const struct actor *actor, const char *action,
                                      const struct uuid *id) NONNULL;

#endif
