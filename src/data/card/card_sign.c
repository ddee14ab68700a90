#include "data/card/card_sign.h"

#include <string.h>

#include "base/clock.h"
#include "base/json_canonical.h"
#include "crypt/base64.h"
#include "crypt/token.h"
#include "data/card/card_key.h"

struct signing {
    struct db *db;
    const struct card *card;
    const char *header;     /* as it is signed: base64url */
    struct text text;       /* header and payload: what is signed (RFC 7515, 5.1) */
    uint8_t hash[HASH_LEN]; /* of it */
};

static struct db_value hash_of(const struct signing *signing)
{
    return db_bytes(signing->hash, HASH_LEN);
}

static void write_text(struct signing *signing, const struct jws_key *key, const char *keys_url,
                       const json_t *json)
{
    struct arena *arena = db_arena(signing->db);
    json_t *header = json_keep(arena, json_pack("{s:s, s:s, s:s, s:s}", "alg", "ES256", "jku",
                                                keys_url, "kid", key->kid, "typ", "JOSE"));
    signing->header = base64url_make(arena, json_canonical(arena, header));
    const char *text = arena_printf(arena, "%s.%s", signing->header,
                                    base64url_make(arena, json_canonical(arena, json)));
    signing->text = (struct text){text, strlen(text)};
    sha256(text, signing->text.len, signing->hash);
}

static enum err find(const struct signing *signing, const char **signature)
{
    struct db_result result;
    enum err err = db_select(signing->db, &result,
                             "SELECT signature FROM card_signatures WHERE organization_id = $1 "
                             "AND card_id = $2 AND text_hash = $3",
                             db_uuid(&signing->card->organization_id), db_uuid(&signing->card->id),
                             hash_of(signing));
    *signature = err == ERR_NONE && result.row_count > 0 ? db_get_text(&result, 0, 0) : NULL;
    return err;
}

/* Unless another process was first, or the card has gone meanwhile. */
static enum err keep(const struct signing *signing, const char *signature)
{
    const struct card *card = signing->card;
    enum err err = db_begin_alone(signing->db);
    if (err != ERR_NONE)
        return err;
    return db_finish(signing->db,
                     db_change(signing->db,
                               "INSERT INTO card_signatures (organization_id, card_id, text_hash, "
                               "signature, signed_at) SELECT $1, $2, $3, $4, $5 FROM cards "
                               "WHERE organization_id = $1 AND id = $2 ON CONFLICT DO NOTHING",
                               db_uuid(&card->organization_id), db_uuid(&card->id),
                               hash_of(signing), db_text(signature), db_time(clock_now())));
}

static enum err sign(const struct signing *signing, const struct jws_key *key,
                     const char **signature)
{
    enum err err = jws_key_sign(db_arena(signing->db), key, signing->text, signature);
    if (err != ERR_NONE)
        return err;
    enum err kept = keep(signing, *signature);
    if (kept != ERR_NONE && db_has_failed(signing->db))
        return kept;
    err = find(signing, signature); /* where it could not be kept, of whoever was faster */
    if (err != ERR_NONE || *signature != NULL)
        return err;
    return kept == ERR_NONE ? ERR_NOT_FOUND : kept;
}

enum err card_sign(struct db *db, const struct card *card, const char *keys_url, json_t *json)
{
    struct signing signing = {.db = db, .card = card};
    struct jws_key key;
    const char *signature = NULL;
    enum err err = card_key_find(db, &card->organization_id, &key);
    if (err != ERR_NONE)
        return err;
    write_text(&signing, &key, keys_url, json);
    err = find(&signing, &signature);
    if (err == ERR_NONE && signature == NULL)
        err = sign(&signing, &key, &signature);
    if (err == ERR_NONE)
        json_object_set_new(
            json, "signatures",
            json_pack("[{s:s, s:s}]", "protected", signing.header, "signature", signature));
    return err;
}
