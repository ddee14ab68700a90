#ifndef API_DESCRIPTION_H
#define API_DESCRIPTION_H

#include <jansson.h>

#include "base/arena.h"

/* The API's description in OpenAPI 3.1. A new reference. */
MUST_USE json_t *description_json(struct arena *arena, const char *public_url) NONNULL;

#endif
