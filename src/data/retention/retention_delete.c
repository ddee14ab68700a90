#include "data/retention/retention_delete_internal.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/comment/record_mention_forget.h"
#include "data/edit/record_prune.h"
#include "data/edit/record_state.h"
#include "data/record/record_store.h"
#include "data/record/record_version.h"
#include "data/retention/retention_lines_internal.h"
#include "data/run/run_output.h"
#include "data/user/erasure_ledger.h"
#include "data/user/user_erase.h"

/* Deleting one row. The conditions of the listing, and that no hold is on it, are part of the very
 * statement that deletes, or of the question before it in the same transaction, which takes turns
 * with whoever places a hold, moves a label or refers to a version. */

static void add_conditions(struct query *q, const struct retention_source *source,
                           const struct retention_due *due, const struct uuid *id, int64_t number)
{
    retention_source_add(q, source, due);
    retention_source_add_row(q, source, id, number);
    query_add(q, " AND NOT ");
    retention_source_add_held(q, source);
}

static enum err is_due(const struct retention_step *step, const struct retention_source *source,
                       const struct retention_due *due, const struct uuid *id, int64_t number,
                       bool *is)
{
    struct db_result result;
    struct query q;
    query_begin(&q, step->db, "SELECT 1 FROM ");
    add_conditions(&q, source, due, id, number);
    enum err err = query_run(&q, &result);
    *is = err == ERR_NONE && result.row_count > 0;
    return err;
}

/* ---- versions ----------------------------------------------------------------------------- */

/* The record has one less, and what the version referred to is free. */
static enum err forget_version(const struct retention_step *step,
                               const struct retention_source *source, const struct uuid *record_id,
                               int64_t version)
{
    const struct uuid *organization_id = &step->actor->organization_id;
    struct query q;
    query_begin(&q, step->db, "UPDATE ");
    query_add(&q, source->record_kind->table);
    query_bind(&q, " SET version_count = version_count - 1 WHERE organization_id = ",
               db_uuid(organization_id));
    query_bind(&q, " AND id = ", db_uuid(record_id));
    enum err err = query_change_one(&q);
    if (err != ERR_NONE)
        return err;
    return db_change(step->db,
                     "DELETE FROM record_links WHERE organization_id = $1 AND source_id = $2 "
                     "AND source_version = $3",
                     db_uuid(organization_id), db_uuid(record_id), db_int(version));
}

/* ---- people ------------------------------------------------------------------------------- */

/* The one place where retention erases a person. */
static enum err erase(const struct retention_step *step, const struct uuid *user_id)
{
    bool was_there = false;
    const struct uuid *organization_id = &step->actor->organization_id;
    enum err err = user_erase_inside(step->db, organization_id, user_id, &was_there);
    if (err != ERR_NONE || !was_there)
        return err;
    return erasure_ledger_append(step->erasures,
                                 &(struct erasure){*organization_id, *user_id, clock_now()});
}

/* ---- what goes before a row --------------------------------------------------------------- */

bool retention_room_is_left(const struct retention_room *room)
{
    return room->rows > 0 && clock_monotonic() < room->until;
}

enum { VERSIONS = 200 }; /* in one transaction */

static enum err delete_versions(const struct retention_step *step,
                                const struct retention_source *source, const struct uuid *id,
                                const struct retention_room *room, int64_t *count)
{
    const struct record_store store = {.kind = source->record_kind};
    const struct record_head head = {
        .store = &store, .id = *id, .organization_id = step->actor->organization_id};
    const struct record_prune_limit limit = {VERSIONS, room->until};
    int deleted = 0;
    enum err err = record_prune(step->db, &head, &limit, &deleted);
    *count = deleted;
    return err;
}

enum err retention_delete_before(const struct retention_step *step,
                                 const struct retention_source *source,
                                 const struct retention_due *due, const struct uuid *id,
                                 struct retention_room *room, int64_t *count)
{
    const struct uuid *organization_id = &step->actor->organization_id;
    enum retention_kind_id kind = source->kind->id;
    bool is = false;
    *count = 0;
    if (kind != RETENTION_EVIDENCE && kind != RETENTION_IMPORTS && kind != RETENTION_ARCHIVED &&
        kind != RETENTION_PEOPLE && kind != RETENTION_OUTPUTS)
        return ERR_NONE;
    enum err err = is_due(step, source, due, id, 0, &is);
    if (err != ERR_NONE || !is)
        return err;
    if (kind == RETENTION_ARCHIVED)
        err = delete_versions(step, source, id, room, count);
    else if (kind == RETENTION_PEOPLE)
        err = record_mention_forget_some(step->db, organization_id, id, count);
    else if (kind == RETENTION_IMPORTS)
        err = retention_import_lines_forget(step->db, organization_id, id, room->rows, count);
    else if (kind == RETENTION_OUTPUTS)
        err = run_output_forget(step->db, organization_id, id, room->rows, count);
    else
        err = retention_lines_forget(step->db, organization_id, id, room->rows, count);
    bool is_full = (kind == RETENTION_ARCHIVED && *count >= VERSIONS) ||
                   (kind == RETENTION_PEOPLE && *count > 0); /* some may be left */
    room->rows = is_full || *count > room->rows ? 0 : room->rows - *count;
    return err;
}

