#ifndef DOMAIN_RUN_SERVED_H
#define DOMAIN_RUN_SERVED_H

#include <stdbool.h>

#include "base/arena.h"

/* Whether a run asks the model as the tested version would be served: only then is it evidence. An
 * agent says its model and all parameters; a prompt says its parameters if it has settings. */

struct run_served {
    bool is_agent, has_settings;
    const char *own_model; /* of an agent */
    const char *model;     /* of the run, like the rest: */
    bool has_temperature, has_max_tokens;
    bool is_part; /* some cases of the test set alone */
};

/* Why it is no evidence, in the middle of a sentence ("temperature is set here and not in the
 * prompt"); NULL: it may be. In the arena. */
const char *run_served_objection(struct arena *arena, const struct run_served *served) NONNULL;

#endif
