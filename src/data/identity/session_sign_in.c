#include "data/identity/session_sign_in.h"

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "crypt/password.h"
#include "data/identity/user_record.h"

/* Whoever may not sign in gives nothing to verify, and that costs the same time. */
static enum err find_candidate(struct db *db, const char *email, struct user_record *record,
                               const char **hash)
{
    char *normalized = NULL;
    const char *problem = NULL;
    *record = (struct user_record){.epoch = 0};
    *hash = NULL;
    if (email_normalize(db_arena(db), email, &normalized, &problem) != ERR_NONE)
        return ERR_NONE;
    enum err err = user_record_find_email(db, normalized, record);
    if (err == ERR_NOT_FOUND)
        return ERR_NONE;
    if (err == ERR_NONE && record->is_active && !record->is_suspended)
        err = user_record_password(db, record, hash);
    return err;
}

static enum err record_failure(struct db *db, const struct user_record *record, const char *action,
                               const struct session_client *client)
{
    struct audit_event event = user_record_event(record, action);
    event.outcome = AUDIT_FAILURE;
    if (!uuid_is_nil(&record->user.id) && client != NULL) {
        event.personal_details = json_object();
        audit_change(event.personal_details, "client_address", NULL, client->address);
        audit_change(event.personal_details, "client_agent", NULL, client->agent);
    }
    enum err err = audit_record_alone(db, NULL, &event);
    return err == ERR_NONE ? ERR_DENIED : err;
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

static enum err sign_in_inside(struct db *db, const struct user_record *record,
                               const char *new_hash, const struct session_client *client,
                               char token[TOKEN_TEXT_LEN])
{
    /* What was verified may have changed meanwhile: the epoch tells. */
    struct user_record now;
    enum err err = user_record_find(db, &record->user.organization_id, &record->user.id, &now);
    if (err == ERR_NONE && now.epoch != record->epoch)
        err = ERR_DENIED;
    if (err == ERR_NONE && new_hash != NULL)
        err = store_hash(db, record, new_hash);
    return err != ERR_NONE
               ? err
               : session_create(db, &record->user.organization_id, &record->user.id, client, token);
}

static enum err sign_in(struct db *db, const char *email, const char *password,
                        const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    struct user_record record;
    const char *hash = NULL;
    char *new_hash = NULL;
    enum err err = find_candidate(db, email, &record, &hash);
    if (err != ERR_NONE)
        return err;
    err = password_verify(password, hash);
    if (err == ERR_DENIED)
        return record_failure(db, &record, "session.sign_in", client);
    if (err == ERR_NONE && hash != NULL && password_needs_rehash(hash))
        err = password_hash(db_arena(db), password, &new_hash);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, sign_in_inside(db, &record, new_hash, client, token));
    return err == ERR_DENIED ? record_failure(db, &record, "session.sign_in", client) : err;
}

enum err session_sign_in(struct db *db, const char *email, const char *password,
                         const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = sign_in(db, email, password, client, token);
    (void)db_enter(db, before);
    return err;
}

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
    struct audit_event event = user_record_event(record, "session.reauthenticate");
    return audit_record(db, &session->actor, &event);
}

static enum err reauthenticate(struct db *db, const struct session *session, const char *password)
{
    struct user_record record;
    const char *hash = NULL;
    enum err err = user_record_find(db, &session->actor.home_organization_id,
                                    &session->actor.user_id, &record);
    if (err == ERR_NONE)
        err = user_record_password(db, &record, &hash);
    if (err == ERR_NONE)
        err = password_verify(password, hash);
    if (err == ERR_DENIED)
        return record_failure(db, &record, "session.reauthenticate", NULL);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, reauthenticate_inside(db, session, &record));
}

/* Whoever works in another organization proves themselves at home. */
enum err session_reauthenticate(struct db *db, const struct session *session, const char *password)
{
    struct db_scope before = session_go_home(db, session);
    enum err err = reauthenticate(db, session, password);
    (void)db_enter(db, before);
    return err;
}
