#include "data/key/key_rewrap.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/audit/audit.h"
#include "data/vault/vault.h"

/* What one batch found: an organization, and what of it is to be done. */
struct batch {
    struct db *db;
    const struct actor *actor;
    const char *active;
    struct uuid organization_id;
    struct db_result keys;
    struct wrapped_key *wrapped; /* of the keys, made anew */
    struct db_result addresses;
    uint8_t (*indexes)[HASH_LEN]; /* of the addresses, made anew */
};

static enum err find_organization(struct batch *batch, bool *is_found)
{
    struct db_result result;
    enum err err =
        db_select(batch->db, &result,
                  "SELECT organization_id FROM data_keys WHERE kid <> $1 UNION "
                  "SELECT organization_id FROM addresses WHERE email_index_kid <> $1 LIMIT 1",
                  db_text(batch->active));
    *is_found = err == ERR_NONE && result.row_count > 0;
    if (*is_found)
        batch->organization_id = db_get_uuid(&result, 0, 0);
    return err;
}

static enum err read_rows(struct batch *batch)
{
    enum err err = db_select(
        batch->db, &batch->keys,
        "SELECT id, kid, wrapped_key FROM data_keys WHERE organization_id = $1 "
        "AND kid <> $2 ORDER BY id LIMIT $3",
        db_uuid(&batch->organization_id), db_text(batch->active), db_int(KEY_REWRAP_BATCH));
    if (err != ERR_NONE)
        return err;
    return db_select(
        batch->db, &batch->addresses,
        "SELECT a.email_index, a.email_index_kid, u.id, u.email, u.data_key_id, " VAULT_KEY_COLUMNS(
            k) " FROM addresses a JOIN users u ON u.organization_id = a.organization_id "
               "AND u.id = a.user_id" VAULT_KEY_JOIN(k, u) "WHERE a.organization_id = $1 "
                                                           "AND a.email_index_kid <> $2 "
                                                           "ORDER BY a.email_index LIMIT $3",
        db_uuid(&batch->organization_id), db_text(batch->active), db_int(KEY_REWRAP_BATCH));
}

static enum err wrap_one(struct batch *batch, int row)
{
    struct wrapped_key old = {.id = db_get_uuid(&batch->keys, row, 0),
                              .organization_id = batch->organization_id};
    const char *kid = db_get_text(&batch->keys, row, 1);
    struct text blob = db_get_bytes(&batch->keys, row, 2);
    struct data_key key;
    if (strlen(kid) > KID_LEN || blob.len > sizeof old.blob)
        return ERR_UNAVAILABLE;
    memcpy(old.kid, kid, strlen(kid) + 1);
    memcpy(old.blob, blob.data, blob.len);
    old.blob_len = blob.len;
    enum err err = data_key_unwrap(db_keyring(batch->db), &old, &key); /* logs what is wrong */
    if (err != ERR_NONE)
        return err;
    data_key_wrap(db_keyring(batch->db), &batch->organization_id, &key, &batch->wrapped[row]);
    explicit_bzero(&key, sizeof key);
    return ERR_NONE;
}

static enum err index_one(struct batch *batch, int row)
{
    struct uuid user_id = db_get_uuid(&batch->addresses, row, 2);
    struct uuid key_id = db_get_uuid(&batch->addresses, row, 4);
    struct seal_place place = {"users", "email", batch->organization_id, user_id};
    struct text email;
    char *normalized = NULL;
    const char *problem = NULL;
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    enum err err =
        vault_learn_key(batch->db, &batch->organization_id, &key_id, &batch->addresses, row, 5);
    if (err == ERR_NONE)
        err = vault_unseal(batch->db, &key_id, &place, db_get_bytes(&batch->addresses, row, 3),
                           &email);
    if (err == ERR_NONE)
        err = email_normalize(db_arena(batch->db), email.data, &normalized, &problem);
    if (err != ERR_NONE)
        return ERR_UNAVAILABLE;
    email_index(db_keyring(batch->db), normalized, indexes);
    memcpy(batch->indexes[row], indexes[0], HASH_LEN);
    return ERR_NONE;
}

