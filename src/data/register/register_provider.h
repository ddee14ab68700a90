#ifndef DATA_REGISTER_PROVIDER_H
#define DATA_REGISTER_PROVIDER_H

#include "data/db/query.h"
#include "data/record/record_store.h"

/* Inside the data module: the provider of an agent's model, which its sealed config says, in clear,
 * as the model's name is. "" for none. */
MUST_USE enum err register_provider_store(struct db *db, const struct record_head *head,
                                          const char *provider) NONNULL;

/* Inside the data module: adds to a query whether the current configs of the record r of a kind, an
 * agent or all members of a team, say who provides their models: 1 or 0. */
void register_provider_add_known(struct query *query, const struct record_kind *kind) NONNULL;

#endif
