#include "data/sso/sso_sign_in.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypt/jws.h"
#include "data/organization/organization.h"
#include "data/session/device.h"
#include "data/session/own_account.h"
#include "data/session/throttle.h"
#include "data/sso/sso_begin.h"
#include "data/sso/sso_exchange.h"

/* The provider has so long, whatever is asked of it. */
#define CALLS (5 * CLOCK_SECOND)

static const struct throttle_attempt attempt = {THROTTLE_SSO, "", NULL};

/* One way back. */
struct way {
    const struct sso_return *back;
    struct sso_away away;
    struct sso_provider provider;
    struct sso_document document;
    struct sso_account account;
    struct sso_end *end;
    int64_t until;
};

/* No more is said of it to whoever came: what it was is for the log. */
static enum err refuse(struct way *way, enum sso_refusal refusal, const char *reason)
{
    log_line("warn", "sso.refused", (const struct log_field[]){{"reason", reason}}, 1);
    way->end->refusal = refusal;
    return ERR_DENIED;
}

/* ---- is it one of ours? ------------------------------------------------------------------- */

static enum err open_away(struct db *db, struct way *way)
{
    const struct sso_return *back = way->back;
    if (sso_away_open(db, back->cookie, &way->away) != ERR_NONE)
        return refuse(way, SSO_REFUSED_STATE, "no cookie, or too old");
    if (!secret_equal(way->away.state, back->state))
        return refuse(way, SSO_REFUSED_STATE, "the state of another browser");
    way->end->next = way->away.next;
    return ERR_NONE;
}

static enum err find_provider(struct db *db, struct way *way)
{
    struct organization organization;
    const struct uuid *id = &way->away.organization_id;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = organization_find(db, id, &organization);
    if (err == ERR_NONE)
        err = sso_provider_find(db, id, &way->provider);
    if (err == ERR_NOT_FOUND)
        return refuse(way, SSO_REFUSED_STATE, "there is no provider any more");
    if (err != ERR_NONE)
        return err;
    way->end->organization_name = organization.name;
    if (organization.suspended_at != 0 || organization.closed_at != 0)
        return refuse(way, SSO_REFUSED_SUSPENDED, "the organization is suspended");
    bool is_other =
        way->back->issuer[0] != '\0' && strcmp(way->back->issuer, way->provider.issuer) != 0;
    return is_other ? refuse(way, SSO_REFUSED_PROVIDER, "came back from another issuer") : ERR_NONE;
}

static enum err use_state_inside(struct db *db, const struct way *way)
{
    uint8_t hash[HASH_LEN];
    int64_t now = clock_now();
    sha256(way->away.state, strlen(way->away.state), hash);
    enum err err =
        db_change(db, "DELETE FROM sso_returns WHERE organization_id = $1 AND used_at < $2",
                  db_uuid(&way->away.organization_id), db_time(now - 2 * SSO_AWAY));
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db, "INSERT INTO sso_returns (organization_id, state_hash, used_at) VALUES ($1, $2, $3)",
        db_uuid(&way->away.organization_id), db_bytes(hash, HASH_LEN), db_time(now));
}

/* Before the code is exchanged, so that of two at once one alone goes on. */
static enum err use_state(struct db *db, struct way *way)
{
    enum err err = db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, use_state_inside(db, way));
    return err == ERR_CONFLICT ? refuse(way, SSO_REFUSED_STATE, "came back before") : err;
}

/* ---- what does the provider say? ---------------------------------------------------------- */

static enum err get_document(struct db *db, struct way *way, bool is_old_fine)
{
    enum err err = sso_document_get(db, &way->provider, is_old_fine, way->until, &way->document);
    return err == ERR_UNAVAILABLE && !db_has_failed(db)
               ? refuse(way, SSO_REFUSED_UNREACHABLE, "its document can't be fetched")
               : err;
}

static enum err exchange(struct db *db, struct way *way, struct sso_exchanged *exchanged)
{
    const struct sso_code code = {way->back->code, way->back->redirect_uri, way->away.verifier,
                                  way->until};
    enum err err =
        sso_exchange(db_arena(db), &way->provider, &way->document.discovery, &code, exchanged);
    if (err == ERR_NONE)
        return ERR_NONE;
    return refuse(way, err == ERR_UNAVAILABLE ? SSO_REFUSED_UNREACHABLE : SSO_REFUSED_PROVIDER,
                  exchanged->problem);
}

/* With keys that are newer than what is kept if none of those has the id. */
static enum err verify(struct db *db, struct way *way, const char *id_token, json_t **claims)
{
    const char *problem = NULL;
    enum err err = jws_verify(db_arena(db), id_token, way->document.keys, claims, &problem);
    if (err == ERR_NOT_FOUND && !way->document.is_new) {
        err = get_document(db, way, false);
        if (err != ERR_NONE)
            return err;
        err = jws_verify(db_arena(db), id_token, way->document.keys, claims, &problem);
    }
    return err == ERR_NONE ? ERR_NONE : refuse(way, SSO_REFUSED_PROVIDER, problem);
}

