#include "data/backup/restore_content.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "data/audit/audit.h"
#include "data/backup/key_choice.h"
#include "data/comment/record_mention_forget.h"
#include "data/db/migration.h"
#include "data/user/user_erase.h"

enum { KEYS_AT_ONCE = 500, BATCH_ARENA = 16 << 20, PEOPLE_AT_ONCE = 500 };

static enum err check_key(struct db *db, const struct wrapped_key *wrapped)
{
    struct data_key key;
    if (data_key_unwrap(db_keyring(db), wrapped, &key) != ERR_NONE)
        return ERR_INVALID;
    explicit_bzero(&key, sizeof key);
    return ERR_NONE;
}

/* In a backup of an older version, the migration that comes after gives keys their owners. */
static enum err insert_key(struct db *db, const struct key_line *line, bool has_owners)
{
    const struct wrapped_key *key = &line->key;
    const struct uuid *owner_id =
        uuid_is_nil(&line->user_id) ? &key->organization_id : &line->user_id;
    const struct db_value values[] = {
        db_uuid(&key->organization_id),     db_uuid(&key->id),         db_text(key->kid),
        db_bytes(key->blob, key->blob_len), db_time(line->created_at), db_uuid(owner_id)};
    struct db_result result;
    if (!has_owners)
        return db_query(db,
                        "INSERT INTO data_keys (organization_id, id, kid, wrapped_key, created_at) "
                        "VALUES ($1, $2, $3, $4, $5)",
                        values, 5, &result);
    return db_query(
        db,
        "INSERT INTO data_keys (organization_id, id, kid, wrapped_key, created_at, owner_id) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        values, 6, &result);
}

static enum err add_batch(struct db *db, const struct key_line *lines, int count)
{
    bool has_owners = false;
    enum err err = key_file_has_owners(db, &has_owners);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        err = check_key(db, &lines[i].key);
        if (err == ERR_NONE)
            err = insert_key(db, &lines[i], has_owners);
    }
    return db_finish(db, err);
}

enum err restore_keys(struct db *db, const struct key_line *lines, int count)
{
    struct arena *arena = arena_create(BATCH_ARENA);
    struct arena *before = db_use_arena(db, arena);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i += KEYS_AT_ONCE) {
        err = add_batch(db, lines + i, count - i < KEYS_AT_ONCE ? count - i : KEYS_AT_ONCE);
        arena_reset(arena);
    }
    (void)!db_use_arena(db, before);
    arena_destroy(arena);
    return err;
}

enum err restore_forget_keys(struct db *db)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    struct db_result result;
    return db_finish(
        db,
        db_query(db,
                 "UPDATE users SET data_key_id = NULL WHERE data_key_id IS NOT NULL "
                 "AND NOT EXISTS (SELECT 1 FROM data_keys k "
                 "WHERE k.organization_id = users.organization_id AND k.id = users.data_key_id)",
                 NULL, 0, &result));
}

static enum err forget_inside(struct db *db, const struct erasure *erasures, int count,
                              int64_t recovered_at)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        if (erasures[i].erased_at + KEY_CHOICE_MARGIN > recovered_at)
            err = db_change(db,
                            "UPDATE users SET data_key_id = NULL WHERE organization_id = $1 "
                            "AND id = $2 AND erased_at IS NULL",
                            db_uuid(&erasures[i].organization_id), db_uuid(&erasures[i].user_id));
    return err;
}

enum err restore_forget_erased(struct db *db, const struct erasure *erasures, int count,
                               int64_t recovered_at)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, forget_inside(db, erasures, count, recovered_at)) : err;
}

static enum err add_migration(struct db *db, const json_t *row)
{
    const char *name = NULL, *checksum = NULL;
    json_int_t number = 0, applied_at = 0;
    if (json_unpack((json_t *)row, "{s:I, s:s, s:s, s:I}", "number", &number, "name", &name,
                    "checksum", &checksum, "applied_at", &applied_at) != 0)
        return ERR_INVALID;
    return db_change(db,
                     "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
                     "VALUES ($1, $2, $3, $4) ON CONFLICT (number) DO NOTHING",
                     db_int(number), db_text(name), db_text(checksum), db_time(applied_at));
}

