#include "data/endpoint/endpoint_change.h"

#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_draft.h"
#include "data/endpoint/endpoint_internal.h"
#include "domain/record/name.h"

/* ---- what is there already ----------------------------------------------------------------- */

/* A key is never sent to another host than it was entered for. */
static enum err check_key(struct db *db, const struct endpoint *before,
                          const struct endpoint_draft *draft, struct problem *problem)
{
    if (draft->secret_kind != ENDPOINT_SECRET_OWN || draft->secret[0] != '\0')
        return ERR_NONE;
    if (before == NULL || before->secret[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "secret", "Enter the API key.");
    const char *host = fetch_host(db_arena(db), draft->url, SETTING_MODEL_HOSTS);
    if (strcmp(host, fetch_host(db_arena(db), before->url, SETTING_MODEL_HOSTS)) == 0 &&
        strncmp(draft->url, before->url, strcspn(before->url, ":") + 1) == 0)
        return ERR_NONE;
    return problem_refuse(problem, ERR_INVALID, "secret",
                          "The address has another host. Enter the API key for it.");
}

static enum err check_name(struct db *db, const struct uuid *organization_id, const struct uuid *id,
                           const char *name, struct problem *problem)
{
    struct db_result row;
    enum err err =
        db_select(db, &row,
                  "SELECT 1 FROM model_endpoints WHERE organization_id = $1 "
                  "AND name_key = $2 AND id <> $3",
                  db_uuid(organization_id), db_text(name_key(db_arena(db), name)), db_uuid(id));
    if (err != ERR_NONE || row.row_count == 0)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "name",
                          "There is an endpoint with this name already. Choose another name.");
}

static enum err check_room(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct db_result row;
    enum err err =
        db_select(db, &row, "SELECT count(*) FROM model_endpoints WHERE organization_id = $1",
                  db_uuid(&actor->organization_id));
    if (err != ERR_NONE || db_get_int(&row, 0, 0) < ENDPOINT_MAX)
        return err;
    return problem_refuse(
        problem, ERR_CONFLICT, "",
        "There are 50 endpoints already. Delete one that is not needed any more.");
}

/* ---- events -------------------------------------------------------------------------------- */

/* before NULL: it is new. */
static json_t *describe(const struct endpoint *before, const struct endpoint_draft *after)
{
    static const struct endpoint nothing = {.name = NULL};
    const struct endpoint *was = before == NULL ? &nothing : before;
    bool is_new = before == NULL;
    json_t *details = json_object();
    audit_change(details, "name", was->name, after->name);
    audit_change(details, "url", was->url, after->url);
    audit_change(details, "models", was->models, after->models);
    audit_change(details, "data_class", is_new ? NULL : endpoint_class_names[was->data_class],
                 endpoint_class_names[after->data_class]);
    audit_change(details, "currency", was->currency, after->currency);
    audit_change(details, "secret_kind", is_new ? NULL : endpoint_secret_names[was->secret_kind],
                 endpoint_secret_names[after->secret_kind]);
    audit_change_int(details, "timeout_s", was->timeout_s, after->timeout_s);
    audit_change_int(details, "context_tokens", was->context_tokens, after->context_tokens);
    if (after->secret_kind == ENDPOINT_SECRET_OWN && after->secret[0] != '\0')
        audit_secret(details, "secret");
    return details;
}

/* ---- saving -------------------------------------------------------------------------------- */

/* An endpoint on its way into the database: sealed before the transaction begins. */
struct sealed {
    struct db_value url, secret;
    struct audit_ready ready;
};

static enum err seal(struct db *db, const struct endpoint *key, const struct endpoint_draft *draft,
                     struct sealed *sealed)
{
    bool is_own = draft->secret_kind == ENDPOINT_SECRET_OWN;
    const char *secret = draft->secret[0] != '\0' ? draft->secret : key->secret;
    enum err err = endpoint_seal(db, key, "url", draft->url, &sealed->url);
    return err == ERR_NONE ? endpoint_seal(db, key, "secret", is_own ? secret : "", &sealed->secret)
                           : err;
}

static struct db_value int_or_null(int64_t value)
{
    return value == 0 ? db_null_of(DB_INT) : db_int(value);
}

static enum err insert(struct db *db, const struct endpoint *key,
                       const struct endpoint_draft *draft, const struct sealed *sealed)
{
    return db_change_one(
        db,
        "INSERT INTO model_endpoints (organization_id, id, revision, name, name_key, models, "
        "data_class, currency, secret_kind, timeout_s, context_tokens, created_at, updated_at, "
        "url, "
        "secret) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)",
        db_uuid(&key->organization_id), db_uuid(&key->id), db_text(draft->name),
        db_text(name_key(db_arena(db), draft->name)), db_text(draft->models),
        db_text(endpoint_class_names[draft->data_class]), db_text(draft->currency),
        db_text(endpoint_secret_names[draft->secret_kind]), db_int(draft->timeout_s),
        int_or_null(draft->context_tokens), db_time(clock_now()), sealed->url, sealed->secret);
}

