#include "data/sign_in/passkey.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/base64.h"
#include "data/mail/mail_queue.h"
#include "data/session/own_account.h"

/* Longer than a challenge is good. */
#define CHALLENGES_KEPT (10 * CLOCK_MINUTE)

static const char what[] = "passkey"; /* in events */

static struct seal_place place_of(const struct uuid *organization_id, const struct uuid *id)
{
    return (struct seal_place){"passkeys", "name", *organization_id, *id};
}

/* ---- one's own ------------------------------------------------------------------------------ */

static enum err read_row(struct db *db, const struct uuid *organization_id,
                         const struct db_result *result, int row, struct passkey *passkey)
{
    struct uuid key_id = db_get_uuid(result, row, 5);
    struct text name;
    *passkey = (struct passkey){
        .id = db_get_uuid(result, row, 0),
        .created_at = db_get_time(result, row, 1),
        .last_used_at = db_get_time(result, row, 2),
        .credential_id = base64url_make(db_arena(db), db_get_bytes(result, row, 3)),
    };
    struct seal_place place = place_of(organization_id, &passkey->id);
    enum err err = vault_unseal(db, &key_id, &place, db_get_bytes(result, row, 4), &name);
    passkey->name = err != ERR_NONE || name.data == NULL ? "" : name.data;
    return err;
}

enum err passkey_list(struct db *db, const struct actor *actor, struct passkey_list *list)
{
    struct db_result result;
    *list = (struct passkey_list){0};
    enum err err = db_select(
        db, &result,
        "SELECT p.id, p.created_at, p.last_used_at, p.credential_id, p.name, u.data_key_id "
        "FROM passkeys p JOIN users u ON u.organization_id = p.organization_id "
        "AND u.id = p.user_id WHERE p.organization_id = $1 AND p.user_id = $2 "
        "ORDER BY p.created_at DESC, p.id DESC LIMIT 100",
        db_uuid(&actor->home_organization_id), db_uuid(&actor->user_id));
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->items);
    list->count = result.row_count;
    for (int i = 0; i < result.row_count && err == ERR_NONE; i++)
        err = read_row(db, &actor->home_organization_id, &result, i, &list->items[i]);
    return err;
}

/* ---- whose it is ---------------------------------------------------------------------------- */

enum { HANDLE_LEN = 2 * sizeof(struct uuid) };

const char *passkey_handle(struct db *db, const struct actor *actor)
{
    uint8_t bytes[HANDLE_LEN];
    memcpy(bytes, actor->home_organization_id.bytes, sizeof(struct uuid));
    memcpy(bytes + sizeof(struct uuid), actor->user_id.bytes, sizeof(struct uuid));
    return base64url_make(db_arena(db), (struct text){(const char *)bytes, sizeof bytes});
}

static enum err open_handle(struct db *db, const char *handle, struct uuid *organization_id,
                            struct uuid *user_id)
{
    struct text bytes;
    if (base64url_open(db_arena(db), handle, &bytes) != ERR_NONE || bytes.len != HANDLE_LEN)
        return ERR_DENIED;
    memcpy(organization_id->bytes, bytes.data, sizeof(struct uuid));
    memcpy(user_id->bytes, bytes.data + sizeof(struct uuid), sizeof(struct uuid));
    return ERR_NONE;
}

/* ---- changing them -------------------------------------------------------------------------- */

/* A challenge is answered once. ERR_CONFLICT if it was before. */
static enum err use_challenge(struct db *db, const struct uuid *organization_id,
                              const uint8_t hash[HASH_LEN])
{
    int64_t now = clock_now();
    enum err err =
        db_change(db, "DELETE FROM passkey_challenges WHERE organization_id = $1 AND used_at < $2",
                  db_uuid(organization_id), db_time(now - CHALLENGES_KEPT));
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO passkey_challenges (organization_id, challenge_hash, "
                         "used_at) VALUES ($1, $2, $3)",
                         db_uuid(organization_id), db_bytes(hash, HASH_LEN), db_time(now));
}

