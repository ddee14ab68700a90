#include "data/privacy/erasure_scan.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/privacy/person_names.h"
#include "data/vault/columns.h"
#include "domain/record/kind.h"

enum { BATCH = 50, SCRATCH_LEN = 512 << 20 };

/* ---- the places ---------------------------------------------------------------------------- */

/* A column with texts, and what of its table tells where they belong. */
struct place {
    struct column column;
    const struct record_kind *kind; /* of records and their versions */
    bool is_record;                 /* the row is one */
    bool has_record, has_version, has_kind;
};

static const struct record_kind *kind_of(const char *table, bool *is_record)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        *is_record = strcmp(record_kinds[i].table, table) == 0;
        if (*is_record || strcmp(record_kinds[i].versions, table) == 0)
            return &record_kinds[i];
    }
    return NULL;
}

/* Sealed under the organization's key; or in clear: the name and tags of a record, a label. */
static bool is_text(const struct column *column)
{
    bool is_record = false;
    bool is_sealed = column->rule == COLUMN_CONTENT || column->rule == COLUMN_TEXT;
    bool is_name = strcmp(column->name, "name") == 0 || strcmp(column->name, "marks") == 0;
    (void)kind_of(column->table, &is_record);
    return is_sealed || (is_record && is_name) ||
           (strcmp(column->table, "label_moves") == 0 && strcmp(column->name, "label") == 0);
}

static void look_at_table(struct place *place)
{
    struct column column = {.entry = 0};
    place->kind = kind_of(place->column.table, &place->is_record);
    while (columns_next(&column)) {
        if (strcmp(column.table, place->column.table) != 0)
            continue;
        place->has_record = place->has_record || strcmp(column.name, "record_id") == 0;
        place->has_version =
            place->has_version || (!place->is_record && strcmp(column.name, "version") == 0);
        place->has_kind = place->has_kind || strcmp(column.name, "kind") == 0;
    }
    place->has_kind = place->has_kind && place->has_record && place->kind == NULL;
}

/* The place of this number; false behind the last one. */
static bool place_at(int64_t number, struct place *place)
{
    *place = (struct place){.column = {.entry = 0}};
    for (int64_t i = 0; columns_next(&place->column);)
        if (is_text(&place->column) && i++ == number) {
            look_at_table(place);
            return true;
        }
    return false;
}

/* ---- a batch ------------------------------------------------------------------------------- */

struct scan {
    struct db *db;
    const struct actor *actor;
    struct erasure_case *erasure;
    struct person_words words;
    struct arena *scratch;
    struct erasure_finding found[BATCH];
    int found_count;
};

static enum err read_batch(const struct scan *scan, const struct place *place,
                           struct db_result *result)
{
    struct query q;
    query_begin(&q, scan->db, "SELECT id, ");
    query_add(&q, place->column.name);
    query_add(&q, place->has_record ? ", record_id" : ", NULL");
    query_add(&q, place->has_version ? ", version" : ", NULL");
    query_add(&q, place->has_kind ? ", kind" : ", NULL");
    query_add(&q, " FROM ");
    query_add(&q, place->column.table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&scan->erasure->organization_id));
    query_bind(&q, " AND id > ", db_uuid(&scan->erasure->scan_id));
    query_bind(&q, " ORDER BY id LIMIT ", db_int(BATCH));
    return query_run(&q, result);
}

static enum err open_text(const struct scan *scan, const struct place *place,
                          const struct db_result *result, int row, const char **text)
{
    struct uuid id = db_get_uuid(result, row, 0);
    struct seal_place sealed = {place->column.table, place->column.name,
                                scan->erasure->organization_id, id};
    *text = "";
    if (db_is_null(result, row, 1))
        return ERR_NONE;
    if (column_is_sealed(&place->column))
        return vault_open_text(scan->db, &sealed, db_get_bytes(result, row, 1), text);
    *text = db_get_text(result, row, 1);
    return ERR_NONE;
}

static enum err look_at_row(struct scan *scan, const struct place *place,
                            const struct db_result *result, int row)
{
    static const struct uuid nil;
    const char *text = "";
    enum err err = open_text(scan, place, result, row, &text);
    if (err != ERR_NONE)
        return err;
    enum person_match match = person_match(scan->scratch, &scan->words, text, strlen(text));
    if (match == PERSON_NOT)
        return ERR_NONE;
    struct uuid id = db_get_uuid(result, row, 0);
    const char *kind = place->kind != NULL ? place->kind->name : "";
    scan->found[scan->found_count++] = (struct erasure_finding){
        .match = person_match_names[match],
        .row_id = id,
        .kind = place->has_kind ? db_get_text(result, row, 4) : kind,
        .record_id = place->is_record    ? id
                     : place->has_record ? db_get_uuid(result, row, 2)
                                         : nil,
        .number = place->has_version ? db_get_int(result, row, 3) : 0,
    };
    return ERR_NONE;
}