/* Everything that takes time, before the transaction. */
static enum err prepare(struct batch *batch)
{
    struct arena *arena = db_arena(batch->db);
    enum err err = read_rows(batch);
    if (err != ERR_NONE)
        return err;
    batch->wrapped = arena_array(arena, (size_t)batch->keys.row_count + 1, sizeof *batch->wrapped);
    batch->indexes =
        arena_array(arena, (size_t)batch->addresses.row_count + 1, sizeof *batch->indexes);
    for (int row = 0; err == ERR_NONE && row < batch->keys.row_count; row++)
        err = wrap_one(batch, row);
    for (int row = 0; err == ERR_NONE && row < batch->addresses.row_count; row++)
        err = index_one(batch, row);
    return err;
}

static enum err write_keys(struct batch *batch, int64_t *count)
{
    enum err err = ERR_NONE;
    for (int row = 0; err == ERR_NONE && row < batch->keys.row_count; row++) {
        struct db_result result;
        const struct wrapped_key *wrapped = &batch->wrapped[row];
        struct text old = db_get_bytes(&batch->keys, row, 2);
        err = db_select(
            batch->db, &result,
            "UPDATE data_keys SET kid = $1, wrapped_key = $2 WHERE organization_id = $3 "
            "AND id = $4 AND wrapped_key = $5",
            db_text(wrapped->kid), db_bytes(wrapped->blob, wrapped->blob_len),
            db_uuid(&batch->organization_id), db_uuid(&wrapped->id), db_bytes(old.data, old.len));
        *count += err == ERR_NONE ? result.change_count : 0;
    }
    return err;
}

static enum err write_indexes(struct batch *batch, int64_t *count)
{
    enum err err = ERR_NONE;
    for (int row = 0; err == ERR_NONE && row < batch->addresses.row_count; row++) {
        struct db_result result;
        struct uuid user_id = db_get_uuid(&batch->addresses, row, 2);
        struct text old = db_get_bytes(&batch->addresses, row, 0);
        err = db_select(batch->db, &result,
                        "UPDATE addresses SET email_index = $1, email_index_kid = $2 "
                        "WHERE organization_id = $3 AND user_id = $4 AND email_index = $5",
                        db_bytes(batch->indexes[row], HASH_LEN), db_text(batch->active),
                        db_uuid(&batch->organization_id), db_uuid(&user_id),
                        db_bytes(old.data, old.len));
        *count += err == ERR_NONE ? result.change_count : 0;
    }
    return err;
}

static enum err write_batch(struct batch *batch, struct key_rewrap *rewrap)
{
    enum err err = write_keys(batch, &rewrap->data_key_count);
    if (err == ERR_NONE)
        err = write_indexes(batch, &rewrap->address_count);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "key", NULL, batch->active);
    audit_change_int(details, "data_keys", 0, rewrap->data_key_count);
    audit_change_int(details, "addresses", 0, rewrap->address_count);
    return audit_record(batch->db, batch->actor,
                        &(struct audit_event){.action = "key.rewrap",
                                              .record_type = "key",
                                              .organization_id = batch->organization_id,
                                              .details = details});
}

static enum err run(struct batch *batch, struct key_rewrap *rewrap)
{
    struct db_scope before =
        db_enter(batch->db, (struct db_scope){DB_ORGANIZATION, batch->organization_id});
    enum err err = prepare(batch);
    if (err == ERR_NONE)
        err = db_begin(batch->db);
    if (err == ERR_NONE)
        err = db_finish(batch->db, write_batch(batch, rewrap));
    (void)db_enter(batch->db, before);
    return err;
}

enum err key_rewrap_batch(struct db *db, const struct actor *actor, struct key_rewrap *rewrap)
{
    bool is_found = false;
    struct batch batch = {.db = db, .actor = actor, .active = keyring_active(db_keyring(db))};
    *rewrap = (struct key_rewrap){0};
    if (actor->kind != ACTOR_COMMAND || !actor->is_active)
        return ERR_DENIED;
    enum err err = find_organization(&batch, &is_found);
    rewrap->is_done = err == ERR_NONE && !is_found;
    return err != ERR_NONE || !is_found ? err : run(&batch, rewrap);
}

