#include "data/key/key_rotate.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/key/key_rotate_rows.h"
#include "data/vault/vault.h"

static bool may_rotate(const struct actor *actor)
{
    return actor->kind == ACTOR_COMMAND && actor->is_active;
}

static enum err record(struct db *db, const struct actor *actor, const char *action,
                       const struct uuid *organization_id, int64_t row_count)
{
    json_t *details = json_object();
    if (row_count > 0)
        audit_change_int(details, "rows", 0, row_count);
    return audit_record(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "key",
                                              .organization_id = *organization_id,
                                              .details = details});
}

/* ---- beginning ----------------------------------------------------------------------------- */

static enum err count_rows(struct db *db, const struct uuid *organization_id, int64_t *count)
{
    struct query q;
    struct db_result result;
    const struct key_rotate_table *table = NULL;
    query_begin(&q, db, "SELECT CAST(0");
    for (int i = 0; (table = key_rotate_table(i)) != NULL; i++) {
        query_add(&q, " + (SELECT count(*) FROM ");
        query_add(&q, table->name_sql);
        query_bind(&q, " WHERE organization_id = ", db_uuid(organization_id));
        query_add(&q, ")");
    }
    query_add(&q, " AS bigint)");
    enum err err = query_run(&q, &result);
    *count = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    return err;
}

static enum err begin_inside(struct db *db, const struct actor *actor,
                             const struct wrapped_key *wrapped, int64_t total_count)
{
    const struct uuid *organization_id = &wrapped->organization_id;
    struct uuid id = uuid_make();
    enum err err = vault_store_key(db, wrapped, organization_id);
    if (err == ERR_NONE)
        err = db_change_one(db, "UPDATE organizations SET data_key_id = $1 WHERE id = $2",
                            db_uuid(&wrapped->id), db_uuid(organization_id));
    if (err == ERR_NONE)
        err = db_change_one(
            db,
            "INSERT INTO key_rotations (organization_id, id, data_key_id, done_count, total_count, "
            "created_at) VALUES ($1, $2, $3, 0, $4, $5)",
            db_uuid(organization_id), db_uuid(&id), db_uuid(&wrapped->id), db_int(total_count),
            db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    vault_note_organization_key(db, organization_id, &wrapped->id);
    return record(db, actor, "key.rotate", organization_id, 0);
}

static enum err begin_one(struct db *db, const struct actor *actor,
                          const struct uuid *organization_id)
{
    struct wrapped_key wrapped;
    int64_t total_count = 0;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    enum err err = count_rows(db, organization_id, &total_count);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err == ERR_NONE) {
        vault_make_key(db, organization_id, &wrapped);
        err = db_finish(db, begin_inside(db, actor, &wrapped, total_count));
    }
    (void)db_enter(db, before);
    return err;
}

static enum err next_organization(struct db *db, const char *slug, struct uuid *id, bool *is_found)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT id FROM organizations WHERE id > $1 "
                             "AND ($2 = '' OR slug = $2) ORDER BY id LIMIT 1",
                             db_uuid(id), db_text(slug));
    *is_found = err == ERR_NONE && result.row_count > 0;
    if (*is_found)
        *id = db_get_uuid(&result, 0, 0);
    return err;
}

enum err key_rotation_begin(struct db *db, const struct actor *actor, const char *slug,
                            int *begun_count)
{
    struct uuid id = {{0}};
    struct key_rotation open;
    bool is_found = false;
    *begun_count = 0;
    if (!may_rotate(actor))
        return ERR_DENIED;
    enum err err = key_rotation_find(db, slug, &open);
    if (err != ERR_NOT_FOUND)
        return err;
    err = next_organization(db, slug, &id, &is_found);
    if (err == ERR_NONE && !is_found && slug[0] != '\0')
        return ERR_NOT_FOUND;
    while (err == ERR_NONE && is_found) {
        err = begin_one(db, actor, &id);
        *begun_count += err == ERR_NONE;
        if (err == ERR_NONE)
            err = next_organization(db, slug, &id, &is_found);
    }
    return err;
}

/* ---- finding ------------------------------------------------------------------------------- */

