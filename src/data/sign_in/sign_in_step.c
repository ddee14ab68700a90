#include "data/sign_in/sign_in_step.h"

#include "base/clock.h"
#include "crypt/totp.h"
#include "data/session/device.h"
#include "data/session/factor_rule.h"
#include "data/session/throttle.h"
#include "data/sign_in/second_factor.h"
#include "data/user/user_record.h"

struct step {
    struct uuid organization_id;
    struct uuid id;
    struct uuid user_id;
    int64_t epoch;
    bool is_sso;
    struct user_record record;
    struct throttle_attempt attempt;
};

static enum err create(struct db *db, const struct user_record *record, bool is_sso,
                       char token[TOKEN_TEXT_LEN])
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    token_make(&record->user.organization_id, token);
    token_hash(db_keyring(db), KEY_PURPOSE_STEP, token, hashes);
    return db_change_one(
        db,
        "INSERT INTO sign_in_steps (organization_id, id, user_id, token_hash, epoch, created_at, "
        "expires_at, is_sso) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        db_uuid(&record->user.organization_id), db_uuid(&id), db_uuid(&record->user.id),
        db_bytes(hashes[0], HASH_LEN), db_int(record->epoch), db_time(now),
        db_time(now + SIGN_IN_STEP_LIFETIME), db_bool(is_sso));
}

/* That the password was right, or the provider knew the person, is no sign-in yet, and has an event
 * of its own. */
static enum err begin_step(struct db *db, const struct user_record *record,
                           const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    struct actor actor = user_record_actor(record);
    struct audit_event event =
        user_record_event(record, client->is_sso ? "session.sso" : "session.password");
    session_client_note(&event, client);
    enum err err = create(db, record, client->is_sso, token);
    return err == ERR_NONE ? audit_record(db, &actor, &event) : err;
}

enum err sign_in_begin(struct db *db, const struct user_record *record,
                       const struct session_client *client, struct sign_in *sign_in)
{
    struct factor_rule rule;
    struct actor person = user_record_actor(record);
    enum err err = factor_rule_find(db, &record->user.organization_id, &rule);
    if (err != ERR_NONE)
        return err;
    sign_in->enrol_by =
        client->is_sso_factor ? 0 : factor_rule_due(&rule, &person, record->user.created_at);
    /* who has a passkey alone may use the password alone, unless a second factor is required */
    sign_in->needs_code =
        !client->is_sso_factor &&
        (record->user.has_app || (record->user.has_passkey && sign_in->enrol_by != 0));
    if (sign_in->needs_code)
        return begin_step(db, record, client, sign_in->token);
    return session_create(db, &record->user.organization_id, &record->user.id, client,
                          sign_in->token);
}

static enum err find(struct db *db, const char *token, struct step *step)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    struct db_result result;
    if (token_organization(token, &step->organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    token_hash(db_keyring(db), KEY_PURPOSE_STEP, token, hashes);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, step->organization_id});
    enum err err = db_select(
        db, &result,
        "SELECT s.id, s.user_id, s.epoch, s.is_sso FROM sign_in_steps s "
        "JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id "
        "WHERE s.organization_id = $1 AND s.token_hash IN ($2, $3) AND s.expires_at > $4 "
        "AND s.used_at IS NULL AND s.try_count < $5 AND s.epoch = u.epoch AND u.is_active",
        db_uuid(&step->organization_id), db_bytes(hashes[0], HASH_LEN),
        db_bytes(hashes[1], HASH_LEN), db_time(clock_now()), db_int(SIGN_IN_STEP_TRIES));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    step->id = db_get_uuid(&result, 0, 0);
    step->user_id = db_get_uuid(&result, 0, 1);
    step->epoch = db_get_int(&result, 0, 2);
    step->is_sso = db_get_bool(&result, 0, 3);
    return ERR_NONE;
}

enum err sign_in_step_find(struct db *db, const char *token)
{
    struct step step;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = find(db, token, &step);
    (void)db_enter(db, before);
    return err;
}

enum err sign_in_step_check_sso(struct db *db, const char *token, const struct uuid *user_id)
{
    struct step step;
    struct uuid organization_id;
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_DENIED;
    enum err err = find(db, token, &step);
    if (err == ERR_NOT_FOUND)
        return ERR_DENIED;
    return err == ERR_NONE && (!step.is_sso || !uuid_equal(&step.user_id, user_id)) ? ERR_DENIED
                                                                                    : err;
}

/* One statement looks and counts, so that tries at the same time are counted each. */
static enum err count_in_step(struct db *db, const struct step *step)
{
    return db_change_one(db,
                         "UPDATE sign_in_steps SET try_count = try_count + 1 "
                         "WHERE organization_id = $1 AND id = $2 AND used_at IS NULL "
                         "AND expires_at > $3 AND try_count < $4",
                         db_uuid(&step->organization_id), db_uuid(&step->id), db_time(clock_now()),
                         db_int(SIGN_IN_STEP_TRIES));
}

static enum err count_try(struct db *db, struct step *step, const struct session_client *client)
{
    char *id = arena_alloc(db_arena(db), UUID_TEXT_LEN);
    uuid_format(&step->user_id, id);
    step->attempt = (struct throttle_attempt){
        THROTTLE_FACTOR, id, device_find(db, client->device, step->record.user.email)};
    enum err err = throttle_count(db, &step->attempt);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    return err == ERR_NONE ? db_finish(db, count_in_step(db, step)) : err;
}

static enum err end_inside(struct db *db, const struct step *step, const char *code,
                           struct session_client *client, struct sign_in_end *end)
{
    struct user_record now;
    enum err err = user_record_find(db, &step->organization_id, &step->user_id, &now);
    if (err == ERR_NONE && (now.epoch != step->epoch || !now.is_active || now.is_suspended))
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE sign_in_steps SET used_at = $1 WHERE organization_id = $2 "
                            "AND id = $3 AND used_at IS NULL",
                            db_time(clock_now()), db_uuid(&step->organization_id),
                            db_uuid(&step->id));
    if (err == ERR_NONE)
        err = second_factor_use(db, &now, code, &client->factor, &end->codes_left);
    if (err == ERR_NONE)
        err = throttle_forget(db, &step->attempt);
    return err == ERR_NONE
               ? session_create(db, &step->organization_id, &step->user_id, client, end->token)
               : err;
}

static enum err record_wrong_code(struct db *db, const struct step *step,
                                  const struct session_client *client)
{
    struct audit_event event = user_record_event(&step->record, "session.second_factor");
    event.outcome = AUDIT_FAILURE;
    session_client_note(&event, client);
    enum err err = audit_record_alone(db, NULL, &event);
    return err == ERR_NONE ? ERR_DENIED : err;
}

static enum err finish(struct db *db, const char *token, const char *code,
                       const struct session_client *client, struct sign_in_end *end)
{
    struct step step;
    struct session_client proved = *client;
    enum err err = find(db, token, &step);
    if (err == ERR_NONE)
        err = user_record_find(db, &step.organization_id, &step.user_id, &step.record);
    if (err == ERR_NONE)
        err = count_try(db, &step, client);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    end->email = step.record.user.email;
    proved.is_new_device = step.attempt.device == NULL;
    proved.is_sso = step.is_sso;
    err = db_finish(db, end_inside(db, &step, code, &proved, end));
    return err == ERR_DENIED ? record_wrong_code(db, &step, client) : err;
}

enum err sign_in_step_finish(struct db *db, const char *token, const char *code,
                             const struct session_client *client, struct sign_in_end *end)
{
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = finish(db, token, code, client, end);
    (void)db_enter(db, before);
    return err;
}
