#include "data/webhook/webhook_change.h"

#include <string.h>

#include "base/clock.h"
#include "base/fetch.h"
#include "data/audit/audit.h"
#include "data/webhook/webhook_internal.h"
#include "domain/record/record_name.h"

/* ---- what was typed ------------------------------------------------------------------------ */

static enum err check_folder(struct db *db, struct webhook_draft *draft, struct problem *problem)
{
    const char *message = NULL;
    if (draft->folder[0] == '\0' ||
        record_name_parse(db_arena(db), draft->folder, &draft->folder, &message) == ERR_NONE)
        return ERR_NONE;
    return problem_refuse(problem, ERR_INVALID, "folder", message);
}

static enum err check(struct db *db, struct webhook_draft *draft, struct problem *problem)
{
    if (!fetch_is_address(db_arena(db), draft->url, SETTING_WEBHOOK_HOSTS))
        return problem_refuse(
            problem, ERR_INVALID, "url",
            "Enter an https address, such as https://example.com/hooks, without a "
            "password or a # in it.");
    if (draft->events == 0)
        return problem_refuse(problem, ERR_INVALID, "events", "Choose at least one event.");
    if (draft->kinds == 0)
        return problem_refuse(problem, ERR_INVALID, "kinds", "Choose at least one kind.");
    return check_folder(db, draft, problem);
}

/* ---- events -------------------------------------------------------------------------------- */

static const char *names_of(struct db *db, unsigned bits, int count, const char *(*name)(int index))
{
    const char *text = "";
    for (int i = 0; i < count; i++)
        if ((bits & WEBHOOK_BIT(i)) != 0)
            text = arena_printf(db_arena(db), "%s%s%s", text, text[0] == '\0' ? "" : ", ", name(i));
    return text;
}

static const char *event_name(int index)
{
    return webhook_events[index].name;
}

static const char *kind_name(int index)
{
    return record_kinds[index].plural;
}

/* before NULL: it is new. */
static json_t *describe(struct db *db, const struct webhook *before,
                        const struct webhook_draft *after)
{
    static const struct webhook nothing = {.folder = NULL};
    const struct webhook *was = before == NULL ? &nothing : before;
    json_t *details = json_object();
    audit_change(details, "url", was->url == NULL ? NULL : webhook_shown_url(db, was->url),
                 webhook_shown_url(db, after->url));
    audit_change(details, "description", text_or_null(was->description),
                 text_or_null(after->description));
    audit_change(details, "events",
                 text_or_null(names_of(db, was->events, WEBHOOK_CHOICES, event_name)),
                 names_of(db, after->events, WEBHOOK_CHOICES, event_name));
    audit_change(details, "kinds",
                 text_or_null(names_of(db, was->kinds, RECORD_KIND_COUNT, kind_name)),
                 names_of(db, after->kinds, RECORD_KIND_COUNT, kind_name));
    audit_change(details, "folder", text_or_null(was->folder), text_or_null(after->folder));
    return details;
}

/* ---- saving -------------------------------------------------------------------------------- */

/* An endpoint on its way into the database: sealed before the transaction begins. */
struct sealed {
    struct db_value url, description, secret;
    struct audit_ready ready;
};

static enum err seal(struct db *db, const struct webhook *key, const struct webhook_draft *draft,
                     struct sealed *sealed)
{
    enum err err = webhook_seal(db, key, "url", draft->url, &sealed->url);
    return err == ERR_NONE
               ? webhook_seal(db, key, "description", draft->description, &sealed->description)
               : err;
}

static enum err check_room(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(db, &row, "SELECT count(*) FROM webhooks WHERE organization_id = $1",
                             db_uuid(&actor->organization_id));
    if (err != ERR_NONE || db_get_int(&row, 0, 0) < WEBHOOK_MAX)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "",
                          "There are 20 webhooks already. Delete one that is not needed any more.");
}

