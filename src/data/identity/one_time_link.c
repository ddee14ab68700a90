#include "data/identity/one_time_link.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/identity/organization.h"

static const char *const purpose_names[] = {
    [LINK_SETUP] = "setup",
    [LINK_INVITATION] = "invitation",
    [LINK_PASSWORD_RESET] = "password_reset",
};

static const int64_t lifetimes[] = {
    [LINK_SETUP] = LINK_SETUP_LIFETIME,
    [LINK_INVITATION] = LINK_INVITATION_LIFETIME,
    [LINK_PASSWORD_RESET] = LINK_RESET_LIFETIME,
};

static enum err insert(struct db *db, const struct one_time_link *link,
                       const struct uuid *created_by, const uint8_t hash[HASH_LEN])
{
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    return db_change_one(db,
                         "INSERT INTO one_time_links (id, organization_id, user_id, purpose, "
                         "token_hash, created_by, created_at, expires_at) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                         db_uuid(&id), db_uuid_or_null(&link->organization_id),
                         db_uuid_or_null(&link->user_id), db_text(purpose_names[link->purpose]),
                         db_bytes(hash, HASH_LEN), db_uuid_or_null(created_by), db_time(now),
                         db_time(now + lifetimes[link->purpose]));
}

enum err one_time_link_create(struct db *db, const struct one_time_link *link,
                              const struct uuid *created_by, char token[TOKEN_TEXT_LEN])
{
    enum err err = one_time_link_revoke_all(db, &link->user_id);
    if (err != ERR_NONE)
        return err;
    token_make(token);
    uint8_t hash[HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hash);
    return insert(db, link, created_by, hash);
}

enum err one_time_link_revoke_all(struct db *db, const struct uuid *user_id)
{
    return db_change(db,
                     "UPDATE one_time_links SET expires_at = $1 "
                     "WHERE user_id = $2 AND used_at IS NULL AND expires_at > $1",
                     db_time(clock_now()), db_uuid(user_id));
}

static enum err create_setup_inside(struct db *db, const struct actor *actor,
                                    char code[CODE_TEXT_LEN])
{
    bool is_empty = false;
    enum err err = organization_is_empty(db, &is_empty);
    if (err == ERR_NONE && !is_empty)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = db_change(db,
                        "UPDATE one_time_links SET expires_at = $1 "
                        "WHERE purpose = $2 AND used_at IS NULL AND expires_at > $1",
                        db_time(clock_now()), db_text(purpose_names[LINK_SETUP]));
    if (err != ERR_NONE)
        return err;
    code_make(code);
    uint8_t hash[HASH_LEN];
    code_hash(db_keyring(db), KEY_PURPOSE_LINK, code, hash);
    err = insert(db, &(struct one_time_link){.purpose = LINK_SETUP}, &actor->user_id, hash);
    if (err != ERR_NONE)
        return err;
    return audit_record(
        db, actor,
        &(struct audit_event){.action = "organization.setup_code", .record_type = "organization"});
}

enum err one_time_link_create_setup(struct db *db, const struct actor *actor,
                                    char code[CODE_TEXT_LEN])
{
    if (actor->kind != ACTOR_COMMAND || !actor->is_active)
        return ERR_DENIED;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, create_setup_inside(db, actor, code));
}

enum err one_time_link_find(struct db *db, enum link_purpose purpose, const char *token,
                            struct one_time_link *link)
{
    uint8_t hash[HASH_LEN];
    if (purpose == LINK_SETUP)
        code_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hash);
    else
        token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hash);
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT id, organization_id, user_id, expires_at FROM one_time_links "
                  "WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
                  db_bytes(hash, HASH_LEN), db_text(purpose_names[purpose]), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *link = (struct one_time_link){
        .id = db_get_uuid(&result, 0, 0),
        .organization_id = db_get_uuid(&result, 0, 1),
        .user_id = db_get_uuid(&result, 0, 2),
        .purpose = purpose,
        .expires_at = db_get_time(&result, 0, 3),
    };
    return ERR_NONE;
}

enum err one_time_link_use(struct db *db, const struct one_time_link *link)
{
    return db_change_one(db,
                         "UPDATE one_time_links SET used_at = $1 "
                         "WHERE id = $2 AND used_at IS NULL AND expires_at > $1",
                         db_time(clock_now()), db_uuid(&link->id));
}
