#include "data/stop/stop_copy.h"

#include "base/clock.h"

const int stop_copy_age_s[USAGE_PROTOCOL_COUNT] = {
    [USAGE_API] = STOP_API_AGE_S,
    [USAGE_LANGFUSE] = STOP_UNTIL_RESTART,
    [USAGE_MCP] = 0,
    [USAGE_A2A] = 60,
    [USAGE_MLFLOW] = 60,
    [USAGE_BUNDLE] = STOP_UNTIL_RESTART,
};

int64_t stop_copy_until(const struct usage_fetcher *fetcher)
{
    int64_t until = fetcher->first_at; /* never 0 */
    for (int i = 0; i < USAGE_PROTOCOL_COUNT; i++) {
        int64_t last_at = fetcher->last_by[i];
        if (last_at != 0 && stop_copy_age_s[i] == STOP_UNTIL_RESTART)
            return 0;
        if (last_at != 0 && last_at + stop_copy_age_s[i] * CLOCK_SECOND > until)
            until = last_at + stop_copy_age_s[i] * CLOCK_SECOND;
    }
    return until;
}
