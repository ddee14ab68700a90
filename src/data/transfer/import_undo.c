#include "data/transfer/import_undo.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/edit/record_put_back.h"
#include "data/edit/record_state.h"
#include "data/record/record_load.h"
#include "data/transfer/import_batch_internal.h"
#include "data/transfer/transfer_stores.h"

/* ---- has someone been at it? ---------------------------------------------------------------- */

static enum err refuse_touched(const struct work *work, const char *what)
{
    return work_refuse(work, ERR_STALE, "", arena_printf(db_arena(work->db), "Kept: %s.", what));
}

/* Labels and comments leave the revision as it is. */
static enum err check_talk(const struct work *work, const struct import *import,
                           const struct import_row *row)
{
    struct db_result moves, comments;
    const struct db_value since[] = {db_uuid(&import->organization_id), db_uuid(&row->record_id),
                                     db_time(row->applied_at)};
    db_query_later(work->db,
                   "SELECT 1 FROM label_moves WHERE organization_id = $1 AND record_id = $2 "
                   "AND created_at > $3 LIMIT 1",
                   since, (int)COUNT_OF(since), &moves);
    db_query_later(work->db,
                   "SELECT 1 FROM comments WHERE organization_id = $1 AND record_id = $2 "
                   "AND created_at > $3 LIMIT 1",
                   since, (int)COUNT_OF(since), &comments);
    enum err err = db_collect(work->db);
    if (err == ERR_NONE && moves.row_count > 0)
        return refuse_touched(work, "someone moved one of its labels since");
    if (err == ERR_NONE && comments.row_count > 0)
        return refuse_touched(work, "someone commented on it since");
    return err;
}

static enum err load_untouched(const struct work *work, const struct import *import,
                               const struct import_row *row, struct record_head *head)
{
    const struct record_store *store = transfer_stores[row->kind];
    enum err err = record_load(work->db, work->actor, store, &row->record_id, store->kind->change,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NOT_FOUND)
        return refuse_touched(work, "it was deleted since");
    if (err == ERR_DENIED)
        return refuse_touched(work, "you may not change it");
    if (err == ERR_NONE && head->revision != row->after_revision)
        return refuse_touched(work, "someone changed it since");
    return err == ERR_NONE ? check_talk(work, import, row) : err;
}

/* ---- one record ------------------------------------------------------------------------------ */

/* Agents of the import that hand over to each other in a loop have no last one: those that go later
 * let go of this one first. */
static enum err release(const struct work *work, const struct import *import,
                        const struct record_head *head)
{
    return db_change(work->db,
                     "UPDATE record_links SET target_id = NULL WHERE organization_id = $1 "
                     "AND target_id = $2 AND source_id IN (SELECT l.record_id FROM import_lines l "
                     "JOIN agents a ON a.organization_id = l.organization_id "
                     "AND a.id = l.record_id AND a.revision = l.after_revision "
                     "WHERE l.organization_id = $1 AND l.import_id = $3 AND l.applied = 'applied' "
                     "AND l.outcome = 'created')",
                     db_uuid(&import->organization_id), db_uuid(&head->id), db_uuid(&import->id));
}

static enum err take_away(const struct work *work, const struct import *import,
                          const struct record_head *head)
{
    const struct record_store *store = head->store;
    struct policy_target target = record_target(head);
    struct record_archive_draft archive = {head->id, false};
    if (!policy_allows(work->actor, store->kind->remove, &target))
        return record_archive(work->db, work->actor, store, &archive, work->problem);
    enum err err = store->kind->id == RECORD_AGENT ? release(work, import, head) : ERR_NONE;
    return err == ERR_NONE
               ? record_delete(work->db, work->actor, store, &head->id, head->name, work->problem)
               : err;
}

static enum err put_back(const struct work *work, const struct record_head *head,
                         const struct import_row *row)
{
    const json_t *before = json_object_get(row->details, "before");
    struct record_past past = {.version = row->base_version,
                               .description =
                                   json_string_value(json_object_get(before, "description")),
                               .tags = json_string_value(json_object_get(before, "tags"))};
    if (past.description == NULL || past.tags == NULL)
        return refuse_touched(work, "how it was before is not known");
    struct record_key key = {head->id, row->after_revision};
    return record_put_back(work, head->store, &key, &past);
}

