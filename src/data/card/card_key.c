#include "data/card/card_key.h"

#include <string.h>

#include "base/clock.h"
#include "data/vault/vault.h"

static struct seal_place place_of(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"card_keys", "private_key", *organization_id, *id};
}

enum { COLUMN_CREATED = 5 };

enum err card_key_select(struct db *db, const struct uuid *organization_id,
                         struct db_result *result)
{
    return db_select(db, result,
                     "SELECT id, kid, x, y, private_key, created_at FROM card_keys "
                     "WHERE organization_id = $1 ORDER BY id DESC LIMIT 100",
                     db_uuid(organization_id));
}

int64_t card_key_until(const struct db_result *result, int row)
{
    return row == 0 ? 0 : db_get_time(result, row - 1, COLUMN_CREATED) + CARD_KEY_DAYS * CLOCK_DAY;
}

bool card_key_is_published(const struct db_result *result, int row)
{
    bool is_over = row > 0 && card_key_until(result, row) <= clock_now();
    return !is_over && db_get_text(result, row, 2)[0] != '\0';
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
    enum err err = card_key_select(db, organization_id, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid id = db_get_uuid(&result, 0, 0);
    struct seal_place place = place_of(organization_id, &id);
    *key = public_of(&result, 0);
    return vault_open_text(db, &place, db_get_bytes(&result, 0, 4), &key->d);
}

enum err card_key_create(struct db *db, const struct uuid *organization_id, const char **kid)
{
    struct jws_key key;
    struct db_value sealed;
    struct uuid id = uuid_make();
    struct seal_place place = place_of(organization_id, &id);
    jws_key_make(db_arena(db), &key);
    *kid = key.kid;
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
    const char *kid = NULL;
    enum err err = card_key_select(db, organization_id, &result);
    return err == ERR_NONE && result.row_count == 0 ? card_key_create(db, organization_id, &kid)
                                                    : err;
}

enum err card_key_forget_secret(struct db *db, const struct uuid *organization_id,
                                const struct uuid *id)
{
    struct db_value sealed;
    struct seal_place place = place_of(organization_id, id);
    enum err err = vault_seal_text(db, &place, "gone", &sealed); /* the column takes no NULL */
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "UPDATE card_keys SET private_key = $1 WHERE organization_id = $2 "
                         "AND id = $3",
                         sealed, db_uuid(organization_id), db_uuid(id));
}

enum err card_key_set(struct db *db, const struct uuid *organization_id, json_t **set)
{
    struct db_result result;
    enum err err = card_key_select(db, organization_id, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    json_t *keys = json_array();
    for (int i = 0; i < result.row_count; i++) {
        struct jws_key key = public_of(&result, i);
        if (card_key_is_published(&result, i))
            json_array_append_new(keys, jws_key_public(&key));
    }
    *set = json_pack("{s:o}", "keys", keys);
    return ERR_NONE;
}
