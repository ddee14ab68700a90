#include "data/db/db_shape.h"

#include "data/db/db_internal.h"

enum err db_columns(struct db *db, const char *table, struct db_result *rows)
{
    const struct db_value param = db_text(table);
    return db_query(db, db->driver->columns, &param, 1, rows);
}

enum err db_references(struct db *db, const char *table, struct db_result *rows)
{
    const struct db_value param = db_text(table);
    return db_query(db, db->driver->references, &param, 1, rows);
}
