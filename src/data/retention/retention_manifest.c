#include "data/retention/retention_manifest.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/digest.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "domain/record/kind.h"

enum { HASH_BATCH = 500 };

static enum err select_lines(struct db *db, const struct actor *actor, const struct uuid *run_id,
                             int64_t after, int count, struct db_result *result)
{
    return db_select(db, result,
                     "SELECT position, kind, noun, row_id, number, clock_at, outcome "
                     "FROM retention_lines WHERE organization_id = $1 AND run_id = $2 "
                     "AND position > $3 ORDER BY position LIMIT $4",
                     db_uuid(&actor->organization_id), db_uuid(run_id), db_int(after),
                     db_int(count));
}

enum err retention_manifest_text(struct db *db, const struct actor *actor,
                                 const struct uuid *run_id, int64_t after, int count,
                                 struct buf *text, int64_t *next)
{
    struct db_result result;
    *next = 0;
    enum err err = select_lines(db, actor, run_id, after, count, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        char id[UUID_TEXT_LEN];
        char clock[CLOCK_ISO_LEN];
        struct uuid row_id = db_get_uuid(&result, i, 3);
        uuid_format(&row_id, id);
        clock_format_iso(db_get_time(&result, i, 5), clock);
        buf_printf(text, "%lld %s %s %s %lld %s %s\n", (long long)db_get_int(&result, i, 0),
                   db_get_text(&result, i, 1), db_get_text(&result, i, 2), id,
                   (long long)db_get_int(&result, i, 4), clock, db_get_text(&result, i, 6));
    }
    if (err == ERR_NONE && result.row_count == count)
        *next = db_get_int(&result, count - 1, 0);
    return err;
}

/* Batch by batch, each in an arena of its own. */
enum err retention_manifest_hash(struct db *db, const struct actor *actor,
                                 const struct uuid *run_id, char hash[SHA256_HEX_LEN])
{
    struct digest digest;
    struct arena *scratch = arena_create(4 << 20);
    struct arena *before = db_use_arena(db, scratch);
    int64_t position = 0;
    enum err err = ERR_NONE;
    digest_begin(&digest);
    do {
        struct buf text;
        arena_reset(scratch);
        buf_init(&text, scratch);
        err = retention_manifest_text(db, actor, run_id, position, HASH_BATCH, &text, &position);
        digest_add(&digest, text.data, text.len);
    } while (err == ERR_NONE && position > 0);
    digest_end(&digest, hash);
    (void)!db_use_arena(db, before);
    arena_destroy(scratch);
    return err;
}

/* ---- lines -------------------------------------------------------------------------------- */

/* The names of the records among them. */
static enum err read_names(struct db *db, const struct actor *actor, const struct uuid *run_id,
                           int64_t after, struct retention_line_list *list)
{
    struct db_result result;
    struct query q;
    query_begin(&q, db, "SELECT l.position");
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        query_add(&q, i == 0 ? ", COALESCE((SELECT r.name FROM " : ", (SELECT r.name FROM ");
        query_add(&q, record_kinds[i].table);
        query_add(&q, " r WHERE r.organization_id = l.organization_id AND r.id = l.row_id)");
    }
    query_bind(&q, ", '') FROM retention_lines l WHERE l.organization_id = ",
               db_uuid(&actor->organization_id));
    query_bind(&q, " AND l.run_id = ", db_uuid(run_id));
    query_bind(&q, " AND l.position > ", db_int(after));
    query_bind(&q, " ORDER BY l.position LIMIT ", db_int(list->count));
    enum err err = query_run(&q, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count && i < list->count; i++)
        if (db_get_text(&result, i, 1)[0] != '\0')
            list->items[i].name = db_get_text(&result, i, 1);
    return err;
}