static enum err create_inside(struct db *db, const struct actor *actor, const struct endpoint *key,
                              const struct endpoint_draft *draft, const struct sealed *sealed)
{
    enum err err = insert(db, key, draft, sealed);
    return err == ERR_NONE ? endpoint_record(db, actor, &key->id, "endpoint.create", &sealed->ready)
                           : err;
}

enum err endpoint_create(struct db *db, const struct actor *actor,
                         const struct endpoint_draft *typed, struct uuid *id,
                         struct problem *problem)
{
    struct endpoint_draft draft = *typed;
    struct sealed sealed;
    const struct endpoint key = {
        .organization_id = actor->organization_id, .id = uuid_make(), .secret = ""};
    *id = key.id;
    *problem = (struct problem){.field = "", .message = NULL};
    if (!endpoint_may(actor))
        return endpoint_refuse(db, actor, id, "endpoint.create");
    enum err err = endpoint_draft_check(db_arena(db), &draft, problem);
    if (err == ERR_NONE)
        err = check_key(db, NULL, &draft, problem);
    if (err == ERR_NONE)
        err = seal(db, &key, &draft, &sealed);
    if (err == ERR_NONE)
        err = endpoint_seal_event(db, actor, describe(NULL, &draft), &sealed.ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_room(db, actor, problem);
    if (err == ERR_NONE)
        err = check_name(db, &key.organization_id, &key.id, draft.name, problem);
    return db_finish(db, err == ERR_NONE ? create_inside(db, actor, &key, &draft, &sealed) : err);
}

/* ---- changing ------------------------------------------------------------------------------ */

static enum err update_inside(struct db *db, const struct actor *actor,
                              const struct endpoint *before, const struct endpoint_draft *draft,
                              const struct sealed *sealed)
{
    enum err err = db_change_one(
        db,
        "UPDATE model_endpoints SET revision = revision + 1, name = $1, name_key = $2, models = "
        "$3, "
        "data_class = $4, currency = $5, secret_kind = $6, timeout_s = $7, context_tokens = $8, "
        "updated_at = $9, url = $10, secret = $11 WHERE organization_id = $12 AND id = $13 "
        "AND revision = $14",
        db_text(draft->name), db_text(name_key(db_arena(db), draft->name)), db_text(draft->models),
        db_text(endpoint_class_names[draft->data_class]), db_text(draft->currency),
        db_text(endpoint_secret_names[draft->secret_kind]), db_int(draft->timeout_s),
        int_or_null(draft->context_tokens), db_time(clock_now()), sealed->url, sealed->secret,
        db_uuid(&before->organization_id), db_uuid(&before->id), db_int(before->revision));
    return err == ERR_NONE
               ? endpoint_record(db, actor, &before->id, "endpoint.update", &sealed->ready)
               : err;
}

static bool is_same(const struct endpoint *before, const struct endpoint_draft *draft)
{
    return strcmp(before->name, draft->name) == 0 && strcmp(before->url, draft->url) == 0 &&
           strcmp(before->models, draft->models) == 0 &&
           strcmp(before->currency, draft->currency) == 0 &&
           before->data_class == draft->data_class && before->secret_kind == draft->secret_kind &&
           before->timeout_s == draft->timeout_s &&
           before->context_tokens == draft->context_tokens && draft->secret[0] == '\0';
}

static enum err save(struct db *db, const struct actor *actor, const struct endpoint *before,
                     const struct endpoint_draft *draft, struct problem *problem)
{
    struct sealed sealed;
    enum err err = seal(db, before, draft, &sealed);
    if (err == ERR_NONE)
        err = endpoint_seal_event(db, actor, describe(before, draft), &sealed.ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_name(db, &before->organization_id, &before->id, draft->name, problem);
    err = db_finish(db, err == ERR_NONE ? update_inside(db, actor, before, draft, &sealed) : err);
    return err == ERR_NOT_FOUND ? ERR_STALE : err;
}

enum err endpoint_update(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct endpoint_draft *typed, struct problem *problem)
{
    struct endpoint_draft draft = *typed;
    struct endpoint before;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = endpoint_load(db, actor, id, "endpoint.update", &before);
    if (err == ERR_NONE)
        err = endpoint_draft_check(db_arena(db), &draft, problem);
    if (err == ERR_NONE && before.revision != draft.revision)
        err = ERR_STALE;
    if (err == ERR_NONE)
        err = check_key(db, &before, &draft, problem);
    if (err == ERR_NONE && is_same(&before, &draft))
        return ERR_NONE;
    if (err == ERR_NONE)
        err = save(db, actor, &before, &draft, problem);
    if (err == ERR_STALE)
        problem->message =
            "Someone else changed this endpoint meanwhile. Look at it and save yours "
            "again.";
    return err;
}