static enum err insert(struct db *db, const struct actor *actor, const struct uuid *id,
                       const struct webhook_draft *draft, const struct sealed *sealed)
{
    int64_t now = clock_now();
    enum err err = db_change_one(
        db,
        "INSERT INTO webhooks (organization_id, id, revision, events, kinds, folder, created_at, "
        "updated_at, url, description, secret) VALUES ($1, $2, 1, $3, $4, $5, $6, $6, $7, $8, $9)",
        db_uuid(&actor->organization_id), db_uuid(id), db_int(draft->events), db_int(draft->kinds),
        db_text(draft->folder), db_time(now), sealed->url, sealed->description, sealed->secret);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db,
                         "INSERT INTO webhook_health (organization_id, webhook_id, free_at, "
                         "tried_at) VALUES ($1, $2, $3, $3)",
                         db_uuid(&actor->organization_id), db_uuid(id), db_time(now));
}

static enum err create_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              const struct webhook_draft *draft, const struct sealed *sealed)
{
    enum err err = insert(db, actor, id, draft, sealed);
    return err == ERR_NONE ? webhook_record(db, actor, id, "webhook.create", &sealed->ready) : err;
}

enum err webhook_create(struct db *db, const struct actor *actor, const struct webhook_draft *typed,
                        struct webhook_made *made, struct problem *problem)
{
    struct webhook_draft draft = *typed;
    struct sealed sealed;
    const struct webhook key = {.organization_id = actor->organization_id, .id = uuid_make()};
    made->id = key.id;
    webhook_secret_make(made->secret);
    struct audit_event refusal =
        webhook_event_of(&actor->organization_id, &made->id, "webhook.create");
    *problem = (struct problem){.field = "", .message = NULL};
    if (!webhook_may(actor))
        return audit_refuse(db, actor, &refusal);
    enum err err = check(db, &draft, problem);
    if (err == ERR_NONE)
        err = seal(db, &key, &draft, &sealed);
    if (err == ERR_NONE)
        err = webhook_seal(db, &key, "secret", made->secret, &sealed.secret);
    if (err == ERR_NONE)
        err = webhook_seal_event(db, actor, describe(db, NULL, &draft), &sealed.ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_room(db, actor, problem);
    return db_finish(db,
                     err == ERR_NONE ? create_inside(db, actor, &made->id, &draft, &sealed) : err);
}

static enum err update_inside(struct db *db, const struct actor *actor,
                              const struct webhook *before, const struct webhook_draft *draft,
                              const struct sealed *sealed)
{
    enum err err = db_change_one(
        db,
        "UPDATE webhooks SET revision = revision + 1, events = $1, kinds = $2, folder = $3, "
        "updated_at = $4, url = $5, description = $6 WHERE organization_id = $7 AND id = $8 "
        "AND revision = $9",
        db_int(draft->events), db_int(draft->kinds), db_text(draft->folder), db_time(clock_now()),
        sealed->url, sealed->description, db_uuid(&actor->organization_id), db_uuid(&before->id),
        db_int(before->revision));
    return err == ERR_NONE
               ? webhook_record(db, actor, &before->id, "webhook.update", &sealed->ready)
               : err;
}

static bool is_same(const struct webhook *before, const struct webhook_draft *draft)
{
    return strcmp(before->url, draft->url) == 0 &&
           strcmp(before->description, draft->description) == 0 &&
           strcmp(before->folder, draft->folder) == 0 && before->events == draft->events &&
           before->kinds == draft->kinds;
}

enum err webhook_update(struct db *db, const struct actor *actor, const struct uuid *id,
                        const struct webhook_draft *typed, struct problem *problem)
{
    struct webhook_draft draft = *typed;
    struct webhook before;
    struct sealed sealed;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = webhook_load(db, actor, id, "webhook.update", &before);
    if (err == ERR_NONE)
        err = check(db, &draft, problem);
    if (err == ERR_NONE && before.revision != draft.revision)
        err = ERR_STALE;
    if (err == ERR_NONE && is_same(&before, &draft))
        return ERR_NONE;
    if (err == ERR_NONE)
        err = seal(db, &before, &draft, &sealed);
    if (err == ERR_NONE)
        err = webhook_seal_event(db, actor, describe(db, &before, &draft), &sealed.ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err == ERR_NONE) {
        err = db_finish(db, update_inside(db, actor, &before, &draft, &sealed));
        err = err == ERR_NOT_FOUND ? ERR_STALE : err;
    }
    if (err == ERR_STALE)
        problem->message = "Someone else changed this webhook meanwhile. Look at it and save yours "
                           "again.";
    return err;
}
