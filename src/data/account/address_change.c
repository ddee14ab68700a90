#include "data/account/address_change.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/address_change_internal.h"

static struct seal_place place_of(const char *column, const struct uuid *organization_id,
                                  const struct uuid *id)
{
    return (struct seal_place){"address_changes", column, *organization_id, *id};
}

struct db_value address_change_hash(struct db *db, const char *token)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hashes);
    return db_bytes(arena_copy(db_arena(db), hashes[0], HASH_LEN), HASH_LEN);
}

json_t *address_change_facts(struct db *db, const char *prefix, const char *token, const char *name,
                             const char *email)
{
    json_t *facts = json_pack("{s:s, s:s}", "link",
                              arena_printf(db_arena(db), "%s%s", prefix, token), name, email);
    if (facts == NULL)
        die("out of memory");
    return facts;
}

enum err address_change_send(struct db *db, const struct user_record *record, enum mail_kind kind,
                             const char *to, json_t *facts)
{
    return mail_queue(db, &(struct mail_draft){.organization_id = record->user.organization_id,
                                               .user_id = record->user.id,
                                               .kind = kind,
                                               .to = to,
                                               .facts = facts});
}

enum err address_change_record(struct db *db, const struct actor *actor,
                               const struct user_record *record, const char *action,
                               const char *before, const char *after)
{
    struct audit_event event = user_record_event(record, action);
    event.personal_details = json_object();
    audit_change(event.personal_details, "email", before, after);
    return audit_record(db, actor, &event);
}

static enum err end_open(struct db *db, const struct uuid *organization_id,
                         const struct uuid *user_id)
{
    return db_change(db,
                     "UPDATE address_changes SET ended_at = $1 WHERE organization_id = $2 "
                     "AND user_id = $3 AND ended_at IS NULL AND confirmed_at IS NULL",
                     db_time(clock_now()), db_uuid(organization_id), db_uuid(user_id));
}

/* ---- asking ------------------------------------------------------------------------------- */

static enum err is_taken(struct db *db, const char *normalized, bool *is)
{
    struct db_result result;
    uint8_t indexes[KEYRING_HASHES][HASH_LEN];
    email_index(db_keyring(db), normalized, indexes);
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err =
        db_select(db, &result, "SELECT user_id FROM addresses WHERE email_index IN ($1, $2)",
                  db_bytes(indexes[0], HASH_LEN), db_bytes(indexes[1], HASH_LEN));
    (void)db_enter(db, before);
    *is = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err check_often(struct db *db, const struct user_record *record,
                            struct problem *problem)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM address_changes WHERE organization_id = $1 "
                             "AND user_id = $2 AND created_at > $3",
                             db_uuid(&record->user.organization_id), db_uuid(&record->user.id),
                             db_time(clock_now() - CLOCK_DAY));
    if (err == ERR_NONE && db_get_int(&result, 0, 0) >= ADDRESS_CHANGES_PER_DAY)
        err = problem_refuse(problem, ERR_CONFLICT, "email",
                             "You asked for several addresses today. Try again tomorrow.");
    return err;
}

static enum err seal_email(struct db *db, const struct user_record *record, const char *column,
                           const struct uuid *id, const char *email, struct db_value *sealed)
{
    struct seal_place place = place_of(column, &record->user.organization_id, id);
    return vault_seal(db, &record->data_key_id, &place, (struct text){email, strlen(email)},
                      sealed);
}

static enum err insert(struct db *db, const struct user_record *record, const char *email,
                       struct db_value confirm_hash, const char *cancel_token)
{
    struct db_value sealed_new, sealed_old;
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    enum err err = seal_email(db, record, "new_email", &id, email, &sealed_new);
    if (err == ERR_NONE)
        err = seal_email(db, record, "old_email", &id, record->user.email, &sealed_old);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO address_changes (organization_id, id, user_id, confirm_hash, cancel_hash, "
        "created_at, expires_at, undo_until, new_email, old_email) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
        db_uuid(&record->user.organization_id), db_uuid(&id), db_uuid(&record->user.id),
        confirm_hash, address_change_hash(db, cancel_token), db_time(now),
        db_time(now + ADDRESS_CONFIRM_LIFETIME), sealed_new, sealed_old);
}

/* Both ways do the same, but for the words of the mail to the new address. */
static enum err write_asked(struct db *db, const struct actor *actor,
                            const struct user_record *record, const char *email, bool taken)
{
    char confirm[TOKEN_TEXT_LEN];
    char cancel[TOKEN_TEXT_LEN];
    const char *old = record->user.email;
    token_make(&record->user.organization_id, confirm);
    token_make(&record->user.organization_id, cancel);
    enum err err = end_open(db, &record->user.organization_id, &record->user.id);
    if (err == ERR_NONE)
        err = insert(db, record, email,
                     taken ? db_null_of(DB_BYTES) : address_change_hash(db, confirm), cancel);
    if (err == ERR_NONE)
        err = address_change_send(
            db, record, taken ? MAIL_ADDRESS_TAKEN : MAIL_ADDRESS_CONFIRM, email,
            taken ? NULL : address_change_facts(db, "/address/confirm/", confirm, "old", old));
    if (err == ERR_NONE)
        err = address_change_send(db, record, MAIL_ADDRESS_ASKED, old,
                                  address_change_facts(db, "/address/undo/", cancel, "new", email));
    return err == ERR_NONE
               ? address_change_record(db, actor, record, "user.ask_address", old, email)
               : err;
}

