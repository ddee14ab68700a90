#include "data/token/api_token.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/kept.h"
#include "data/db/kept_row.h"
#include "data/vault/vault.h"

/* Of the query below. */
enum {
    COLUMN_TOKEN = 0,
    COLUMN_USER,
    COLUMN_SERVICE_ACCOUNT,
    COLUMN_AGENT,
    COLUMN_EPOCH,
    COLUMN_SCOPES,
    COLUMN_FOLDER,
    COLUMN_EXPIRES,
    COLUMN_REVOKED,
    COLUMN_NAME,
    COLUMN_DEFAULT_PERSONA,
    COLUMN_SECRET_ENDS,
    COLUMN_PERSON,                      /* id, persona, is_active, epoch, time_zone */
    COLUMN_ACCOUNT = COLUMN_PERSON + 5, /* persona, is_active, epoch, name */
    COLUMN_AGENT_NAME = COLUMN_ACCOUNT + 4,
    COLUMN_ARCHIVED,
    COLUMN_ORGANIZATION, /* name, data_key_id, suspended_at */
    COLUMN_KEYS = COLUMN_ORGANIZATION + 3,
    COLUMN_VERSION = COLUMN_KEYS + 2
};

/* One question, with everything that can end a token. Its tables are all visible (db_table.h): what
 * ends a token moves the version of the content. */
static enum err ask(struct db *db, const struct uuid *organization_id,
                    uint8_t hashes[KEYRING_HASHES][HASH_LEN], struct db_result *row)
{
    enum err err = db_select(
        db, row,
        "SELECT t.id, t.user_id, t.service_account_id, t.agent_id, t.epoch, t.scopes, t.folder, "
        "t.expires_at, t.revoked_at, t.name, t.default_persona, s.ends_at, "
        "u.id, u.user_persona, u.is_active, u.epoch, u.time_zone, "
        "c.user_persona, c.is_active, c.epoch, c.name, a.name, a.archived_at, "
        "o.name, o.data_key_id, o.suspended_at, " VAULT_KEY_COLUMNS(
            k) ", v.version "
               "FROM api_token_secrets s "
               "JOIN api_tokens t ON t.organization_id = s.organization_id AND t.id = s.token_id "
               "JOIN users u ON u.organization_id = t.organization_id "
               /* Not COALESCE, behind which row-level security lets no index be used. */
               "AND u.id = CASE WHEN t.user_id IS NULL THEN t.responsible_id ELSE t.user_id END "
               "JOIN organizations o ON o.id = t.organization_id "
               "JOIN data_keys k ON k.organization_id = o.id AND k.id = o.data_key_id "
               "LEFT JOIN service_accounts c ON c.organization_id = t.organization_id "
               "AND c.id = t.service_account_id "
               "LEFT JOIN agents a ON a.organization_id = t.organization_id AND a.id = t.agent_id "
               "LEFT JOIN content_versions v ON v.organization_id = t.organization_id "
               "WHERE s.organization_id = $1 AND s.secret_hash IN ($2, $3)",
        db_uuid(organization_id), db_bytes(hashes[0], HASH_LEN), db_bytes(hashes[1], HASH_LEN));
    if (err == ERR_NONE && row->row_count == 0)
        err = ERR_NOT_FOUND;
    return err;
}

/* The row of the secret: as it was kept if nothing has changed since, which one small question
 * tells. */
static enum err find(struct db *db, const struct uuid *organization_id, const char *secret,
                     struct db_result *row)
{
    static const char name[] = "API token ";
    char key[sizeof name - 1 + sizeof(uint8_t[KEYRING_HASHES][HASH_LEN])];
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    token_hash(db_keyring(db), KEY_PURPOSE_API_TOKEN, secret, hashes);
    memcpy(key, name, sizeof name - 1);
    memcpy(key + sizeof name - 1, hashes, sizeof hashes);
    struct text kept_key = {key, sizeof key};
    enum err err = kept_row_find(db, organization_id, kept_key, row);
    if (err != ERR_NONE || row->row_count > 0)
        return err;
    err = ask(db, organization_id, hashes, row);
    if (err != ERR_NONE)
        return err;
    struct uuid version = db_get_uuid(row, 0, COLUMN_VERSION);
    kept_enter(db, organization_id, &version);
    kept_row_store(db, kept_key, row);
    return ERR_NONE;
}

static bool is_past(const struct db_result *row, int column)
{
    return !db_is_null(row, 0, column) && db_get_time(row, 0, column) <= clock_now();
}

static bool provisions(const struct db_result *row)
{
    return ((unsigned)db_get_int(row, 0, COLUMN_SCOPES) & SCOPE_PROVISION) != 0;
}

/* Why the owner's rights are none; NULL if they have some. An agent has no epoch of its own, and no
 * persona: it may do what whoever answers for it may do now. So may a token that provisions people,
 * which is a service account's, and no service account is an administrator. */
static const char *owner_problem(const struct db_result *row)
{
    int64_t epoch = db_get_int(row, 0, COLUMN_EPOCH);
    bool is_person_active = db_get_bool(row, 0, COLUMN_PERSON + 2);
    if (!db_is_null(row, 0, COLUMN_SERVICE_ACCOUNT)) {
        if (!db_get_bool(row, 0, COLUMN_ACCOUNT + 1) || (provisions(row) && !is_person_active))
            return "owner_inactive";
        return db_get_int(row, 0, COLUMN_ACCOUNT + 2) == epoch ? NULL : "owner_changed";
    }
    if (!is_person_active)
        return "owner_inactive";
    if (!db_is_null(row, 0, COLUMN_AGENT))
        return db_is_null(row, 0, COLUMN_ARCHIVED) ? NULL : "owner_archived";
    return db_get_int(row, 0, COLUMN_PERSON + 3) == epoch ? NULL : "owner_changed";
}

