#include "data/organization/setup_code.h"

#include "data/audit/audit.h"
#include "data/organization/organization.h"

static enum err create_inside(struct db *db, const struct actor *actor, char code[CODE_TEXT_LEN])
{
    bool is_empty = false;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    enum err err = organization_is_empty(db, &is_empty);
    if (err == ERR_NONE && !is_empty)
        err = ERR_CONFLICT;
    if (err != ERR_NONE)
        return err;
    code_make(code);
    code_hash(db_keyring(db), KEY_PURPOSE_LINK, code, hashes);
    int64_t now = clock_now();
    err = db_change_one(db,
                        "INSERT INTO installation (name, value, created_at, expires_at) "
                        "VALUES ('setup_code', $1, $2, $3) ON CONFLICT (name) DO UPDATE "
                        "SET value = excluded.value, created_at = excluded.created_at, "
                        "expires_at = excluded.expires_at",
                        db_bytes(hashes[0], HASH_LEN), db_time(now),
                        db_time(now + SETUP_CODE_LIFETIME));
    if (err != ERR_NONE)
        return err;
    return audit_record(
        db, actor,
        &(struct audit_event){.action = "organization.setup_code", .record_type = "organization"});
}

enum err setup_code_create(struct db *db, const struct actor *actor, char code[CODE_TEXT_LEN])
{
    if (actor->kind != ACTOR_COMMAND || !actor->is_active)
        return ERR_DENIED;
    enum err err = db_begin(db);
    return err != ERR_NONE ? err : db_finish(db, create_inside(db, actor, code));
}

enum err setup_code_check(struct db *db, const char *code)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct db_result result;
    code_hash(db_keyring(db), KEY_PURPOSE_LINK, code, hashes);
    enum err err = db_select(db, &result,
                             "SELECT name FROM installation WHERE name = 'setup_code' "
                             "AND value IN ($1, $3) AND expires_at > $2",
                             db_bytes(hashes[0], HASH_LEN), db_time(clock_now()),
                             db_bytes(hashes[1], HASH_LEN));
    return err == ERR_NONE && result.row_count == 0 ? ERR_NOT_FOUND : err;
}

enum err setup_code_use(struct db *db, const char *code)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    code_hash(db_keyring(db), KEY_PURPOSE_LINK, code, hashes);
    return db_change_one(db,
                         "DELETE FROM installation WHERE name = 'setup_code' "
                         "AND value IN ($1, $3) AND expires_at > $2",
                         db_bytes(hashes[0], HASH_LEN), db_time(clock_now()),
                         db_bytes(hashes[1], HASH_LEN));
}