static enum err ask_inside(struct db *db, const struct actor *actor, const char *email,
                           struct problem *problem)
{
    struct user_record record;
    char *normalized = NULL;
    bool taken = false;
    enum err err = user_record_get(db, actor, &actor->user_id, &record);
    if (err == ERR_NONE)
        err = user_record_check(db, record.user.full_name, email, &normalized, problem);
    if (err == ERR_NONE && strcmp(email, record.user.email) == 0)
        err = problem_refuse(problem, ERR_INVALID, "email", "This is your address already.");
    if (err == ERR_NONE)
        err = check_often(db, &record, problem);
    if (err == ERR_NONE)
        err = is_taken(db, normalized, &taken);
    return err == ERR_NONE ? write_asked(db, actor, &record, email, taken) : err;
}

enum err address_change_ask(struct db *db, const struct actor *actor, const char *email,
                            struct problem *problem)
{
    const char *trimmed = text_trim(db_arena(db), email);
    *problem = (struct problem){.field = "", .message = ""};
    if (!mail_is_on(db))
        return problem_refuse(problem, ERR_CONFLICT, "email",
                              "An administrator of your organization changes addresses here.");
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, ask_inside(db, actor, trimmed, problem)) : err;
}

/* ---- reading ------------------------------------------------------------------------------ */

#define COLUMNS                                                                                    \
    "SELECT c.organization_id, c.id, c.user_id, c.expires_at, c.confirmed_at, u.data_key_id, "     \
    "c.new_email, c.old_email, " VAULT_KEY_COLUMNS(                                                \
        k) ", c.created_at FROM address_changes c "                                                \
           "JOIN users u ON u.organization_id = c.organization_id AND u.id = "                     \
           "c.user_id" VAULT_KEY_JOIN(k, u)

static enum err open_email(struct db *db, const struct uuid *data_key_id,
                           const struct address_change *change, const char *column,
                           struct text blob, const char **email)
{
    struct text plain = {NULL, 0};
    struct seal_place place = place_of(column, &change->organization_id, &change->id);
    enum err err = vault_unseal(db, data_key_id, &place, blob, &plain);
    *email = plain.data;
    return err;
}

static enum err read_change(struct db *db, const struct db_result *result,
                            struct address_change *change)
{
    if (result->row_count == 0)
        return ERR_NOT_FOUND;
    *change = (struct address_change){
        .organization_id = db_get_uuid(result, 0, 0),
        .id = db_get_uuid(result, 0, 1),
        .user_id = db_get_uuid(result, 0, 2),
        .expires_at = db_get_time(result, 0, 3),
        .confirmed_at = db_get_time(result, 0, 4),
        .created_at = db_get_time(result, 0, 10),
    };
    struct uuid key = db_get_uuid(result, 0, 5);
    enum err err = vault_learn_key(db, &change->organization_id, &key, result, 0, 8);
    if (err == ERR_NONE)
        err = open_email(db, &key, change, "new_email", db_get_bytes(result, 0, 6),
                         &change->new_email);
    if (err == ERR_NONE)
        err = open_email(db, &key, change, "old_email", db_get_bytes(result, 0, 7),
                         &change->old_email);
    return err;
}

enum err address_change_waiting(struct db *db, const struct actor *actor,
                                struct address_change *change)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  COLUMNS "WHERE c.organization_id = $1 AND c.user_id = $2 AND c.ended_at IS NULL "
                          "AND c.confirmed_at IS NULL AND c.expires_at > $3 "
                          "ORDER BY c.created_at DESC LIMIT 1",
                  db_uuid(&actor->organization_id), db_uuid(&actor->user_id), db_time(clock_now()));
    return err == ERR_NONE ? read_change(db, &result, change) : err;
}

static const char confirm_sql[] =
    COLUMNS "WHERE c.organization_id = $1 AND c.confirm_hash IN ($2, $3) AND c.ended_at IS NULL "
            "AND c.confirmed_at IS NULL AND c.expires_at > $4 AND u.is_active";
static const char undo_sql[] =
    COLUMNS "WHERE c.organization_id = $1 AND (c.cancel_hash IN ($2, $3) "
            "OR c.undo_hash IN ($2, $3)) AND c.ended_at IS NULL AND c.undo_until > $4 "
            "AND u.is_active";

enum err address_change_find(struct db *db, enum address_link link, const char *token,
                             struct address_change *change)
{
    struct db_result result;
    struct uuid organization_id;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    token_hash(db_keyring(db), KEY_PURPOSE_LINK, token, hashes);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_select(db, &result, link == ADDRESS_CONFIRM ? confirm_sql : undo_sql,
                             db_uuid(&organization_id), db_bytes(hashes[0], HASH_LEN),
                             db_bytes(hashes[1], HASH_LEN), db_time(clock_now()));
    return err == ERR_NONE ? read_change(db, &result, change) : err;
}

/* ---- ending ------------------------------------------------------------------------------- */

static enum err cancel_inside(struct db *db, const struct actor *actor)
{
    struct user_record record;
    struct address_change change;
    enum err err = address_change_waiting(db, actor, &change);
    if (err == ERR_NONE)
        err = user_record_get(db, actor, &actor->user_id, &record);
    if (err == ERR_NONE)
        err = end_open(db, &actor->organization_id, &actor->user_id);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    return address_change_record(db, actor, &record, "user.cancel_address", change.new_email, NULL);
}

enum err address_change_cancel(struct db *db, const struct actor *actor)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, cancel_inside(db, actor)) : err;
}

enum err address_change_overrule(struct db *db, const struct uuid *organization_id,
                                 const struct uuid *user_id, const char *old_email,
                                 const char *new_email)
{
    struct user_record record = {.user = {.organization_id = *organization_id, .id = *user_id}};
    enum err err = end_open(db, organization_id, user_id);
    json_t *facts = json_pack("{s:s}", "new", new_email);
    if (facts == NULL)
        die("out of memory");
    return err == ERR_NONE ? address_change_send(db, &record, MAIL_ADDRESS_SET, old_email, facts)
                           : err;
}
