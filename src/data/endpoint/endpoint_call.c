#include "data/endpoint/endpoint_call.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/vault/vault.h"
#include "domain/endpoint/endpoint_answer.h"

/* A program does not: it would spend money by itself. */
static bool may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return actor->kind == ACTOR_USER && policy_allows(actor, PERMISSION_PROMPT_READ, &target);
}

/* A token calls none by itself, but in runs. */
static bool may_choose(const struct actor *actor)
{
    return may(actor) ||
           (actor->kind == ACTOR_TOKEN && policy_allows_some(actor, PERMISSION_TEST_RUN));
}

static enum err read_calls(struct db *db, const struct actor *actor, const struct uuid *record_id,
                           const struct uuid *batch_id, struct endpoint_call_list *list)
{
    struct db_result rows;
    enum err err =
        db_select(db, &rows,
                  "SELECT " ENDPOINT_CALL_COLUMNS " FROM model_calls WHERE organization_id = $1 "
                  "AND batch_id = $2 AND user_id = $3 AND record_id = $4 "
                  "ORDER BY position LIMIT $5",
                  db_uuid(&actor->organization_id), db_uuid(batch_id), db_uuid(&actor->user_id),
                  db_uuid(record_id), db_int(ENDPOINT_BATCH_MAX));
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    for (; err == ERR_NONE && list->count < rows.row_count; list->count++)
        err = endpoint_call_read(db, &actor->organization_id, &rows, list->count,
                                 &list->items[list->count]);
    return err;
}

static enum err open_more(struct db *db, const struct endpoint_call *call, const char *column,
                          struct text blob, const char **text)
{
    const struct seal_place place = {"model_calls", column, call->organization_id, call->id};
    return vault_open_text(db, &place, blob, text);
}

/* What was filled in; and what has come of answers that are still coming, or never came to their
 * end. */
static enum err read_more(struct db *db, const struct uuid *batch_id,
                          struct endpoint_call_list *list)
{
    struct db_result rows;
    enum err err = db_select(db, &rows,
                             "SELECT position, partial, given FROM model_calls "
                             "WHERE organization_id = $1 AND batch_id = $2 LIMIT $3",
                             db_uuid(&list->items[0].organization_id), db_uuid(batch_id),
                             db_int(ENDPOINT_BATCH_MAX));
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        int64_t position = db_get_int(&rows, i, 0);
        if (position >= list->count)
            continue;
        struct endpoint_call *call = &list->items[position];
        err = open_more(db, call, "given", db_get_bytes(&rows, i, 2), &call->given);
        if (err == ERR_NONE && call->answer[0] == '\0')
            err = open_more(db, call, "partial", db_get_bytes(&rows, i, 1), &call->answer);
    }
    return err;
}

enum err endpoint_call_list(struct db *db, const struct actor *actor, const struct uuid *record_id,
                            const struct uuid *batch_id, struct endpoint_call_list *list)
{
    list->count = 0;
    if (!may(actor))
        return ERR_DENIED;
    enum err err = read_calls(db, actor, record_id, batch_id, list);
    return err == ERR_NONE ? read_more(db, batch_id, list) : err;
}

static void select_choices(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT id, name, models, data_class FROM model_endpoints");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND archived_at IS NULL ORDER BY name_key LIMIT ", db_int(ENDPOINT_MAX));
}

void endpoint_choices_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_choices(&q, db, actor);
    query_ahead(&q);
}

enum err endpoint_choices(struct db *db, const struct actor *actor,
                          struct endpoint_choices *choices)
{
    struct query q;
    struct db_result rows;
    choices->count = 0;
    if (!may_choose(actor))
        return ERR_DENIED;
    select_choices(&q, db, actor);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    choices->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *choices->items);
    for (; choices->count < rows.row_count; choices->count++) {
        struct endpoint_choice *choice = &choices->items[choices->count];
        *choice = (struct endpoint_choice){.id = db_get_uuid(&rows, choices->count, 0),
                                           .name = db_get_text(&rows, choices->count, 1),
                                           .models = db_get_text(&rows, choices->count, 2)};
        if (endpoint_class_parse(db_get_text(&rows, choices->count, 3), &choice->data_class) !=
            ERR_NONE)
            die("an endpoint with an unknown class of data");
    }
    return ERR_NONE;
}

/* ---- queueing ------------------------------------------------------------------------------ */

/* A call on its way into the queue: sealed before the transaction begins. */
struct ready_call {
    struct uuid id;
    const char *endpoint_name;
    struct db_value request, given;
};

static const struct endpoint_choice *find_choice(const struct endpoint_choices *choices,
                                                 const struct endpoint_call_draft *draft)
{
    for (int i = 0; i < choices->count; i++)
        if (uuid_equal(&choices->items[i].id, &draft->endpoint_id) &&
            endpoint_model_in(choices->items[i].models, draft->model))
            return &choices->items[i];
    return NULL;
}