/* When the active key became active; 0: it always was. */
static enum err active_since(struct db *db, int64_t *since)
{
    struct db_result result;
    const char *name = arena_printf(db_arena(db), "key_active:%s", keyring_active(db_keyring(db)));
    enum err err = db_select(db, &result, "SELECT created_at FROM installation WHERE name = $1",
                             db_text(name));
    *since = err == ERR_NONE && result.row_count > 0 ? db_get_time(&result, 0, 0) : 0;
    return err;
}

enum err key_use_get(struct db *db, const char *kid, const struct uuid *organization_id,
                     struct key_use *use)
{
    int64_t since = 0;
    struct db_result result;
    bool is_active = strcmp(kid, keyring_active(db_keyring(db))) == 0;
    const char *check = arena_printf(db_arena(db), "key_check:%s", kid);
    enum err err = active_since(db, &since);
    if (err != ERR_NONE)
        return err;
    err = db_select(
        db, &result,
        "SELECT (SELECT count(*) FROM data_keys WHERE kid = $1 AND ($2 OR organization_id = $3)), "
        "(SELECT count(*) FROM addresses WHERE email_index_kid = $1 "
        "AND ($2 OR organization_id = $3)), "
        "(SELECT count(*) FROM sessions WHERE created_at < $4 AND ended_at IS NULL "
        "AND expires_at > $5 AND ($2 OR organization_id = $3)), "
        "(SELECT count(*) FROM one_time_links WHERE created_at < $4 AND used_at IS NULL "
        "AND expires_at > $5 AND ($2 OR organization_id = $3)), "
        "(SELECT max(expires_at) FROM sessions WHERE created_at < $4 AND ended_at IS NULL "
        "AND expires_at > $5 AND ($2 OR organization_id = $3)), "
        "(SELECT max(expires_at) FROM one_time_links WHERE created_at < $4 AND used_at IS NULL "
        "AND expires_at > $5 AND ($2 OR organization_id = $3)), "
        "(SELECT created_at FROM installation WHERE name = $6)",
        db_text(kid), db_bool(uuid_is_nil(organization_id)), db_uuid(organization_id),
        db_time(is_active ? 0 : since), db_time(clock_now()), db_text(check));
    if (err != ERR_NONE)
        return err;
    int64_t session_end = db_is_null(&result, 0, 4) ? 0 : db_get_time(&result, 0, 4);
    int64_t link_end = db_is_null(&result, 0, 5) ? 0 : db_get_time(&result, 0, 5);
    *use = (struct key_use){.data_key_count = db_get_int(&result, 0, 0),
                            .address_count = db_get_int(&result, 0, 1),
                            .session_count = db_get_int(&result, 0, 2),
                            .link_count = db_get_int(&result, 0, 3),
                            .known_at = db_get_time(&result, 0, 6),
                            .last_ends_at = session_end > link_end ? session_end : link_end};
    return ERR_NONE;
}

static enum err step_inside(struct db *db, const struct actor *actor, const char *action,
                            const char *kid)
{
    enum err err = ERR_NONE;
    uint8_t value[HASH_LEN];
    if (strcmp(action, "key.activate") == 0) {
        const char *name = arena_printf(db_arena(db), "key_active:%s", kid);
        err = keyring_check_value(db_keyring(db), kid, value);
        if (err == ERR_NONE)
            err = db_change(db,
                            "INSERT INTO installation (name, value, created_at) "
                            "VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE "
                            "SET created_at = excluded.created_at",
                            db_text(name), db_bytes(value, sizeof value), db_time(clock_now()));
    }
    if (err != ERR_NONE)
        return err;
    /* The log of no organization has no key to seal details with; the events of each organization
     * name the key. */
    return audit_record(db, actor, &(struct audit_event){.action = action, .record_type = "key"});
}

enum err key_step_record(struct db *db, const struct actor *actor, const char *action,
                         const char *kid)
{
    if (actor->kind != ACTOR_COMMAND || !actor->is_active)
        return ERR_DENIED;
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, step_inside(db, actor, action, kid)) : err;
}
