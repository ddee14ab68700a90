#include "data/transfer/import_start.h"

#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/audit/audit.h"
#include "data/prompt/prompt.h"
#include "data/record/record_link.h"
#include "data/record/record_state.h"
#include "data/team/team.h"
#include "data/transfer/import_apply_internal.h"
#include "data/transfer/import_plan_internal.h"
#include "data/transfer/import_settle_internal.h"
#include "data/transfer/transfer_stores.h"

/* Carrying a plan out: everything in one transaction. Each record is planned again inside it, and
 * must come out as it stood in the plan. */

enum { SCRATCH = 128 << 20 };

/* What became of a line. */
struct applied {
    struct uuid id; /* nil: nothing was done */
    bool is_archived;
};

struct run {
    struct import_step step;
    struct import_rows rows;
    const int *order;        /* the places, each after what it needs */
    struct applied *applied; /* by place */
    int failed_place;        /* -1: none */
};

static bool is_as_planned(const struct import_row *row, const struct import_plan *plan)
{
    return row->outcome == plan->outcome &&
           (row->outcome != IMPORT_CHANGED || row->base_version == plan->base_version);
}

static enum err run_record(struct run *run, int place)
{
    const struct import_row *row = &run->rows.items[place];
    struct applied *applied = &run->applied[place];
    struct import_plan plan;
    if (row->outcome == IMPORT_REFUSED)
        return ERR_NONE;
    enum err err = import_plan_record(&run->step, place, &plan);
    if (err != ERR_NONE)
        return err;
    if (!is_as_planned(row, &plan))
        return ERR_STALE;
    if (plan.outcome != IMPORT_CREATED && plan.outcome != IMPORT_CHANGED)
        return ERR_NONE;
    err = import_apply_record(&run->step, &plan, &applied->id);
    applied->is_archived = plan.outcome == IMPORT_CREATED && plan.record.is_archived;
    json_object_set_new(
        json_object_get(run->step.known, record_kinds[row->kind].name), plan.record.name,
        json_integer(plan.record.version_count > 0
                         ? plan.record.versions[plan.record.version_count - 1].number
                         : 1));
    return err;
}

static enum err archive(const struct import_step *step, const struct record_store *store,
                        const struct uuid *id)
{
    const struct work *work = &step->work;
    struct record_archive_draft draft = {*id, true};
    return record_archive(work->db, work->actor, store, &draft, work->problem);
}

/* What can be done only when every record is there. */
static enum err complete(struct run *run, int place)
{
    const struct work *work = &run->step.work;
    const struct applied *applied = &run->applied[place];
    enum err err = ERR_NONE;
    const struct record_store *store = transfer_stores[run->rows.items[place].kind];
    struct record_head head = {
        .store = store, .id = applied->id, .organization_id = work->actor->organization_id};
    if (!uuid_is_nil(&applied->id))
        err = record_link_complete(work, &head);
    return err == ERR_NONE && applied->is_archived ? archive(&run->step, store, &applied->id) : err;
}

/* The memory of a record goes when the next one begins; what a refusal said is kept. */
static enum err run_all(struct run *run)
{
    struct db *db = run->step.work.db;
    struct problem *problem = run->step.work.problem;
    struct arena *scratch = arena_create(SCRATCH);
    struct arena *arena = db_use_arena(db, scratch);
    enum err err = ERR_NONE;
    /* Twice over the lines: the second time backwards, teams before their agents. */
    for (int i = 0; err == ERR_NONE && i < 2 * run->rows.count; i++) {
        bool is_first = i < run->rows.count;
        int place = run->order[is_first ? i : 2 * run->rows.count - 1 - i];
        err = is_first ? run_record(run, place) : complete(run, place);
        run->failed_place = place;
        if (err == ERR_NONE) /* before the memory of what was to come later goes */
            err = db_collect(db);
        if (err != ERR_NONE && problem->message != NULL)
            problem->message = arena_strdup(arena, problem->message);
        arena_reset(scratch);
    }
    scratch = db_use_arena(db, arena);
    arena_destroy(scratch);
    return err;
}

static enum err audit(const struct work *work, const struct import *import)
{
    json_t *details = json_object();
    audit_change(details, "source", NULL, import->source);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
            audit_change(details,
                         arena_printf(db_arena(work->db), "%s.%s", record_kinds[kind].plural,
                                      import_outcome_names[i]),
                         NULL, work_number(work->db, import->totals[kind][i]));
    }
    return work_audit(work, "import.apply",
                      &(struct work_record){"import", import->id, import->organization_id},
                      details);
}

/* The document is not needed any more. */
static enum err finish(struct db *db, const struct import *import, int64_t started)
{
    return db_change_one(db,
                         "UPDATE imports SET document = NULL, duration_us = $3 "
                         "WHERE id = $1 AND organization_id = $2",
                         db_uuid(&import->id), db_uuid(&import->organization_id),
                         db_int(clock_monotonic() - started));
}