/* ---- a row -------------------------------------------------------------------------------- */

static enum err delete_row(const struct retention_step *step, const struct retention_source *source,
                           const struct retention_due *due, const struct uuid *id, int64_t number,
                           bool *is_deleted)
{
    struct db_result result;
    struct query q;
    query_begin(&q, step->db, "DELETE FROM ");
    add_conditions(&q, source, due, id, number);
    enum err err = query_run(&q, &result);
    *is_deleted = err == ERR_NONE && result.change_count == 1;
    return err;
}

/* What the version took is free again. */
static enum err delete_version(const struct retention_step *step,
                               const struct retention_source *source,
                               const struct retention_due *due, const struct uuid *id,
                               int64_t number, bool *is_deleted)
{
    int64_t byte_count = 0;
    const struct record_version_place place = {source->record_kind, step->actor->organization_id,
                                               *id, number};
    enum err err = record_version_size(step->db, &place, &byte_count);
    if (err == ERR_NONE)
        err = delete_row(step, source, due, id, number, is_deleted);
    if (err != ERR_NONE || !*is_deleted)
        return err;
    err = record_version_shrink(step->db, &place, byte_count);
    return err == ERR_NONE ? forget_version(step, source, id, number) : err;
}

/* The run stays, and says that they were deleted. */
static enum err delete_outputs(const struct retention_step *step,
                               const struct retention_source *source,
                               const struct retention_due *due, const struct uuid *id,
                               bool *is_deleted)
{
    enum err err = is_due(step, source, due, id, 0, is_deleted);
    return err == ERR_NONE && *is_deleted
               ? run_output_note(step->db, &step->actor->organization_id, id)
               : err;
}

static enum err delete_plain(const struct retention_step *step,
                             const struct retention_source *source, const struct retention_due *due,
                             const struct uuid *id, int64_t number, bool *is_deleted)
{
    if (source->kind->id == RETENTION_VERSIONS)
        return delete_version(step, source, due, id, number, is_deleted);
    if (source->kind->id == RETENTION_OUTPUTS)
        return delete_outputs(step, source, due, id, is_deleted);
    return delete_row(step, source, due, id, number, is_deleted);
}

static enum err delete_whole(const struct retention_step *step,
                             const struct retention_source *source, const struct retention_due *due,
                             const struct uuid *id, bool *is_deleted)
{
    enum err err = is_due(step, source, due, id, 0, is_deleted);
    if (err != ERR_NONE || !*is_deleted)
        return err;
    if (source->kind->id == RETENTION_PEOPLE)
        return erase(step, id);
    return record_remove_inside(step->db, step->actor, source->record_kind, id);
}

/* Why it stayed. */
static enum err find_hold(const struct retention_step *step, const struct retention_source *source,
                          const struct uuid *id, int64_t number, enum retention_outcome *outcome)
{
    struct db_result result;
    struct query q;
    query_begin(&q, step->db, "SELECT 1 FROM ");
    query_add(&q, source->table_sql);
    query_bind(&q, " AS x WHERE x.organization_id = ", db_uuid(&step->actor->organization_id));
    retention_source_add_row(&q, source, id, number);
    query_add(&q, " AND ");
    retention_source_add_held(&q, source);
    enum err err = query_run(&q, &result);
    *outcome = err == ERR_NONE && result.row_count > 0 ? OUTCOME_HELD : OUTCOME_KEPT;
    return err;
}

enum err retention_delete_row(const struct retention_step *step,
                              const struct retention_source *source,
                              const struct retention_due *due, const struct uuid *id,
                              int64_t number, enum retention_outcome *outcome)
{
    bool is_deleted = false;
    enum retention_kind_id kind = source->kind->id;
    bool is_whole = kind == RETENTION_ARCHIVED || kind == RETENTION_PEOPLE;
    enum err err = is_whole ? delete_whole(step, source, due, id, &is_deleted)
                            : delete_plain(step, source, due, id, number, &is_deleted);
    *outcome = OUTCOME_DELETED;
    return err == ERR_NONE && !is_deleted ? find_hold(step, source, id, number, outcome) : err;
}
