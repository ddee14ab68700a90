#include "data/trail/audit_saved.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/vault/vault.h"

bool audit_saved_allowed(const struct actor *actor)
{
    return actor->kind == ACTOR_USER &&
           uuid_equal(&actor->organization_id, &actor->home_organization_id);
}

static struct seal_place place_of(const struct actor *actor, const struct uuid *id,
                                  const char *column)
{
    return (struct seal_place){"audit_views", column, actor->organization_id, *id};
}

static void select_all(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT id, name, filters FROM audit_views");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND user_id = ", db_uuid_or_null(&actor->user_id));
    query_bind(q, " ORDER BY created_at, id LIMIT ", db_int(AUDIT_SAVED_MAX));
}

void audit_saved_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_all(&q, db, actor);
    query_ahead(&q);
}

static enum err read_one(struct db *db, const struct actor *actor, const struct db_result *result,
                         int row, struct audit_saved *saved)
{
    saved->id = db_get_uuid(result, row, 0);
    struct seal_place name = place_of(actor, &saved->id, "name");
    struct seal_place filters = place_of(actor, &saved->id, "filters");
    enum err err = vault_open_text(db, &name, db_get_bytes(result, row, 1), &saved->name);
    return err != ERR_NONE
               ? err
               : vault_open_text(db, &filters, db_get_bytes(result, row, 2), &saved->filters);
}

enum err audit_saved_list(struct db *db, const struct actor *actor, struct audit_saved_list *list)
{
    struct db_result result;
    struct query q;
    *list = (struct audit_saved_list){.count = 0};
    if (!audit_saved_allowed(actor))
        return ERR_NONE;
    select_all(&q, db, actor);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = read_one(db, actor, &result, i, &list->items[list->count++]);
    return err;
}

static enum err record(struct db *db, const struct actor *actor, const char *action,
                       const struct uuid *id, const char *before, const char *after)
{
    json_t *details = json_object();
    audit_change(details, "name", before, after);
    return audit_record(
        db, actor,
        &(struct audit_event){
            .action = action, .record_type = "audit_view", .record_id = *id, .details = details});
}

static enum err add_inside(struct db *db, const struct actor *actor, const char *name,
                           const char *filters)
{
    struct uuid id = uuid_make();
    struct audit_saved_list list;
    struct db_value sealed_name, sealed_filters;
    struct seal_place name_place = place_of(actor, &id, "name");
    struct seal_place filters_place = place_of(actor, &id, "filters");
    enum err err = audit_saved_list(db, actor, &list);
    if (err == ERR_NONE && list.count >= AUDIT_SAVED_MAX)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = vault_seal_text(db, &name_place, name, &sealed_name);
    if (err == ERR_NONE)
        err = vault_seal_text(db, &filters_place, filters, &sealed_filters);
    if (err == ERR_NONE)
        err =
            db_change_one(db,
                          "INSERT INTO audit_views (organization_id, id, user_id, created_at, "
                          "name, filters) VALUES ($1, $2, $3, $4, $5, $6)",
                          db_uuid(&actor->organization_id), db_uuid(&id), db_uuid(&actor->user_id),
                          db_time(clock_now()), sealed_name, sealed_filters);
    return err == ERR_NONE ? record(db, actor, "audit.save_view", &id, NULL, name) : err;
}

enum err audit_saved_add(struct db *db, const struct actor *actor, const char *name,
                         const char *filters)
{
    if (!audit_saved_allowed(actor))
        return ERR_DENIED;
    if (filters[0] == '\0')
        return ERR_INVALID;
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, add_inside(db, actor, name, filters)) : err;
}

static enum err find(struct db *db, const struct actor *actor, const struct uuid *id,
                     const char **name)
{
    struct audit_saved_list list;
    enum err err = audit_saved_list(db, actor, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++) {
        *name = list.items[i].name;
        if (uuid_equal(&list.items[i].id, id))
            return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

static enum err rename_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const char *name)
{
    const char *before = NULL;
    struct db_value sealed;
    struct seal_place place = place_of(actor, id, "name");
    enum err err = find(db, actor, id, &before);
    if (err == ERR_NONE)
        err = vault_seal_text(db, &place, name, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE audit_views SET name = $1 WHERE organization_id = $2 AND id = "
                            "$3 AND user_id = $4",
                            sealed, db_uuid(&actor->organization_id), db_uuid(id),
                            db_uuid(&actor->user_id));
    return err == ERR_NONE ? record(db, actor, "audit.rename_view", id, before, name) : err;
}

enum err audit_saved_rename(struct db *db, const struct actor *actor, const struct uuid *id,
                            const char *name)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, rename_inside(db, actor, id, name)) : err;
}

static enum err delete_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    const char *before = NULL;
    enum err err = find(db, actor, id, &before);
    if (err == ERR_NONE)
        err = db_change_one(
            db, "DELETE FROM audit_views WHERE organization_id = $1 AND id = $2 AND user_id = $3",
            db_uuid(&actor->organization_id), db_uuid(id), db_uuid(&actor->user_id));
    return err == ERR_NONE ? record(db, actor, "audit.delete_view", id, before, NULL) : err;
}

enum err audit_saved_delete(struct db *db, const struct actor *actor, const struct uuid *id)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, delete_inside(db, actor, id)) : err;
}
