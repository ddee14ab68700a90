#ifndef DATA_TRIAL_OWN_H
#define DATA_TRIAL_OWN_H

#include "data/trial/trial_content.h"

/* Inside the room: what a version says of how its model is called, as members of a request of
 * OpenAI's API: sets content->model, own and tools. What is none of them stays out. */

/* Of a prompt: {"model": "gpt-5", "temperature": 0.2, "max_tokens": 500, …}; "" for none. */
void trial_own_of_settings(struct arena *arena, const char *settings,
                           struct trial_content *content) NONNULL;

/* Of an agent: its model's parameters, its tools, and the form of its output. */
void trial_own_of_config(struct arena *arena, const json_t *config,
                         struct trial_content *content) NONNULL;

#endif
