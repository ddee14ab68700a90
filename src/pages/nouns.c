#include "pages/agent/agent_noun.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/set/set_noun.h"
#include "pages/team/team_noun.h"

/* Above the rooms, as the routes are. */
const struct record_noun *const record_nouns[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = &prompt_noun,
    [RECORD_AGENT] = &agent_noun,
    [RECORD_TEAM] = &team_noun,
    [RECORD_SET] = &set_noun,
};