static enum err begin_inside(struct db *db, const json_t *manifest)
{
    size_t i = 0;
    json_t *row = NULL;
    enum err err =
        db_change(db,
                  "INSERT INTO installation (name, value, created_at) "
                  "VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
                  db_text(MIGRATION_RESTORE_MARK), db_bytes("", 0), db_time(clock_now()));
    json_array_foreach(json_object_get(manifest, "migrations"), i, row)
    {
        if (err == ERR_NONE)
            err = add_migration(db, row);
    }
    return err;
}

enum err restore_begin(struct db *db, const json_t *manifest)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, begin_inside(db, manifest)) : err;
}

static enum err erase_people(struct db *db, const struct uuid *organization_id, json_t *erased)
{
    struct db_result rows;
    enum err err = ERR_NONE;
    do { /* whoever is erased is not found again */
        err = db_select(db, &rows,
                        "SELECT id FROM users WHERE organization_id = $1 AND data_key_id IS NULL "
                        "AND erased_at IS NULL LIMIT $2",
                        db_uuid(organization_id), db_int(PEOPLE_AT_ONCE));
        for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
            bool was_there = false;
            struct uuid id = db_get_uuid(&rows, i, 0);
            json_array_append_new(erased, json_uuid(&id));
            err = record_mention_forget(db, organization_id, &id);
            if (err == ERR_NONE)
                err = user_erase_inside(db, organization_id, &id, &was_there);
        }
    } while (err == ERR_NONE && rows.row_count > 0);
    return err;
}

static enum err end_access(struct db *db, const struct uuid *organization_id)
{
    enum err err = db_change(db,
                             "UPDATE sessions SET ended_at = $1 WHERE organization_id = $2 "
                             "AND ended_at IS NULL",
                             db_time(clock_now()), db_uuid(organization_id));
    if (err != ERR_NONE)
        return err;
    return db_change(db,
                     "UPDATE one_time_links SET expires_at = $1 WHERE organization_id = $2 "
                     "AND used_at IS NULL AND expires_at > $1",
                     db_time(clock_now()), db_uuid(organization_id));
}

enum err restore_renew_version(struct db *db, const struct uuid *organization_id)
{
    struct uuid version = uuid_make();
    return db_change(db,
                     "INSERT INTO content_versions (organization_id, version) VALUES ($1, $2) "
                     "ON CONFLICT (organization_id) DO UPDATE SET version = excluded.version",
                     db_uuid(organization_id), db_uuid(&version));
}

static enum err restore_inside(struct db *db, const struct actor *actor,
                               const struct uuid *organization_id,
                               const struct restore_source *source, int64_t *erased_count)
{
    char made_at[CLOCK_ISO_LEN];
    clock_format_iso(source->made_at, made_at);
    json_t *erased = json_array();
    enum err err = erase_people(db, organization_id, erased);
    if (err == ERR_NONE)
        err = end_access(db, organization_id);
    if (err == ERR_NONE)
        err = restore_renew_version(db, organization_id);
    if (err != ERR_NONE) {
        json_decref(erased);
        return err;
    }
    *erased_count += (int64_t)json_array_size(erased);
    struct audit_event event = {
        .action = "installation.restore",
        .record_type = "installation",
        .organization_id = *organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "backup", NULL, source->name);
    audit_change(event.details, "made_at", NULL, made_at);
    audit_change_int(event.details, "erased_count", 0, (int64_t)json_array_size(erased));
    audit_change_int(event.details, "lost_events", 0, source->lost_count);
    if (json_array_size(erased) > 0)
        json_object_set_new(event.details, "erased", json_pack("{s:O}", "after", erased));
    json_decref(erased);
    return audit_record(db, actor, &event);
}

enum err restore_organization(struct db *db, const struct actor *actor,
                              const struct uuid *organization_id,
                              const struct restore_source *source, int64_t *erased_count)
{
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    enum err err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, restore_inside(db, actor, organization_id, source, erased_count));
    (void)db_enter(db, before);
    return err;
}

enum err restore_next_organization(struct db *db, struct uuid *organization_id)
{
    struct db_result rows;
    enum err err =
        db_select(db, &rows, "SELECT id FROM organizations WHERE id > $1 ORDER BY id LIMIT 1",
                  db_uuid(organization_id));
    if (err == ERR_NONE && rows.row_count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *organization_id = db_get_uuid(&rows, 0, 0);
    return err;
}

enum err restore_finish(struct db *db)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change_one(db, "DELETE FROM installation WHERE name = $1",
                                       db_text(MIGRATION_RESTORE_MARK)));
}
