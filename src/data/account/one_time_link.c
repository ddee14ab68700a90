#include "data/account/one_time_link.h"

#include "base/clock.h"
#include "data/mail/mail_queue.h"

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
    return db_change_one(db,
                         "INSERT INTO one_time_links (organization_id, id, user_id, purpose, "
                         "token_hash, created_by, created_at, expires_at, is_shown) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                         db_uuid(&link->organization_id), db_uuid(&id), db_uuid(&link->user_id),
                         db_text(purpose_names[link->purpose]), db_bytes(hash, HASH_LEN),
                         db_uuid_or_null(created_by), db_time(clock_now()),
                         db_time(link->expires_at), db_bool(!link->is_hidden));
}

enum err one_time_link_create(struct db *db, struct one_time_link *link,
                              const struct uuid *created_by, char token[TOKEN_TEXT_LEN])
{
    enum err err = one_time_link_revoke_all(db, &link->organization_id, &link->user_id);
    if (err != ERR_NONE)
        return err;
    token_make(&link->organization_id, token);
    if (link->expires_at == 0)
        link->expires_at = clock_now() + lifetimes[link->purpose];
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hashes);
    return insert(db, link, created_by, hashes[0]);
}

enum err one_time_link_mail(struct db *db, const struct one_time_link *link, const char *token,
                            bool is_asked)
{
    bool is_invitation = link->purpose == LINK_INVITATION;
    const char *path =
        arena_printf(db_arena(db), is_invitation ? "/invite/%s" : "/reset/%s", token);
    struct db_result only;
    enum err err =
        db_select(db, &only, "SELECT 1 FROM sso_providers WHERE organization_id = $1 AND is_only",
                  db_uuid(&link->organization_id));
    if (err != ERR_NONE)
        return err;
    json_t *facts = json_pack(
        "{s:s, s:s, s:s, s:s}", "link", path, "asked", is_asked ? "you" : "administrator", "valid",
        is_asked ? "1 hour" : "24 hours", "sign_in", only.row_count > 0 ? "sso" : "password");
    if (facts == NULL)
        die("out of memory");
    return mail_queue(db, &(struct mail_draft){
                              .organization_id = link->organization_id,
                              .user_id = link->user_id,
                              .kind = is_invitation ? MAIL_INVITATION : MAIL_RESET,
                              .facts = facts,
                              .expires_at = link->expires_at,
                          });
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
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hashes);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_select(
        db, &result,
        "SELECT id, user_id, expires_at FROM one_time_links "
        "WHERE organization_id = $1 AND token_hash IN ($2, $5) AND purpose = $3 "
        "AND used_at IS NULL AND expires_at > $4",
        db_uuid(&organization_id), db_bytes(hashes[0], HASH_LEN), db_text(purpose_names[purpose]),
        db_time(clock_now()), db_bytes(hashes[1], HASH_LEN));
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