static void read_rotation(const struct db_result *result, struct key_rotation *rotation)
{
    *rotation = (struct key_rotation){
        .organization_id = db_get_uuid(result, 0, 0),
        .id = db_get_uuid(result, 0, 1),
        .created_at = db_get_time(result, 0, 2),
        .ended_at = db_get_time(result, 0, 3),
        .done_count = db_get_int(result, 0, 4),
        .total_count = db_get_int(result, 0, 5),
    };
}

enum err key_rotation_find(struct db *db, const char *slug, struct key_rotation *rotation)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "SELECT r.organization_id, r.id, r.created_at, r.ended_at, r.done_count, r.total_count "
        "FROM key_rotations r JOIN organizations o ON o.id = r.organization_id "
        "WHERE r.ended_at IS NULL AND ($1 = '' OR o.slug = $1) ORDER BY r.id LIMIT 1",
        db_text(slug));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    read_rotation(&result, rotation);
    rotation->done_count = 0; /* it looks at all rows again, and finds many done */
    return ERR_NONE;
}

enum err key_rotation_last(struct db *db, const struct actor *actor, struct key_rotation *rotation)
{
    struct db_result result;
    if (!policy_allows_some(actor, PERMISSION_CHECK_SEE))
        return ERR_DENIED;
    enum err err =
        db_select(db, &result,
                  "SELECT organization_id, id, created_at, ended_at, done_count, total_count "
                  "FROM key_rotations WHERE organization_id = $1 ORDER BY id DESC LIMIT 1",
                  db_uuid(&actor->organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    read_rotation(&result, rotation);
    return ERR_NONE;
}

/* ---- one batch ----------------------------------------------------------------------------- */

static enum err end_inside(struct db *db, const struct actor *actor, struct key_rotation *rotation)
{
    rotation->ended_at = clock_now();
    enum err err =
        db_change_one(db,
                      "UPDATE key_rotations SET ended_at = $1, done_count = $2, total_count = $2 "
                      "WHERE organization_id = $3 AND id = $4 AND ended_at IS NULL",
                      db_time(rotation->ended_at), db_int(rotation->done_count),
                      db_uuid(&rotation->organization_id), db_uuid(&rotation->id));
    return err == ERR_NONE ? record(db, actor, "key.rotate_end", &rotation->organization_id,
                                    rotation->done_count)
                           : err;
}

static enum err write_inside(struct db *db, const struct actor *actor,
                             struct key_rotation *rotation, struct key_rotate_rows *rows)
{
    int64_t count = 0;
    enum err err = key_rotate_rows_write(db, rows, &count);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE key_rotations SET done_count = $1 WHERE organization_id = $2 "
                            "AND id = $3",
                            db_int(rotation->done_count), db_uuid(&rotation->organization_id),
                            db_uuid(&rotation->id));
    return err == ERR_NONE ? record(db, actor, "key.reseal", &rotation->organization_id, count)
                           : err;
}

static enum err step(struct db *db, const struct actor *actor, struct key_rotation *rotation)
{
    struct key_rotate_rows rows = {.table = key_rotate_table(rotation->table),
                                   .organization_id = rotation->organization_id,
                                   .started_at = rotation->created_at,
                                   .after = rotation->after};
    enum err err = rows.table == NULL ? ERR_NONE : key_rotate_rows_prepare(db, &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.table != NULL && rows.row_count == 0) {
        rotation->table++;
        rotation->after = (struct uuid){{0}};
        return ERR_NONE;
    }
    rotation->done_count += rows.row_count;
    rotation->after = rows.after;
    if (rows.table != NULL && rows.due_count == 0)
        return ERR_NONE;
    err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, rows.table == NULL ? end_inside(db, actor, rotation)
                                            : write_inside(db, actor, rotation, &rows));
}

enum err key_rotation_step(struct db *db, const struct actor *actor, struct key_rotation *rotation)
{
    if (!may_rotate(actor))
        return ERR_DENIED;
    struct db_scope before =
        db_enter(db, (struct db_scope){DB_ORGANIZATION, rotation->organization_id});
    enum err err = step(db, actor, rotation);
    (void)db_enter(db, before);
    return err;
}
