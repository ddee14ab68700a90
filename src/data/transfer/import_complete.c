#include "data/transfer/import_complete_internal.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/edit/record_state.h"
#include "data/reference/record_link.h"
#include "data/transfer/transfer_stores.h"

/* ---- one record ------------------------------------------------------------------------------ */

static bool is_to_rest(const struct bundle *bundle, const struct import_row *row)
{
    const json_t *json = bundle->entries[row->position - 1].json;
    const char *at = json_string_value(json_object_get(json, "archived_at"));
    return row->outcome == IMPORT_CREATED && !bundle->is_langfuse && at != NULL && at[0] != '\0';
}

bool import_has_to_be_completed(const struct bundle *bundle, const struct import_row *row)
{
    return row->kind == RECORD_AGENT || is_to_rest(bundle, row);
}

static enum err archive(const struct work *work, const struct import_row *row)
{
    struct record_archive_draft draft = {row->record_id, true};
    return record_archive(work->db, work->actor, transfer_stores[row->kind], &draft, work->problem);
}

enum err import_complete_line(const struct work *work, const struct bundle *bundle,
                              const struct import *import, const struct import_row *row)
{
    struct record_head head = {.store = transfer_stores[row->kind],
                               .id = row->record_id,
                               .organization_id = import->organization_id};
    enum err err = record_link_complete(work, &head);
    if (err == ERR_NONE && is_to_rest(bundle, row))
        err = archive(work, row);
    if (err == ERR_NONE)
        import_mark_made(work->db, import, row, "applied");
    return err;
}

/* ---- the end --------------------------------------------------------------------------------- */

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

enum err import_complete_end(struct import_batch *batch, struct import *after)
{
    struct db *db = batch->work.db;
    after->state = IMPORT_DONE;
    enum err err = import_load_totals(db, after);
    if (err == ERR_NONE)
        err = audit(&batch->work, after);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db, "UPDATE imports SET document = NULL WHERE id = $1 AND organization_id = $2",
        db_uuid(&after->id), db_uuid(&after->organization_id));
}

/* ---- in batches ------------------------------------------------------------------------------ */

static enum err act(struct import_batch *batch, int index)
{
    return import_complete_line(&batch->work, batch->context, batch->import,
                                &batch->rows.items[index]);
}

/* It stays as it is, and its line says what is missing. */
static enum err refuse(struct import_batch *batch, int index, enum err err)
{
    struct import_row *row = &batch->rows.items[index];
    const char *message = batch->work.problem->message;
    (void)err;
    import_note(row->details, "",
                message != NULL ? message : "It is imported, but could not be archived.");
    return import_batch_mark(batch, index, "applied");
}

static const struct import_deal deal = {NULL, act, import_complete_end, refuse};

static struct import_batch open_batch(const struct work *work, const struct bundle *bundle,
                                      struct import *import)
{
    return (struct import_batch){.work = *work,
                                 .import = import,
                                 .state = IMPORT_APPLYING,
                                 .deal = &deal,
                                 .context = (void *)bundle};
}

/* The last of the document first: teams before their agents. */
static void reverse(struct import_rows *rows)
{
    for (int i = 0; i < rows->count / 2; i++) {
        struct import_row row = rows->items[i];
        rows->items[i] = rows->items[rows->count - 1 - i];
        rows->items[rows->count - 1 - i] = row;
    }
}

enum err import_complete(const struct work *work, const struct bundle *bundle,
                         struct import *import, int64_t deadline)
{
    struct import_batch batch = open_batch(work, bundle, import);
    const struct import_line_filter made = {import->id, IMPORT_OUTCOME_COUNT, 0, "made"};
    enum err err = import_load_rows(work->db, &made, &import->organization_id, BUNDLE_RECORDS_MAX,
                                    &batch.rows);
    reverse(&batch.rows);
    return err == ERR_NONE ? import_batch_run(&batch, deadline) : err;
}