/* Entries in the register have a history of their own. */
static bool has_register(const struct import_row *row)
{
    const char *what = json_string_value(json_object_get(row->details, "what"));
    return what != NULL && strstr(what, "register") != NULL;
}

static enum err act(struct import_batch *batch, int index)
{
    const struct work *work = &batch->work;
    const struct import_row *row = &batch->rows.items[index];
    const struct record_store *store = transfer_stores[row->kind];
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    enum err err = load_untouched(work, batch->import, row, head);
    if (err == ERR_NONE && row->outcome == IMPORT_CHANGED && has_register(row))
        return refuse_touched(work, "it changed the entry in the register of AI systems");
    if (err == ERR_NONE)
        err = row->outcome == IMPORT_CREATED ? take_away(work, batch->import, head)
                                             : put_back(work, head, row);
    if (err == ERR_NONE)
        import_mark(work->db, batch->import, row, "undone");
    return err;
}

/* ---- all ------------------------------------------------------------------------------------- */

static enum err refuse(struct import_batch *batch, int index, enum err err)
{
    struct import_row *row = &batch->rows.items[index];
    const char *message = batch->work.problem->message;
    (void)err;
    import_note(row->details, "", message != NULL ? message : "Kept: it could not be undone.");
    return import_batch_mark(batch, index, "kept");
}

enum err import_undo_count(struct db *db, const struct import *import,
                           struct import_undo_count *count)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT applied, count(*) FROM import_lines "
                             "WHERE organization_id = $1 AND import_id = $2 GROUP BY applied",
                             db_uuid(&import->organization_id), db_uuid(&import->id));
    *count = (struct import_undo_count){0, 0, 0};
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        const char *applied = db_get_text(&result, i, 0);
        if (strcmp(applied, "undone") == 0)
            count->undone = db_get_int(&result, i, 1);
        else if (strcmp(applied, "kept") == 0)
            count->kept = db_get_int(&result, i, 1);
        else if (strcmp(applied, "applied") == 0)
            count->left = db_get_int(&result, i, 1);
    }
    return err;
}

static enum err end(struct import_batch *batch, struct import *after)
{
    struct db *db = batch->work.db;
    struct import_undo_count count;
    after->state = IMPORT_UNDONE;
    enum err err = import_undo_count(db, after, &count);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "source", NULL, after->source);
    audit_change(details, "undone", NULL, work_number(db, count.undone));
    audit_change(details, "kept", NULL, work_number(db, count.kept));
    return work_audit(&batch->work, "import.undo",
                      &(struct work_record){"import", after->id, after->organization_id}, details);
}

static const struct import_deal deal = {NULL, act, end, refuse};

enum err import_undo(struct db *db, const struct actor *actor, const struct uuid *id,
                     int64_t budget_us, struct import *import, struct problem *problem)
{
    struct import_batch batch = {.work = work_begin(db, actor, problem),
                                 .import = import,
                                 .state = IMPORT_UNDOING,
                                 .deal = &deal};
    int64_t deadline = clock_monotonic() + budget_us;
    enum err err = import_get(db, actor, id, import);
    if (err == ERR_NONE && import->state != IMPORT_DONE && import->state != IMPORT_UNDOING)
        return work_refuse(&batch.work, ERR_CONFLICT, "",
                           import->state == IMPORT_UNDONE ? "This import was undone already."
                                                          : "This import is not done.");
    if (err == ERR_NONE) /* what was made last goes first */
        err = import_batch_load(&batch, "applied", true);
    if (err == ERR_NONE)
        err = import_batch_run(&batch, deadline);
    /* Someone else is at it: there is nothing to do. */
    return err == ERR_CONFLICT && problem->message == NULL ? import_get(db, actor, id, import)
                                                           : err;
}
