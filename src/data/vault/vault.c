#include "data/vault/vault.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypt/key_cache.h"
#include "data/db/db_slot.h"
#include "data/vault/columns.h"
#include "data/vault/signing_key.h"

enum { CACHED_KEY_SETS = 64, PLACES_MAX = 64, KEY_PAIRS = 64 };

static void end_keys(void *keys)
{
    key_cache_destroy(keys);
}

/* The data keys that this connection has unwrapped. */
static struct key_cache *keys_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL) {
        *slot = key_cache_create(CACHED_KEY_SETS);
        arena_defer(db_slot_arena(db), end_keys, *slot);
    }
    return *slot;
}

/* The name of a key's check value in the table of what belongs to no customer. */
static const char check_prefix[] = "key_check:";

static const char *check_name(struct db *db, const char *kid)
{
    return arena_printf(db_arena(db), "%s%s", check_prefix, kid);
}

static enum err add_check(struct db *db, const char *kid, const uint8_t value[HASH_LEN])
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(
        db, db_change_one(
                db, "INSERT INTO installation (name, value, created_at) VALUES ($1, $2, $3)",
                db_text(check_name(db, kid)), db_bytes(value, HASH_LEN), db_time(clock_now())));
}

static enum err refuse_ring(const char *why, const char *kid)
{
    log_line("error", "keys.wrong_key_ring",
             (const struct log_field[]){
                 {"reason", why},
                 {"kid", kid},
                 {"do", "this key ring does not belong to this database: say where the right one "
                        "is, with key-ring in /etc/rostrum.conf or with --key-ring"}},
             3);
    return ERR_DENIED;
}

enum err vault_check_keyring(struct db *db)
{
    struct db_result known;
    enum err err = db_select(db, &known, "SELECT name, value FROM installation WHERE name LIKE $1",
                             db_text(check_name(db, "%")));
    int found_count = 0;
    const char *kid = NULL;
    for (int i = 0; err == ERR_NONE && (kid = keyring_kid(db_keyring(db), i)) != NULL; i++) {
        uint8_t value[HASH_LEN];
        err = keyring_check_value(db_keyring(db), kid, value);
        if (err != ERR_NONE)
            return err;
        bool is_known = false;
        for (int row = 0; row < known.row_count; row++) {
            if (strcmp(db_get_text(&known, row, 0) + strlen(check_prefix), kid) != 0)
                continue;
            is_known = true;
            struct text stored = db_get_bytes(&known, row, 1);
            if (stored.len != HASH_LEN || memcmp(stored.data, value, HASH_LEN) != 0)
                return refuse_ring("this key is not the one the database was made with", kid);
            found_count++;
        }
        if (!is_known && (known.row_count == 0 || found_count > 0))
            err = add_check(db, kid, value);
    }
    if (err == ERR_NONE && known.row_count > 0 && found_count == 0)
        return refuse_ring("none of the database's keys is in the ring", NULL);
    return err == ERR_NONE ? signing_key_add_all(db) : err;
}

void vault_make_key(struct db *db, const struct uuid *organization_id, struct wrapped_key *wrapped)
{
    struct data_key key;
    data_key_create(db_keyring(db), organization_id, &key, wrapped);
    (void)key_cache_add(keys_of(db), &key);
    explicit_bzero(&key, sizeof key);
}

enum err vault_store_key(struct db *db, const struct wrapped_key *wrapped,
                         const struct uuid *owner_id)
{
    return db_change_one(
        db,
        "INSERT INTO data_keys (organization_id, id, kid, wrapped_key, created_at, owner_id) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        db_uuid(&wrapped->organization_id), db_uuid(&wrapped->id), db_text(wrapped->kid),
        db_bytes(wrapped->blob, wrapped->blob_len), db_time(clock_now()), db_uuid(owner_id));
}

enum err vault_create_key(struct db *db, const struct uuid *organization_id,
                          const struct uuid *owner_id, struct uuid *data_key_id)
{
    struct wrapped_key wrapped;
    vault_make_key(db, organization_id, &wrapped);
    *data_key_id = wrapped.id;
    return vault_store_key(db, &wrapped, owner_id);
}

/* The last answer of a request: most requests ask for one organization, again and again. */
struct organization_key {
    int64_t request_number; /* 0: none yet */
    struct uuid organization_id;
    struct uuid key_id;
};