/* ---- progress ------------------------------------------------------------------------------ */

/* Once: a later search finds it again. *count goes up if it is new. */
static enum err add_finding(const struct scan *scan, const struct place *place,
                            const struct erasure_finding *finding, int64_t *count)
{
    char source[2 * COLUMN_NAME_LEN + 1];
    struct uuid id = uuid_make();
    (void)snprintf(source, sizeof source, "%s.%s", place->column.table, place->column.name);
    const struct db_value params[] = {db_uuid(&scan->erasure->organization_id),
                                      db_uuid(&scan->erasure->id),
                                      db_uuid(&id),
                                      db_text(source),
                                      db_text(finding->match),
                                      db_uuid(&finding->row_id),
                                      db_text(finding->kind),
                                      db_uuid(&finding->record_id),
                                      db_int(finding->number)};
    struct db_result result;
    enum err err =
        db_query(scan->db,
                 "INSERT INTO erasure_findings (organization_id, erasure_id, id, source, match, "
                 "row_id, kind, record_id, number) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 "
                 "WHERE NOT EXISTS (SELECT 1 FROM erasure_findings f WHERE f.organization_id = $1 "
                 "AND f.erasure_id = $2 AND f.source = $4 AND f.row_id = $6)",
                 params, (int)COUNT_OF(params), &result);
    *count += err == ERR_NONE ? result.change_count : 0;
    return err;
}

