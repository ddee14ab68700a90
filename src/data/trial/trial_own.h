#ifndef DATA_TRIAL_OWN_H
#define DATA_TRIAL_OWN_H

#include <jansson.h>

#include "base/arena.h"

/* Inside the room: what a version says of how its model is called, as members of a request of
 * OpenAI's API. What is none of them stays out. */

struct trial_own {
    const char *model; /* that the version names; "" */
    json_t *members;   /* of the request: an object */
    json_t *tools;     /* an array, as the config has them; NULL: none */
};

/* Of a prompt: {"model": "gpt-5", "temperature": 0.2, "max_tokens": 500, …}; "" for none. */
void trial_own_of_settings(struct arena *arena, const char *settings,
                           struct trial_own *own) NONNULL;

/* Of an agent: its model's parameters, its tools, and the form of its output. */
void trial_own_of_config(struct arena *arena, const json_t *config, struct trial_own *own) NONNULL;

#endif