static struct organization_key *last_key(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct organization_key));
    return *slot;
}

void vault_note_organization_key(struct db *db, const struct uuid *organization_id,
                                 const struct uuid *data_key_id)
{
    *last_key(db) =
        (struct organization_key){db_request_number(db), *organization_id, *data_key_id};
}

enum err vault_organization_key(struct db *db, const struct uuid *organization_id,
                                struct uuid *data_key_id)
{
    struct db_result result;
    struct organization_key *last = last_key(db);
    if (last->request_number == db_request_number(db) &&
        uuid_equal(&last->organization_id, organization_id)) {
        *data_key_id = last->key_id;
        return ERR_NONE;
    }
    enum err err = db_select(db, &result, "SELECT data_key_id FROM organizations WHERE id = $1",
                             db_uuid(organization_id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *data_key_id = db_get_uuid(&result, 0, 0);
    vault_note_organization_key(db, organization_id, data_key_id);
    return ERR_NONE;
}

/* A failure of the keys is a failure of the request, as one of the database is. */
static enum err fail(struct db *db, const char *why)
{
    log_line("error", "keys.unusable", (const struct log_field[]){{"reason", why}}, 1);
    return db_fail(db);
}

/* Unwraps the key in the columns first and first + 1 of a row, and keeps it. */
static enum err open_key(struct db *db, struct wrapped_key *wrapped, const struct db_result *result,
                         int row, int first, const struct data_key **key)
{
    const char *kid = db_get_text(result, row, first);
    struct text blob = db_get_bytes(result, row, first + 1);
    if (strlen(kid) > KID_LEN || blob.len > WRAPPED_KEY_MAX)
        return fail(db, "a data key is malformed");
    memcpy(wrapped->kid, kid, strlen(kid) + 1);
    memcpy(wrapped->blob, blob.data, blob.len);
    wrapped->blob_len = blob.len;
    struct data_key plain;
    if (data_key_unwrap(db_keyring(db), wrapped, &plain) != ERR_NONE)
        return fail(db, "a data key does not open");
    *key = key_cache_add(keys_of(db), &plain);
    explicit_bzero(&plain, sizeof plain);
    return ERR_NONE;
}

static enum err load_key(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                         const struct data_key **key)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT kid, wrapped_key FROM data_keys WHERE organization_id = $1 AND id = $2",
                  db_uuid(organization_id), db_uuid(id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return fail(db, "a data key is missing");
    struct wrapped_key wrapped = {.id = *id, .organization_id = *organization_id};
    return open_key(db, &wrapped, &result, 0, 0, key);
}

enum err vault_learn_key(struct db *db, const struct uuid *organization_id,
                         const struct uuid *data_key_id, const struct db_result *result, int row,
                         int first)
{
    struct wrapped_key wrapped = {.id = *data_key_id, .organization_id = *organization_id};
    const struct data_key *key = NULL;
    if (db_is_null(result, row, first) || key_cache_find(keys_of(db), data_key_id) != NULL)
        return ERR_NONE;
    return open_key(db, &wrapped, result, row, first, &key);
}

static enum err find_key(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                         const struct data_key **key)
{
    *key = key_cache_find(keys_of(db), id);
    return *key != NULL ? ERR_NONE : load_key(db, organization_id, id, key);
}

/* Pairs of keys that have the same owner, which never changes: those that were asked for last. */
struct key_pair {
    struct uuid present;
    struct uuid earlier;
};

static struct key_pair *pair_of(struct db *db, const struct uuid *earlier)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_array(db_slot_arena(db), KEY_PAIRS, sizeof(struct key_pair));
    return (struct key_pair *)*slot + ((uint64_t)uuid_random_half(earlier) & (KEY_PAIRS - 1));
}

/* The key of the row's owner, or the one of before that the blob names, if it was the same
 * owner's. */
static enum err choose_key(struct db *db, const struct uuid *organization_id,
                           const struct uuid *present, struct text blob, struct uuid *id)
{
    struct db_result result;
    struct uuid named = seal_key_id(blob);
    *id = *present;
    if (uuid_equal(&named, present) || uuid_is_nil(&named))
        return ERR_NONE;
    struct key_pair *pair = pair_of(db, &named);
    if (!uuid_equal(&pair->present, present) || !uuid_equal(&pair->earlier, &named)) {
        enum err err =
            db_select(db, &result,
                      "SELECT e.id FROM data_keys e JOIN data_keys p "
                      "ON p.organization_id = e.organization_id AND p.owner_id = e.owner_id "
                      "WHERE e.organization_id = $1 AND e.id = $2 AND p.id = $3",
                      db_uuid(organization_id), db_uuid(&named), db_uuid(present));
        if (err != ERR_NONE || result.row_count == 0)
            return err;
        *pair = (struct key_pair){*present, named};
    }
    *id = named;
    return ERR_NONE;
}

/* Only what the table of columns calls sealed is sealed. Names of places are constants, so that one
 * look at the table is enough for each. */
static void check_place(const struct seal_place *place)
{
    static struct {
        const char *table;
        const char *column;
    } known[PLACES_MAX];
    static int known_count;
    for (int i = 0; i < known_count; i++)
        if (known[i].table == place->table && known[i].column == place->column)
            return;
    struct column column = {.entry = 0};
    while (columns_next(&column))
        if (column_is_sealed(&column) && strcmp(column.table, place->table) == 0 &&
            strcmp(column.name, place->column) == 0) {
            if (known_count < PLACES_MAX) {
                known[known_count].table = place->table;
                known[known_count++].column = place->column;
            }
            return;
        }
    die("%s.%s is not a sealed column", place->table, place->column);
}

enum err vault_seal(struct db *db, const struct uuid *data_key_id, const struct seal_place *place,
                    struct text plain, struct db_value *sealed)
{
    check_place(place);
    if (plain.data == NULL) {
        *sealed = db_null();
        return ERR_NONE;
    }
    const struct data_key *key = NULL;
    enum err err = find_key(db, &place->organization_id, data_key_id, &key);
    if (err == ERR_NONE)
        *sealed = db_blob(seal(db_arena(db), key, place, plain));
    return err;
}

enum err vault_unseal(struct db *db, const struct uuid *data_key_id, const struct seal_place *place,
                      struct text blob, struct text *plain)
{
    *plain = (struct text){NULL, 0};
    if (blob.data == NULL || uuid_is_nil(data_key_id))
        return ERR_NONE;
    struct uuid id;
    const struct data_key *key = NULL;
    enum err err = choose_key(db, &place->organization_id, data_key_id, blob, &id);
    if (err == ERR_NONE)
        err = find_key(db, &place->organization_id, &id, &key);
    if (err != ERR_NONE)
        return err;
    err = unseal(db_arena(db), key, place, blob, plain); /* logs what did not open */
    return err == ERR_NONE ? ERR_NONE : db_fail(db);
}

enum err vault_seal_text(struct db *db, const struct seal_place *place, const char *text,
                         struct db_value *sealed)
{
    struct uuid key_id;
    *sealed = db_null_of(DB_BYTES);
    if (text[0] == '\0')
        return ERR_NONE;
    enum err err = vault_organization_key(db, &place->organization_id, &key_id);
    return err == ERR_NONE
               ? vault_seal(db, &key_id, place, (struct text){text, strlen(text)}, sealed)
               : err;
}

enum err vault_open_text(struct db *db, const struct seal_place *place, struct text blob,
                         const char **text)
{
    struct uuid key_id;
    struct text plain = {NULL, 0};
    *text = "";
    if (blob.data == NULL)
        return ERR_NONE;
    enum err err = vault_organization_key(db, &place->organization_id, &key_id);
    if (err == ERR_NONE)
        err = vault_unseal(db, &key_id, place, blob, &plain);
    if (err == ERR_NONE)
        *text = plain.data;
    return err;
}

enum err vault_check_ready(struct db *db)
{
    struct db_result result;
    const struct data_key *key = NULL;
    enum err err =
        db_select(db, &result,
                  "SELECT id, data_key_id FROM organizations WHERE id > $1 AND closed_at IS NULL "
                  "ORDER BY id DESC LIMIT 1",
                  db_uuid(&(struct uuid){{0}}));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    struct uuid organization_id = db_get_uuid(&result, 0, 0);
    struct uuid id = db_get_uuid(&result, 0, 1);
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    err = load_key(db, &organization_id, &id, &key);
    (void)db_enter(db, before);
    return err;
}
