#ifndef DOMAIN_GRADE_SCHEMA_PARTS_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_PARTS_INTERNAL_H

#include "domain/grade/schema_shape_internal.h"

/* Objects, arrays, and schemas that are made of others. */
schema_match_fn schema_match_properties, schema_match_pattern_properties, schema_match_additional,
    schema_match_names, schema_match_required, schema_match_min_members, schema_match_max_members,
    schema_match_items, schema_match_prefix, schema_match_contains, schema_match_min_items,
    schema_match_max_items, schema_match_unique, schema_match_all, schema_match_any,
    schema_match_one, schema_match_not, schema_match_if, schema_match_reference;

#endif
