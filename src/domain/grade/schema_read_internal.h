#ifndef DOMAIN_GRADE_SCHEMA_READ_INTERNAL_H
#define DOMAIN_GRADE_SCHEMA_READ_INTERNAL_H

#include "domain/grade/schema_shape_internal.h"

/* Can the value of a keyword be used? A problem otherwise. */
schema_read_fn schema_read_schema, schema_read_schemas, schema_read_map, schema_read_pattern_map,
    schema_read_type, schema_read_names, schema_read_list, schema_read_anything, schema_read_text,
    schema_read_number, schema_read_step, schema_read_count, schema_read_flag, schema_read_pattern,
    schema_read_format, schema_read_reference;

#endif
