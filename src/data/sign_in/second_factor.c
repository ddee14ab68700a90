#include "data/sign_in/second_factor.h"

#include <string.h>

#include "base/clock.h"
#include "data/session/own_account.h"

static const char what[] = "second_factor"; /* in events */

static struct seal_place place_of(const struct user_record *record, const char *table,
                                  const char *column, const struct uuid *id)
{
    return (struct seal_place){table, column, record->user.organization_id, *id};
}

enum err second_factor_get(struct db *db, const struct actor *actor, struct second_factor *factor)
{
    struct db_result result;
    *factor = (struct second_factor){0};
    enum err err = db_select(
        db, &result,
        "SELECT a.created_at, a.last_used_at, s.created_at, "
        "(SELECT count(*) FROM recovery_codes c WHERE c.organization_id = u.organization_id "
        "AND c.user_id = u.id AND c.used_at IS NULL) FROM users u "
        "LEFT JOIN authenticator_apps a ON a.organization_id = u.organization_id "
        "AND a.user_id = u.id "
        "LEFT JOIN recovery_sets s ON s.organization_id = u.organization_id AND s.user_id = u.id "
        "WHERE u.organization_id = $1 AND u.id = $2",
        db_uuid(&actor->home_organization_id), db_uuid(&actor->user_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    factor->app_added_at = db_get_time(&result, 0, 0);
    factor->app_used_at = db_get_time(&result, 0, 1);
    factor->codes_made_at = db_get_time(&result, 0, 2);
    factor->codes_left = (int)db_get_int(&result, 0, 3);
    return ERR_NONE;
}

/* ---- what a person has ---------------------------------------------------------------------- */

static enum err forget_codes(struct db *db, const struct user_record *record)
{
    enum err err =
        db_change(db, "DELETE FROM recovery_codes WHERE organization_id = $1 AND user_id = $2",
                  db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    if (err != ERR_NONE)
        return err;
    return db_change(db, "DELETE FROM recovery_sets WHERE organization_id = $1 AND user_id = $2",
                     db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
}

static enum err store_code(struct db *db, const struct user_record *record, const char *key,
                           const char *code)
{
    uint8_t hash[HASH_LEN];
    recovery_code_hash(key, code, hash);
    return db_change_one(db,
                         "INSERT INTO recovery_codes (organization_id, user_id, code_hash) "
                         "VALUES ($1, $2, $3)",
                         db_uuid(&record->user.organization_id), db_uuid(&record->user.id),
                         db_bytes(hash, HASH_LEN));
}

static enum err make_codes(struct db *db, const struct user_record *record,
                           struct recovery_codes *codes)
{
    char key[SECRET_TEXT_LEN];
    struct uuid id = uuid_make();
    struct db_value sealed;
    struct seal_place place = place_of(record, "recovery_sets", "code_key", &id);
    secret_make(key);
    enum err err = forget_codes(db, record);
    if (err == ERR_NONE)
        err =
            vault_seal(db, &record->data_key_id, &place, (struct text){key, strlen(key)}, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "INSERT INTO recovery_sets (organization_id, id, user_id, created_at, "
                            "code_key) VALUES ($1, $2, $3, $4, $5)",
                            db_uuid(&record->user.organization_id), db_uuid(&id),
                            db_uuid(&record->user.id), db_time(clock_now()), sealed);
    for (int i = 0; i < RECOVERY_CODE_COUNT && err == ERR_NONE; i++) {
        recovery_code_make(codes->codes[i]);
        err = store_code(db, record, key, codes->codes[i]);
    }
    return err;
}

static enum err forget_app(struct db *db, const struct user_record *record, int64_t *count)
{
    struct db_result result;
    enum err err = db_select(
        db, &result, "DELETE FROM authenticator_apps WHERE organization_id = $1 AND user_id = $2",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    *count = err == ERR_NONE ? result.change_count : 0;
    return err;
}

enum err second_factor_forget(struct db *db, const struct user_record *record)
{
    int64_t count = 0;
    enum err err = forget_app(db, record, &count);
    if (err == ERR_NONE)
        err = db_change(db, "DELETE FROM passkeys WHERE organization_id = $1 AND user_id = $2",
                        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    return err == ERR_NONE ? forget_codes(db, record) : err;
}

enum err second_factor_give_codes(struct db *db, const struct user_record *record,
                                  struct recovery_codes *codes)
{
    struct db_result result;
    codes->codes[0][0] = '\0';
    enum err err = db_select(
        db, &result, "SELECT 1 FROM recovery_sets WHERE organization_id = $1 AND user_id = $2",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    return err == ERR_NONE && result.row_count == 0 ? make_codes(db, record, codes) : err;
}

static enum err store_app(struct db *db, const struct user_record *record, const char *secret,
                          int64_t step)
{
    struct uuid id = uuid_make();
    struct db_value sealed;
    struct seal_place place = place_of(record, "authenticator_apps", "secret", &id);
    enum err err = vault_seal(db, &record->data_key_id, &place,
                              (struct text){secret, strlen(secret)}, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO authenticator_apps (organization_id, id, user_id, "
                         "last_step, created_at, secret) VALUES ($1, $2, $3, $4, $5, $6)",
                         db_uuid(&record->user.organization_id), db_uuid(&id),
                         db_uuid(&record->user.id), db_int(step), db_time(clock_now()), sealed);
}

/* ---- changing it ---------------------------------------------------------------------------- */

static enum err add_inside(struct db *db, const struct session *session,
                           const struct app_enrolment *enrolment, int64_t step,
                           char token[TOKEN_TEXT_LEN], struct recovery_codes *codes)
{
    struct user_record record;
    int64_t replaced_count = 0;
    struct session_client client = enrolment->client;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE)
        err = forget_app(db, &record, &replaced_count);
    if (err == ERR_NONE)
        err = store_app(db, &record, enrolment->secret, step);
    if (err == ERR_NONE)
        err = second_factor_give_codes(db, &record, codes);
    if (err == ERR_NONE)
        err =
            own_account_note(db, session, &record,
                             replaced_count == 0 ? "user.factor_add" : "user.factor_replace", what);
    client.factor = FACTOR_APP;
    return err == ERR_NONE ? own_account_begin_anew(db, &record, &client, token) : err;
}

static enum err refuse_code(struct db *db, const struct session *session)
{
    struct audit_event event = {.action = "user.factor_add",
                                .record_type = "user",
                                .record_id = session->actor.user_id,
                                .organization_id = session->actor.home_organization_id,
                                .outcome = AUDIT_FAILURE};
    enum err err = audit_record_alone(db, &session->actor, &event);
    return err == ERR_NONE ? ERR_DENIED : err;
}

enum err second_factor_add_app(struct db *db, const struct session *session,
                               const struct app_enrolment *enrolment, char token[TOKEN_TEXT_LEN],
                               struct recovery_codes *codes)
{
    int64_t step = 0;
    codes->codes[0][0] = '\0';
    if (totp_find_step(enrolment->secret, enrolment->code, clock_now(), &step) != ERR_NONE)
        return refuse_code(db, session);
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, add_inside(db, session, enrolment, step, token, codes))
                           : err;
}

static enum err remove_inside(struct db *db, const struct session *session,
                              const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    struct user_record record;
    int64_t count = 0;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE && !record.user.has_app)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = forget_app(db, &record, &count);
    if (err == ERR_NONE && !record.user.has_passkey)
        err = forget_codes(db, &record);
    if (err == ERR_NONE)
        err = own_account_note(db, session, &record, "user.factor_remove", what);
    return err == ERR_NONE ? own_account_begin_anew(db, &record, client, token) : err;
}

enum err second_factor_remove(struct db *db, const struct session *session,
                              const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, remove_inside(db, session, client, token)) : err;
}

static enum err renew_inside(struct db *db, const struct session *session,
                             struct recovery_codes *codes)
{
    struct user_record record;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE && !record.user.has_app && !record.user.has_passkey)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = make_codes(db, &record, codes);
    return err == ERR_NONE ? own_account_note(db, session, &record, "user.recovery_codes", what)
                           : err;
}

enum err second_factor_renew_codes(struct db *db, const struct session *session,
                                   struct recovery_codes *codes)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, renew_inside(db, session, codes)) : err;
}

/* ---- signing in with it --------------------------------------------------------------------- */

static bool looks_like_app_code(const char *code)
{
    return strspn(code, "0123456789 ") == strlen(code);
}

/* Looks and sets in one statement: of two who send the same code one is late. */
static enum err use_step(struct db *db, const struct user_record *record, const struct uuid *id,
                         int64_t step)
{
    enum err err = db_change_one(db,
                                 "UPDATE authenticator_apps SET last_step = $1, last_used_at = $2 "
                                 "WHERE organization_id = $3 AND id = $4 AND last_step < $1",
                                 db_int(step), db_time(clock_now()),
                                 db_uuid(&record->user.organization_id), db_uuid(id));
    return err == ERR_NOT_FOUND ? ERR_DENIED : err;
}

/* The id and the opened secret of what a person has one of; sql selects both. ERR_DENIED if they
 * have none. */
static enum err open_one(struct db *db, const struct user_record *record, const char *sql,
                         struct seal_place *place, struct text *plain)
{
    struct db_result result;
    const struct db_value owner[] = {db_uuid(&record->user.organization_id),
                                     db_uuid(&record->user.id)};
    enum err err = db_query(db, sql, owner, (int)COUNT_OF(owner), &result);
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_DENIED;
    if (err != ERR_NONE)
        return err;
    place->organization_id = record->user.organization_id;
    place->row_id = db_get_uuid(&result, 0, 0);
    return vault_unseal(db, &record->data_key_id, place, db_get_bytes(&result, 0, 1), plain);
}

static enum err use_app(struct db *db, const struct user_record *record, const char *code)
{
    struct seal_place place = {.table = "authenticator_apps", .column = "secret"};
    struct text secret;
    int64_t step = 0;
    enum err err = open_one(db, record,
                            "SELECT id, secret FROM authenticator_apps "
                            "WHERE organization_id = $1 AND user_id = $2",
                            &place, &secret);
    if (err == ERR_NONE)
        err = totp_find_step(secret.data, code, clock_now(), &step);
    return err == ERR_NONE ? use_step(db, record, &place.row_id, step) : err;
}

static enum err record_recovery(struct db *db, const struct user_record *record, int *codes_left)
{
    struct db_result result;
    struct actor actor = user_record_actor(record);
    struct audit_event event = user_record_event(record, "user.recovery_use");
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM recovery_codes WHERE organization_id = $1 "
                             "AND user_id = $2 AND used_at IS NULL",
                             db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    if (err != ERR_NONE)
        return err;
    *codes_left = (int)db_get_int(&result, 0, 0);
    event.details = json_object();
    audit_change_int(event.details, "recovery_codes", *codes_left + 1, *codes_left);
    return audit_record(db, &actor, &event);
}

static enum err use_recovery(struct db *db, const struct user_record *record, const char *code,
                             int *codes_left)
{
    struct seal_place place = {.table = "recovery_sets", .column = "code_key"};
    struct text key;
    uint8_t hash[HASH_LEN];
    enum err err = open_one(db, record,
                            "SELECT id, code_key FROM recovery_sets "
                            "WHERE organization_id = $1 AND user_id = $2",
                            &place, &key);
    if (err != ERR_NONE)
        return err;
    recovery_code_hash(key.data, code, hash);
    err = db_change_one(db,
                        "UPDATE recovery_codes SET used_at = $1 WHERE organization_id = $2 "
                        "AND user_id = $3 AND code_hash = $4 AND used_at IS NULL",
                        db_time(clock_now()), db_uuid(&record->user.organization_id),
                        db_uuid(&record->user.id), db_bytes(hash, HASH_LEN));
    if (err == ERR_NOT_FOUND)
        err = ERR_DENIED;
    return err == ERR_NONE ? record_recovery(db, record, codes_left) : err;
}

enum err second_factor_use(struct db *db, const struct user_record *record, const char *code,
                           enum session_factor *factor, int *codes_left)
{
    bool is_app = looks_like_app_code(code);
    *codes_left = -1;
    *factor = is_app ? FACTOR_APP : FACTOR_RECOVERY;
    return is_app ? use_app(db, record, code) : use_recovery(db, record, code, codes_left);
}
