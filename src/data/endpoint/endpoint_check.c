#include "data/endpoint/endpoint_check.h"

#include <string.h>

#include "base/clock.h"
#include "data/endpoint/endpoint_ask.h"
#include "data/endpoint/endpoint_internal.h"
#include "domain/endpoint/endpoint_answer.h"

#define PATIENCE (5 * CLOCK_SECOND)

static bool has_model(const struct endpoint_models *models, const char *name, size_t len)
{
    for (int i = 0; i < models->count; i++)
        if (strlen(models->items[i]) == len && strncmp(models->items[i], name, len) == 0)
            return true;
    return false;
}

/* NULL if it has all. */
static const char *find_missing(struct arena *arena, const struct endpoint *endpoint,
                                const struct endpoint_models *models)
{
    for (const char *name = endpoint->models; *name != '\0';) {
        size_t len = strcspn(name, "\n");
        if (!has_model(models, name, len))
            return arena_copy(arena, name, len);
        name += len + (name[len] == '\n');
    }
    return NULL;
}

static void run(struct arena *arena, const struct endpoint *endpoint,
                struct endpoint_checked *checked)
{
    struct endpoint_reply reply;
    struct endpoint_models models = {.count = 0};
    int64_t patience = endpoint->timeout_s * CLOCK_SECOND;
    const struct endpoint_question question = {
        .path = "/models", .patience = patience < PATIENCE ? patience : PATIENCE};
    endpoint_ask(arena, endpoint, &question, &reply);
    *checked = (struct endpoint_checked){
        .outcome = reply.outcome, .status = reply.answer.status, .duration_ms = reply.duration_ms};
    if (reply.outcome != ENDPOINT_ANSWERED)
        return;
    checked->outcome = endpoint_answer_models(arena, &reply.answer, &models);
    checked->model_count = models.count;
    if (checked->outcome == ENDPOINT_ANSWERED && models.count < ENDPOINT_MODELS_MAX)
        checked->missing = find_missing(arena, endpoint, &models);
}

static enum err note_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                            const struct endpoint_checked *checked, const struct audit_ready *ready)
{
    enum err err = db_change_one(
        db,
        "UPDATE model_endpoints SET check_outcome = $1, check_status = $2, checked_at = $3 "
        "WHERE organization_id = $4 AND id = $5",
        db_text(endpoint_outcome_names[checked->outcome]),
        checked->status == 0 ? db_null_of(DB_INT) : db_int(checked->status), db_time(clock_now()),
        db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE ? endpoint_record(db, actor, id, "endpoint.test", ready) : err;
}

static enum err note(struct db *db, const struct actor *actor, const struct uuid *id,
                     const struct endpoint_checked *checked)
{
    struct audit_ready ready;
    json_t *details = json_object();
    audit_change(details, "outcome", NULL, endpoint_outcome_names[checked->outcome]);
    enum err err = endpoint_seal_event(db, actor, details, &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, note_inside(db, actor, id, checked, &ready)) : err;
}

enum err endpoint_check(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct turns *turns, struct endpoint_checked *checked,
                        struct problem *problem)
{
    struct endpoint endpoint;
    *problem = (struct problem){.field = "", .message = NULL};
    db_read_last(db); /* nothing is held while others are asked */
    enum err err = endpoint_load(db, actor, id, "endpoint.test", &endpoint);
    if (err != ERR_NONE)
        return err;
    if (turns_take(turns, &actor->user_id, &actor->organization_id) != ERR_NONE)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "Connections are being tested already. Try again in a moment.");
    run(db_arena(db), &endpoint, checked);
    turns_give_back(turns);
    return note(db, actor, id, checked);
}
