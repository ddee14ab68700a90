#include "data/vault/signing_key.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"

enum { KEYS_MAX = 1000 };

static enum err add(struct db *db, const char *kid, const struct note_key *key)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change(db,
                                   "INSERT INTO signing_keys (kid, public_key, created_at) "
                                   "VALUES ($1, $2, $3) ON CONFLICT (kid) DO NOTHING",
                                   db_text(kid), db_bytes(key->bytes, NOTE_KEY_LEN),
                                   db_time(clock_now())));
}

static enum err add_missing(struct db *db, const char *kid)
{
    struct note_key key;
    struct db_result stored;
    enum err err = note_key_of(db_keyring(db), kid, &key);
    if (err == ERR_NONE)
        err = db_select(db, &stored, "SELECT public_key FROM signing_keys WHERE kid = $1",
                        db_text(kid));
    if (err != ERR_NONE)
        return err;
    if (stored.row_count == 0)
        return add(db, kid, &key);
    struct text bytes = db_get_bytes(&stored, 0, 0);
    if (bytes.len == NOTE_KEY_LEN && memcmp(bytes.data, key.bytes, NOTE_KEY_LEN) == 0)
        return ERR_NONE;
    log_line(
        "error", "keys.wrong_public_key",
        (const struct log_field[]){
            {"reason", "the public key in the database is not the one of this key"}, {"kid", kid}},
        2);
    return ERR_DENIED;
}

enum err signing_key_add_all(struct db *db)
{
    enum err err = ERR_NONE;
    const char *kid = NULL;
    for (int i = 0; err == ERR_NONE && (kid = keyring_kid(db_keyring(db), i)) != NULL; i++)
        err = add_missing(db, kid);
    return err;
}

enum err signing_key_list(struct db *db, struct note_key **keys, int *count)
{
    struct db_result result;
    *count = 0;
    enum err err = db_select(db, &result,
                             "SELECT kid, public_key FROM signing_keys "
                             "ORDER BY created_at, kid LIMIT $1",
                             db_int(KEYS_MAX));
    if (err != ERR_NONE)
        return err;
    *keys = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof **keys);
    for (int i = 0; i < result.row_count; i++) {
        struct text bytes = db_get_bytes(&result, i, 1);
        const char *kid = db_get_text(&result, i, 0);
        if (bytes.len == NOTE_KEY_LEN && strlen(kid) <= KID_LEN)
            note_key_set(&(*keys)[(*count)++], kid, (const uint8_t *)bytes.data);
    }
    return ERR_NONE;
}
