#include "data/identity/one_time_link.h"

#include "base/clock.h"

static const char *const purpose_names[] = {
    [LINK_INVITATION] = "invitation",
    [LINK_PASSWORD_RESET] = "password_reset",
};

static const int64_t lifetimes[] = {
    [LINK_INVITATION] = LINK_INVITATION_LIFETIME,
    [LINK_PASSWORD_RESET] = LINK_RESET_LIFETIME,
};

static enum err insert(struct db *db, const struct one_time_link *link,
                       const struct uuid *created_by, const uint8_t hash[HASH_LEN])
{
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    return db_change_one(db,
                         "INSERT INTO one_time_links (organization_id, id, user_id, purpose, "
                         "token_hash, created_by, created_at, expires_at) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                         db_uuid(&link->organization_id), db_uuid(&id), db_uuid(&link->user_id),
                         db_text(purpose_names[link->purpose]), db_bytes(hash, HASH_LEN),
                         db_uuid_or_null(created_by), db_time(now),
                         db_time(now + lifetimes[link->purpose]));
}

enum err one_time_link_create(struct db *db, const struct one_time_link *link,
                              const struct uuid *created_by, char token[TOKEN_TEXT_LEN])
{
    enum err err = one_time_link_revoke_all(db, &link->organization_id, &link->user_id);
    if (err != ERR_NONE)
        return err;
    token_make(&link->organization_id, token);
    uint8_t hash[HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hash);
    return insert(db, link, created_by, hash);
}

enum err one_time_link_revoke_all(struct db *db, const struct uuid *organization_id,
                                  const struct uuid *user_id)
{
    return db_change(db,
                     "UPDATE one_time_links SET expires_at = $1 WHERE organization_id = $2 "
                     "AND user_id = $3 AND used_at IS NULL AND expires_at > $1",
                     db_time(clock_now()), db_uuid(organization_id), db_uuid(user_id));
}

enum err one_time_link_find(struct db *db, enum link_purpose purpose, const char *token,
                            struct one_time_link *link)
{
    struct uuid organization_id;
    struct db_result result;
    uint8_t hash[HASH_LEN];
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hash);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_select(db, &result,
                             "SELECT id, user_id, expires_at FROM one_time_links "
                             "WHERE organization_id = $1 AND token_hash = $2 AND purpose = $3 "
                             "AND used_at IS NULL AND expires_at > $4",
                             db_uuid(&organization_id), db_bytes(hash, HASH_LEN),
                             db_text(purpose_names[purpose]), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    *link = (struct one_time_link){
        .id = db_get_uuid(&result, 0, 0),
        .organization_id = organization_id,
        .user_id = db_get_uuid(&result, 0, 1),
        .purpose = purpose,
        .expires_at = db_get_time(&result, 0, 2),
    };
    return ERR_NONE;
}

enum err one_time_link_use(struct db *db, const struct one_time_link *link)
{
    return db_change_one(db,
                         "UPDATE one_time_links SET used_at = $1 WHERE organization_id = $2 "
                         "AND id = $3 AND used_at IS NULL AND expires_at > $1",
                         db_time(clock_now()), db_uuid(&link->organization_id), db_uuid(&link->id));
}
