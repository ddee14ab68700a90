#ifndef DATA_IMPORT_TEAM_INTERNAL_H
#define DATA_IMPORT_TEAM_INTERNAL_H

#include "data/team/team_draft.h"
#include "data/transfer/import_step_internal.h"

/* Teams of a document: their members and edges are named there, and are ids here. */

/* What a version of a team says, as the plan and settings of a draft. Members and edges are found
 * by find, which gives the id of an agent. ERR_INVALID for one that is nowhere. */
typedef enum err import_find_agent(struct import_step *step, const char *name, struct uuid *id);
MUST_USE enum err import_team_draft(struct import_step *step, const struct bundle_version *version,
                                    import_find_agent *find, struct team_draft *draft) NONNULL;

/* What a team would do, for import_plan_record. */
MUST_USE enum err import_plan_team(struct import_step *step, struct import_plan *plan) NONNULL;

#endif
