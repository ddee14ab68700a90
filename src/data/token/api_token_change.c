#include "data/token/api_token_change.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/mail/mail_queue.h"
#include "data/token/service_account.h"
#include "data/vault/vault.h"

/* ---- events ------------------------------------------------------------------------------- */

static const char *scopes_text(struct db *db, unsigned scopes)
{
    const char *text = "";
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++)
        if ((scopes & token_scopes[i].scope) != 0)
            text = arena_printf(db_arena(db), "%s%s%s", text, text[0] == '\0' ? "" : ", ",
                                token_scopes[i].name);
    return text;
}

static const char *owner_text(struct db *db, const struct api_token *token)
{
    static const char *const words[] = {"user", "service account", "agent"};
    char id[UUID_TEXT_LEN];
    uuid_format(&token->owner_id, id);
    bool is_user = token->owner == TOKEN_OF_USER; /* whose name is not for the log */
    return arena_printf(db_arena(db), "%s %s", words[token->owner],
                        is_user ? id : token->owner_name);
}

static json_t *describe(struct db *db, const struct api_token *token)
{
    json_t *details = json_object();
    audit_change(details, "name", NULL, token->name);
    audit_change(details, "owner", NULL, owner_text(db, token));
    audit_change(details, "scopes", NULL, scopes_text(db, token->scopes));
    audit_change(details, "folder", NULL, token->folder);
    if ((token->scopes & SCOPE_PROVISION) != 0)
        audit_change(details, "default_persona", NULL, persona_names[token->default_persona]);
    return details;
}

static struct audit_event event_of(const struct actor *actor, const struct uuid *id,
                                   const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "token",
                                .record_id = *id,
                                .organization_id = actor->organization_id};
}

static enum err record(struct db *db, const struct actor *actor, const struct api_token *token,
                       const char *action, json_t *details)
{
    struct audit_event event = event_of(actor, &token->id, action);
    event.details = details;
    return audit_record(db, actor, &event);
}

/* ---- secrets ------------------------------------------------------------------------------ */

static enum err add_secret(struct db *db, const struct actor *actor, const struct uuid *token_id,
                           struct api_token_made *made)
{
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
    char prefix[API_PREFIX_LEN];
    struct uuid id = uuid_make();
    made->id = *token_id;
    api_public_make(&actor->organization_id, token_id, made->public_key);
    api_secret_make(&actor->organization_id, made->secret, prefix);
    token_hash(db_keyring(db), KEY_PURPOSE_API_TOKEN, made->secret, hashes);
    return db_change_one(
        db,
        "INSERT INTO api_token_secrets (organization_id, id, token_id, secret_hash, prefix, "
        "created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        db_uuid(&actor->organization_id), db_uuid(&id), db_uuid(token_id),
        db_bytes(hashes[0], HASH_LEN), db_text(arena_strdup(db_arena(db), prefix)),
        db_time(clock_now()), db_uuid_or_null(&actor->user_id));
}

/* ---- making one --------------------------------------------------------------------------- */

