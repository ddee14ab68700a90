#include "data/sso/sso_provider.h"

#include <string.h>

#include "base/clock.h"
#include "base/fetch.h"
#include "data/account/user_reset.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"
#include "data/user/user_record.h"

/* An administrator who signed in through the provider so lately shows that it works. */
#define PROVED_WITHIN CLOCK_DAY

static bool may_set(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

static struct seal_place place_of(const struct sso_provider *provider, const char *column)
{
    return (struct seal_place){"sso_providers", column, provider->organization_id, provider->id};
}

static enum err open_text(struct db *db, const struct sso_provider *provider, const char *column,
                          struct text blob, const char **text)
{
    struct seal_place place = place_of(provider, column);
    return vault_open_text(db, &place, blob, text);
}

enum err sso_provider_find(struct db *db, const struct uuid *organization_id,
                           struct sso_provider *provider)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT id, revision, is_only, trusts_factor, configured_at, issuer, "
                             "client_id, client_secret, subject_key FROM sso_providers "
                             "WHERE organization_id = $1",
                             db_uuid(organization_id));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    *provider = (struct sso_provider){
        .organization_id = *organization_id,
        .id = db_get_uuid(&row, 0, 0),
        .revision = db_get_int(&row, 0, 1),
        .is_only = db_get_bool(&row, 0, 2),
        .trusts_factor = db_get_bool(&row, 0, 3),
        .configured_at = db_get_time(&row, 0, 4),
    };
    err = open_text(db, provider, "issuer", db_get_bytes(&row, 0, 5), &provider->issuer);
    if (err == ERR_NONE)
        err = open_text(db, provider, "client_id", db_get_bytes(&row, 0, 6), &provider->client_id);
    if (err == ERR_NONE)
        err = open_text(db, provider, "client_secret", db_get_bytes(&row, 0, 7),
                        &provider->client_secret);
    if (err == ERR_NONE)
        err = open_text(db, provider, "subject_key", db_get_bytes(&row, 0, 8),
                        &provider->subject_key);
    return err;
}

enum err sso_provider_get(struct db *db, const struct actor *actor, struct sso_provider *provider)
{
    enum err err = may_set(actor) ? ERR_NONE : ERR_DENIED;
    if (err == ERR_NONE)
        err = sso_provider_find(db, &actor->organization_id, provider);
    if (err == ERR_NONE)
        provider->client_secret = provider->subject_key = NULL;
    return err;
}

/* ---- setting it --------------------------------------------------------------------------- */

static struct audit_event event_of(const struct actor *actor, const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .organization_id = actor->organization_id};
}