static const char *problem_of(const struct db_result *row)
{
    if (!db_is_null(row, 0, COLUMN_REVOKED))
        return "revoked";
    if (is_past(row, COLUMN_EXPIRES))
        return "expired";
    return is_past(row, COLUMN_SECRET_ENDS) ? "rotated" : owner_problem(row);
}

/* The event is nobody's: whoever has a token that is over is not its owner any more. So it is
 * counted once a minute and source, however often they try. */
static enum err refuse(struct db *db, const struct uuid *organization_id,
                       const struct db_result *row, const char *reason)
{
    struct audit_event event = {.action = "token.refuse",
                                .record_type = "token",
                                .record_id = db_get_uuid(row, 0, COLUMN_TOKEN),
                                .organization_id = *organization_id,
                                .outcome = AUDIT_REFUSAL,
                                .details = json_object()};
    audit_change(event.details, "reason", NULL, reason);
    enum err err = audit_record_alone(db, NULL, &event);
    return err == ERR_NONE ? ERR_NOT_FOUND : ERR_UNAVAILABLE;
}

static enum err read_token(struct db *db, const struct uuid *organization_id,
                           const struct db_result *row, struct actor_token *token)
{
    struct uuid key_id = db_get_uuid(row, 0, COLUMN_ORGANIZATION + 1);
    struct text name = {"", 0};
    *token = (struct actor_token){
        .id = db_get_uuid(row, 0, COLUMN_TOKEN),
        .scopes = (unsigned)db_get_int(row, 0, COLUMN_SCOPES),
        .folder = db_is_null(row, 0, COLUMN_FOLDER) ? NULL : db_get_text(row, 0, COLUMN_FOLDER),
    };
    if (!db_is_null(row, 0, COLUMN_SERVICE_ACCOUNT))
        token->owner_name = db_get_text(row, 0, COLUMN_ACCOUNT + 3);
    else if (!db_is_null(row, 0, COLUMN_AGENT))
        token->owner_name = db_get_text(row, 0, COLUMN_AGENT_NAME);
    enum err err = vault_learn_key(db, organization_id, &key_id, row, 0, COLUMN_KEYS);
    if (err == ERR_NONE)
        err = vault_unseal(db, &key_id,
                           &(struct seal_place){"api_tokens", "name", *organization_id, token->id},
                           db_get_bytes(row, 0, COLUMN_NAME), &name);
    token->name = name.data;
    if (err == ERR_NONE && !db_is_null(row, 0, COLUMN_DEFAULT_PERSONA))
        err = persona_parse(db_get_text(row, 0, COLUMN_DEFAULT_PERSONA), &token->default_persona);
    vault_note_organization_key(db, organization_id, &key_id);
    return err;
}

static enum err read_caller(struct db *db, const struct uuid *organization_id,
                            const struct db_result *row, struct api_caller *caller)
{
    struct actor_token *token = arena_alloc(db_arena(db), sizeof *token);
    enum err err = read_token(db, organization_id, row, token);
    bool is_account = !db_is_null(row, 0, COLUMN_SERVICE_ACCOUNT) && !provisions(row);
    *caller = (struct api_caller){
        .actor = {.kind = ACTOR_TOKEN,
                  .user_id = db_get_uuid(row, 0, COLUMN_PERSON),
                  .organization_id = *organization_id,
                  .home_organization_id = *organization_id,
                  .is_active = true,
                  .token = token},
        .expires_at = db_get_time(row, 0, COLUMN_EXPIRES),
        .organization_name = db_get_text(row, 0, COLUMN_ORGANIZATION),
        .time_zone = db_get_text(row, 0, COLUMN_PERSON + 4),
    };
    const char *persona = db_get_text(row, 0, is_account ? COLUMN_ACCOUNT : COLUMN_PERSON + 1);
    if (persona_parse(persona, &caller->actor.persona) != ERR_NONE)
        die("an owner with an unknown persona");
    return err;
}

/* The scope is the organization's that the secret claims. */
static enum err authenticate(struct db *db, const struct uuid *organization_id,
                             const struct uuid *token_id, const char *secret,
                             struct api_caller *caller)
{
    struct db_result row;
    enum err err = find(db, organization_id, secret, &row);
    if (err != ERR_NONE)
        return err;
    struct uuid id = db_get_uuid(&row, 0, COLUMN_TOKEN);
    if (!uuid_is_nil(token_id) && !uuid_equal(&id, token_id))
        return refuse(db, organization_id, &row, "public_key");
    const char *problem = problem_of(&row);
    if (problem != NULL)
        return refuse(db, organization_id, &row, problem);
    if (!db_is_null(&row, 0, COLUMN_ORGANIZATION + 2))
        return ERR_DENIED;
    return read_caller(db, organization_id, &row, caller);
}

enum err api_token_authenticate(struct db *db, const char *public_key, const char *secret,
                                struct api_caller *caller)
{
    struct uuid organization_id;
    struct uuid public_organization;
    struct uuid token_id = {{0}};
    if (api_secret_parse(secret, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    if (public_key != NULL &&
        (api_public_parse(public_key, &public_organization, &token_id) != ERR_NONE ||
         !uuid_equal(&public_organization, &organization_id)))
        return ERR_NOT_FOUND;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = authenticate(db, &organization_id, &token_id, secret, caller);
    if (err != ERR_NONE)
        (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    return err;
}
