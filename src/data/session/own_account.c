#include "data/session/own_account.h"

#include "crypt/password.h"
#include "data/session/throttle.h"

enum err own_account_find(struct db *db, const struct session *session, struct user_record *record)
{
    return user_record_find(db, &session->actor.home_organization_id, &session->actor.user_id,
                            record);
}

static struct throttle_attempt attempt_of(struct db *db, const struct session *session)
{
    char *id = arena_alloc(db_arena(db), UUID_TEXT_LEN);
    uuid_format(&session->actor.user_id, id);
    return (struct throttle_attempt){THROTTLE_REAUTHENTICATE, id, NULL};
}

static enum err record_wrong_password(struct db *db, const struct session *session,
                                      const struct user_record *record, const char *action)
{
    struct audit_event event = user_record_event(record, action);
    event.outcome = AUDIT_FAILURE;
    enum err err = audit_record_alone(db, &session->actor, &event);
    return err == ERR_NONE ? ERR_DENIED : err;
}

enum err own_account_verify(struct db *db, const struct session *session, const char *password,
                            const char *action, struct user_record *record)
{
    const char *hash = NULL;
    const struct throttle_attempt attempt = attempt_of(db, session);
    enum err err = throttle_count(db, &attempt);
    if (err == ERR_NONE)
        err = own_account_find(db, session, record);
    if (err == ERR_NONE)
        err = user_record_password(db, record, &hash);
    if (err == ERR_NONE)
        err = password_verify(password, hash);
    return err == ERR_DENIED ? record_wrong_password(db, session, record, action) : err;
}

enum err own_account_forget_attempts(struct db *db, const struct session *session)
{
    const struct throttle_attempt attempt = attempt_of(db, session);
    return throttle_forget(db, &attempt);
}

enum err own_account_note_not_done(struct db *db, const struct user_record *record,
                                   const struct session_client *client, enum audit_outcome outcome)
{
    struct audit_event event = user_record_event(record, "session.sign_in");
    event.outcome = outcome;
    if (!uuid_is_nil(&record->user.id)) {
        session_factor_note(&event, client->factor, client->is_sso);
        session_client_note(&event, client);
    }
    return audit_record_alone(db, NULL, &event);
}

enum err own_account_note(struct db *db, const struct session *session,
                          const struct user_record *record, const char *action, const char *what)
{
    struct audit_event event = user_record_event(record, action);
    event.details = json_object();
    audit_secret(event.details, what);
    return audit_record(db, &session->actor, &event);
}

enum err own_account_begin_anew(struct db *db, const struct user_record *record,
                                const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    enum err err = user_record_raise_epoch(db, record);
    return err == ERR_NONE
               ? session_create(db, &record->user.organization_id, &record->user.id, client, token)
               : err;
}
