#include "data/transfer/import_start.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/organization/organization_usage.h"
#include "data/transfer/import_apply_internal.h"
#include "data/transfer/import_batch_internal.h"
#include "data/transfer/import_complete_internal.h"
#include "data/transfer/import_plan_internal.h"

/* Each record is planned again before the transaction of its batch, and must come out as it stood
 * in the plan. That it still is so inside it, the verbs see by its revision, or by its name. */

enum { PREPARED_MAX = 16 << 20 /* bytes of memory for the plans of a batch */ };

/* What is done with a line, as it was found before the transaction. */
struct prepared {
    bool is_refused;
    struct import_plan plan;
};

struct run {
    struct import_step step;
    struct bundle bundle;
    bool *is_refused; /* by position */
    struct prepared *prepared;
    bool is_stale; /* before the first batch was committed */
};

static bool is_as_planned(const struct import_row *row, const struct import_plan *plan)
{
    return row->outcome == plan->outcome &&
           (row->outcome != IMPORT_CHANGED || row->base_version == plan->base_version);
}

/* ---- before the transaction ----------------------------------------------------------------- */

static void refuse(struct import_row *row, const char *message)
{
    row->outcome = IMPORT_REFUSED;
    import_note(row->details, "", message);
}

static bool needs_refused(const struct run *run, const struct import_row *row)
{
    size_t index = 0;
    json_t *value = NULL;
    json_array_foreach(json_object_get(row->details, "needs"), index, value)
    {
        int64_t position = number_of_json(NUMBER_COUNTER, value, 0);
        if (position >= 1 && position <= run->bundle.count && run->is_refused[position])
            return true;
    }
    return false;
}

static enum err prepare_line(struct import_batch *batch, int index, struct prepared *prepared)
{
    struct run *run = batch->context;
    struct import_row *row = &batch->rows.items[index];
    prepared->is_refused = needs_refused(run, row);
    if (prepared->is_refused) {
        refuse(row, "It needs a record of the document that is refused.");
        run->is_refused[row->position] = true;
        return ERR_NONE;
    }
    enum err err = import_plan_record(&run->step, (int)row->position - 1, &prepared->plan);
    if (err != ERR_NONE || is_as_planned(row, &prepared->plan))
        return err;
    run->is_stale = batch->import->state == IMPORT_READY;
    if (run->is_stale)
        return ERR_STALE;
    prepared->is_refused = true;
    refuse(row, "It changed since the plan was made, and was left as it is.");
    run->is_refused[row->position] = true;
    return ERR_NONE;
}

static enum err prepare(struct import_batch *batch, int first, int *count)
{
    struct db *db = batch->work.db;
    struct run *run = batch->context;
    struct arena *arena = db_use_arena(db, batch->arena);
    enum err err = ERR_NONE;
    int i = 0;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) /* the batch before may have made some */
        json_object_clear(json_object_get(run->step.known, record_kinds[kind].name));
    run->prepared = arena_array(batch->arena, (size_t)*count + 1, sizeof *run->prepared);
    for (; err == ERR_NONE && i < *count; i++) {
        if (i > 0 && arena_used(batch->arena) > PREPARED_MAX)
            break;
        err = prepare_line(batch, first + i, &run->prepared[i]);
    }
    *count = i;
    batch->arena = db_use_arena(db, arena);
    return err;
}

/* ---- inside it ------------------------------------------------------------------------------ */

static enum err act(struct import_batch *batch, int index)
{
    struct run *run = batch->context;
    struct import_row *row = &batch->rows.items[index];
    struct prepared *prepared = &run->prepared[index - batch->first];
    if (prepared->is_refused)
        return import_update_row(batch->work.db, batch->import, row);
    enum err err = import_apply_record(&run->step, &prepared->plan, &row->record_id);
    if (err != ERR_NONE)
        return err;
    json_t *before = json_object_get(prepared->plan.details, "before");
    if (row->outcome == IMPORT_CHANGED && before != NULL) {
        json_object_set(row->details, "before", before);
        err = import_update_row(batch->work.db, batch->import, row);
    }
    row->applied = import_has_to_be_completed(&run->bundle, row) ? "made" : "applied";
    import_mark_made(batch->work.db, batch->import, row, row->applied);
    return err;
}

/* Where the first batch is the whole import, it is completed and over in the same transaction. */
static enum err end(struct import_batch *batch, struct import *after)
{
    struct run *run = batch->context;
    enum err err = ERR_NONE;
    if (batch->import->state != IMPORT_READY)
        return ERR_NONE;
    db_join(batch->work.db);
    for (int i = batch->rows.count - 1; err == ERR_NONE && i >= 0; i--)
        if (strcmp(batch->rows.items[i].applied, "made") == 0)
            err = import_complete_line(&batch->work, &run->bundle, batch->import,
                                       &batch->rows.items[i]);
    err = db_part(batch->work.db, err);
    return err == ERR_NONE ? import_complete_end(batch, after) : err;
}

/* ---- when it does not work out --------------------------------------------------------------- */

/* The lines of the plan that was are replaced one by one. */
static enum err plan_again(struct db *db, const struct import *import)
{
    struct import after = *import;
    after.state = IMPORT_CHECKING;
    after.is_renewed = true;
    after.checked_count = 0;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, import_update(db, import, &after));
}

/* A verb knew a rule that the plan did not: the line is refused, and the plan settled once more. */
static enum err refuse_in_plan(struct import_batch *batch, const struct import_row *row)
{
    struct db *db = batch->work.db;
    struct import after = *batch->import;
    after.state = IMPORT_CHECKING; /* with every record checked: import_check() only settles */
    after.is_renewed = true;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_update(db, batch->import, &after);
    return db_finish(db, err == ERR_NONE ? import_update_row(db, batch->import, row) : err);
}