static enum err count_room(struct db *db, const struct user_record *record)
{
    struct db_result result;
    enum err err = db_select(
        db, &result, "SELECT count(*) FROM passkeys WHERE organization_id = $1 AND user_id = $2",
        db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    return err == ERR_NONE && db_get_int(&result, 0, 0) >= PASSKEYS_MAX ? ERR_CONFLICT : err;
}

static enum err seal_name(struct db *db, const struct user_record *record, const struct uuid *id,
                          const char *name, struct db_value *sealed)
{
    struct seal_place place = place_of(&record->user.organization_id, id);
    return vault_seal(db, &record->data_key_id, &place, (struct text){name, strlen(name)}, sealed);
}

static enum err insert(struct db *db, const struct user_record *record,
                       const struct passkey_new *passkey)
{
    const struct passkey_made *made = passkey->made;
    struct uuid id = uuid_make();
    struct db_value name;
    enum err err = seal_name(db, record, &id, passkey->name, &name);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO passkeys (organization_id, id, user_id, algorithm, sign_count, created_at, "
        "credential_id, public_key, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        db_uuid(&record->user.organization_id), db_uuid(&id), db_uuid(&record->user.id),
        db_int(made->key.algorithm), db_int(made->key.sign_count), db_time(clock_now()),
        db_bytes(made->id.data, made->id.len),
        db_bytes(made->key.public_key.data, made->key.public_key.len), name);
}

static enum err add_inside(struct db *db, const struct session *session,
                           const struct passkey_new *passkey, char token[TOKEN_TEXT_LEN],
                           struct recovery_codes *codes)
{
    struct user_record record;
    struct session_client client = passkey->client;
    client.factor = FACTOR_PASSKEY;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE)
        err = count_room(db, &record);
    if (err == ERR_NONE)
        err = use_challenge(db, &record.user.organization_id, passkey->made->challenge_hash);
    if (err == ERR_NONE)
        err = insert(db, &record, passkey);
    if (err == ERR_NONE)
        err = second_factor_give_codes(db, &record, codes);
    if (err == ERR_NONE)
        err = own_account_note(db, session, &record, "user.passkey_add", what);
    if (err == ERR_NONE)
        err = notice_queue(db, &record.user.organization_id, &record.user.id, MAIL_FACTOR_ADDED,
                           arena_printf(db_arena(db), "The passkey \"%s\"", passkey->name), NULL);
    return err == ERR_NONE ? own_account_begin_anew(db, &record, &client, token) : err;
}

enum err passkey_add(struct db *db, const struct session *session,
                     const struct passkey_new *passkey, char token[TOKEN_TEXT_LEN],
                     struct recovery_codes *codes)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, add_inside(db, session, passkey, token, codes)) : err;
}

static enum err rename_inside(struct db *db, const struct session *session, const struct uuid *id,
                              const char *name)
{
    struct user_record record;
    struct db_value sealed;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE)
        err = seal_name(db, &record, id, name, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE passkeys SET name = $1 WHERE organization_id = $2 "
                            "AND id = $3 AND user_id = $4",
                            sealed, db_uuid(&record.user.organization_id), db_uuid(id),
                            db_uuid(&record.user.id));
    return err == ERR_NONE ? own_account_note(db, session, &record, "user.passkey_rename", what)
                           : err;
}

enum err passkey_rename(struct db *db, const struct session *session, const struct uuid *id,
                        const char *name)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, rename_inside(db, session, id, name)) : err;
}

static enum err remove_inside(struct db *db, const struct session *session, const struct uuid *id,
                              const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    struct user_record record;
    enum err err = own_account_find(db, session, &record);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "DELETE FROM passkeys WHERE organization_id = $1 AND id = $2 "
                            "AND user_id = $3",
                            db_uuid(&record.user.organization_id), db_uuid(id),
                            db_uuid(&record.user.id));
    if (err == ERR_NONE)
        err = own_account_note(db, session, &record, "user.passkey_remove", what);
    if (err == ERR_NONE)
        err = notice_queue(db, &record.user.organization_id, &record.user.id, MAIL_FACTOR_REMOVED,
                           "A passkey", NULL);
    return err == ERR_NONE ? own_account_begin_anew(db, &record, client, token) : err;
}

enum err passkey_remove(struct db *db, const struct session *session, const struct uuid *id,
                        const struct session_client *client, char token[TOKEN_TEXT_LEN])
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, remove_inside(db, session, id, client, token)) : err;
}

/* ---- signing in ----------------------------------------------------------------------------- */

