#ifndef DATA_AGENT_BULK_H
#define DATA_AGENT_BULK_H

#include "data/record/record_bulk.h"

/* Archives many agents: see record_bulk.h. Those that active teams have as a member are refused. */
MUST_USE record_bulk_verb agent_bulk_archive NONNULL;

#endif
