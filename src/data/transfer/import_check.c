#include "data/transfer/import_check.h"

#include <string.h>

#include "base/clock.h"
#include "data/transfer/import_plan_internal.h"
#include "data/transfer/import_settle_internal.h"

/* Checking in slices. Everything is found out before a transaction begins, and written in short
 * ones, so that nobody who saves has to wait for a plan. */

enum {
    SCRATCH = 128 << 20,
    SLICE_RECORDS = 2000,
    WRITE_RECORDS = 500, /* lines of one transaction */
    NAME_SHOWN = 400,    /* bytes */
};

static struct import_row make_row(struct arena *arena, int place, const struct bundle *bundle,
                                  const struct import_plan *plan)
{
    const struct bundle_entry *entry = &bundle->entries[place];
    size_t len = text_cut(entry->name, strlen(entry->name), NAME_SHOWN);
    struct text details = json_format(arena, plan->details, JSON_LINE);
    struct import_row row = {.id = uuid_make(),
                             .position = place + 1,
                             .kind = entry->kind,
                             .name = arena_copy(arena, entry->name, len),
                             .outcome = plan->outcome,
                             .base_version = plan->base_version};
    row.details = json_stored(arena, details, "details of an import");
    return row;
}

/* Plans records from `first` on until the budget is used up. The memory of a record goes when the
 * next one begins. */
static enum err plan_slice(struct import_step *step, int first, int64_t budget_us,
                           struct import_rows *rows)
{
    struct db *db = step->work.db;
    struct arena *scratch = arena_create(SCRATCH);
    struct arena *arena = db_use_arena(db, scratch);
    int64_t deadline = clock_monotonic() + budget_us;
    enum err err = ERR_NONE;
    rows->items = arena_array(arena, SLICE_RECORDS, sizeof *rows->items);
    rows->count = 0;
    for (int i = first; err == ERR_NONE && i < step->bundle->count; i++) {
        struct import_plan plan;
        if (rows->count == SLICE_RECORDS || (i > first && clock_monotonic() > deadline))
            break;
        err = import_plan_record(step, i, &plan);
        if (err == ERR_NONE)
            rows->items[rows->count++] = make_row(arena, i, step->bundle, &plan);
        arena_reset(scratch);
    }
    scratch = db_use_arena(db, arena);
    arena_destroy(scratch);
    return err;
}

/* Of the plan that was, those that the next ones replace. */
static enum err forget_lines(struct db *db, const struct import *after, int count)
{
    return db_change(db,
                     "DELETE FROM import_lines WHERE organization_id = $1 AND import_id = $2 "
                     "AND position > $3 AND position <= $4",
                     db_uuid(&after->organization_id), db_uuid(&after->id),
                     db_int(after->checked_count - count), db_int(after->checked_count));
}

/* The next lines, with the progress that they are. ERR_CONFLICT if someone else was faster. */
static enum err write_some(struct db *db, struct import *import, const struct import_row *rows,
                           int count)
{
    struct import after = *import;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    after.checked_count += count;
    err = import_update(db, import, &after);
    if (err == ERR_NONE && import->is_renewed)
        err = forget_lines(db, &after, count);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = import_insert_row(db, import, &rows[i]);
    err = db_finish(db, err);
    *import = err == ERR_NONE ? after : *import;
    return err;
}

/* Someone who was faster has done the same. */
static enum err unless_done(enum err err)
{
    return err == ERR_CONFLICT ? ERR_NONE : err;
}

static int at_most(int count)
{
    return count < WRITE_RECORDS ? count : WRITE_RECORDS;
}

static enum err write_slice(struct db *db, const struct import *import,
                            const struct import_rows *rows)
{
    struct import reached = *import;
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < rows->count; i += WRITE_RECORDS)
        err = write_some(db, &reached, &rows->items[i], at_most(rows->count - i));
    return unless_done(err);
}

static enum err check_slice(struct db *db, const struct actor *actor, const struct import *import,
                            int64_t budget_us)
{
    struct bundle bundle;
    struct problem problem;
    struct import_rows rows;
    struct import_step step;
    enum err err = import_load_bundle(db, import, &bundle);
    import_step_open(&step, work_begin(db, actor, &problem), import, &bundle);
    if (err == ERR_NONE)
        err = plan_slice(&step, (int)import->checked_count, budget_us, &rows);
    return err == ERR_NONE ? write_slice(db, import, &rows) : err;
}

/* Writes lines that are refused now; after is the import's state with them. */
static enum err write_refused(struct db *db, const struct import *before,
                              const struct import *after, const struct import_row *rows, int count)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_update(db, before, after);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = import_update_row(db, before, &rows[i]);
    return db_finish(db, err);
}

/* Makes the plan ready. Should this end on the way, what is refused by then is so the next time. */
static enum err finish(struct db *db, const struct import *import)
{
    const struct import_line_filter all = {import->id, IMPORT_OUTCOME_COUNT, 0, NULL};
    struct import_rows rows, refused;
    struct import ready = *import;
    int written = 0;
    enum err err = import_load_rows(db, &all, &import->organization_id, BUNDLE_RECORDS_MAX, &rows);
    if (err != ERR_NONE)
        return err;
    import_settle(db_arena(db), &rows, &refused);
    import_count_totals(&rows, &ready);
    ready.state = IMPORT_READY;
    for (; err == ERR_NONE && refused.count - written > WRITE_RECORDS; written += WRITE_RECORDS)
        err = write_refused(db, import, import, &refused.items[written], WRITE_RECORDS);
    if (err == ERR_NONE)
        err = write_refused(db, import, &ready, &refused.items[written], refused.count - written);
    return unless_done(err);
}

enum err import_check(struct db *db, const struct actor *actor, const struct uuid *id,
                      int64_t budget_us, struct import *import)
{
    enum err err = import_get(db, actor, id, import);
    if (err != ERR_NONE || import->state != IMPORT_CHECKING)
        return err;
    if (import->checked_count < import->record_count)
        err = check_slice(db, actor, import, budget_us);
    if (err == ERR_NONE)
        err = import_get(db, actor, id, import);
    if (err == ERR_NONE && import->state == IMPORT_CHECKING &&
        import->checked_count == import->record_count) {
        err = finish(db, import);
        if (err == ERR_NONE)
            err = import_get(db, actor, id, import);
    }
    return err;
}