struct found {
    struct uuid id;
    struct passkey_key key;
    struct user_record record;
    struct passkey_used used;
};

static enum err find(struct db *db, const struct passkey_sign_in *sign_in, struct found *found)
{
    struct uuid organization_id, user_id;
    struct text credential;
    struct db_result result;
    *found = (struct found){.id = {{0}}};
    if (open_handle(db, sign_in->handle, &organization_id, &user_id) != ERR_NONE ||
        base64url_open(db_arena(db), sign_in->credential_id, &credential) != ERR_NONE)
        return ERR_DENIED;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_select(db, &result,
                             "SELECT id, algorithm, public_key, sign_count FROM passkeys "
                             "WHERE organization_id = $1 AND credential_id = $2 AND user_id = $3",
                             db_uuid(&organization_id), db_bytes(credential.data, credential.len),
                             db_uuid(&user_id));
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_DENIED;
    if (err != ERR_NONE)
        return err;
    found->id = db_get_uuid(&result, 0, 0);
    found->key = (struct passkey_key){.algorithm = db_get_int(&result, 0, 1),
                                      .public_key = db_get_bytes(&result, 0, 2),
                                      .sign_count = db_get_int(&result, 0, 3)};
    err = user_record_find(db, &organization_id, &user_id, &found->record);
    if (err == ERR_NONE && found->record.user.is_sso_only)
        err = sign_in_step_check_sso(db, sign_in->step, &user_id);
    return err == ERR_NONE && !found->record.is_active ? ERR_DENIED : err;
}

/* A passkey that counts goes up with each use: one that does not was copied. */
static enum err use(struct db *db, const struct found *found)
{
    enum err err = db_change_one(
        db,
        "UPDATE passkeys SET sign_count = $1, last_used_at = $2 WHERE organization_id = $3 "
        "AND id = $4 AND (sign_count < $1 OR (sign_count = 0 AND $1 = 0))",
        db_int(found->used.sign_count), db_time(clock_now()),
        db_uuid(&found->record.user.organization_id), db_uuid(&found->id));
    return err == ERR_NOT_FOUND ? ERR_DENIED : err;
}

static enum err sign_in_inside(struct db *db, const struct passkey_sign_in *sign_in,
                               const struct found *found, struct sign_in_end *end)
{
    const struct uuid *organization_id = &found->record.user.organization_id;
    struct session_client client = sign_in->client;
    client.factor = FACTOR_PASSKEY;
    client.is_sso = found->record.user.is_sso_only;
    enum err err = use_challenge(db, organization_id, found->used.challenge_hash);
    if (err == ERR_NONE)
        err = use(db, found);
    if (err != ERR_NONE)
        return err == ERR_CONFLICT ? ERR_DENIED : err;
    return session_create(db, organization_id, &found->record.user.id, &client, end->token);
}

static enum err record_not_done(struct db *db, const struct passkey_sign_in *sign_in,
                                const struct found *found, enum err err)
{
    struct session_client client = sign_in->client;
    client.factor = FACTOR_PASSKEY;
    enum err recorded = own_account_note_not_done(
        db, &found->record, &client, err == ERR_CONFLICT ? AUDIT_REFUSAL : AUDIT_FAILURE);
    return recorded == ERR_NONE ? err : recorded;
}

static enum err sign_in_with(struct db *db, const struct passkey_sign_in *sign_in,
                             struct found *found, struct sign_in_end *end)
{
    enum err err = find(db, sign_in, found);
    if (err == ERR_NONE)
        err = passkey_check_used(db_keyring(db), db_arena(db), &sign_in->site, sign_in->cookie,
                                 &sign_in->answer, &found->key, &found->used);
    if (err == ERR_NONE && found->record.is_suspended)
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    end->codes_left = -1;
    end->email = found->record.user.email;
    return db_finish(db, sign_in_inside(db, sign_in, found, end));
}

enum err passkey_sign_in(struct db *db, const struct passkey_sign_in *sign_in,
                         struct sign_in_end *end)
{
    struct found found;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = sign_in_with(db, sign_in, &found, end);
    if (err == ERR_DENIED || err == ERR_CONFLICT)
        err = record_not_done(db, sign_in, &found, err);
    (void)db_enter(db, before);
    return err;
}
