#ifndef DOMAIN_GRADE_SCHEMA_H
#define DOMAIN_GRADE_SCHEMA_H

#include "base/json.h"

/* JSON Schema (draft 2020-12), as far as structured outputs and tools use it. Every keyword that
 * schema_read takes is looked at by schema_match; others are refused, so that nothing passes
 * unproven, but for those that only describe (title, description, default, examples …). Both take
 * bounded time: a $ref that leads nowhere, or a value that takes too many steps, is refused. */

/* May this schema be used? ERR_INVALID: *problem is the place in it and what is wrong there,
 * "properties.price.type: must be one of …", in the arena. */
MUST_USE enum err schema_read(struct arena *arena, const json_t *schema, const char **problem)
    __attribute__((nonnull(1, 3)));

/* NULL if the value satisfies a schema; or else the first reason, a sentence in the arena:
 * "items[2].price must be a number.". What the value as a whole is called in it is `whole`: "The
 * answer". A schema that schema_read would refuse is a reason as well. */
const char *schema_match(struct arena *arena, const json_t *schema, const json_t *value,
                         const char *whole) __attribute__((nonnull(1, 4)));

#endif
