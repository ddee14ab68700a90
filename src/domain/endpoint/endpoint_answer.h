#ifndef DOMAIN_ENDPOINT_ANSWER_H
#define DOMAIN_ENDPOINT_ANSWER_H

#include <jansson.h>

#include "base/text.h"
#include "domain/endpoint/endpoint_outcome.h"

/* What OpenAI-compatible endpoints answer, read with suspicion: it comes from outside. */

enum { ENDPOINT_MODELS_MAX = 200, ENDPOINT_MODEL_MAX = 200 /* bytes of a name */ };

struct endpoint_models {
    const char *items[ENDPOINT_MODELS_MAX]; /* in the arena, in the order of the answer */
    int count;
};

/* The object in an answer; also with ENDPOINT_ERROR, which it then says. Otherwise *json is NULL:
 * ENDPOINT_TYPE, ENDPOINT_BROKEN. In the arena. */
enum endpoint_outcome endpoint_answer_read(struct arena *arena, const struct fetch_answer *answer,
                                           json_t **json) NONNULL;

/* GET /models: {"data": [{"id": "gpt-5"}, …]}. Names that no model has here (endpoint_model_is) are
 * left out, and what is over ENDPOINT_MODELS_MAX. ENDPOINT_TYPE, ENDPOINT_BROKEN, ENDPOINT_ERROR
 * for an error in an answer of 2xx, ENDPOINT_EMPTY if it names none. */
enum endpoint_outcome endpoint_answer_models(struct arena *arena, const struct fetch_answer *answer,
                                             struct endpoint_models *models) NONNULL;

/* Is this the name of a model: 1 to ENDPOINT_MODEL_MAX printable ASCII characters, no spaces, no
 * comma? */
bool endpoint_model_is(const char *name) NONNULL;

/* Is it one of these models, a line each? */
bool endpoint_model_in(const char *models, const char *name) NONNULL;

#endif
