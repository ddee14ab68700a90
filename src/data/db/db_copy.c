#include "data/db/db_copy.h"

#include <string.h>

#include "data/db/db_internal.h"

enum err db_export_snapshot(struct db *db, const char **name)
{
    struct db_result result = {.values = NULL};
    *name = NULL;
    if (db->driver->snapshot == NULL)
        return ERR_NONE;
    enum err err = db_query(db, db->driver->snapshot, NULL, 0, &result);
    if (err == ERR_NONE)
        *name = db_get_text(&result, 0, 0);
    return err;
}

void db_stay_awake(struct db *db)
{
    bool is_blank = false;
    (void)!db_is_blank(db, &is_blank);
}

enum err db_set_environment(const char *url)
{
    static const struct db_driver *const drivers[] = {&db_sqlite, &db_postgres};
    for (size_t i = 0; i < COUNT_OF(drivers); i++) {
        size_t len = strlen(drivers[i]->scheme);
        if (drivers[i]->set_environment != NULL && text_starts_with(url, drivers[i]->scheme) &&
            url[len] == ':')
            return drivers[i]->set_environment(url);
    }
    return ERR_INVALID;
}

void db_be_patient(struct db *db)
{
    if (db->driver->be_patient != NULL)
        db->driver->be_patient(db->connection);
}

enum err db_is_blank(struct db *db, bool *is_blank)
{
    struct db_result result = {.values = NULL};
    enum err err = db_query(db, db->driver->count_tables, NULL, 0, &result);
    *is_blank = err == ERR_NONE && db_get_int(&result, 0, 0) == 0;
    return err;
}

void db_fill(struct db *db)
{
    db->is_filling = true;
}
