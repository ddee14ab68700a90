#include "data/sso/sso_document.h"

#include <string.h>

#include "base/clock.h"
#include "base/fetch.h"
#include "base/log.h"
#include "data/vault/vault.h"

enum { DOCUMENT_MAX = 256 * 1024 /* bytes of what is kept */, STATUS_OK = 200 };
#define FRESH CLOCK_HOUR
#define PAUSE CLOCK_MINUTE /* between two tries */

static struct seal_place place_of(const struct sso_provider *provider)
{
    return (struct seal_place){"sso_documents", "document", provider->organization_id,
                               provider->id};
}

/* ---- fetching ----------------------------------------------------------------------------- */

/* NULL, or what is wrong. */
static const char *fetch_object(struct arena *arena, const char *url, int64_t until, json_t **json)
{
    struct fetch_answer answer;
    const char *problem = NULL;
    enum fetch_outcome outcome = fetch(
        arena, &(struct fetch){.url = url, .hosts = SETTING_SSO_HOSTS, .until = until}, &answer);
    if (outcome != FETCH_DONE)
        return arena_printf(arena, "%s: %s.", url, fetch_outcome_texts[outcome]);
    if (answer.status != STATUS_OK)
        return arena_printf(arena, "%s: it answered with status %d.", url, answer.status);
    if (json_parse(arena, answer.body.data, answer.body.len, json, &problem) != ERR_NONE ||
        !json_is_object(*json))
        return arena_printf(arena, "%s: its answer is not a JSON object.", url);
    return NULL;
}

static const char *check_addresses(struct arena *arena, const struct discovery *discovery)
{
    return fetch_is_address(arena, discovery->authorization_endpoint, SETTING_SSO_HOSTS) &&
                   fetch_is_address(arena, discovery->token_endpoint, SETTING_SSO_HOSTS) &&
                   fetch_is_address(arena, discovery->jwks_uri, SETTING_SSO_HOSTS)
               ? NULL
               : "Its document names an address that is not https.";
}

static const char *check_keys(const json_t *json)
{
    return json_array_size(json_object_get(json, "keys")) > 0 ? NULL
                                                              : "Its set of keys holds no key.";
}

enum err sso_document_fetch(struct arena *arena, const struct sso_provider *provider, int64_t until,
                            struct sso_document *document, struct sso_steps *steps)
{
    json_t *found = NULL;
    json_t *keys = NULL;
    const char **problem = steps->problems;
    *steps = (struct sso_steps){.done = 1};
    problem[SSO_STEP_FIND] =
        fetch_object(arena, discovery_url(arena, provider->issuer), until, &found);
    if (problem[SSO_STEP_FIND] != NULL)
        return ERR_UNAVAILABLE;
    steps->done++;
    problem[SSO_STEP_READ] = discovery_read(found, provider->issuer, &document->discovery);
    if (problem[SSO_STEP_READ] == NULL)
        problem[SSO_STEP_READ] = check_addresses(arena, &document->discovery);
    if (problem[SSO_STEP_READ] != NULL)
        return ERR_UNAVAILABLE;
    steps->done++;
    problem[SSO_STEP_KEYS] = fetch_object(arena, document->discovery.jwks_uri, until, &keys);
    if (problem[SSO_STEP_KEYS] == NULL)
        problem[SSO_STEP_KEYS] = check_keys(keys);
    document->keys = json_object_get(keys, "keys");
    document->is_new = true;
    return problem[SSO_STEP_KEYS] == NULL ? ERR_NONE : ERR_UNAVAILABLE;
}

/* ---- keeping ------------------------------------------------------------------------------ */

/* Only what we use of it. */
static struct text format(struct arena *arena, const struct sso_document *document)
{
    const struct discovery *found = &document->discovery;
    json_t *json = json_keep(
        arena, json_pack("{s:s, s:s, s:s, s:s, s:s, s:[s], s:O}", "issuer", found->issuer,
                         "authorization_endpoint", found->authorization_endpoint, "token_endpoint",
                         found->token_endpoint, "jwks_uri", found->jwks_uri, "userinfo_endpoint",
                         found->userinfo_endpoint, "token_endpoint_auth_methods_supported",
                         found->is_basic ? "client_secret_basic" : "client_secret_post", "keys",
                         document->keys));
    return json_format(arena, json, JSON_LINE);
}

