#include "data/sso/sso_account.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/one_time_link.h"
#include "data/account/user_reset.h"
#include "data/db/query.h"
#include "data/user/user_sso.h"

static void hash_subject(struct db *db, const struct sso_provider *provider, const char *subject,
                         uint8_t out[HASH_LEN])
{
    const char *text = arena_printf(db_arena(db), "%s %s", provider->issuer, subject);
    secret_hash(provider->subject_key, text, out);
}

static enum err find_linked(struct db *db, const struct sso_provider *provider,
                            struct sso_account *account)
{
    struct db_result row;
    enum err err =
        db_select(db, &row,
                  "SELECT user_id FROM sso_accounts WHERE organization_id = $1 "
                  "AND subject_hash = $2",
                  db_uuid(&provider->organization_id), db_bytes(account->subject_hash, HASH_LEN));
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    struct uuid user_id = db_get_uuid(&row, 0, 0);
    account->is_linked = true;
    return user_record_find(db, &provider->organization_id, &user_id, &account->record);
}

static enum err has_link(struct db *db, const struct user_record *record, bool *has)
{
    struct db_result row;
    enum err err = db_select(
        db, &row, "SELECT 1 FROM sso_accounts WHERE organization_id = $1 AND user_id = $2",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    *has = err == ERR_NONE && row.row_count > 0;
    return err;
}

/* The address is one person's in all organizations: of another one it is nobody's here. */
static enum err find_by_address(struct db *db, const struct sso_provider *provider,
                                const struct id_token *token, struct sso_account *account)
{
    char *normalized = NULL;
    const char *problem = NULL;
    bool has = false;
    account->refusal = SSO_REFUSED_UNKNOWN;
    if (!token->is_email_verified) {
        account->refusal = SSO_REFUSED_UNVERIFIED;
        return ERR_NONE;
    }
    if (email_normalize(db_arena(db), token->email, &normalized, &problem) != ERR_NONE)
        return ERR_NONE;
    enum err err = user_record_find_email(db, normalized, &account->record);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, provider->organization_id});
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    if (err != ERR_NONE ||
        !uuid_equal(&account->record.user.organization_id, &provider->organization_id))
        return err;
    err = has_link(db, &account->record, &has);
    account->refusal = has ? SSO_REFUSED_OTHER : SSO_REFUSED_NOT;
    return err;
}

enum err sso_account_find(struct db *db, const struct sso_provider *provider,
                          const struct id_token *token, struct sso_account *account)
{
    *account = (struct sso_account){.refusal = SSO_REFUSED_NOT};
    hash_subject(db, provider, token->subject, account->subject_hash);
    enum err err = find_linked(db, provider, account);
    if (err == ERR_NONE && !account->is_linked)
        err = find_by_address(db, provider, token, account);
    if (err != ERR_NONE || account->refusal != SSO_REFUSED_NOT)
        return err;
    if (!account->record.is_active)
        account->refusal = SSO_REFUSED_UNKNOWN;
    else if (!user_sso_may(&account->record.user))
        account->refusal = SSO_REFUSED_PASSWORD;
    else if (account->record.is_suspended)
        account->refusal = SSO_REFUSED_SUSPENDED;
    return ERR_NONE;
}

/* ---- using it ------------------------------------------------------------------------------ */

/* Whoever was invited has accepted, and no password is theirs. Their links end. */
static enum err accept_invitation(struct db *db, const struct user_record *record)
{
    struct db_value sealed;
    enum err err = user_record_seal(db, record, "hashed_password", USER_NO_PASSWORD, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE users SET hashed_password = $1 WHERE organization_id = $2 "
                            "AND id = $3 AND epoch = $4 AND hashed_password IS NULL",
                            sealed, db_uuid(&record->user.organization_id),
                            db_uuid(&record->user.id), db_int(record->epoch));
    return err == ERR_NONE
               ? one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id)
               : err;
}

static enum err link_inside(struct db *db, const struct sso_account *account)
{
    const struct user_record *record = &account->record;
    struct actor person = user_record_actor(record);
    struct audit_event event = user_record_event(record, "user.sso_link");
    enum err err = db_change_one(
        db,
        "INSERT INTO sso_accounts (organization_id, user_id, subject_hash, linked_at, "
        "last_used_at) VALUES ($1, $2, $3, $4, $4)",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id),
        db_bytes(account->subject_hash, HASH_LEN), db_time(clock_now()));
    if (err == ERR_NONE && record->user.state == USER_INVITED)
        err = accept_invitation(db, record);
    return err == ERR_NONE ? audit_record(db, &person, &event) : err;
}

enum err sso_account_use(struct db *db, const struct sso_account *account)
{
    const struct user_record *record = &account->record;
    if (!account->is_linked)
        return link_inside(db, account);
    enum err err =
        db_change_one(db,
                      "UPDATE sso_accounts SET last_used_at = $1 "
                      "WHERE organization_id = $2 AND user_id = $3 "
                      "AND subject_hash = $4",
                      db_time(clock_now()), db_uuid(&record->user.organization_id),
                      db_uuid(&record->user.id), db_bytes(account->subject_hash, HASH_LEN));
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

/* ---- the link ------------------------------------------------------------------------------ */

static void select_link(struct query *q, struct db *db, const struct actor *actor,
                        const struct uuid *user_id)
{
    query_begin(q, db, "SELECT linked_at, last_used_at FROM sso_accounts ");
    query_bind(q, "WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND user_id = ", db_uuid(user_id));
}

void sso_link_ahead(struct db *db, const struct actor *actor, const struct uuid *user_id)
{
    struct query q;
    select_link(&q, db, actor, user_id);
    query_ahead(&q);
}

enum err sso_link_get(struct db *db, const struct actor *actor, const struct uuid *user_id,
                      struct sso_link *link)
{
    struct query q;
    struct db_result row;
    struct policy_target target = {.organization_id = actor->organization_id};
    bool is_own = uuid_equal(user_id, &actor->user_id);
    *link = (struct sso_link){0};
    if (!is_own && !policy_allows(actor, PERMISSION_USER_READ, &target))
        return ERR_DENIED;
    select_link(&q, db, actor, user_id);
    enum err err = query_run(&q, &row);
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    *link = (struct sso_link){db_get_time(&row, 0, 0), db_get_time(&row, 0, 1)};
    return ERR_NONE;
}

static enum err check_unlink(struct db *db, const struct actor *actor,
                             const struct user_record *record, bool is_own)
{
    if (is_own)
        return ERR_NONE;
    enum err err = user_record_check_change(actor, record);
    return err == ERR_NONE ? user_reset_check_outside(db, actor, &record->user.organization_id)
                           : err;
}

static enum err unlink_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                              struct user_record *record)
{
    bool is_own = uuid_equal(user_id, &actor->user_id);
    enum err err = user_record_get(db, actor, user_id, record);
    if (err == ERR_NONE)
        err = check_unlink(db, actor, record, is_own);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "DELETE FROM sso_accounts WHERE organization_id = $1 AND user_id = $2",
                            db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    if (err == ERR_NONE && !is_own)
        err = user_record_raise_epoch(db, record);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(record, "user.sso_unlink");
    return audit_record(db, actor, &event);
}

enum err sso_unlink(struct db *db, const struct actor *actor, const struct uuid *user_id)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = unlink_inside(db, actor, user_id, &record);
    return user_record_finish(db, actor, &record, "user.sso_unlink", err);
}
