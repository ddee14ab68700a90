#ifndef DATA_DB_DRIVER_H
#define DATA_DB_DRIVER_H

#include "data/db.h"

/* The seam between the data module and an engine: what db.c needs, and nothing else. */
struct db_driver {
    const char *scheme; /* of the URL, before the ":"; also names the sections of migrations */
    /* rest is the URL after the scheme. */
    enum err (*open)(const char *rest, bool may_create, void **connection);
    void (*close)(void *connection);
    /* A write transaction waits for its turn, at most 5 s. ERR_UNAVAILABLE if it does not come. */
    enum err (*begin)(void *connection, bool is_write);
    enum err (*commit)(void *connection, bool is_write);
    void (*rollback)(void *connection, bool is_write);
    enum err (*query)(void *connection, struct arena *arena, const char *sql,
                      const struct db_value *params, int count, struct db_result *result);
    /* Several statements without parameters or results, for migrations. */
    enum err (*script)(void *connection, const char *sql);
};

extern const struct db_driver db_sqlite;

/* For migrate.c: the driver's connection of a database that is open. */
const struct db_driver *db_driver_of(const struct db *db) NONNULL;
MUST_USE enum err db_script(struct db *db, const char *sql) NONNULL;

#endif
