#ifndef DATA_AGENT_PROVIDER_H
#define DATA_AGENT_PROVIDER_H

#include "data/db/db.h"

/* For agents that were saved before their provider was kept beside the sealed config: reads the
 * configs of some and keeps what they say. In the scope of all, after the migrations; *has_more
 * asks for the next call, in a request of its own. */
MUST_USE enum err agent_provider_fill(struct db *db, bool *has_more) NONNULL;

#endif
