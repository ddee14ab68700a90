#include "data/sign_in/user_password.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/user_reset.h"
#include "data/mail/mail_queue.h"
#include "data/session/device.h"
#include "data/session/own_account.h"
#include "domain/record/name.h"

static enum err link_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                            struct user_record *record, struct user_link *link)
{
    enum err err = user_record_get(db, actor, user_id, record);
    if (err == ERR_NONE && uuid_equal(user_id, &actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = user_record_check_change(actor, record);
    if (err == ERR_NONE)
        err = user_reset_check_outside(db, actor, &record->user.organization_id);
    if (err != ERR_NONE)
        return err;
    bool is_invited = record->user.state == USER_INVITED;
    bool is_useless = record->user.is_sso_only && !is_invited;
    if (!record->is_active || is_useless)
        return ERR_CONFLICT;
    link->purpose = is_invited ? LINK_INVITATION : LINK_PASSWORD_RESET;
    struct one_time_link made = {
        .organization_id = record->user.organization_id,
        .user_id = *user_id,
        .purpose = link->purpose,
        .is_hidden = link->is_mailed,
    };
    err = one_time_link_create(db, &made, &actor->user_id, link->token);
    if (err == ERR_NONE && link->is_mailed)
        err = one_time_link_mail(db, &made, link->token, false);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(record, "user.link");
    event.details = json_object();
    audit_change(event.details, "purpose", NULL, is_invited ? "invitation" : "password reset");
    audit_change(event.details, "by_mail", NULL, link->is_mailed ? "yes" : NULL);
    return audit_record(db, actor, &event);
}

static enum err make_link(struct db *db, const struct actor *actor, const struct uuid *user_id,
                          struct user_link *link)
{
    struct user_record record;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = link_inside(db, actor, user_id, &record, link);
    return user_record_finish(db, actor, &record, "user.link", err);
}

enum err user_link(struct db *db, const struct actor *actor, const struct uuid *user_id,
                   struct user_link *link)
{
    link->is_mailed = false;
    return make_link(db, actor, user_id, link);
}

enum err user_link_mail(struct db *db, const struct actor *actor, const struct uuid *user_id,
                        struct user_link *link)
{
    link->is_mailed = true;
    return mail_is_on(db) ? make_link(db, actor, user_id, link) : ERR_CONFLICT;
}

enum err user_link_email(struct db *db, const struct actor *command, const char *email,
                         struct user_link *link)
{
    struct user_record record;
    struct actor inside;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = user_record_find_for_command(db, command, email, &inside, &record);
    if (err == ERR_NONE)
        err = user_link(db, &inside, &record.user.id, link);
    (void)db_enter(db, before);
    return err;
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

/* Whoever has a first password has just answered a mail. */
static enum err tell(struct db *db, const struct user_record *record, const char *action)
{
    if (strcmp(action, "user.accept") == 0)
        return ERR_NONE;
    bool is_reset = strcmp(action, "user.password_reset") == 0;
    return notice_queue(db, &record->user.organization_id, &record->user.id,
                        is_reset ? MAIL_PASSWORD_RESET : MAIL_PASSWORD_CHANGED, NULL, NULL);
}

/* What a page sends to set a password, once the hash is made. */
struct new_password {
    const char *action;
    const char *full_name;
    const char *hash;
    const struct session_client *client;
};

static enum err set_password(struct db *db, const struct user_record *record,
                             const struct new_password *set)
{
    enum err err = store_password(db, record, set->full_name, set->hash);
    if (err == ERR_NONE)
        err = record_password(db, record, set->full_name, set->action);
    return err == ERR_NONE ? tell(db, record, set->action) : err;
}

/* A link proves no second factor: whoever has one gives it now. */
static enum err set_by_link(struct db *db, const struct user_record *record,
                            const struct new_password *set, struct sign_in *result)
{
    struct user_record now;
    enum err err = set_password(db, record, set);
    if (err == ERR_NONE)
        err = user_record_find(db, &record->user.organization_id, &record->user.id, &now);
    return err == ERR_NONE ? sign_in_begin(db, &now, set->client, result) : err;
}

static enum err set_own(struct db *db, const struct user_record *record,
                        const struct new_password *set, char token[TOKEN_TEXT_LEN])
{
    enum err err = set_password(db, record, set);
    return err == ERR_NONE ? session_create(db, &record->user.organization_id, &record->user.id,
                                            set->client, token)
                           : err;
}

static enum err hash_for(struct db *db, const struct user_record *record, const char *full_name,
                         const char *password, struct new_password *set, struct problem *problem)
{
    struct user_secret secret = {password, full_name, record->user.email,
                                 record->user.organization_name,
                                 record->user.has_app ? PASSWORD_WITH_FACTOR : PASSWORD_ALONE};
    char *hash = NULL;
    enum err err = user_record_hash(db, &secret, &hash, problem);
    set->full_name = full_name;
    set->hash = hash;
    return err;
}

static enum err accept_link(struct db *db, const struct user_accept *accept,
                            const struct session_client *client, struct sign_in *result,
                            struct problem *problem)
{
    struct one_time_link link;
    struct user_record record;
    struct session_client from = *client;
    struct new_password set = {
        .action = accept->purpose == LINK_INVITATION ? "user.accept" : "user.password_reset",
        .client = &from,
    };
    enum err err = find_by_link(db, accept->purpose, accept->link_token, &link, &record);
    if (err == ERR_NONE && record.user.is_sso_only)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    from.is_new_device = accept->purpose == LINK_PASSWORD_RESET &&
                         device_find(db, client->device, record.user.email) == NULL;
    const char *full_name = record.user.full_name;
    if (accept->full_name != NULL)
        full_name = name_normalize(db_arena(db), accept->full_name);
    const char *message = NULL;
    if (name_check(full_name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "full_name", message);
    err = hash_for(db, &record, full_name, accept->password, &set, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = one_time_link_use(db, &link);
    return db_finish(db, err == ERR_NONE ? set_by_link(db, &record, &set, result) : err);
}

enum err user_accept(struct db *db, const struct user_accept *accept,
                     const struct session_client *client, struct sign_in *result,
                     struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = accept_link(db, accept, client, result, problem);
    (void)db_enter(db, before);
    return err;
}

enum err user_change_password(struct db *db, const struct session *session,
                              const struct user_password *change, char token[TOKEN_TEXT_LEN],
                              struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct user_record record;
    struct session_client client = change->client;
    struct new_password set = {.action = "user.password_change", .client = &client};
    client.factor = session->factor; /* what was proved still is */
    enum err err = own_account_verify(db, session, change->current_password, set.action, &record);
    if (err == ERR_NONE) /* at once: a new password that is refused costs no attempt */
        err = own_account_forget_attempts(db, session);
    if (err == ERR_NONE)
        err = hash_for(db, &record, record.user.full_name, change->password, &set, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, set_own(db, &record, &set, token));
}
