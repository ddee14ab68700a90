#include "data/user/user_known.h"

#include "crypt/blind_index.h"

/* Asks for one address; the hashes live until the answers are collected. */
static void ask(struct db *db, const struct actor *actor, const char *email,
                struct db_result *result)
{
    struct hashes {
        uint8_t bytes[KEYRING_HASHES][HASH_LEN];
    } *hashes = arena_alloc(db_arena(db), sizeof *hashes);
    char *normalized = NULL;
    const char *problem = NULL;
    *result = (struct db_result){.row_count = 0};
    if (email_normalize(db_arena(db), email, &normalized, &problem) != ERR_NONE)
        return;
    email_index(db_keyring(db), normalized, hashes->bytes);
    db_later(db, result,
             "SELECT user_id FROM addresses WHERE organization_id = $1 AND email_index IN ($2, $3)",
             db_uuid(&actor->organization_id), db_bytes(hashes->bytes[0], HASH_LEN),
             db_bytes(hashes->bytes[1], HASH_LEN));
}

enum err user_known(struct db *db, const struct actor *actor, const char *const *emails, int count,
                    struct uuid *ids)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    enum err err = policy_check(actor, PERMISSION_USER_CHANGE, PERMISSION_USER_SEE, &target);
    if (err != ERR_NONE)
        return err;
    struct db_result *results = arena_array(db_arena(db), (size_t)count + 1, sizeof *results);
    for (int i = 0; i < count; i++)
        ask(db, actor, emails[i], &results[i]);
    err = db_collect(db);
    for (int i = 0; i < count && err == ERR_NONE; i++)
        ids[i] = results[i].row_count == 0 ? (struct uuid){{0}} : db_get_uuid(&results[i], 0, 0);
    return err;
}
