#include "data/transfer/export.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/organization/organization.h"
#include "data/record/record_load.h"
#include "data/record/record_stop.h"
#include "data/record/work.h"
#include "data/transfer/export_record_internal.h"
#include "data/transfer/transfer_stores.h"

/* A piece is at most so many records, and not many more bytes than this. */
enum { BATCH = 100, PIECE_LEN = 2 << 20 };

/* What there is room for of the record that is open. */
static enum err write_record(struct export *export, struct buf *piece, size_t most)
{
    size_t before = piece->len;
    bool is_whole = false;
    if (!export->record.is_begun)
        buf_add_text(piece, export->counts[export->kind] == 0 ? "\n    " : ",\n    ");
    enum err err =
        export_record(export->db, &export->actor, &export->record, most, piece, &is_whole);
    if (err == ERR_NOT_FOUND || err == ERR_DENIED) { /* not for this actor */
        piece->len = before;
        is_whole = true;
        err = ERR_NONE;
    } else if (is_whole) {
        export->counts[export->kind]++;
    }
    export->is_open = !is_whole;
    return err;
}

static enum err write_next(struct export *export, const struct db_result *rows, int row,
                           struct buf *piece, size_t most)
{
    export->record = (struct exported_record){.kind = (enum record_kind_id) export->kind,
                                              .id = db_get_uuid(rows, row, 0),
                                              .has_history = export->choice.has_history};
    export->last = arena_strdup(export->arena, db_get_text(rows, row, 1));
    return write_record(export, piece, most);
}

/* Records of a kind behind the last one. *is_over: there are no more. */
static enum err write_batch(struct export *export, struct buf *piece, bool *is_over)
{
    struct db_result result;
    struct query q;
    size_t end = piece->len + PIECE_LEN;
    int i = 0;
    query_begin(&q, export->db, "SELECT id, name_key FROM ");
    query_add(&q, record_kinds[export->kind].table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&export->actor.organization_id));
    query_bind(&q, " AND name_key > ", db_text(export->last));
    if (!export->choice.has_archived)
        query_add(&q, " AND archived_at IS NULL");
    query_bind(&q, " ORDER BY name_key LIMIT ", db_int(BATCH));
    enum err err = query_run(&q, &result);
    for (; err == ERR_NONE && i < result.row_count && !export->is_open && piece->len < end; i++)
        err = write_next(export, &result, i, piece, end - piece->len);
    *is_over = err == ERR_NONE && !export->is_open && i == result.row_count && i < BATCH;
    return err;
}

static void begin_list(struct export *export, struct buf *piece)
{
    export->last = "";
    export->counts[export->kind] = 0;
    buf_printf(piece, ",\n  \"%s\": [", record_kinds[export->kind].plural);
}

static void end_list(struct export *export, struct buf *piece)
{
    buf_add_text(piece, export->counts[export->kind] == 0 ? "]" : "\n  ]");
    if (++export->kind < RECORD_KIND_COUNT)
        begin_list(export, piece);
    else
        buf_add_text(piece, "\n}\n");
}

static enum err write_piece(struct export *export, struct buf *piece)
{
    bool is_over = !export->is_alone && !export->choice.has_kinds[export->kind];
    enum err err = ERR_NONE;
    if (!export->is_begun) {
        buf_add_text(piece, export->head);
        begin_list(export, piece);
    }
    export->is_begun = true;
    if (export->is_open)
        err = write_record(export, piece, PIECE_LEN);
    else if (!is_over)
        err = write_batch(export, piece, &is_over);
    if (export->is_alone && !export->is_open) {
        buf_add_text(piece, "\n  ]\n}\n");
        export->kind = RECORD_KIND_COUNT;
    } else if (err == ERR_NONE && is_over) {
        end_list(export, piece);
    }
    return err;
}

enum err export_next(struct export *export, struct buf *piece, bool *is_done)
{
    struct uuid request_id = uuid_make();
    db_begin_request(export->db, piece->arena, &request_id);
    (void)db_enter(export->db, (struct db_scope){DB_ORGANIZATION, export->actor.organization_id});
    enum err err = write_piece(export, piece);
    enum err end = db_end_request(export->db);
    *is_done = export->kind == RECORD_KIND_COUNT;
    return err != ERR_NONE ? err : end;
}

