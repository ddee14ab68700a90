#include "data/transfer/import_batch_internal.h"

#include "base/clock.h"
#include "data/transfer/import_settle_internal.h"

enum {
    SCRATCH = 128 << 20,
    BATCH_US = 40 * 1000, /* of a transaction: others wait for it */
};

enum err import_batch_load(struct import_batch *batch, const char *applied, bool is_backwards)
{
    struct arena *arena = db_arena(batch->work.db);
    struct import_rows rows;
    const struct import_line_filter filter = {batch->import->id, IMPORT_OUTCOME_COUNT, 0, applied};
    enum err err = import_load_rows(batch->work.db, &filter, &batch->import->organization_id,
                                    BUNDLE_RECORDS_MAX, &rows);
    if (err != ERR_NONE)
        return err;
    const int *order = import_order(arena, &rows);
    batch->rows.count = rows.count;
    batch->rows.items = arena_array(arena, (size_t)rows.count + 1, sizeof *rows.items);
    for (int i = 0; i < rows.count; i++)
        batch->rows.items[i] = rows.items[order[is_backwards ? rows.count - 1 - i : i]];
    return ERR_NONE;
}

/* What a transaction came to. */
struct attempt {
    int done;    /* lines that it dealt with */
    bool failed; /* at the line behind them */
};

/* The memory of a line goes when the next one begins; what a refusal said is kept. */
static enum err act_on(struct import_batch *batch, int count, struct attempt *attempt)
{
    struct db *db = batch->work.db;
    int64_t deadline = clock_monotonic() + BATCH_US;
    struct arena *scratch = arena_create(SCRATCH);
    struct arena *arena = db_use_arena(db, scratch);
    enum err err = ERR_NONE;
    for (int i = 0; i < count && (i == 0 || clock_monotonic() < deadline); i++) {
        err = batch->deal->act(batch, batch->next + i);
        if (err == ERR_NONE) /* before the memory of what was to come later goes */
            err = db_collect(db);
        if (err != ERR_NONE)
            break;
        attempt->done++;
        arena_reset(scratch);
    }
    attempt->failed = err != ERR_NONE;
    if (err != ERR_NONE && batch->work.problem->message != NULL)
        batch->work.problem->message = arena_strdup(arena, batch->work.problem->message);
    scratch = db_use_arena(db, arena);
    arena_destroy(scratch);
    return err;
}

static enum err write_progress(struct import_batch *batch, int done, struct import *after)
{
    enum err err = ERR_NONE;
    after->applied_count += done;
    if (batch->next + done == batch->rows.count && batch->deal->end != NULL)
        err = batch->deal->end(batch, after);
    return err == ERR_NONE ? import_update(batch->work.db, batch->import, after) : err;
}

static enum err act_inside(struct import_batch *batch, int count, struct attempt *attempt,
                           struct import *after)
{
    struct db *db = batch->work.db;
    int64_t began = clock_monotonic();
    enum err err = import_is_still(db, batch->import); /* a second one waits here, and is told */
    if (err != ERR_NONE)
        return err;
    db_join(db);
    err = db_part(db, act_on(batch, count, attempt));
    after->duration_us += clock_monotonic() - began;
    return err == ERR_NONE ? write_progress(batch, attempt->done, after) : err;
}

/* One transaction over the next lines, as far as it comes. */
static enum err run_some(struct import_batch *batch, int count, struct attempt *attempt)
{
    struct db *db = batch->work.db;
    struct import after = *batch->import;
    *attempt = (struct attempt){0, false};
    after.state = batch->state;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, act_inside(batch, count, attempt, &after));
    if (err != ERR_NONE)
        return err;
    *batch->import = after;
    batch->next += attempt->done;
    return ERR_NONE;
}

enum err import_batch_mark(struct import_batch *batch, int index, const char *applied)
{
    struct db *db = batch->work.db;
    struct import after = *batch->import;
    const struct import_row *row = &batch->rows.items[index];
    after.state = batch->state;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_is_still(db, batch->import);
    if (err == ERR_NONE)
        err = import_update_row(db, batch->import, row);
    if (err == ERR_NONE)
        import_mark(db, batch->import, row, applied);
    if (err == ERR_NONE)
        err = write_progress(batch, 1, &after);
    err = db_finish(db, err);
    if (err != ERR_NONE)
        return err;
    *batch->import = after;
    batch->next++;
    return ERR_NONE;
}

static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_STALE || err == ERR_DENIED ||
           err == ERR_NOT_FOUND;
}

/* Someone else is at it: what is stored now is theirs. */
static enum err give_way(struct import_batch *batch, enum err err)
{
    const struct work *work = &batch->work;
    enum err read = import_get(work->db, work->actor, &batch->import->id, batch->import);
    return read == ERR_NONE ? err : read;
}

/* What is in front of a line that was refused is committed without it; then it is its turn. */
static enum err run_batch(struct import_batch *batch)
{
    struct attempt attempt;
    int count = batch->rows.count - batch->next;
    count = count < IMPORT_BATCH_RECORDS ? count : IMPORT_BATCH_RECORDS;
    batch->first = batch->next;
    *batch->work.problem = (struct problem){.field = ""};
    if (batch->deal->prepare != NULL) {
        enum err err = batch->deal->prepare(batch, batch->next, &count);
        if (err != ERR_NONE)
            return err;
    }
    enum err err = run_some(batch, count, &attempt);
    if (err == ERR_CONFLICT && !attempt.failed)
        return give_way(batch, err);
    if (err == ERR_NONE || !is_refusal(err))
        return err;
    if (attempt.done == 0 || (batch->is_first_whole && batch->import->state != batch->state))
        return batch->deal->refuse(batch, batch->next + attempt.done, err);
    return run_some(batch, attempt.done, &attempt);
}

enum err import_batch_run(struct import_batch *batch, int64_t deadline)
{
    enum { PREPARED = 128 << 20 };
    enum err err = ERR_NONE;
    batch->arena = arena_create(PREPARED);
    do {
        err = run_batch(batch);
        arena_reset(batch->arena);
    } while (err == ERR_NONE && batch->next < batch->rows.count && clock_monotonic() < deadline);
    arena_destroy(batch->arena);
    return err;
}
