#include "data/transfer/transfer_stores.h"

#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/set/set.h"
#include "data/team/team.h"

const struct record_store *const transfer_stores[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = &prompt_store,
    [RECORD_AGENT] = &agent_store,
    [RECORD_TEAM] = &team_store,
    [RECORD_SET] = &set_store,
};
