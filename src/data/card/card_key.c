#include "data/card/card_key.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault/vault.h"

static struct seal_place place_of(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"card_keys", "private_key", *organization_id, *id};
}

static enum err select_keys(struct db *db, const struct uuid *organization_id,
                            struct db_result *result)
{
    return db_select(db, result,
                     "SELECT id, kid, x, y, private_key FROM card_keys WHERE organization_id = $1 "
                     "ORDER BY id DESC LIMIT 100",
                     db_uuid(organization_id));
}

static struct jws_key public_of(const struct db_result *result, int row)
{
    return (struct jws_key){.kid = db_get_text(result, row, 1),
                            .x = db_get_text(result, row, 2),
                            .y = db_get_text(result, row, 3)};
}

enum err card_key_find(struct db *db, const struct uuid *organization_id, struct jws_key *key)
{
    struct db_result result;
    enum err err = select_keys(db, organization_id, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid id = db_get_uuid(&result, 0, 0);
    struct seal_place place = place_of(organization_id, &id);
    *key = public_of(&result, 0);
    return vault_open_text(db, &place, db_get_bytes(&result, 0, 4), &key->d);
}

static enum err create(struct db *db, const struct uuid *organization_id)
{
    struct jws_key key;
    struct db_value sealed;
    struct uuid id = uuid_make();
    struct seal_place place = place_of(organization_id, &id);
    jws_key_make(db_arena(db), &key);
    enum err err = vault_seal_text(db, &place, key.d, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO card_keys (organization_id, id, kid, x, y, created_at, "
                         "private_key) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                         db_uuid(organization_id), db_uuid(&id), db_text(key.kid), db_text(key.x),
                         db_text(key.y), db_time(clock_now()), sealed);
}

enum err card_key_need(struct db *db, const struct uuid *organization_id)
{
    struct db_result result;
    enum err err = select_keys(db, organization_id, &result);
    return err == ERR_NONE && result.row_count == 0 ? create(db, organization_id) : err;
}

enum err card_key_set(struct db *db, const struct uuid *organization_id, json_t **set)
{
    struct db_result result;
    enum err err = select_keys(db, organization_id, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    json_t *keys = json_array();
    for (int i = 0; i < result.row_count; i++) {
        struct jws_key key = public_of(&result, i);
        json_array_append_new(keys, jws_key_public(&key));
    }
    *set = json_pack("{s:o}", "keys", keys);
    return ERR_NONE;
}