static enum err keep(struct db *db, const struct sso_provider *provider,
                     const struct sso_document *document)
{
    struct db_value sealed;
    struct seal_place place = place_of(provider);
    struct text text = format(db_arena(db), document);
    if (text.len > DOCUMENT_MAX)
        return ERR_UNAVAILABLE;
    enum err err = vault_seal_text(db, &place, text.data, &sealed);
    if (err == ERR_NONE)
        err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change(db,
                                   "UPDATE sso_documents SET document = $1, fetched_at = $2 "
                                   "WHERE organization_id = $3 AND id = $4",
                                   sealed, db_time(clock_now()),
                                   db_uuid(&provider->organization_id), db_uuid(&provider->id)));
}

static enum err claim_inside(struct db *db, const struct sso_provider *provider, bool *is_ours)
{
    struct db_result result;
    int64_t now = clock_now();
    enum err err = db_select(db, &result,
                             "UPDATE sso_documents SET tried_at = $1 WHERE organization_id = $2 "
                             "AND id = $3 AND tried_at <= $4",
                             db_time(now), db_uuid(&provider->organization_id),
                             db_uuid(&provider->id), db_time(now - PAUSE));
    *is_ours = err == ERR_NONE && result.change_count > 0;
    if (err != ERR_NONE || *is_ours)
        return err;
    err = db_select(db, &result,
                    "INSERT INTO sso_documents (organization_id, id, tried_at) "
                    "VALUES ($1, $2, $3) ON CONFLICT (organization_id) DO NOTHING",
                    db_uuid(&provider->organization_id), db_uuid(&provider->id), db_time(now));
    *is_ours = err == ERR_NONE && result.change_count > 0;
    return err;
}

/* Whether it may be tried now, of all who want to. */
static enum err claim(struct db *db, const struct sso_provider *provider, bool *is_ours)
{
    enum err err = db_begin_alone(db);
    return err == ERR_NONE ? db_finish(db, claim_inside(db, provider, is_ours)) : err;
}

static enum err read_kept(struct db *db, const struct sso_provider *provider,
                          struct sso_document *document, int64_t *fetched_at)
{
    struct db_result row;
    const char *text = NULL;
    struct seal_place place = place_of(provider);
    *fetched_at = 0;
    enum err err = db_select(db, &row,
                             "SELECT fetched_at, document FROM sso_documents "
                             "WHERE organization_id = $1 AND id = $2",
                             db_uuid(&provider->organization_id), db_uuid(&provider->id));
    if (err != ERR_NONE || row.row_count == 0 || db_is_null(&row, 0, 0))
        return err;
    err = vault_open_text(db, &place, db_get_bytes(&row, 0, 1), &text);
    if (err != ERR_NONE)
        return err;
    const json_t *json = json_stored(db_arena(db), (struct text){text, strlen(text)},
                                     "document of a sign-in provider");
    if (discovery_read(json, provider->issuer, &document->discovery) != NULL)
        return ERR_NONE; /* fetched anew */
    document->keys = json_object_get(json, "keys");
    *fetched_at = db_get_time(&row, 0, 0);
    return ERR_NONE;
}

static enum err renew(struct db *db, const struct sso_provider *provider, int64_t until,
                      struct sso_document *document)
{
    struct sso_steps steps;
    enum err err = sso_document_fetch(db_arena(db), provider, until, document, &steps);
    if (err == ERR_NONE)
        return keep(db, provider, document);
    log_line("warn", "sso.document",
             (const struct log_field[]){{"reason", steps.problems[steps.done - 1]}}, 1);
    return err;
}

enum err sso_document_get(struct db *db, const struct sso_provider *provider, bool is_old_fine,
                          int64_t until, struct sso_document *document)
{
    struct sso_document kept = {.is_new = false};
    int64_t fetched_at = 0;
    bool is_ours = false;
    enum err err = read_kept(db, provider, &kept, &fetched_at);
    *document = kept;
    if (err != ERR_NONE || (is_old_fine && fetched_at + FRESH > clock_now()))
        return err;
    err = claim(db, provider, &is_ours);
    if (err == ERR_NONE)
        err = is_ours ? renew(db, provider, until, document) : ERR_UNAVAILABLE;
    /* what worked an hour ago is better than nothing */
    if (err != ERR_UNAVAILABLE || db_has_failed(db) || !is_old_fine || fetched_at == 0)
        return err;
    *document = kept;
    return ERR_NONE;
}
