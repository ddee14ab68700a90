#ifndef PAGES_AGENT_SUMMARY_H
#define PAGES_AGENT_SUMMARY_H

#include "base/arena.h"
#include "base/json.h"

/* What differs between two configs, in short and by their first keys: "model, 2 tools". NULL:
 * nothing. The arena's. */
const char *agent_summary(struct arena *arena, const json_t *before, const json_t *after) NONNULL;

#endif
