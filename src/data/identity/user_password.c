#include "data/identity/user_password.h"

#include "base/clock.h"
#include "crypt/password.h"
#include "data/identity/user_record.h"
#include "domain/record/name.h"

static enum err link_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                            struct user_record *record, struct user_link *link)
{
    enum err err = user_record_get(db, actor, user_id, record);
    if (err == ERR_NONE && uuid_equal(user_id, &actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = user_record_check_change(actor, record);
    if (err == ERR_NONE && !record->is_active)
        err = ERR_CONFLICT;
    if (err != ERR_NONE)
        return err;
    bool is_invited = record->user.state == USER_INVITED;
    link->purpose = is_invited ? LINK_INVITATION : LINK_PASSWORD_RESET;
    struct one_time_link made = {
        .organization_id = record->user.organization_id,
        .user_id = *user_id,
        .purpose = link->purpose,
    };
    err = one_time_link_create(db, &made, &actor->user_id, link->token);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(record, "user.link");
    event.details = json_object();
    audit_change(event.details, "purpose", NULL, is_invited ? "invitation" : "password reset");
    return audit_record(db, actor, &event);
}

enum err user_link(struct db *db, const struct actor *actor, const struct uuid *user_id,
                   struct user_link *link)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = link_inside(db, actor, user_id, &record, link);
    return user_record_finish(db, actor, &record, "user.link", err);
}

static enum err find_by_link(struct db *db, enum link_purpose purpose, const char *link_token,
                             struct one_time_link *link, struct user_record *record)
{
    enum err err = one_time_link_find(db, purpose, link_token, link);
    if (err == ERR_NONE)
        err = user_record_find(db, &link->organization_id, &link->user_id, record);
    if (err == ERR_NONE && (!record->is_active || record->is_suspended))
        err = ERR_NOT_FOUND;
    return err;
}

enum err user_get_by_link(struct db *db, enum link_purpose purpose, const char *link_token,
                          struct user *user)
{
    struct one_time_link link;
    struct user_record record;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = find_by_link(db, purpose, link_token, &link, &record);
    (void)db_enter(db, before);
    if (err == ERR_NONE)
        *user = record.user;
    return err;
}

/* A new password inside the open write transaction: older sessions and links end with it. */
static enum err store_password(struct db *db, const struct user_record *record,
                               const char *full_name, const char *hash)
{
    struct db_value name;
    struct db_value password;
    enum err err = user_record_seal(db, record, "full_name", full_name, &name);
    if (err == ERR_NONE)
        err = user_record_seal(db, record, "hashed_password", hash, &password);
    if (err == ERR_NONE)
        err = db_change_one(
            db,
            "UPDATE users SET hashed_password = $1, full_name = $2, epoch = epoch + 1, "
            "version = version + 1, updated_at = $3 "
            "WHERE organization_id = $4 AND id = $5 AND epoch = $6 AND is_active",
            password, name, db_time(clock_now()), db_uuid(&record->user.organization_id),
            db_uuid(&record->user.id), db_int(record->epoch));
    if (err == ERR_NONE)
        err = user_record_end_sessions(db, record);
    return err == ERR_NONE
               ? one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id)
               : err;
}

static enum err record_password(struct db *db, const struct user_record *record,
                                const char *full_name, const char *action)
{
    struct actor actor = user_record_actor(record);
    struct audit_event event = user_record_event(record, action);
    event.details = json_object();
    audit_secret(event.details, "password");
    event.personal_details = json_object();
    audit_change(event.personal_details, "full_name", record->user.full_name, full_name);
    return audit_record(db, &actor, &event);
}

/* What a page sends to set a password, once the hash is made. */
struct new_password {
    const char *action;
    const char *full_name;
    const char *hash;
    const struct session_client *client;
};

static enum err set_password(struct db *db, const struct user_record *record,
                             const struct new_password *set, char token[TOKEN_TEXT_LEN])
{
    enum err err = store_password(db, record, set->full_name, set->hash);
    if (err == ERR_NONE)
        err = record_password(db, record, set->full_name, set->action);
    return err == ERR_NONE ? session_create(db, &record->user.organization_id, &record->user.id,
                                            set->client, token)
                           : err;
}

static enum err hash_for(struct db *db, const struct user_record *record, const char *full_name,
                         const char *password, struct new_password *set, struct problem *problem)
{
    struct user_secret secret = {password, full_name, record->user.email,
                                 record->user.organization_name};
    char *hash = NULL;
    enum err err = user_record_hash(db, &secret, &hash, problem);
    set->full_name = full_name;
    set->hash = hash;
    return err;
}

static enum err accept_link(struct db *db, const struct user_accept *accept,
                            const struct session_client *client, char token[TOKEN_TEXT_LEN],
                            struct problem *problem)
{
    struct one_time_link link;
    struct user_record record;
    struct new_password set = {
        .action = accept->purpose == LINK_INVITATION ? "user.accept" : "user.password_reset",
        .client = client,
    };
    enum err err = find_by_link(db, accept->purpose, accept->link_token, &link, &record);
    if (err != ERR_NONE)
        return err;
    const char *full_name = record.user.full_name;
    if (accept->full_name != NULL)
        full_name = name_normalize(db_arena(db), accept->full_name);
    const char *message = NULL;
    if (name_check(full_name, &message) != ERR_NONE)
        return user_refuse(problem, ERR_INVALID, "full_name", message);
    err = hash_for(db, &record, full_name, accept->password, &set, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = one_time_link_use(db, &link);
    return db_finish(db, err == ERR_NONE ? set_password(db, &record, &set, token) : err);
}

enum err user_accept(struct db *db, const struct user_accept *accept,
                     const struct session_client *client, char token[TOKEN_TEXT_LEN],
                     struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = accept_link(db, accept, client, token, problem);
    (void)db_enter(db, before);
    return err;
}

static enum err refuse_current(struct db *db, const struct session *session,
                               const struct user_record *record)
{
    struct audit_event event = user_record_event(record, "user.password_change");
    event.outcome = AUDIT_FAILURE;
    enum err err = audit_record_alone(db, &session->actor, &event);
    return err == ERR_NONE ? ERR_DENIED : err;
}

enum err user_change_password(struct db *db, const struct session *session,
                              const struct user_password *change, char token[TOKEN_TEXT_LEN],
                              struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct user_record record;
    const char *current = NULL;
    struct new_password set = {.action = "user.password_change", .client = &change->client};
    enum err err = user_record_find(db, &session->actor.home_organization_id,
                                    &session->actor.user_id, &record);
    if (err == ERR_NONE)
        err = user_record_password(db, &record, &current);
    if (err == ERR_NONE)
        err = password_verify(change->current_password, current);
    if (err == ERR_DENIED)
        return refuse_current(db, session, &record);
    if (err == ERR_NONE)
        err = hash_for(db, &record, record.user.full_name, change->password, &set, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, set_password(db, &record, &set, token));
}
