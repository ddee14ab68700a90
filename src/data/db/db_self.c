#include "data/db/db_self.h"

#include "base/log.h"
#include "data/db/db_internal.h"

const char *db_scheme(const struct db *db)
{
    return db->driver->scheme;
}

enum err db_has_table(struct db *db, const char *name, bool *has)
{
    const struct db_value param = db_text(name);
    struct db_result result = {.values = NULL};
    enum err err = db_query(db, db->driver->has_table, &param, 1, &result);
    *has = err == ERR_NONE && db_get_int(&result, 0, 0) > 0;
    return err;
}

enum err db_clock(struct db *db, int64_t *now)
{
    struct db_result result = {.values = NULL};
    enum err err = db_query(db, db->driver->clock, NULL, 0, &result);
    if (err == ERR_NONE)
        *now = db_get_time(&result, 0, 0);
    return err;
}

enum err db_engine_facts(struct db *db, struct db_result *result)
{
    return db_query(db, db->driver->facts, NULL, 0, result);
}

enum err db_check_place(const struct db *db)
{
    return db->driver->check == NULL ? ERR_NONE : db->driver->check(db->connection);
}

bool db_has_many_writers(const struct db *db)
{
    return db->driver->try_lock != NULL;
}

bool db_is_turn_free(const struct db *db)
{
    return db->driver->is_free == NULL || db->driver->is_free(db->connection);
}

enum err db_check_role(struct db *db)
{
    if (db->driver->role == NULL)
        return ERR_NONE;
    struct db_result result = {.values = NULL};
    enum err err = db_query(db, db->driver->role, NULL, 0, &result);
    if (err != ERR_NONE)
        return err;
    if (db_get_bool(&result, 0, 0)) {
        log_line("error", "db.role_bypasses_row_security",
                 (const struct log_field[]){
                     {"reason", "the program does not start as a superuser of PostgreSQL, or with "
                                "BYPASSRLS: let it connect as a member of rostrum_app"}},
                 1);
        return ERR_DENIED;
    }
    if (db_get_bool(&result, 0, 1))
        log_line("warn", "db.role_owns_tables",
                 (const struct log_field[]){
                     {"reason", "row-level security holds, but this role could change it: better "
                                "connect as a member of rostrum_app"}},
                 1);
    return ERR_NONE;
}
