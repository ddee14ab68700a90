#include "data/user/user_record.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "crypt/password.h"
#include "crypt/password_rule.h"
#include "data/db/query.h"
#include "data/organization/organization_usage.h"
#include "data/user/user_sso.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"

static struct seal_place place_of(const struct user_record *record, const char *column)
{
    return (struct seal_place){"users", column, record->user.organization_id, record->user.id};
}

static enum err open_text(struct db *db, const struct user_record *record, const char *column,
                          struct text blob, const char **plain)
{
    struct seal_place place = place_of(record, column);
    struct text text = {NULL, 0};
    enum err err = vault_unseal(db, &record->data_key_id, &place, blob, &text);
    *plain = text.data;
    return err;
}

static enum user_state state_of(const struct user_record *record)
{
    if (!record->is_active)
        return USER_INACTIVE;
    return record->sealed_password.data == NULL ? USER_INVITED : USER_ACTIVE;
}

enum err user_record_read(struct db *db, const struct db_result *result, int row,
                          struct user_record *record)
{
    *record = (struct user_record){
        .user =
            {
                .id = db_get_uuid(result, row, 0),
                .organization_id = db_get_uuid(result, row, 1),
                .organization_name = db_get_text(result, row, 2),
                .is_full = true,
                .is_superuser = db_get_bool(result, row, 7),
                .has_app = db_get_bool(result, row, 20),
                .has_passkey = db_get_bool(result, row, 21),
                .has_sso = db_get_bool(result, row, 23),
                .version = db_get_int(result, row, 10),
                .last_seen_at = db_get_time(result, row, 12),
                .deactivated_at = db_get_time(result, row, 13),
                .created_at = db_get_time(result, row, 14),
                .updated_at = db_get_time(result, row, 15),
                .time_zone = db_get_text(result, row, 17),
            },
        .is_active = db_get_bool(result, row, 6),
        .sealed_password = db_get_bytes(result, row, 8),
        .data_key_id = db_get_uuid(result, row, 9),
        .epoch = db_get_int(result, row, 11),
        .is_suspended = !db_is_null(result, row, 16),
    };
    record->user.state = state_of(record);
    if (persona_parse(db_get_text(result, row, 5), &record->user.persona) != ERR_NONE)
        die("a user with an unknown persona");
    record->user.is_sso_only = db_get_bool(result, row, 22) && user_sso_may(&record->user);
    enum err err =
        vault_learn_key(db, &record->user.organization_id, &record->data_key_id, result, row, 18);
    if (err == ERR_NONE)
        err = open_text(db, record, "email", db_get_bytes(result, row, 3), &record->user.email);
    if (err == ERR_NONE)
        err = open_text(db, record, "full_name", db_get_bytes(result, row, 4),
                        &record->user.full_name);
    return err;
}

static void select_user(struct query *q, struct db *db, const struct uuid *organization_id,
                        const struct uuid *id)
{
    query_begin(q, db, USER_RECORD_SELECT);
    query_bind(q, "WHERE u.organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND u.id = ", db_uuid(id));
}

void user_record_ahead(struct db *db, const struct uuid *organization_id, const struct uuid *id)
{
    struct query q;
    select_user(&q, db, organization_id, id);
    query_ahead(&q);
}

enum err user_record_find(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                          struct user_record *record)
{
    struct query q;
    struct db_result result;
    select_user(&q, db, organization_id, id);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    return result.row_count == 0 ? ERR_NOT_FOUND : user_record_read(db, &result, 0, record);
}

enum err user_record_get(struct db *db, const struct actor *actor, const struct uuid *id,
                         struct user_record *record)
{
    enum err err = user_record_find(db, &actor->organization_id, id, record);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = {record->user.organization_id, record->user.id, NULL};
    return policy_allows(actor, PERMISSION_USER_SEE, &target) ? ERR_NONE : ERR_NOT_FOUND;
}