/* The outline of a document before its lists. */
static enum err begin_document(struct db *db, const struct actor *actor, struct buf *document)
{
    struct organization organization;
    char now[CLOCK_ISO_LEN];
    clock_format_iso(clock_now(), now);
    enum err err = organization_get(db, actor, &actor->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    json_t *name = json_keep(db_arena(db), json_pack("{s:s}", "name", organization.name));
    buf_printf(document,
               "{\n  \"rostrum\": %d,\n  \"kind\": \"organization\",\n  \"exported_at\": \"%s\",\n"
               "  \"organization\": %s",
               BUNDLE_FORMAT, now, json_format(db_arena(db), name, JSON_LINE).data);
    return ERR_NONE;
}

/* Contents that leave the product are an event, as the export of all of them is. */
static enum err audit_record_of(struct db *db, const struct actor *actor,
                                const struct record_kind *kind, const struct uuid *id,
                                const char *name)
{
    json_t *details = json_object();
    audit_change(details, "name", NULL, name);
    return audit_record_alone(
        db, actor,
        &(struct audit_event){.action = arena_printf(db_arena(db), "%s.export", kind->name),
                              .record_type = kind->name,
                              .record_id = *id,
                              .details = details});
}

static struct export begin_export(struct db *db, const struct actor *actor)
{
    return (struct export){.db = db, .arena = db_arena(db), .actor = *actor, .last = ""};
}

/* The outline before the lists, which the pieces begin with. */
static enum err keep_head(struct export *export)
{
    struct buf head;
    buf_init(&head, export->arena);
    enum err err = begin_document(export->db, &export->actor, &head);
    export->head = head.data;
    return err;
}

/* A program that takes one record takes it to run it. The whole organization is a copy of what is
 * there, stopped or not. */
static enum err check_stop(struct db *db, const struct actor *actor, const struct record_head *head)
{
    struct uuid stop_id;
    if (actor->kind != ACTOR_TOKEN)
        return ERR_NONE;
    enum err err = record_stop_find_live(db, head, &stop_id);
    return err == ERR_NONE ? record_stop_check(db, actor, &stop_id) : err;
}

enum err record_export(struct db *db, const struct actor *actor, const struct record_kind *kind,
                       const struct uuid *id, struct export *export, const char **name)
{
    const struct record_store *store = transfer_stores[kind->id];
    struct record_head *head = arena_alloc(db_arena(db), store->size);
    *export = begin_export(db, actor);
    export->kind = kind->id;
    export->record = (struct exported_record){.kind = kind->id, .id = *id};
    export->is_alone = export->is_open = true;
    enum err err = record_load(db, actor, store, id, kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = check_stop(db, actor, head);
    if (err == ERR_NONE)
        err = keep_head(export);
    if (err != ERR_NONE)
        return err;
    *name = head->name;
    return audit_record_of(db, actor, kind, id, head->name);
}

/* How many records there are: nobody knows yet which of them the actor may read. */
static enum err count_records(const struct export *export, struct db *db, enum record_kind_id kind,
                              int64_t *count)
{
    struct db_result result;
    struct query q;
    query_begin(&q, db, "SELECT count(*) FROM ");
    query_add(&q, record_kinds[kind].table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&export->actor.organization_id));
    if (!export->choice.has_archived)
        query_add(&q, " AND archived_at IS NULL");
    enum err err = query_run(&q, &result);
    *count = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    return err;
}

static enum err audit(const struct export *export)
{
    struct db *db = export->db;
    json_t *details = json_object();
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++) {
        int64_t count = 0;
        if (export->choice.has_kinds[i])
            err = count_records(export, db, (enum record_kind_id)i, &count);
        audit_change(details, record_kinds[i].plural, NULL, work_number(db, count));
    }
    if (err != ERR_NONE) {
        json_decref(details);
        return err;
    }
    if (export->choice.has_history)
        audit_change(details, "history", NULL, "yes");
    return audit_record_alone(db, &export->actor,
                              &(struct audit_event){.action = "organization.export",
                                                    .record_type = "organization",
                                                    .record_id = export->actor.organization_id,
                                                    .details = details});
}

enum err organization_export(struct db *db, const struct actor *actor,
                             const struct export_choice *choice, struct export *export,
                             struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    *export = begin_export(db, actor);
    export->choice = *choice;
    if (!policy_allows(actor, PERMISSION_EXPORT, &target))
        return work_refuse(&work, ERR_DENIED, "", "You do not have the right to export.");
    enum err err = keep_head(export);
    return err == ERR_NONE ? audit(export) : err;
}
