#ifndef API_SCHEMA_H
#define API_SCHEMA_H

#include "api/operation.h"

/* JSON Schema (draft 2020-12) of what the API takes and answers, from the tables of fields. */

/* A reference to the schema of an answer; kind is that of the address, or NULL. A new
 * reference. */
MUST_USE json_t *schema_reference(const struct record_kind *kind, enum api_shape shape);

/* The schema of a body. A new reference. */
MUST_USE json_t *schema_body(const struct operation *operation) NONNULL;

/* The schema of a parameter of the query. A new reference. */
MUST_USE json_t *schema_parameter(const struct form_field *field) NONNULL;

/* All schemas that are referred to, by their names. A new reference. */
MUST_USE json_t *schema_all(void);

#endif
