#ifndef PAGES_AGENT_SHEET_APPLY_H
#define PAGES_AGENT_SHEET_APPLY_H

#include "pages/agent/agent_sheet.h"

/* A copy of a config that fits with what was typed applied: unchanged inputs leave their values as
 * they are, empty ones remove them, new rows without a value are left out. What can't be read
 * leaves its value and a problem. places[part] gets for each row its place in the new list, or -1;
 * arena-owned, NULL for parts without rows. */
json_t *agent_sheet_apply(struct arena *arena, struct agent_sheet *sheet, const json_t *config,
                          int *places[SHEET_PARTS]) NONNULL;

#endif
