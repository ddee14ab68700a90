#include "data/sso/sso_begin.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "crypt/base64.h"
#include "crypt/sealed_text.h"
#include "crypt/token.h"
#include "data/sso/sso_document.h"

#define LOOKING (5 * CLOCK_SECOND) /* for the provider's document */

/* ---- what the browser keeps ---------------------------------------------------------------- */

static const char *seal_away(struct db *db, const struct sso_away *away)
{
    struct arena *arena = db_arena(db);
    json_t *json =
        json_keep(arena, json_pack("{s:o, s:s, s:s, s:s, s:s, s:I}", "organization",
                                   json_uuid(&away->organization_id), "state", away->state, "nonce",
                                   away->nonce, "verifier", away->verifier, "next", away->next,
                                   "until", (json_int_t)away->until));
    return sealed_text_make(db_keyring(db), arena, json_format(arena, json, JSON_LINE).data);
}

enum err sso_away_open(struct db *db, const char *cookie, struct sso_away *away)
{
    const char *text = NULL;
    if (sealed_text_open(db_keyring(db), db_arena(db), cookie, &text) != ERR_NONE)
        return ERR_DENIED;
    const json_t *json =
        json_stored(db_arena(db), (struct text){text, strlen(text)}, "cookie of single sign-on");
    *away = (struct sso_away){
        .state = json_text(json, "state"),
        .nonce = json_text(json, "nonce"),
        .verifier = json_text(json, "verifier"),
        .next = json_text(json, "next"),
        .until = number_of_json(NUMBER_MOMENT, json_object_get(json, "until"), 0),
    };
    if (uuid_parse(json_text(json, "organization"), &away->organization_id) != ERR_NONE)
        return ERR_DENIED;
    return away->until > clock_now() ? ERR_NONE : ERR_DENIED;
}

/* ---- finding the provider ------------------------------------------------------------------ */

/* Enters the scope of the organization. */
static enum err find(struct db *db, const char *slug, struct sso_provider *provider)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT id FROM organizations WHERE slug = $1 AND suspended_at IS "
                             "NULL AND closed_at IS NULL",
                             db_text(slug));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid id = db_get_uuid(&row, 0, 0);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, id});
    return sso_provider_find(db, &id, provider);
}

enum err sso_look(struct db *db, const char *slug)
{
    struct sso_provider provider;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = find(db, slug, &provider);
    (void)db_enter(db, before);
    return err;
}

/* ---- leaving ------------------------------------------------------------------------------- */

/* Of S256 (RFC 7636, 4.2). */
static const char *challenge_of(struct arena *arena, const char *verifier)
{
    uint8_t hash[HASH_LEN];
    sha256(verifier, strlen(verifier), hash);
    return base64url_make(arena, (struct text){(const char *)hash, HASH_LEN});
}

static const char *make_secret(struct arena *arena)
{
    char *secret = arena_alloc(arena, SECRET_TEXT_LEN);
    secret_make(secret);
    return secret;
}

/* What is counted for one person in base/turn.h is here an organization, and all are one. */
enum err sso_take_turn(struct turns *turns, const struct uuid *organization_id)
{
    static const struct uuid all;
    return turns_take(turns, organization_id, &all);
}

static enum err get_document(struct db *db, const struct sso_provider *provider,
                             struct sso_start *start, struct sso_document *document)
{
    start->refusal = SSO_REFUSED_BUSY;
    enum err err = sso_take_turn(start->turns, &provider->organization_id);
    if (err != ERR_NONE)
        return err;
    start->refusal = SSO_REFUSED_UNREACHABLE;
    err = sso_document_get(db, provider, true, clock_monotonic() + LOOKING, document);
    turns_give_back(start->turns);
    return err;
}

static enum err begin(struct db *db, const char *slug, struct sso_start *start)
{
    struct sso_provider provider;
    struct sso_document document;
    struct arena *arena = db_arena(db);
    enum err err = find(db, slug, &provider);
    if (err == ERR_NONE)
        err = get_document(db, &provider, start, &document);
    if (err != ERR_NONE)
        return err;
    const struct sso_away away = {
        .organization_id = provider.organization_id,
        .state = make_secret(arena),
        .nonce = make_secret(arena),
        .verifier = make_secret(arena),
        .next = start->next,
        .until = clock_now() + SSO_AWAY,
    };
    start->cookie = seal_away(db, &away);
    start->url = authorization_url(arena, &document.discovery,
                                   &(struct authorization){
                                       .client_id = provider.client_id,
                                       .redirect_uri = start->redirect_uri,
                                       .state = away.state,
                                       .nonce = away.nonce,
                                       .challenge = challenge_of(arena, away.verifier),
                                   });
    return ERR_NONE;
}

enum err sso_begin(struct db *db, const char *slug, struct sso_start *start)
{
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = begin(db, slug, start);
    (void)db_enter(db, before);
    return err;
}
