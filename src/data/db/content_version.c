#include "data/db/content_version.h"

#include "data/db/db.h"
#include "data/db/db_internal.h"
#include "data/db/db_table.h"

void content_change_note(struct content_change *change, const struct uuid *organization_id)
{
    if (uuid_is_nil(organization_id))
        return;
    for (int i = 0; i < change->count; i++)
        if (uuid_equal(&change->organizations[i], organization_id))
            return;
    if (change->count == CONTENT_ORGANIZATIONS)
        die("a transaction that is about more than %d organizations", CONTENT_ORGANIZATIONS);
    change->organizations[change->count++] = *organization_id;
}

void content_version_note(struct db *db, const struct db_table *table)
{
    if (!table->is_visible || db->kind == DB_KIND_ALONE)
        return;
    db->change.is_visible = true;
    if (db->scope.reach == DB_ORGANIZATION)
        content_change_note(&db->change, &db->scope.organization_id);
}

static enum err move(struct db *db, const struct uuid *organization_id)
{
    struct uuid version = uuid_make();
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    enum err err = db_change(db,
                             "INSERT INTO content_versions (organization_id, version) "
                             "VALUES ($1, $2) ON CONFLICT (organization_id) "
                             "DO UPDATE SET version = excluded.version",
                             db_uuid(organization_id), db_uuid(&version));
    (void)db_enter(db, before);
    return err;
}

enum err content_version_move(struct db *db)
{
    enum err err = ERR_NONE;
    const struct content_change *change = &db->change;
    for (int i = 0; i < change->count && change->is_visible && err == ERR_NONE; i++)
        err = move(db, &change->organizations[i]);
    return err;
}