static enum err check_claims(struct way *way, const json_t *claims, struct id_token *token)
{
    const struct id_token_wanted wanted = {.issuer = way->provider.issuer,
                                           .client_id = way->provider.client_id,
                                           .nonce = way->away.nonce,
                                           .now = clock_now()};
    const char *wrong = id_token_read(claims, &wanted, token);
    return wrong == NULL ? ERR_NONE : refuse(way, SSO_REFUSED_PROVIDER, wrong);
}

static enum err ask(struct db *db, struct way *way, struct id_token *token)
{
    struct sso_exchanged exchanged;
    json_t *claims = NULL;
    const json_t *more = NULL;
    enum err err = get_document(db, way, true);
    if (err == ERR_NONE)
        err = exchange(db, way, &exchanged);
    if (err == ERR_NONE)
        err = verify(db, way, exchanged.id_token, &claims);
    if (err == ERR_NONE)
        err = check_claims(way, claims, token);
    if (err == ERR_NONE && token->email[0] == '\0')
        more = sso_userinfo(db_arena(db), &way->document.discovery, exchanged.access_token,
                            way->until);
    if (more != NULL)
        id_token_add_email(more, token);
    return err;
}

/* ---- coming in ---------------------------------------------------------------------------- */

/* What was found may have changed while the provider was asked. */
static enum err begin_inside(struct db *db, struct way *way, const struct session_client *client)
{
    struct user_record now;
    struct sso_provider provider;
    const struct user_record *record = &way->account.record;
    enum err err = user_record_find(db, &record->user.organization_id, &record->user.id, &now);
    if (err == ERR_NONE)
        err = sso_provider_find(db, &record->user.organization_id, &provider);
    if (err == ERR_NONE &&
        (now.epoch != record->epoch || provider.configured_at != way->provider.configured_at))
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = sso_account_use(db, &way->account);
    if (err == ERR_NONE)
        err = throttle_forget(db, &attempt);
    return err == ERR_NONE ? sign_in_begin(db, &now, client, &way->end->sign_in) : err;
}

static enum err come_in(struct db *db, struct way *way)
{
    struct session_client client = way->back->client;
    const char *email = way->account.record.user.email;
    client.is_sso = true;
    client.is_sso_factor = way->provider.trusts_factor;
    client.is_new_device = device_find(db, client.device, email) == NULL;
    way->end->email = email;
    /* who accepts an invitation with it changes what others see of them */
    bool is_invited = way->account.record.user.state == USER_INVITED;
    enum err err = is_invited ? db_begin(db) : db_begin_alone(db);
    if (err == ERR_NONE)
        err = db_finish(db, begin_inside(db, way, &client));
    return err == ERR_CONFLICT || err == ERR_NOT_FOUND
               ? refuse(way, SSO_REFUSED_STATE, "changed meanwhile")
               : err;
}

static enum err find_account(struct db *db, struct way *way, const struct id_token *token)
{
    enum err err = sso_account_find(db, &way->provider, token, &way->account);
    if (err != ERR_NONE || way->account.refusal == SSO_REFUSED_NOT)
        return err;
    return refuse(way, way->account.refusal, "no account that may come in");
}

/* Whoever gets none may come back with the same way once more. */
static enum err take_turn(struct way *way)
{
    return sso_take_turn(way->back->turns, &way->away.organization_id) == ERR_NONE
               ? ERR_NONE
               : refuse(way, SSO_REFUSED_BUSY, "all turns are taken");
}

static enum err go(struct db *db, struct way *way)
{
    struct id_token token;
    const struct sso_return *back = way->back;
    enum err err = open_away(db, way);
    if (err == ERR_NONE)
        err = find_provider(db, way);
    if (err == ERR_NONE)
        err = throttle_count(db, &attempt);
    if (err == ERR_NONE)
        err = take_turn(way);
    if (err != ERR_NONE)
        return err;
    err = use_state(db, way);
    if (err == ERR_NONE)
        err = ask(db, way, &token);
    turns_give_back(back->turns);
    if (err == ERR_NONE)
        err = find_account(db, way, &token);
    return err == ERR_NONE ? come_in(db, way) : err;
}

/* Of the person, if it is known whose account it would have been. */
static enum err note_refusal(struct db *db, const struct way *way)
{
    struct user_record nobody = {.epoch = 0};
    bool is_known = way->account.refusal == SSO_REFUSED_PASSWORD ||
                    way->account.refusal == SSO_REFUSED_OTHER ||
                    way->account.refusal == SSO_REFUSED_SUSPENDED;
    struct session_client client = way->back->client;
    client.is_sso = true;
    return own_account_note_not_done(db, is_known ? &way->account.record : &nobody, &client,
                                     AUDIT_FAILURE);
}

enum err sso_sign_in(struct db *db, const struct sso_return *back, struct sso_end *end)
{
    struct way *way = arena_alloc(db_arena(db), sizeof *way);
    *end = (struct sso_end){.next = "/", .organization_name = "", .email = ""};
    *way = (struct way){.back = back, .end = end, .until = clock_monotonic() + CALLS};
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = go(db, way);
    if (err == ERR_DENIED)
        err = note_refusal(db, way);
    (void)db_enter(db, before);
    return err;
}