static enum err say_nothing_happened(const struct work *work)
{
    return work_refuse(work, ERR_STALE, "",
                       "Something changed since the plan was made, so nothing was imported. Look "
                       "at the new plan and start again.");
}

static enum err refuse_line(struct import_batch *batch, int index, enum err err)
{
    struct run *run = batch->context;
    struct import_row *row = &batch->rows.items[index];
    const char *message = batch->work.problem->message;
    if (err == ERR_CONFLICT && strcmp(batch->work.problem->field, ORGANIZATION_LIMIT) == 0)
        return err; /* it fits once there is room */
    run->is_stale = batch->import->state == IMPORT_READY && err == ERR_STALE;
    if (run->is_stale)
        return err;
    refuse(row, message != NULL    ? message
                : err == ERR_STALE ? "It changed since the plan was made, and was left as it is."
                                   : "This can't be imported.");
    run->is_refused[row->position] = true;
    if (batch->import->state != IMPORT_READY)
        return import_batch_mark(batch, index, "");
    err = refuse_in_plan(batch, row);
    return err == ERR_NONE ? say_nothing_happened(&batch->work) : err;
}

/* ---- the verb -------------------------------------------------------------------------------- */

static const struct import_deal deal = {prepare, act, end, refuse_line};

static enum err refuse_state(const struct work *work, const struct import *import)
{
    static const char *const sentences[] = {
        [IMPORT_CHECKING] = "The check of this import is not finished.",
        [IMPORT_READY] = "This import has not been started.",
        [IMPORT_APPLYING] = "This import is being carried out already.",
        [IMPORT_DONE] = "This import was carried out already. Nothing happened a second time.",
        [IMPORT_UNDOING] = "This import is being undone.",
        [IMPORT_UNDONE] = "This import was undone. Upload the document again.",
    };
    return work_refuse(work, ERR_CONFLICT, "", sentences[import->state]);
}

static enum err apply(struct import_batch *batch, int64_t deadline)
{
    struct db *db = batch->work.db;
    struct run run = {.is_stale = false};
    batch->context = &run;
    batch->deal = &deal;
    batch->state = IMPORT_APPLYING;
    batch->is_first_whole = true;
    enum err err = import_load_bundle(db, batch->import, &run.bundle);
    if (err == ERR_NONE)
        err = import_load_refused(db, batch->import, &run.is_refused);
    if (err == ERR_NONE)
        err = import_batch_load(batch, "", false);
    if (err != ERR_NONE)
        return err;
    import_step_open(&run.step, batch->work, batch->import, &run.bundle);
    if (batch->rows.count > 0)
        err = import_batch_run(batch, deadline);
    if (run.is_stale) {
        err = plan_again(db, batch->import);
        return err == ERR_NONE ? say_nothing_happened(&batch->work) : err;
    }
    if (err == ERR_NONE && batch->next == batch->rows.count && batch->import->state == batch->state)
        err = import_complete(&batch->work, &run.bundle, batch->import, deadline);
    return err;
}

enum err import_start(struct db *db, const struct actor *actor, const struct uuid *id,
                      int64_t budget_us, struct import *import, struct problem *problem)
{
    struct import_batch batch = {.work = work_begin(db, actor, problem), .import = import};
    int64_t deadline = clock_monotonic() + budget_us;
    enum err err = import_get(db, actor, id, import);
    if (err != ERR_NONE)
        return err;
    bool is_first = import->state == IMPORT_READY;
    if (!is_first && import->state != IMPORT_APPLYING)
        return refuse_state(&batch.work, import);
    err = apply(&batch, deadline);
    if (err != ERR_CONFLICT || problem->message != NULL)
        return err;
    /* Someone else was faster: a second start is told so, and who goes on has nothing to do. */
    err = import_get(db, actor, id, import);
    return err == ERR_NONE && is_first ? refuse_state(&batch.work, import) : err;
}

/* ---- stopping -------------------------------------------------------------------------------- */

/* Those that wait are left out, some at a time. */
static enum err leave_out(struct db *db, const struct import *import, int *count)
{
    enum { AT_ONCE = 2000 };
    struct db_result result = {0};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_is_still(db, import);
    if (err == ERR_NONE)
        err = db_select(db, &result,
                        "UPDATE import_lines SET outcome = 'skipped' WHERE organization_id = $1 "
                        "AND import_id = $2 AND applied = '' "
                        "AND outcome IN ('created', 'changed') AND position < $3 + "
                        "(SELECT min(l.position) FROM import_lines l WHERE l.organization_id = $1 "
                        "AND l.import_id = $2 AND l.applied = '' "
                        "AND l.outcome IN ('created', 'changed'))",
                        db_uuid(&import->organization_id), db_uuid(&import->id), db_int(AT_ONCE));
    *count = (int)result.change_count;
    return db_finish(db, err);
}

enum err import_stop(struct db *db, const struct actor *actor, const struct uuid *id,
                     int64_t budget_us, struct problem *problem)
{
    struct import import;
    struct bundle bundle;
    struct work work = work_begin(db, actor, problem);
    int64_t deadline = clock_monotonic() + budget_us;
    enum err err = import_get(db, actor, id, &import);
    if (err == ERR_NONE && import.state != IMPORT_APPLYING)
        return refuse_state(&work, &import);
    for (int count = 1; err == ERR_NONE && count > 0;)
        err = leave_out(db, &import, &count);
    if (err == ERR_NONE)
        err = import_load_bundle(db, &import, &bundle);
    if (err == ERR_NONE)
        err = import_complete(&work, &bundle, &import, deadline);
    return err == ERR_CONFLICT && problem->message == NULL
               ? work_refuse(&work, err, "", "A batch was being imported just now. Stop it again.")
               : err;
}
