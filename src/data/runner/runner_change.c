#include "data/runner/runner_change.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "crypt/runner_key.h"
#include "data/audit/audit.h"
#include "domain/record/name.h"

static struct audit_event event_of(const struct actor *actor, const struct uuid *id,
                                   const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "runner",
                                .record_id = *id,
                                .organization_id = actor->organization_id};
}

static enum err refuse(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *action)
{
    struct audit_event refusal = event_of(actor, id, action);
    return audit_refuse(db, actor, &refusal);
}

/* ---- registering --------------------------------------------------------------------------- */

/* Puts the draft into the form in which it is stored. */
static enum err check_draft(struct db *db, struct runner_draft *draft, struct problem *problem)
{
    struct runner_public key;
    const char *message = NULL;
    const char *line = draft->public_key;
    size_t len = strlen(line);
    text_trim_range(&line, &len);
    if (name_check(draft->name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "name", message);
    if (len > RUNNER_LINE_MAX ||
        runner_public_read(db_arena(db), arena_copy(db_arena(db), line, len), &key) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "public_key",
                              "This is no runner key. Copy the whole line that \"rostrum "
                              "runner-key new\" printed.");
    draft->name = name_normalize(db_arena(db), draft->name);
    draft->public_key = runner_public_text(db_arena(db), &key);
    return ERR_NONE;
}

static enum err check_new(struct db *db, const struct actor *actor,
                          const struct runner_draft *draft, struct problem *problem)
{
    struct db_result row;
    enum err err =
        db_select(db, &row,
                  "SELECT count(*), max(CASE WHEN name_key = $2 THEN 1 ELSE 0 END), "
                  "max(CASE WHEN public_key = $3 THEN 1 ELSE 0 END) FROM runner_keys "
                  "WHERE organization_id = $1",
                  db_uuid(&actor->organization_id), db_text(name_key(db_arena(db), draft->name)),
                  db_text(draft->public_key));
    if (err != ERR_NONE)
        return err;
    if (db_get_int(&row, 0, 0) >= RUNNER_MAX)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "There are 50 runners, the most there can be.");
    if (db_get_int_or(&row, 0, 1, 0) > 0)
        return problem_refuse(problem, ERR_CONFLICT, "name",
                              "There is a runner with this name already. Choose another name.");
    if (db_get_int_or(&row, 0, 2, 0) > 0)
        return problem_refuse(problem, ERR_CONFLICT, "public_key",
                              "This key is registered already. Make a new one for each runner.");
    return ERR_NONE;
}

static enum err insert(struct db *db, const struct actor *actor, const struct uuid *id,
                       const struct runner_draft *draft)
{
    return db_change_one(
        db,
        "INSERT INTO runner_keys (organization_id, id, name, name_key, public_key, data_class, "
        "created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        db_uuid(&actor->organization_id), db_uuid(id), db_text(draft->name),
        db_text(name_key(db_arena(db), draft->name)), db_text(draft->public_key),
        db_text(endpoint_class_names[draft->data_class]), db_uuid(&actor->user_id),
        db_time(clock_now()));
}

static enum err register_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                const struct runner_draft *draft, const struct audit_ready *ready)
{
    struct audit_event event = event_of(actor, id, "runner.register");
    event.ready = ready;
    enum err err = insert(db, actor, id, draft);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err runner_register(struct db *db, const struct actor *actor, const struct runner_draft *typed,
                         struct uuid *id, struct problem *problem)
{
    struct runner_draft draft = *typed;
    struct audit_ready ready;
    *id = uuid_make();
    *problem = (struct problem){.field = "", .message = NULL};
    if (!runner_may(actor))
        return refuse(db, actor, id, "runner.register");
    enum err err = check_draft(db, &draft, problem);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_keep(db_arena(db), json_object());
    audit_change(details, "name", NULL, draft.name);
    audit_change(details, "public_key", NULL, draft.public_key);
    audit_change(details, "data_class", NULL, endpoint_class_names[draft.data_class]);
    err = audit_prepare(db, actor, &actor->organization_id, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_new(db, actor, &draft, problem);
    return db_finish(db, err == ERR_NONE ? register_inside(db, actor, id, &draft, &ready) : err);
}

/* ---- withdrawing --------------------------------------------------------------------------- */

static enum err withdraw_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                const struct audit_ready *ready)
{
    struct audit_event event = event_of(actor, id, "runner.withdraw");
    event.ready = ready;
    enum err err = db_change_one(db,
                                 "UPDATE runner_keys SET withdrawn_at = $1, withdrawn_by = $2 "
                                 "WHERE organization_id = $3 AND id = $4 AND withdrawn_at IS NULL",
                                 db_time(clock_now()), db_uuid(&actor->user_id),
                                 db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err runner_withdraw(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct runner runner;
    struct audit_ready ready;
    if (!runner_may(actor))
        return refuse(db, actor, id, "runner.withdraw");
    enum err err = runner_find(db, &actor->organization_id, id, &runner);
    if (err != ERR_NONE || runner.withdrawn_at != 0)
        return err;
    json_t *details = json_keep(db_arena(db), json_object());
    audit_change(details, "name", runner.name, runner.name);
    audit_change(details, "state", "registered", "withdrawn");
    err = audit_prepare(db, actor, &actor->organization_id, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, withdraw_inside(db, actor, id, &ready)) : err;
}
