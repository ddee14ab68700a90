#ifndef DATA_WIDENING_RULE_H
#define DATA_WIDENING_RULE_H

#include "data/db/db.h"
#include "domain/approval/widening.h"

/* Who of an organization may approve what lets an agent or a team do more than before
 * (domain/approval/widening.h). A new organization has WIDENING_MOVERS. */

/* Of the actor's organization; everyone who may see its records. */
MUST_USE enum err widening_rule_get(struct db *db, const struct actor *actor,
                                    enum widening *widening) NONNULL;
/* Asks ahead (query_ahead) for it. */
void widening_rule_ahead(struct db *db, const struct actor *actor) NONNULL;

/* Says so ("organization.widening"). Needs the right to change the organization: ERR_DENIED, which
 * is an event. No change, no event. */
MUST_USE enum err widening_rule_set(struct db *db, const struct actor *actor,
                                    enum widening widening) NONNULL;

/* Inside the data module: whoever asks. */
MUST_USE enum err widening_rule_of(struct db *db, const struct uuid *organization_id,
                                   enum widening *widening) NONNULL;

#endif