/* What can be read before the transaction begins, so that it is as short as it can be: inside it
 * the import's row says whether this is still so. */
static enum err prepare(struct run *run, const struct import *import, struct bundle *bundle)
{
    struct db *db = run->step.work.db;
    const struct import_line_filter all = {import->id, IMPORT_OUTCOME_COUNT, 0};
    enum err err = import_load_bundle(db, import, bundle);
    if (err == ERR_NONE)
        err = import_load_rows(db, &all, &import->organization_id, BUNDLE_RECORDS_MAX, &run->rows);
    if (err != ERR_NONE)
        return err;
    import_step_open(&run->step, run->step.work, import, bundle);
    run->applied = arena_array(db_arena(db), (size_t)run->rows.count + 1, sizeof *run->applied);
    run->order = import_order(db_arena(db), &run->rows);
    return ERR_NONE;
}

static enum err run_inside(struct run *run, const struct import *import)
{
    struct db *db = run->step.work.db;
    struct import after = *import;
    int64_t started = clock_monotonic();
    after.state = IMPORT_DONE;
    enum err err = import_update(db, import, &after); /* a second start waits here, and is told */
    if (err != ERR_NONE)
        return err;
    db_join(db);
    err = db_part(db, run_all(run));
    if (err == ERR_NONE)
        err = audit(&run->step.work, import);
    return err == ERR_NONE ? finish(db, import, started) : err;
}

/* ---- when it does not work out -----------------------------------------------------------------
 */

static enum err plan_again(struct db *db, const struct import *import)
{
    struct import after = *import;
    after.state = IMPORT_CHECKING;
    after.is_renewed = true;
    after.checked_count = 0;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_update(db, import, &after);
    if (err == ERR_NONE)
        err =
            db_change(db, "DELETE FROM import_lines WHERE import_id = $1 AND organization_id = $2",
                      db_uuid(&import->id), db_uuid(&import->organization_id));
    return db_finish(db, err);
}

/* A verb knew a rule that the plan did not: the line is refused, and the plan settled once more. */
static enum err refuse_line(struct run *run, const struct import *import)
{
    struct db *db = run->step.work.db;
    struct import after = *import;
    struct import_row *row = &run->rows.items[run->failed_place];
    const char *message = run->step.work.problem->message;
    after.state = IMPORT_CHECKING; /* with every record checked: import_check() only settles */
    after.is_renewed = true;
    row->outcome = IMPORT_REFUSED;
    import_note(row->details, "", message == NULL ? "This can't be imported." : message);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_update(db, import, &after);
    return db_finish(db, err == ERR_NONE ? import_update_row(db, import, row) : err);
}

static enum err refuse_state(const struct work *work, const struct import *import)
{
    return work_refuse(work, ERR_CONFLICT, "",
                       import->state == IMPORT_DONE
                           ? "This import was carried out already. Nothing happened a second time."
                           : "The check of this import is not finished.");
}

static enum err explain(struct run *run, const struct import *import, enum err err)
{
    enum err stored = ERR_NONE;
    if (err == ERR_STALE)
        stored = plan_again(run->step.work.db, import);
    else if (run->failed_place >= 0 &&
             (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_DENIED))
        stored = refuse_line(run, import);
    else
        return err;
    if (stored != ERR_NONE)
        return stored;
    return work_refuse(&run->step.work, ERR_STALE, "",
                       "Something changed since the plan was made, so nothing was imported. Look "
                       "at the new plan and start again.");
}

/* Someone else was faster. */
static enum err refuse_late(const struct work *work, const struct uuid *id)
{
    struct import import;
    enum err err = import_get(work->db, work->actor, id, &import);
    return err == ERR_NONE ? refuse_state(work, &import) : err;
}

enum err import_start(struct db *db, const struct actor *actor, const struct uuid *id,
                      struct problem *problem)
{
    struct import import;
    struct bundle bundle;
    struct run run = {.step = {.work = work_begin(db, actor, problem)}, .failed_place = -1};
    enum err err = import_get(db, actor, id, &import);
    if (err == ERR_NONE && import.state != IMPORT_READY)
        return refuse_state(&run.step.work, &import);
    if (err == ERR_NONE)
        err = prepare(&run, &import, &bundle);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err == ERR_CONFLICT ? refuse_late(&run.step.work, id) : err;
    err = run_inside(&run, &import);
    enum err end = db_finish(db, err);
    if (err == ERR_CONFLICT && run.failed_place < 0)
        return refuse_late(&run.step.work, id);
    return err == ERR_NONE || run.failed_place < 0 ? end : explain(&run, &import, err);
}
