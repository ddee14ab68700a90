#ifndef DATA_REGISTER_USE_H
#define DATA_REGISTER_USE_H

#include "data/db/query.h"
#include "domain/record/kind.h"

/* Inside the data module: who uses a model. An agent does whose current version, or a version with
 * a label, says so; a team whose current version, or one with a label, has a member that follows
 * such a version. */

/* Adds " AND …" to a query of records r of a kind; $1 is the organization. */
void register_use_add_model(struct query *query, const struct record_kind *kind,
                            const char *model) NONNULL;
/* The same for the provider that the current configs of agents, or of a team's members, say. */
void register_use_add_provider(struct query *query, const struct record_kind *kind,
                               const char *provider) NONNULL;

/* What of these records, agents or teams, uses the model: "v3 (production), v6 (current)", "through
 * Refund desk, Triage"; "" for nothing. At most 50 records. */
MUST_USE enum err register_use_words(struct db *db, const struct uuid *organization_id,
                                     const char *model, const struct uuid *ids, int count,
                                     const char **words) NONNULL;

#endif
