#include <string.h>

#include "base/clock.h"
#include "data/transfer/import_store.h"

/* Checking in slices: what a slice finds is written at its end, in one short transaction, so that
 * nobody who writes has to wait for it. */

enum { SCRATCH = 128 << 20, SLICE_RECORDS = 2000, NAME_SHOWN = 400 /* bytes */ };

static struct import_row make_row(struct arena *arena, int place, const struct bundle *bundle,
                                  const struct import_plan *plan)
{
    const struct bundle_entry *entry = &bundle->entries[place];
    size_t len = text_cut(entry->name, strlen(entry->name), NAME_SHOWN);
    struct text details = json_format(arena, plan->details, JSON_LINE);
    struct import_row row = {.position = place + 1,
                             .noun = entry->noun,
                             .name = arena_copy(arena, entry->name, len),
                             .outcome = plan->outcome,
                             .base_version = plan->base_version};
    const char *problem = NULL;
    if (json_parse(arena, details.data, details.len, &row.details, &problem) != ERR_NONE)
        die("details that can't be read again");
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

static enum err write_slice(struct db *db, const struct import *import,
                            const struct import_rows *rows)
{
    struct import after = *import;
    after.checked_count += rows->count;
    enum err err = import_update(db, import, &after);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++)
        err = import_insert_row(db, import, &rows->items[i]);
    return err;
}

/* Somebody who was faster has done the same. */
static enum err finish_slice(struct db *db, enum err err)
{
    err = db_finish(db, err);
    return err == ERR_CONFLICT ? ERR_NONE : err;
}

static enum err check_slice(struct db *db, const struct actor *actor, const struct import *import,
                            int64_t budget_us)
{
    struct bundle bundle;
    struct problem problem;
    struct import_rows rows;
    struct import_step step = {work_begin(db, actor, &problem), import, &bundle, NULL};
    enum err err = import_load_bundle(db, import, &bundle);
    step.known = json_keep(db_arena(db), json_pack("{s:{}, s:{}, s:{}}", bundle_noun_names[0],
                                                   bundle_noun_names[1], bundle_noun_names[2]));
    if (err == ERR_NONE)
        err = plan_slice(&step, (int)import->checked_count, budget_us, &rows);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? finish_slice(db, write_slice(db, import, &rows)) : err;
}

static enum err finish(struct db *db, const struct import *import)
{
    const struct import_line_filter all = {import->id, IMPORT_OUTCOME_COUNT, 0};
    struct import_rows rows;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = import_load_rows(db, &all, &import->organization_id, BUNDLE_RECORDS_MAX, &rows);
    return finish_slice(db, err == ERR_NONE ? import_settle(db, import, &rows) : err);
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
