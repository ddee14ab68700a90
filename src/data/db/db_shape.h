#ifndef DATA_DB_SHAPE_H
#define DATA_DB_SHAPE_H

#include "data/db/db.h"

/* What the engine knows of the schema, for copies from one to the other. */

/* The columns of a table, in the order of their names' bytes: name, type in lower case, and the
 * place in the primary key, 1, 2 …, or 0. */
MUST_USE enum err db_columns(struct db *db, const char *table, struct db_result *rows) NONNULL;

/* The names of the tables that a table's foreign keys refer to. */
MUST_USE enum err db_references(struct db *db, const char *table, struct db_result *rows) NONNULL;

#endif
