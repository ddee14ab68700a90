#include "data/db/content_version.h"

#include "data/db/db_internal.h"
#include "data/db/db_table.h"
#include "data/db/kept_internal.h"

void content_version_note(struct db *db, const struct db_table *table)
{
    if (!table->is_visible || db->kind == DB_KIND_ALONE)
        return;
    db->change.is_visible = true;
    if (db->scope.reach == DB_ORGANIZATION)
        content_change_note(&db->change, &db->scope.organization_id);
}

/* The commit comes next, and can take it along. */
static enum err move(struct db *db, const struct uuid *organization_id)
{
    static const char sql[] = "INSERT INTO content_versions (organization_id, version) "
                              "VALUES ($1, $2) ON CONFLICT (organization_id) "
                              "DO UPDATE SET version = excluded.version";
    struct uuid version = uuid_make();
    const struct db_value params[] = {db_uuid(organization_id), db_uuid(&version)};
    db_tell_scope(db, &(struct db_scope){DB_ORGANIZATION, *organization_id});
    enum err err = db_send_later(db, sql, params, 2, NULL);
    db_tell_scope(db, &db->scope);
    return err;
}

enum err content_version_move(struct db *db)
{
    enum err err = ERR_NONE;
    const struct content_change *change = &db->change;
    if (change->is_visible)
        kept_leave(db);
    for (int i = 0; i < change->count && change->is_visible && err == ERR_NONE; i++)
        err = move(db, &change->organizations[i]);
    return err;
}