enum err user_record_find_email(struct db *db, const char *normalized, struct user_record *record)
{
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    struct uuid organization_id = {{0}};
    struct uuid user_id = {{0}};
    struct db_result result;
    email_index(db_keyring(db), normalized, indexes);
    (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = db_select(
        db, &result, "SELECT organization_id, user_id FROM addresses WHERE email_index IN ($1, $2)",
        db_bytes(indexes[0], HASH_LEN), db_bytes(indexes[1], HASH_LEN));
    if (err == ERR_NONE && result.row_count > 0) {
        organization_id = db_get_uuid(&result, 0, 0);
        user_id = db_get_uuid(&result, 0, 1);
    }
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    return err == ERR_NONE ? user_record_find(db, &organization_id, &user_id, record) : err;
}

enum err user_record_find_for_command(struct db *db, const struct actor *command, const char *email,
                                      struct actor *inside, struct user_record *record)
{
    char *normalized = NULL;
    const char *problem = NULL;
    *inside = *command;
    if (command->kind != ACTOR_COMMAND)
        return ERR_DENIED;
    if (email_normalize(db_arena(db), email, &normalized, &problem) != ERR_NONE)
        return ERR_NOT_FOUND;
    enum err err = user_record_find_email(db, normalized, record);
    if (err == ERR_NONE)
        inside->organization_id = inside->home_organization_id = record->user.organization_id;
    return err;
}

/* While keys are being replaced, another's address may still be there as the key before gave it:
 * the unique rule of the schema does not see that it is the same. Reading it is for identity. */
static enum err check_free(struct db *db, const uint8_t index[HASH_LEN])
{
    struct db_result result;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = db_select(db, &result, "SELECT user_id FROM addresses WHERE email_index = $1",
                             db_bytes(index, HASH_LEN));
    (void)db_enter(db, before);
    return err == ERR_NONE && result.row_count > 0 ? ERR_CONFLICT : err;
}

enum err user_record_set_address(struct db *db, const struct user_record *record,
                                 const char *normalized)
{
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    email_index(db_keyring(db), normalized, indexes);
    enum err err =
        db_change(db, "DELETE FROM addresses WHERE organization_id = $1 AND user_id = $2",
                  db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    if (err == ERR_NONE && memcmp(indexes[0], indexes[1], HASH_LEN) != 0)
        err = check_free(db, indexes[1]);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO addresses (email_index, email_index_kid, organization_id, user_id) "
        "VALUES ($1, $2, $3, $4)",
        db_bytes(indexes[0], HASH_LEN), db_text(keyring_active(db_keyring(db))),
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
}

enum err user_record_check_change(const struct actor *actor, const struct user_record *record)
{
    struct policy_target target = {record->user.organization_id, record->user.id, NULL};
    enum err err = policy_check(actor, PERMISSION_USER_CHANGE, PERMISSION_USER_SEE, &target);
    if (err == ERR_NONE &&
        !policy_allows_grant(actor, record->user.persona, record->user.is_superuser))
        err = ERR_DENIED;
    return err;
}

struct actor user_record_actor(const struct user_record *record)
{
    return (struct actor){
        .kind = ACTOR_USER,
        .user_id = record->user.id,
        .organization_id = record->user.organization_id,
        .home_organization_id = record->user.organization_id,
        .persona = record->user.persona,
        .is_active = record->is_active && !record->is_suspended,
        .is_superuser = record->user.is_superuser,
    };
}

enum err user_record_seal(struct db *db, const struct user_record *record, const char *column,
                          const char *text, struct db_value *sealed)
{
    struct seal_place place = place_of(record, column);
    return vault_seal(db, &record->data_key_id, &place, (struct text){text, strlen(text)}, sealed);
}

enum err user_record_password(struct db *db, const struct user_record *record, const char **hash)
{
    enum err err = open_text(db, record, "hashed_password", record->sealed_password, hash);
    if (*hash != NULL && strcmp(*hash, USER_NO_PASSWORD) == 0)
        *hash = NULL;
    return err;
}

struct audit_event user_record_event(const struct user_record *record, const char *action)
{
    return (struct audit_event){
        .action = action,
        .record_type = "user",
        .record_id = record->user.id,
        .organization_id = record->user.organization_id,
        .outcome = AUDIT_SUCCESS,
        .subject_id = record->user.id,
    };
}

enum err user_record_finish(struct db *db, const struct actor *actor,
                            const struct user_record *record, const char *action, enum err err)
{
    struct audit_event refusal = user_record_event(record, action);
    refusal.subject_id = (struct uuid){{0}};
    return audit_finish(db, actor, &refusal, err);
}

enum err user_record_check(struct db *db, const char *full_name, const char *email,
                           char **normalized, struct problem *problem)
{
    const char *message = NULL;
    enum err err = name_check(full_name, &message);
    if (err != ERR_NONE)
        return problem_refuse(problem, err, "full_name", message);
    err = email_normalize(db_arena(db), email, normalized, &message);
    if (err != ERR_NONE)
        return problem_refuse(problem, err, "email", message);
    return ERR_NONE;
}

enum err user_record_hash(struct db *db, const struct user_secret *secret, char **hash,
                          struct problem *problem)
{
    const char *const own_words[] = {secret->full_name, secret->email, secret->organization_name,
                                     NULL};
    const char *message = NULL;
    enum err err = password_check_new(secret->password, secret->use, own_words, &message);
    if (err != ERR_NONE)
        return problem_refuse(problem, err, "password", message);
    return password_hash(db_arena(db), secret->password, hash);
}

/* The row itself; the record has id, organization and key. */
static enum err insert_row(struct db *db, const struct user_new *user_new,
                           const struct user_record *record)
{
    struct db_value email = db_null();
    struct db_value full_name = db_null();
    struct db_value password = db_null();
    enum err err = user_record_seal(db, record, "email", record->user.email, &email);
    if (err == ERR_NONE)
        err = user_record_seal(db, record, "full_name", record->user.full_name, &full_name);
    if (err == ERR_NONE && user_new->hashed_password != NULL)
        err = user_record_seal(db, record, "hashed_password", user_new->hashed_password, &password);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO users (organization_id, id, email, hashed_password, full_name, user_persona, "
        "is_active, is_superuser, data_key_id, created_at, updated_at, invited_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id), email, password,
        full_name, db_text(persona_names[user_new->persona]), db_bool(true),
        db_bool(user_new->is_superuser), db_uuid(&record->data_key_id),
        db_time(record->user.created_at), db_uuid_or_null(&user_new->invited_by));
}

enum err user_record_insert(struct db *db, const struct user_new *user_new,
                            struct user_record *record, struct problem *problem)
{
    char *normalized = NULL;
    const char *full_name = name_normalize(db_arena(db), user_new->full_name);
    enum err err = user_record_check(db, full_name, user_new->email, &normalized, problem);
    if (err != ERR_NONE)
        return err;
    *record = (struct user_record){
        .user =
            {
                .id = uuid_make(),
                .organization_id = user_new->organization_id,
                .full_name = full_name,
                .email = text_trim(db_arena(db), user_new->email),
                .persona = user_new->persona,
                .is_superuser = user_new->is_superuser,
                .created_at = clock_now(),
            },
        .is_active = true,
    };
    const int64_t by[USAGE_COUNT] = {[USAGE_PEOPLE] = 1};
    err = organization_usage_take(db, &user_new->organization_id, by, problem);
    if (err != ERR_NONE)
        return err;
    err = vault_create_key(db, &user_new->organization_id, &record->user.id, &record->data_key_id);
    if (err == ERR_NONE)
        err = insert_row(db, user_new, record);
    if (err == ERR_NONE)
        err = user_record_set_address(db, record, normalized);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "email",
                              "Someone with this address is already here. Use another address.");
    return err;
}

/* Superusers of different organizations share no lock: a row that each of them writes who could be
 * the last one makes them take turns. */
static enum err take_turn(struct db *db)
{
    return db_change(db,
                     "INSERT INTO installation (name, value, created_at) "
                     "VALUES ('last_superuser', $1, $2) ON CONFLICT (name) "
                     "DO UPDATE SET created_at = excluded.created_at",
                     db_bytes("", 0), db_time(clock_now()));
}

/* Is there a superuser besides this person, and outside this organization, who can sign in? A named
 * exception: superusers are counted in all organizations. */
static enum err find_other(struct db *db, const struct uuid *user_id,
                           const struct uuid *organization_id)
{
    struct db_result result;
    enum err err = take_turn(db);
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    err = db_select(db, &result,
                    "SELECT u.id FROM users u JOIN organizations o ON o.id = u.organization_id "
                    "WHERE u.is_superuser AND u.is_active AND u.hashed_password IS NOT NULL "
                    "AND u.id <> $1 AND u.organization_id <> $2 AND o.suspended_at IS NULL LIMIT 1",
                    db_uuid(user_id), db_uuid(organization_id));
    (void)db_enter(db, before);
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_CONFLICT;
    return err;
}

static const struct uuid nobody;

enum err user_record_check_last(struct db *db, const struct user_record *record)
{
    if (!record->user.is_superuser || record->user.state != USER_ACTIVE)
        return ERR_NONE;
    return find_other(db, &record->user.id, &nobody);
}

enum err user_record_check_elsewhere(struct db *db, const struct uuid *organization_id)
{
    return find_other(db, &nobody, organization_id);
}

enum err user_record_end_sessions(struct db *db, const struct user_record *record)
{
    return db_change(db,
                     "UPDATE sessions SET ended_at = $1 "
                     "WHERE organization_id = $2 AND user_id = $3 AND ended_at IS NULL",
                     db_time(clock_now()), db_uuid(&record->user.organization_id),
                     db_uuid(&record->user.id));
}

enum err user_record_raise_epoch(struct db *db, const struct user_record *record)
{
    enum err err =
        db_change_one(db,
                      "UPDATE users SET epoch = epoch + 1, version = version + 1, updated_at = $1 "
                      "WHERE organization_id = $2 AND id = $3 AND epoch = $4",
                      db_time(clock_now()), db_uuid(&record->user.organization_id),
                      db_uuid(&record->user.id), db_int(record->epoch));
    return err == ERR_NONE ? user_record_end_sessions(db, record) : err;
}