static enum err prepare(struct db *db, const struct actor *actor,
                        const struct endpoint_batch *batch, struct ready_call *ready,
                        struct problem *problem)
{
    struct endpoint_choices choices;
    enum err err = endpoint_choices(db, actor, &choices);
    for (int i = 0; err == ERR_NONE && i < batch->count; i++) {
        const struct endpoint_choice *choice = find_choice(&choices, &batch->calls[i]);
        if (choice == NULL)
            return problem_refuse(problem, ERR_INVALID, "",
                                  "This endpoint or model is not there any more. Choose another.");
        ready[i] = (struct ready_call){.id = uuid_make(), .endpoint_name = choice->name};
        struct seal_place place = {"model_calls", "request", actor->organization_id, ready[i].id};
        err = vault_seal_text(db, &place, batch->calls[i].request, &ready[i].request);
        const char *given = batch->calls[i].given;
        place.column = "given";
        if (err == ERR_NONE)
            err = vault_seal_text(db, &place, given == NULL ? "" : given, &ready[i].given);
    }
    return err;
}

static enum err check_room(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT count(*) FROM model_calls WHERE organization_id = $1 "
                             "AND user_id = $2 AND ended_at IS NULL AND run_id IS NULL",
                             db_uuid(&actor->organization_id), db_uuid(&actor->user_id));
    if (err != ERR_NONE || db_get_int(&row, 0, 0) < ENDPOINT_WAITING_MAX)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "",
                          "20 of your calls are waiting already. Try again when some have ended.");
}

static void insert(struct db *db, const struct actor *actor, const struct endpoint_batch *batch,
                   const struct ready_call *ready, const struct uuid *batch_id)
{
    int64_t now = clock_now();
    for (int i = 0; i < batch->count; i++) {
        const struct endpoint_call_draft *call = &batch->calls[i];
        endpoint_call_insert(db,
                             &(struct endpoint_call_new){.organization_id = actor->organization_id,
                                                         .id = ready[i].id,
                                                         .batch_id = *batch_id,
                                                         .position = i,
                                                         .endpoint_id = call->endpoint_id,
                                                         .endpoint_name = ready[i].endpoint_name,
                                                         .model = call->model,
                                                         .user_id = actor->user_id,
                                                         .record_id = batch->record_id,
                                                         .version = call->version,
                                                         .created_at = now,
                                                         .request = ready[i].request,
                                                         .given = ready[i].given});
    }
}

static json_t *describe(struct db *db, const struct endpoint_batch *batch,
                        const struct ready_call *ready)
{
    json_t *details = json_object();
    for (int i = 0; i < batch->count; i++)
        audit_change(details, arena_printf(db_arena(db), "call_%d", i + 1), NULL,
                     arena_printf(db_arena(db), "v%lld, %s, %s", (long long)batch->calls[i].version,
                                  ready[i].endpoint_name, batch->calls[i].model));
    return details;
}

enum err endpoint_call_queue(struct db *db, const struct actor *actor,
                             const struct endpoint_batch *batch, struct uuid *batch_id,
                             struct problem *problem)
{
    struct ready_call ready[ENDPOINT_BATCH_MAX];
    struct audit_ready details;
    struct audit_event event = {.action = arena_printf(db_arena(db), "%s.try", batch->record_type),
                                .record_type = batch->record_type,
                                .record_id = batch->record_id,
                                .ready = &details};
    *problem = (struct problem){.field = "", .message = NULL};
    *batch_id = uuid_make();
    if (batch->count > ENDPOINT_BATCH_MAX)
        die("more calls at once than there are columns");
    enum err err = prepare(db, actor, batch, ready, problem);
    if (err == ERR_NONE)
        err = audit_prepare(db, actor, &actor->organization_id,
                            json_keep(db_arena(db), describe(db, batch, ready)), &details);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = check_room(db, actor, problem);
    if (err == ERR_NONE)
        insert(db, actor, batch, ready, batch_id);
    return db_finish(db, err == ERR_NONE ? audit_record(db, actor, &event) : err);
}

/* ---- canceling ----------------------------------------------------------------------------- */

enum err endpoint_call_cancel(struct db *db, const struct actor *actor,
                              const struct uuid *record_id, const struct uuid *batch_id)
{
    if (!may(actor))
        return ERR_DENIED;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db,
                     db_change(db,
                               "UPDATE model_calls SET state = 'failed', outcome = $1, "
                               "ended_at = $2 WHERE organization_id = $3 AND batch_id = $4 "
                               "AND user_id = $5 AND record_id = $6 AND ended_at IS NULL",
                               db_text(endpoint_outcome_names[ENDPOINT_CANCELED]),
                               db_time(clock_now()), db_uuid(&actor->organization_id),
                               db_uuid(batch_id), db_uuid(&actor->user_id), db_uuid(record_id)));
}