/* What was typed, without looking at what is there. */
static enum err check(struct db *db, const struct sso_settings *settings, struct problem *problem)
{
    if (!fetch_is_address(db_arena(db), settings->issuer, SETTING_SSO_HOSTS) ||
        strchr(settings->issuer, '?') != NULL)
        return problem_refuse(
            problem, ERR_INVALID, "issuer",
            "Enter the issuer's https address, such as https://login.example.org.");
    if (settings->client_id[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "client_id", "Enter the client ID.");
    return ERR_NONE;
}

static bool is_other_issuer(const struct sso_provider *before, const struct sso_settings *settings)
{
    return before->revision == 0 || strcmp(before->issuer, settings->issuer) != 0;
}

/* A secret is never sent to another issuer than it was entered for. */
static enum err check_against(const struct sso_provider *before,
                              const struct sso_settings *settings, struct problem *problem)
{
    if (before->revision != settings->revision)
        return problem_refuse(
            problem, ERR_STALE, "",
            "Someone else changed these settings meanwhile. Look at them and save "
            "yours again.");
    if (settings->client_secret[0] == '\0' && is_other_issuer(before, settings))
        return problem_refuse(problem, ERR_INVALID, "client_secret",
                              "Enter the client secret that this issuer gave you.");
    return ERR_NONE;
}

/* The one who asks; or any administrator, for those who keep their password in any case. */
static enum err check_only(struct db *db, const struct actor *actor,
                           const struct sso_provider *provider, struct problem *problem)
{
    struct db_result proved;
    bool keeps_password = actor->is_superuser || actor->persona == PERSONA_PLATFORM_ADMIN;
    int64_t since = clock_now() - PROVED_WITHIN;
    if (since < provider->configured_at)
        since = provider->configured_at;
    enum err err = db_select(
        db, &proved,
        "SELECT 1 FROM sso_accounts a JOIN users u ON u.organization_id = a.organization_id "
        "AND u.id = a.user_id WHERE a.organization_id = $1 AND a.last_used_at >= $2 "
        "AND u.is_active AND u.user_persona = $3 AND (a.user_id = $4 OR $5) LIMIT 1",
        db_uuid(&actor->organization_id), db_time(since),
        db_text(persona_names[PERSONA_CUSTOMER_ADMIN]), db_uuid(&actor->user_id),
        db_bool(keeps_password));
    if (err != ERR_NONE || proved.row_count > 0)
        return err;
    return problem_refuse(problem, ERR_INVALID, "is_only",
                          keeps_password
                              ? "Have an administrator of the organization sign in through the "
                                "provider first, so that nobody is locked out."
                              : "Sign in through the provider yourself first, with these settings "
                                "saved, so that nobody is locked out.");
}

static enum err seal_column(struct db *db, const struct sso_provider *provider, const char *column,
                            const char *text, struct db_value *sealed)
{
    struct seal_place place = place_of(provider, column);
    return vault_seal_text(db, &place, text, sealed);
}

static enum err store(struct db *db, const struct sso_provider *provider)
{
    struct db_value issuer, client_id, client_secret, subject_key;
    enum err err = seal_column(db, provider, "issuer", provider->issuer, &issuer);
    if (err == ERR_NONE)
        err = seal_column(db, provider, "client_id", provider->client_id, &client_id);
    if (err == ERR_NONE)
        err = seal_column(db, provider, "client_secret", provider->client_secret, &client_secret);
    if (err == ERR_NONE)
        err = seal_column(db, provider, "subject_key", provider->subject_key, &subject_key);
    if (err == ERR_NONE)
        err = db_change(db, "DELETE FROM sso_providers WHERE organization_id = $1",
                        db_uuid(&provider->organization_id));
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO sso_providers (organization_id, id, revision, is_only, trusts_factor, "
        "configured_at, updated_at, issuer, client_id, client_secret, subject_key) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        db_uuid(&provider->organization_id), db_uuid(&provider->id), db_int(provider->revision),
        db_bool(provider->is_only), db_bool(provider->trusts_factor),
        db_time(provider->configured_at), db_time(clock_now()), issuer, client_id, client_secret,
        subject_key);
}

/* What belongs to an issuer ends with it. */
static enum err forget_issuer(struct db *db, const struct uuid *organization_id)
{
    enum err err = db_change(db, "DELETE FROM sso_accounts WHERE organization_id = $1",
                             db_uuid(organization_id));
    return err == ERR_NONE ? db_change(db, "DELETE FROM sso_documents WHERE organization_id = $1",
                                       db_uuid(organization_id))
                           : err;
}

static enum err note_change(struct db *db, const struct actor *actor)
{
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    enum err err =
        db_change(db, "DELETE FROM sso_changes WHERE organization_id = $1 AND changed_at < $2",
                  db_uuid(&actor->organization_id), db_time(now - USER_RESET_SILENCE));
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO sso_changes (organization_id, id, changed_by, changed_at) "
                         "VALUES ($1, $2, $3, $4)",
                         db_uuid(&actor->organization_id), db_uuid(&id),
                         db_uuid_or_null(&actor->user_id), db_time(now));
}

static const char *word(bool is_so)
{
    return is_so ? "yes" : "no";
}

static enum err record(struct db *db, const struct actor *actor, const struct sso_provider *before,
                       const struct sso_provider *now, bool has_secret)
{
    bool is_new = before->revision == 0;
    struct audit_event event = event_of(actor, "organization.sso");
    event.details = json_object();
    audit_change(event.details, "issuer", before->issuer, now->issuer);
    audit_change(event.details, "client_id", before->client_id, now->client_id);
    if (has_secret)
        audit_secret(event.details, "client_secret");
    audit_change(event.details, "only_by_sso", is_new ? NULL : word(before->is_only),
                 word(now->is_only));
    audit_change(event.details, "provider_asks_for_second_factor",
                 is_new ? NULL : word(before->trusts_factor), word(now->trusts_factor));
    return audit_record(db, actor, &event);
}

