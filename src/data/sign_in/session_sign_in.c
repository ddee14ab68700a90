#include "data/sign_in/session_sign_in.h"

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "crypt/password.h"
#include "crypt/password_turn.h"
#include "data/session/device.h"
#include "data/session/own_account.h"
#include "data/session/throttle.h"

/* The address in the form that is compared; what is none is nobody's, and costs the same. */
static const char *normalize(struct db *db, const char *email)
{
    char *normalized = NULL;
    const char *problem = NULL;
    return email_normalize(db_arena(db), email, &normalized, &problem) == ERR_NONE ? normalized
                                                                                   : email;
}

/* Whoever may not sign in gives nothing to verify, and that costs the same time. */
static enum err find_candidate(struct db *db, const char *email, struct user_record *record,
                               const char **hash)
{
    *record = (struct user_record){.epoch = 0};
    *hash = NULL;
    enum err err = user_record_find_email(db, email, record);
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    if (err == ERR_NONE && record->is_active && !record->user.is_sso_only)
        err = user_record_password(db, record, hash);
    return err;
}

static enum err record_failure(struct db *db, const struct user_record *record,
                               const struct session_client *client)
{
    enum err err = own_account_note_not_done(db, record, client, AUDIT_FAILURE);
    return err == ERR_NONE ? ERR_DENIED : err;
}

/* Only who knows the password hears of it. */
static enum err refuse_suspended(struct db *db, const struct user_record *record,
                                 const struct session_client *client)
{
    enum err err = own_account_note_not_done(db, record, client, AUDIT_REFUSAL);
    return err == ERR_NONE ? ERR_CONFLICT : err;
}

/* A hash made with today's settings, inside the open write transaction. */
static enum err store_hash(struct db *db, const struct user_record *record, const char *hash)
{
    struct db_value sealed;
    enum err err = user_record_seal(db, record, "hashed_password", hash, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "UPDATE users SET hashed_password = $1 "
                         "WHERE organization_id = $2 AND id = $3 AND epoch = $4",
                         sealed, db_uuid(&record->user.organization_id), db_uuid(&record->user.id),
                         db_int(record->epoch));
}

struct verified {
    const struct user_record *record;
    const char *new_hash; /* or NULL */
    const struct throttle_attempt *attempt;
};

static enum err sign_in_inside(struct db *db, const struct verified *verified,
                               const struct session_client *client, struct sign_in *result)
{
    const struct user_record *record = verified->record;
    /* What was verified may have changed meanwhile: the epoch tells. */
    struct user_record now;
    enum err err = user_record_find(db, &record->user.organization_id, &record->user.id, &now);
    if (err == ERR_NONE && now.epoch != record->epoch)
        err = ERR_DENIED;
    if (err == ERR_NONE && verified->new_hash != NULL)
        err = store_hash(db, record, verified->new_hash);
    if (err == ERR_NONE)
        err = throttle_forget(db, verified->attempt);
    return err != ERR_NONE ? err : sign_in_begin(db, &now, client, result);
}

static enum err sign_in(struct db *db, const struct throttle_attempt *attempt, const char *password,
                        const struct session_client *client, struct sign_in *result)
{
    struct user_record record;
    const char *hash = NULL;
    char *new_hash = NULL;
    enum err err = throttle_count(db, attempt);
    if (err == ERR_NONE)
        err = find_candidate(db, attempt->subject, &record, &hash);
    if (err != ERR_NONE)
        return err;
    err = password_verify(password, hash);
    if (err == ERR_DENIED)
        return record_failure(db, &record, client);
    if (err == ERR_NONE && record.is_suspended)
        return refuse_suspended(db, &record, client);
    if (err == ERR_NONE && hash != NULL && password_needs_rehash(hash))
        err = password_hash(db_arena(db), password, &new_hash);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    const struct verified verified = {&record, new_hash, attempt};
    struct session_client from = *client;
    from.is_new_device = attempt->device == NULL;
    err = db_finish(db, sign_in_inside(db, &verified, &from, result));
    return err == ERR_DENIED ? record_failure(db, &record, client) : err;
}

enum err session_sign_in(struct db *db, const char *email, const char *password,
                         const struct session_client *client, struct sign_in *result)
{
    const char *subject = normalize(db, email);
    const char *device = device_find(db, client->device, subject);
    const struct throttle_attempt attempt = {THROTTLE_SIGN_IN, subject, device};
    enum err err = password_turn_begin(device == NULL ? PASSWORD_STRANGER : PASSWORD_KNOWN);
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    err = sign_in(db, &attempt, password, client, result);
    (void)db_enter(db, before);
    password_turn_end();
    return err;
}

static const char reauthenticate_action[] = "session.reauthenticate";

static enum err reauthenticate_inside(struct db *db, const struct session *session,
                                      const struct user_record *record)
{
    enum err err = db_change_one(db,
                                 "UPDATE sessions SET authenticated_at = $1 "
                                 "WHERE organization_id = $2 AND id = $3 AND ended_at IS NULL",
                                 db_time(clock_now()), db_uuid(&record->user.organization_id),
                                 db_uuid(&session->id));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = user_record_event(record, reauthenticate_action);
    return audit_record(db, &session->actor, &event);
}

static enum err reauthenticate(struct db *db, const struct session *session, const char *password)
{
    struct user_record record;
    enum err err = own_account_verify(db, session, password, reauthenticate_action, &record);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    err = own_account_forget_attempts(db, session);
    return db_finish(db, err == ERR_NONE ? reauthenticate_inside(db, session, &record) : err);
}

/* Whoever works in another organization proves themselves at home. */
enum err session_reauthenticate(struct db *db, const struct session *session, const char *password)
{
    struct db_scope before = session_go_home(db, session);
    enum err err = reauthenticate(db, session, password);
    (void)db_enter(db, before);
    return err;
}