/* From the place where it was read: who was overtaken by another writes nothing. */
static enum err write_batch(struct scan *scan, const struct place *place, struct erasure_case *next)
{
    const struct erasure_case *erasure = scan->erasure;
    enum err err = db_begin(scan->db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; err == ERR_NONE && i < scan->found_count; i++)
        err = add_finding(scan, place, &scan->found[i], &next->found_count);
    if (err != ERR_NONE)
        return db_finish(scan->db, err);
    err = db_change_one(
        scan->db,
        "UPDATE erasures SET scan_place = $3, scan_id = $4, scanned_count = $5, found_count = $6, "
        "scan_ended_at = $7 WHERE organization_id = $1 AND id = $2 AND scan_place = $8 "
        "AND scanned_count = $9 AND scan_ended_at IS NULL",
        db_uuid(&erasure->organization_id), db_uuid(&erasure->id), db_int(next->scan_place),
        db_uuid_or_null(&next->scan_id), db_int(next->scanned_count), db_int(next->found_count),
        db_time_or_null(next->scan_ended_at), db_int(erasure->scan_place),
        db_int(erasure->scanned_count));
    err = db_finish(scan->db, err);
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

static enum err look_at_batch(struct scan *scan, const struct place *place, int *row_count,
                              struct uuid *last)
{
    struct db_result result;
    struct arena *before = db_use_arena(scan->db, scan->scratch);
    enum err err = read_batch(scan, place, &result);
    *row_count = err == ERR_NONE ? result.row_count : 0;
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        err = look_at_row(scan, place, &result, i);
    if (*row_count > 0)
        *last = db_get_uuid(&result, *row_count - 1, 0);
    (void)!db_use_arena(scan->db, before);
    return err;
}

static enum err step(struct scan *scan)
{
    struct place place;
    int row_count = 0;
    struct erasure_case next = *scan->erasure;
    enum err err = ERR_NONE;
    scan->found_count = 0;
    if (!place_at(next.scan_place, &place))
        next.scan_ended_at = clock_now();
    else
        err = look_at_batch(scan, &place, &row_count, &next.scan_id);
    if (err != ERR_NONE)
        return err;
    if (row_count < BATCH) {
        next.scan_place += next.scan_ended_at == 0;
        next.scan_id = (struct uuid){{0}};
    }
    next.scanned_count += row_count;
    err = write_batch(scan, &place, &next);
    if (err == ERR_NONE)
        *scan->erasure = next;
    return err;
}

static enum err begin(struct scan *scan, const struct uuid *id)
{
    struct user_record person;
    enum err err = erasure_get(scan->db, scan->actor, id, scan->erasure);
    if (err == ERR_NONE)
        err = user_record_get(scan->db, scan->actor, &scan->erasure->user_id, &person);
    return err == ERR_NONE ? person_names(scan->db, &person, &scan->words) : err;
}

/* What was written during the grace period is searched as well, once it is over. */
static enum err begin_again(const struct scan *scan)
{
    struct erasure_case *erasure = scan->erasure;
    bool is_old = erasure->scan_ended_at != 0 && erasure->scan_ended_at < erasure->due_at;
    if (erasure->state != ERASURE_DUE || !is_old)
        return ERR_NONE;
    enum err err = db_begin(scan->db);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(scan->db,
                        "UPDATE erasures SET scan_place = 0, scan_id = NULL, scanned_count = 0, "
                        "scan_ended_at = NULL WHERE organization_id = $1 AND id = $2 "
                        "AND scan_ended_at = $3",
                        db_uuid(&erasure->organization_id), db_uuid(&erasure->id),
                        db_time(erasure->scan_ended_at));
    err = db_finish(scan->db, err);
    erasure->scan_place = erasure->scanned_count = erasure->scan_ended_at = 0;
    erasure->scan_id = (struct uuid){{0}};
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

enum err erasure_scan(struct db *db, const struct actor *actor, const struct uuid *id,
                      int64_t slice_us, struct erasure_case *erasure)
{
    int64_t until = clock_monotonic() + slice_us;
    struct scan *scan = arena_alloc(db_arena(db), sizeof *scan);
    *scan = (struct scan){.db = db, .actor = actor, .erasure = erasure};
    enum err err = begin(scan, id);
    if (err == ERR_NONE)
        err = begin_again(scan);
    if (err != ERR_NONE || erasure->scan_ended_at != 0)
        return err;
    scan->scratch = arena_create(SCRATCH_LEN);
    do {
        arena_reset(scan->scratch);
        err = step(scan);
    } while (err == ERR_NONE && erasure->scan_ended_at == 0 && clock_monotonic() < until);
    arena_destroy(scan->scratch);
    return err;
}

/* ---- the review list ----------------------------------------------------------------------- */

enum err erasure_findings(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct erasure_findings *findings)
{
    struct db_result result;
    *findings = (struct erasure_findings){.count = 0};
    if (!erasure_may(actor))
        return ERR_NOT_FOUND;
    enum err err = db_select(
        db, &result,
        "SELECT id, source, match, row_id, kind, record_id, number, reviewed_at "
        "FROM erasure_findings WHERE organization_id = $1 AND erasure_id = $2 "
        "ORDER BY reviewed_at IS NOT NULL, id LIMIT $3",
        db_uuid(&actor->organization_id), db_uuid(id), db_int(ERASURE_FINDINGS_SHOWN + 1));
    if (err != ERR_NONE)
        return err;
    findings->has_more = result.row_count > ERASURE_FINDINGS_SHOWN;
    findings->count = findings->has_more ? ERASURE_FINDINGS_SHOWN : result.row_count;
    findings->items =
        arena_array(db_arena(db), (size_t)findings->count + 1, sizeof *findings->items);
    for (int i = 0; i < findings->count; i++)
        findings->items[i] = (struct erasure_finding){
            .id = db_get_uuid(&result, i, 0),
            .source = db_get_text(&result, i, 1),
            .match = db_get_text(&result, i, 2),
            .row_id = db_get_uuid(&result, i, 3),
            .kind = db_get_text(&result, i, 4),
            .record_id = db_get_uuid(&result, i, 5),
            .number = db_get_int(&result, i, 6),
            .reviewed_at = db_get_time(&result, i, 7),
        };
    return ERR_NONE;
}

static enum err review_inside(struct db *db, const struct actor *actor,
                              const struct erasure_case *erasure, const struct uuid *id,
                              bool is_reviewed)
{
    enum err err =
        db_change_one(db,
                      "UPDATE erasure_findings SET reviewed_at = $4 WHERE organization_id = $1 "
                      "AND erasure_id = $2 AND id = $3",
                      db_uuid(&erasure->organization_id), db_uuid(&erasure->id), db_uuid(id),
                      db_time_or_null(is_reviewed ? clock_now() : 0));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "user.review_erasure",
                                .record_type = "user",
                                .record_id = erasure->user_id,
                                .organization_id = erasure->organization_id,
                                .details = json_object()};
    audit_change(event.details, "text", is_reviewed ? "open" : "reviewed",
                 is_reviewed ? "reviewed" : "open");
    return audit_record(db, actor, &event);
}

enum err erasure_finding_review(struct db *db, const struct actor *actor,
                                const struct uuid *erasure_id, const struct uuid *id,
                                bool is_reviewed)
{
    struct erasure_case erasure;
    enum err err = erasure_get(db, actor, erasure_id, &erasure);
    if (err == ERR_NONE)
        err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, review_inside(db, actor, &erasure, id, is_reviewed))
                           : err;
}