/* As it will be. */
static struct sso_provider changed(struct db *db, const struct actor *actor,
                                   const struct sso_provider *before,
                                   const struct sso_settings *settings)
{
    struct sso_provider now = *before;
    bool is_other = is_other_issuer(before, settings);
    bool is_configured = is_other || settings->client_secret[0] != '\0' ||
                         strcmp(before->client_id, settings->client_id) != 0;
    if (is_other) {
        char *key = arena_alloc(db_arena(db), SECRET_TEXT_LEN);
        secret_make(key);
        now.id = uuid_make();
        now.subject_key = key;
    }
    now.organization_id = actor->organization_id;
    now.issuer = settings->issuer;
    now.client_id = settings->client_id;
    if (settings->client_secret[0] != '\0')
        now.client_secret = settings->client_secret;
    now.is_only = settings->is_only;
    now.trusts_factor = settings->trusts_factor;
    now.revision++;
    if (is_configured)
        now.configured_at = clock_now();
    return now;
}

static enum err set_inside(struct db *db, const struct actor *actor,
                           const struct sso_settings *settings, struct problem *problem)
{
    struct sso_provider before = {.revision = 0};
    enum err err =
        may_set(actor) ? user_reset_check_outside(db, actor, &actor->organization_id) : ERR_DENIED;
    if (err == ERR_NONE)
        err = sso_provider_find(db, &actor->organization_id, &before);
    if (err == ERR_NOT_FOUND)
        err = ERR_NONE;
    if (err == ERR_NONE)
        err = check_against(&before, settings, problem);
    if (err != ERR_NONE)
        return err;
    struct sso_provider now = changed(db, actor, &before, settings);
    if (is_other_issuer(&before, settings))
        err = forget_issuer(db, &actor->organization_id);
    if (err == ERR_NONE && now.is_only)
        err = check_only(db, actor, &now, problem);
    if (err == ERR_NONE)
        err = store(db, &now);
    if (err == ERR_NONE)
        err = note_change(db, actor);
    return err == ERR_NONE ? record(db, actor, &before, &now, settings->client_secret[0] != '\0')
                           : err;
}

enum err sso_provider_set(struct db *db, const struct actor *actor,
                          const struct sso_settings *settings, struct problem *problem)
{
    struct audit_event refusal = event_of(actor, "organization.sso");
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = check(db, settings, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE
               ? audit_finish(db, actor, &refusal, set_inside(db, actor, settings, problem))
               : err;
}

/* ---- taking it away ----------------------------------------------------------------------- */

static enum err remove_inside(struct db *db, const struct actor *actor)
{
    struct audit_event event = event_of(actor, "organization.sso_off");
    enum err err =
        may_set(actor) ? user_reset_check_outside(db, actor, &actor->organization_id) : ERR_DENIED;
    if (err == ERR_NONE)
        err = db_change_one(db, "DELETE FROM sso_providers WHERE organization_id = $1",
                            db_uuid(&actor->organization_id));
    if (err == ERR_NONE)
        err = forget_issuer(db, &actor->organization_id);
    if (err == ERR_NONE)
        err = note_change(db, actor);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err sso_provider_remove(struct db *db, const struct actor *actor)
{
    struct audit_event refusal = event_of(actor, "organization.sso_off");
    enum err err = db_begin(db);
    return err == ERR_NONE ? audit_finish(db, actor, &refusal, remove_inside(db, actor)) : err;
}

enum err sso_provider_remove_slug(struct db *db, const struct actor *command, const char *slug)
{
    struct actor inside;
    struct db_scope before;
    enum err err = organization_enter_slug(db, command, slug, &inside, &before);
    if (err != ERR_NONE)
        return err;
    err = sso_provider_remove(db, &inside);
    (void)db_enter(db, before);
    return err;
}
