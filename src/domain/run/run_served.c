#include "domain/run/run_served.h"

#include <string.h>

const char *run_served_objection(struct arena *arena, const struct run_served *served)
{
    bool has_both = served->has_temperature && served->has_max_tokens;
    bool has_own = served->has_temperature || served->has_max_tokens;
    const char *noun = served->is_agent ? "agent" : "prompt";
    if (served->is_part)
        return "it has only some cases of its test set";
    if (served->is_agent && strcmp(served->own_model, served->model) != 0)
        return arena_printf(arena, "it is not on the model of the agent, %s", served->own_model);
    if (!has_own || (!served->is_agent && !served->has_settings))
        return NULL;
    return arena_printf(arena, "%s set here and not in the %s",
                        has_both                  ? "temperature and max output tokens are"
                        : served->has_temperature ? "temperature is"
                                                  : "max output tokens are",
                        noun);
}
