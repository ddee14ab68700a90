#ifndef DATA_DB_POSTGRES_VALUE_H
#define DATA_DB_POSTGRES_VALUE_H

#include "data/db/db_value.h"

/* A parameter's type, and its bytes as PostgreSQL sends and takes them in binary; numbers go to the
 * scratch. *bytes is NULL for a null. */
unsigned pg_type_of(const struct db_value *value) NONNULL;
void pg_encode(const struct db_value *value, char scratch[8], const char **bytes, int *len) NONNULL;

/* A column's value. A type that no column of the schema has is a bug: die(). */
void pg_decode(struct arena *arena, unsigned type, const char *bytes, int len,
               struct db_value *value) NONNULL;

#endif