enum err retention_line_list(struct db *db, const struct actor *actor, const struct uuid *run_id,
                             int64_t after, struct retention_line_list *list)
{
    struct db_result result;
    *list = (struct retention_line_list){.next = 0};
    if (!retention_may(actor))
        return ERR_NOT_FOUND;
    enum err err = select_lines(db, actor, run_id, after, RETENTION_LINES_LIMIT + 1, &result);
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > RETENTION_LINES_LIMIT;
    list->count = has_more ? RETENTION_LINES_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = (struct retention_line){
            .position = db_get_int(&result, i, 0),
            .kind = retention_kind_find(db_get_text(&result, i, 1)),
            .noun = db_get_text(&result, i, 2),
            .row_id = db_get_uuid(&result, i, 3),
            .number = db_get_int(&result, i, 4),
            .clock_at = db_get_time(&result, i, 5),
            .outcome = db_get_text(&result, i, 6),
        };
    if (has_more)
        list->next = list->items[list->count - 1].position;
    return list->count > 0 ? read_names(db, actor, run_id, after, list) : ERR_NONE;
}

static void add_count(struct retention_counts *counts, const char *outcome, int64_t count)
{
    if (strcmp(outcome, "due") == 0)
        counts->due = count;
    else if (strcmp(outcome, "held") == 0)
        counts->held = count;
    else if (strcmp(outcome, "kept") == 0)
        counts->kept = count;
    else
        counts->deleted = count;
}

enum err retention_count_lines(struct db *db, const struct actor *actor, const struct uuid *run_id,
                               struct retention_counts counts[RETENTION_KIND_COUNT])
{
    struct db_result result;
    memset(counts, 0, RETENTION_KIND_COUNT * sizeof *counts);
    enum err err = db_select(db, &result,
                             "SELECT kind, outcome, count(*) FROM retention_lines "
                             "WHERE organization_id = $1 AND run_id = $2 GROUP BY kind, outcome",
                             db_uuid(&actor->organization_id), db_uuid(run_id));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        const struct retention_kind *kind = retention_kind_find(db_get_text(&result, i, 0));
        if (kind != NULL)
            add_count(&counts[kind->id], db_get_text(&result, i, 1), db_get_int(&result, i, 2));
    }
    return err;
}

/* ---- runs --------------------------------------------------------------------------------- */

enum err retention_run_list(struct db *db, const struct actor *actor, const char *cursor,
                            struct retention_run_list *list)
{
    struct db_result result;
    struct cursor from = cursor_newest();
    *list = (struct retention_run_list){.next = NULL};
    if (!retention_may(actor))
        return ERR_DENIED;
    if (cursor[0] != '\0' && cursor_parse(cursor, &from) != ERR_NONE)
        return ERR_INVALID;
    enum err err = db_select(db, &result,
                             "SELECT " RETENTION_RUN_COLUMNS " FROM retention_runs x "
                             "WHERE x.organization_id = $1 AND (x.created_at, x.id) < ($2, $3) "
                             "ORDER BY x.created_at DESC, x.id DESC LIMIT $4",
                             db_uuid(&actor->organization_id), db_time(from.time),
                             db_uuid(&from.id), db_int(RETENTION_RUNS_LIMIT + 1));
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > RETENTION_RUNS_LIMIT;
    list->count = has_more ? RETENTION_RUNS_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        retention_run_read(&result, i, &list->items[i]);
    if (has_more) {
        const struct retention_run *last = &list->items[list->count - 1];
        list->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return ERR_NONE;
}

enum err retention_run_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct retention_run *run)
{
    return retention_may(actor) ? retention_run_load(db, actor, id, run) : ERR_NOT_FOUND;
}

static void select_newest(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT " RETENTION_RUN_COLUMNS " FROM retention_runs x ");
    query_bind(q, "WHERE x.organization_id = ", db_uuid(&actor->organization_id));
    query_add(q, " ORDER BY x.created_at DESC, x.id DESC LIMIT 1");
}

void retention_run_due_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_newest(&q, db, actor);
    query_ahead(&q);
}

enum err retention_run_due(struct db *db, const struct actor *actor, struct retention_run *run)
{
    struct db_result result;
    struct query q;
    *run = (struct retention_run){.due_count = 0};
    if (!retention_may(actor))
        return ERR_DENIED;
    select_newest(&q, db, actor);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE && result.row_count > 0)
        retention_run_read(&result, 0, run);
    if (run->is_live || run->state != RETENTION_LISTED)
        run->due_count = 0;
    return err;
}
