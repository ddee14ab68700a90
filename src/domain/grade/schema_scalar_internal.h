#ifndef DOMAIN_GRADE_SCHEMA_SCALAR_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_SCALAR_INTERNAL_H

#include "domain/grade/schema_shape_internal.h"

/* The pattern of a format, "date-time"; NULL if it is not known. "ipv6" has an empty one. */
const char *schema_format_pattern(const char *format) NONNULL;

/* Are two values equal, as JSON Schema has it (1 is 1.0)? */
bool schema_is_same(struct schema_matcher *matcher, const json_t *a, const json_t *b)
    __attribute__((nonnull(1)));

/* Types, values, numbers and texts. */
schema_match_fn schema_match_type, schema_match_enum, schema_match_const, schema_match_minimum,
    schema_match_maximum, schema_match_above, schema_match_below, schema_match_step,
    schema_match_min_length, schema_match_max_length, schema_match_pattern, schema_match_format;

#endif