static enum err set_user(struct db *db, const struct actor *actor, struct api_token *token,
                         int64_t *epoch)
{
    struct policy_target self = {actor->home_organization_id, actor->user_id, NULL};
    struct db_result row;
    if (!policy_allows(actor, PERMISSION_TOKEN_OWN, &self))
        return ERR_DENIED;
    enum err err =
        db_select(db, &row, "SELECT epoch FROM users WHERE organization_id = $1 AND id = $2",
                  db_uuid(&actor->organization_id), db_uuid(&actor->user_id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    token->owner_id = actor->user_id;
    *epoch = db_get_int(&row, 0, 0);
    return ERR_NONE;
}

static enum err set_account(struct db *db, const struct actor *actor, struct api_token *token,
                            int64_t *epoch, struct problem *problem)
{
    struct service_account account;
    enum err err = service_account_get(db, actor, &token->owner_id, &account);
    if (err == ERR_NONE && !account.is_active)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE && !policy_covers(actor, account.persona))
        err = ERR_DENIED;
    if (err == ERR_NONE && (token->scopes & SCOPE_PROVISION) != 0)
        err = api_token_check_answers(db, actor, &account.responsible_id, problem);
    if (err != ERR_NONE)
        return err;
    token->owner_name = account.name;
    token->responsible_id = account.responsible_id;
    *epoch = account.epoch;
    return ERR_NONE;
}

static enum err set_agent(struct db *db, const struct actor *actor, struct api_token *token,
                          struct problem *problem)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct db_result row;
    /* Whoever answers for it is somebody of the organization. */
    if (!policy_allows(actor, PERMISSION_TOKEN_ORGANIZATION, &target) ||
        policy_is_outside(actor, &actor->organization_id))
        return ERR_DENIED;
    enum err err = db_select(db, &row,
                             "SELECT name, (SELECT count(*) FROM stops s WHERE "
                             "s.organization_id = $1 AND s.record_id = $2 AND s.version = 0 "
                             "AND s.resumed_at IS NULL) FROM agents "
                             "WHERE organization_id = $1 AND id = $2 AND archived_at IS NULL",
                             db_uuid(&actor->organization_id), db_uuid(&token->owner_id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    if (db_get_int(&row, 0, 1) > 0)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "This agent is stopped. It can have a token again when it is "
                              "resumed.");
    token->owner_name = db_get_text(&row, 0, 0);
    token->responsible_id = actor->user_id;
    return ERR_NONE;
}

static enum err check_room(struct db *db, const struct actor *actor, const struct api_token *token,
                           struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(
        db, &row,
        "SELECT count(*) FROM api_tokens WHERE organization_id = $1 AND revoked_at IS NULL "
        "AND expires_at > $2 AND (user_id = $3 OR service_account_id = $3 OR agent_id = $3)",
        db_uuid(&actor->organization_id), db_time(clock_now()), db_uuid(&token->owner_id));
    if (err == ERR_NONE && db_get_int(&row, 0, 0) >= TOKEN_PER_OWNER_MAX)
        return problem_refuse(
            problem, ERR_CONFLICT, "",
            "There are 100 tokens of this owner already. Revoke those that are not used.");
    return err;
}

static struct db_value id_if(bool is, const struct uuid *id)
{
    return is ? db_uuid(id) : db_null();
}

static enum err insert(struct db *db, const struct actor *actor, const struct api_token *token,
                       int64_t epoch)
{
    struct db_value name;
    struct seal_place place = {"api_tokens", "name", actor->organization_id, token->id};
    enum err err = vault_seal_text(db, &place, token->name, &name);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO api_tokens (organization_id, id, user_id, service_account_id, agent_id, "
        "responsible_id, epoch, scopes, folder, created_by, created_at, expires_at, name, "
        "default_persona) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        db_uuid(&actor->organization_id), db_uuid(&token->id),
        id_if(token->owner == TOKEN_OF_USER, &token->owner_id),
        id_if(token->owner == TOKEN_OF_ACCOUNT, &token->owner_id),
        id_if(token->owner == TOKEN_OF_AGENT, &token->owner_id),
        id_if(token->owner != TOKEN_OF_USER, &token->responsible_id), db_int(epoch),
        db_int(token->scopes), token->folder == NULL ? db_null() : db_text(token->folder),
        db_uuid(&actor->user_id), db_time(clock_now()), db_time(token->expires_at), name,
        (token->scopes & SCOPE_PROVISION) == 0 ? db_null()
                                               : db_text(persona_names[token->default_persona]));
}

/* Whoever owns it or answers for it. */
static enum err tell(struct db *db, const struct actor *actor, const struct api_token *token)
{
    bool is_personal = token->owner == TOKEN_OF_USER;
    return notice_queue(db, &actor->organization_id,
                        is_personal ? &token->owner_id : &token->responsible_id, MAIL_TOKEN_MADE,
                        token->name, NULL);
}

static enum err create_inside(struct db *db, const struct actor *actor, struct api_token *token,
                              struct api_token_made *made, struct problem *problem)
{
    int64_t epoch = 0;
    enum err err = token->owner == TOKEN_OF_USER ? set_user(db, actor, token, &epoch)
                   : token->owner == TOKEN_OF_ACCOUNT
                       ? set_account(db, actor, token, &epoch, problem)
                       : set_agent(db, actor, token, problem);
    if (err == ERR_NONE)
        err = check_room(db, actor, token, problem);
    if (err == ERR_NONE)
        err = insert(db, actor, token, epoch);
    if (err == ERR_NONE)
        err = add_secret(db, actor, &token->id, made);
    if (err == ERR_NONE)
        err = record(db, actor, token, "token.create", describe(db, token));
    made->is_provisioning = (token->scopes & SCOPE_PROVISION) != 0;
    return err == ERR_NONE ? tell(db, actor, token) : err;
}

enum err api_token_create(struct db *db, const struct actor *actor,
                          const struct api_token_new *token_new, struct api_token_made *made,
                          struct problem *problem)
{
    struct api_token token = {
        .id = uuid_make(), .owner = token_new->owner, .owner_id = token_new->owner_id};
    struct audit_event refusal = event_of(actor, &token_new->owner_id, "token.create");
    *problem = (struct problem){.field = ""};
    enum err err = api_token_check_new(db, token_new, &token, problem);
    if (err != ERR_NONE)
        return err;
    if (actor->kind != ACTOR_USER)
        return audit_refuse(db, actor, &refusal);
    err = db_begin(db);
    return err == ERR_NONE
               ? audit_finish(db, actor, &refusal, create_inside(db, actor, &token, made, problem))
               : err;
}

/* ---- rotating ----------------------------------------------------------------------------- */

static enum err check_rotation(const struct actor *actor, const struct api_token *token,
                               const struct api_token_rotation *rotation, struct problem *problem)
{
    if (!api_token_may_rotate(actor, token))
        return ERR_DENIED;
    if (token->revoked_at != 0)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "This token is revoked. Create another one in its place.");
    if (!uuid_equal(&rotation->secret_id, &token->secret_id))
        return problem_refuse(problem, ERR_STALE, "",
                              "Someone rotated this token since you opened it.");
    return ERR_NONE;
}

