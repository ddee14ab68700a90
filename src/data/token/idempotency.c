#include "data/token/idempotency.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/digest.h"
#include "data/vault/vault.h"

/* A keyed hash of the text, of any length, for this token. */
static void hash_text(struct db *db, const struct actor *actor, const char *what, struct text text,
                      uint8_t hashes[KEYRING_HASHES][HASH_LEN])
{
    struct digest digest;
    char hex[SHA256_HEX_LEN];
    digest_begin(&digest);
    digest_add(&digest, what, strlen(what));
    digest_add(&digest, actor->token->id.bytes, sizeof actor->token->id.bytes);
    digest_add(&digest, text.data, text.len);
    digest_end(&digest, hex);
    token_hash(db_keyring(db), KEY_PURPOSE_API_TOKEN, hex, hashes);
}

static struct seal_place place_of(const struct idempotency *idempotency)
{
    return (struct seal_place){"idempotency_keys", "answer", idempotency->actor->organization_id,
                               idempotency->id};
}

static enum err organization_key(struct db *db, const struct uuid *organization_id,
                                 struct uuid *key_id)
{
    struct db_result row;
    enum err err = db_select(db, &row, "SELECT data_key_id FROM organizations WHERE id = $1",
                             db_uuid(organization_id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *key_id = db_get_uuid(&row, 0, 0);
    return err;
}

static enum err find(struct idempotency *out)
{
    struct db_result row;
    struct uuid key_id;
    const struct uuid *organization_id = &out->actor->organization_id;
    enum err err =
        db_select(out->db, &row,
                  "SELECT i.id, i.request_hash, i.answer, o.data_key_id FROM idempotency_keys i "
                  "JOIN organizations o ON o.id = i.organization_id WHERE i.organization_id = $1 "
                  "AND i.token_id = $2 AND i.key_hash IN ($3, $4) AND i.created_at > $5",
                  db_uuid(organization_id), db_uuid(&out->actor->token->id),
                  db_bytes(out->key_hashes[0], HASH_LEN), db_bytes(out->key_hashes[1], HASH_LEN),
                  db_time(clock_now() - IDEMPOTENCY_LIFETIME));
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    out->is_known = true;
    out->id = db_get_uuid(&row, 0, 0);
    struct text hash = db_get_bytes(&row, 0, 1);
    if (hash.len != HASH_LEN || (memcmp(hash.data, out->request_hashes[0], HASH_LEN) != 0 &&
                                 memcmp(hash.data, out->request_hashes[1], HASH_LEN) != 0))
        return ERR_INVALID;
    if (db_is_null(&row, 0, 2))
        return ERR_NONE;
    key_id = db_get_uuid(&row, 0, 3);
    struct seal_place place = place_of(out);
    return vault_unseal(out->db, &key_id, &place, db_get_bytes(&row, 0, 2), &out->answer);
}

/* The oldest of those that are over. */
static enum err forget_some(struct db *db, const struct uuid *organization_id, int64_t *count)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "DELETE FROM idempotency_keys WHERE organization_id = $1 AND id IN "
        "(SELECT id FROM idempotency_keys WHERE organization_id = $1 AND created_at <= $2 "
        "ORDER BY created_at LIMIT $3)",
        db_uuid(organization_id), db_time(clock_now() - IDEMPOTENCY_LIFETIME),
        db_int(IDEMPOTENCY_BATCH));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

/* In the transaction of the change. Those of before that are over go with it. */
static enum err note(struct db *db, void *context)
{
    struct idempotency *out = context;
    const struct uuid *organization_id = &out->actor->organization_id;
    int64_t now = clock_now(), count = 0;
    enum err err = forget_some(db, organization_id, &count);
    if (err == ERR_NONE)
        err = db_change(
            db,
            "INSERT INTO idempotency_keys (organization_id, id, token_id, key_hash, request_hash, "
            "created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            db_uuid(organization_id), db_uuid(&out->id), db_uuid(&out->actor->token->id),
            db_bytes(out->key_hashes[0], HASH_LEN), db_bytes(out->request_hashes[0], HASH_LEN),
            db_time(now));
    out->is_noted = err == ERR_NONE;
    return err;
}

enum err idempotency_begin(struct db *db, const struct actor *actor, const char *key,
                           struct text request, struct idempotency *out)
{
    *out = (struct idempotency){.db = db, .actor = actor, .id = uuid_make()};
    hash_text(db, actor, "key", (struct text){key, strlen(key)}, out->key_hashes);
    hash_text(db, actor, "request", request, out->request_hashes);
    enum err err = find(out);
    if (err == ERR_NONE && !out->is_known)
        db_ride(db, note, out);
    return err;
}

enum err idempotency_keep(struct idempotency *idempotency, struct text answer)
{
    struct db *db = idempotency->db;
    struct db_value sealed = db_null();
    struct uuid key_id;
    struct seal_place place = place_of(idempotency);
    const struct uuid *organization_id = &idempotency->actor->organization_id;
    enum err err = organization_key(db, organization_id, &key_id);
    if (err == ERR_NONE)
        err = vault_seal(db, &key_id, &place, answer, &sealed);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db,
                     db_change(db,
                               "UPDATE idempotency_keys SET answer = $3 WHERE organization_id = $1 "
                               "AND id = $2",
                               db_uuid(organization_id), db_uuid(&idempotency->id), sealed));
}

enum err idempotency_forget(struct db *db, const struct actor *actor)
{
    int64_t count = IDEMPOTENCY_BATCH;
    enum err err = actor->kind == ACTOR_COMMAND ? ERR_NONE : ERR_DENIED;
    while (err == ERR_NONE && count == IDEMPOTENCY_BATCH) {
        err = db_begin_alone(db);
        if (err == ERR_NONE)
            err = db_finish(db, forget_some(db, &actor->organization_id, &count));
    }
    return err;
}