/* The secret before, which a stopped token takes with it; any other one ends now. */
static enum err end_secrets(struct db *db, const struct actor *actor, const struct api_token *token,
                            int64_t until)
{
    int64_t now = clock_now();
    enum err err = db_change(db,
                             "UPDATE api_token_secrets SET ends_at = $1 "
                             "WHERE organization_id = $2 AND token_id = $3 AND ends_at > $1",
                             db_time(now), db_uuid(&actor->organization_id), db_uuid(&token->id));
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "UPDATE api_token_secrets SET ends_at = $1 "
                         "WHERE organization_id = $2 AND id = $3 AND ends_at IS NULL",
                         db_time(until), db_uuid(&actor->organization_id),
                         db_uuid(&token->secret_id));
}

/* A person's or service account's token is of their present epoch again. */
static enum err renew(struct db *db, const struct actor *actor, const struct api_token *token,
                      int64_t expires_at)
{
    return db_change_one(
        db,
        "UPDATE api_tokens SET expires_at = $1, epoch = COALESCE("
        "(SELECT u.epoch FROM users u WHERE u.organization_id = $2 AND u.id = api_tokens.user_id), "
        "(SELECT c.epoch FROM service_accounts c WHERE c.organization_id = $2 "
        "AND c.id = api_tokens.service_account_id), 0) "
        "WHERE organization_id = $2 AND id = $3 AND revoked_at IS NULL",
        db_time(expires_at), db_uuid(&actor->organization_id), db_uuid(&token->id));
}

static enum err rotate_inside(struct db *db, const struct actor *actor,
                              const struct api_token_rotation *rotation, int64_t expires_at,
                              struct api_token_made *made, struct problem *problem)
{
    struct api_token token;
    enum err err = api_token_get(db, actor, &rotation->id, &token);
    if (err == ERR_NONE)
        err = check_rotation(actor, &token, rotation, problem);
    if (err != ERR_NONE)
        return err;
    int64_t now = clock_now();
    int64_t until = token.state == TOKEN_GOOD ? now + rotation->overlap : now;
    if (until > token.expires_at)
        until = token.expires_at > now ? token.expires_at : now;
    err = end_secrets(db, actor, &token, until);
    if (err == ERR_NONE)
        err = renew(db, actor, &token, expires_at);
    if (err == ERR_NONE)
        err = add_secret(db, actor, &token.id, made);
    made->is_provisioning = (token.scopes & SCOPE_PROVISION) != 0;
    if (err != ERR_NONE)
        return err;
    json_t *details = describe(db, &token);
    audit_change_int(details, "overlap_minutes", 0, (until - now) / CLOCK_MINUTE);
    audit_secret(details, "secret");
    return record(db, actor, &token, "token.rotate", details);
}

enum err api_token_rotate(struct db *db, const struct actor *actor,
                          const struct api_token_rotation *rotation, struct api_token_made *made,
                          struct problem *problem)
{
    struct api_token checked = {.owner = TOKEN_OF_USER};
    struct audit_event refusal = event_of(actor, &rotation->id, "token.rotate");
    *problem = (struct problem){.field = ""};
    enum err err = api_token_check_days(rotation->days, &checked, problem);
    if (err == ERR_NONE &&
        (rotation->overlap < 0 || rotation->overlap > TOKEN_OVERLAP_MAX * CLOCK_DAY))
        err = problem_refuse(problem, ERR_INVALID, "overlap", "Choose at most 30 days.");
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = rotate_inside(db, actor, rotation, checked.expires_at, made, problem);
    return audit_finish(db, actor, &refusal, err);
}

/* ---- revoking ----------------------------------------------------------------------------- */

static enum err revoke_inside(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct api_token token;
    struct db_result result;
    enum err err = api_token_get(db, actor, id, &token);
    if (err != ERR_NONE)
        return err;
    err = db_select(db, &result,
                    "UPDATE api_tokens SET revoked_at = $1, revoked_by = $2 "
                    "WHERE organization_id = $3 AND id = $4 AND revoked_at IS NULL",
                    db_time(clock_now()), db_uuid(&actor->user_id),
                    db_uuid(&actor->organization_id), db_uuid(id));
    if (err != ERR_NONE || result.change_count == 0)
        return err;
    return record(db, actor, &token, "token.revoke", describe(db, &token));
}

enum err api_token_revoke(struct db *db, const struct actor *actor, const struct uuid *id)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, revoke_inside(db, actor, id)) : err;
}
