#include "data/endpoint/endpoint_watch.h"

#include "base/clock.h"
#include "base/log.h"
#include "data/vault/vault.h"

enum { SCRATCH = 16 * 1024 * 1024 };
#define LOOK_PAUSE (CLOCK_SECOND / 2) /* whether it was canceled */
#define SHOW_PAUSE (CLOCK_SECOND * 2 / 5)

static void begin_request(struct endpoint_watch *watch, struct arena *arena)
{
    struct uuid id = uuid_make();
    db_begin_request(watch->db, arena, &id);
    (void)db_enter(watch->db, (struct db_scope){DB_ORGANIZATION, watch->call.organization_id});
}

/* What failed in it is nothing that a call depends on, or was seen. */
static void end_request(struct endpoint_watch *watch)
{
    if (db_end_request(watch->db) != ERR_NONE)
        log_line("warning", "model_call.look_failed", NULL, 0);
}

void endpoint_watch_begin(struct endpoint_watch *watch, struct db *db,
                          const struct endpoint_watched *call)
{
    *watch = (struct endpoint_watch){.db = db,
                                     .call = *call,
                                     .arena = db_arena(db),
                                     .scratch = arena_create(SCRATCH),
                                     .looked_at = clock_monotonic()};
    endpoint_stream_begin(&watch->stream, watch->arena);
    end_request(watch);
}

enum endpoint_outcome endpoint_watch_end(struct endpoint_watch *watch,
                                         const struct fetch_answer *answer,
                                         struct endpoint_completion *completion)
{
    arena_destroy(watch->scratch);
    begin_request(watch, watch->arena);
    enum endpoint_outcome outcome =
        endpoint_stream_is(answer->type)
            ? endpoint_stream_end(&watch->stream, answer->body, completion)
            : endpoint_completion_read(watch->arena, answer, completion);
    endpoint_stream_close(&watch->stream);
    return outcome;
}

/* ---- what came ----------------------------------------------------------------------------- */

/* A row with a long request takes long to write. */
static int64_t show_pause(const struct endpoint_watch *watch)
{
    return SHOW_PAUSE + (int64_t)watch->call.request_len;
}

static size_t stream_len(const struct endpoint_stream *stream)
{
    size_t len = stream->content.len + stream->refusal.len;
    for (int i = 0; i < stream->call_count; i++)
        len += stream->calls[i].arguments.len;
    return len;
}

static enum err show(struct endpoint_watch *watch)
{
    struct endpoint_completion so_far;
    struct db_value sealed;
    const struct seal_place place = {"model_calls", "partial", watch->call.organization_id,
                                     watch->call.id};
    endpoint_stream_so_far(&watch->stream, watch->scratch, &so_far);
    enum err err = vault_seal_text(watch->db, &place,
                                   endpoint_completion_format(watch->scratch, &so_far), &sealed);
    if (err == ERR_NONE)
        err = db_begin_alone(watch->db);
    if (err != ERR_NONE)
        return err;
    return db_finish(watch->db,
                     db_change_one(watch->db,
                                   "UPDATE model_calls SET partial = $1 WHERE organization_id = $2 "
                                   "AND id = $3 AND state = 'running' AND due_at = $4",
                                   sealed, db_uuid(&watch->call.organization_id),
                                   db_uuid(&watch->call.id), db_time(watch->call.claimed_until)));
}

/* ERR_NOT_FOUND: it is not this worker's any more. */
static enum err ask(struct endpoint_watch *watch)
{
    struct db_result row;
    enum err err = db_select(watch->db, &row,
                             "SELECT 1 FROM model_calls WHERE organization_id = $1 AND id = $2 "
                             "AND state = 'running' AND due_at = $3",
                             db_uuid(&watch->call.organization_id), db_uuid(&watch->call.id),
                             db_time(watch->call.claimed_until));
    return err == ERR_NONE && row.row_count == 0 ? ERR_NOT_FOUND : err;
}

static enum err look(struct endpoint_watch *watch, enum err (*step)(struct endpoint_watch *watch))
{
    begin_request(watch, watch->scratch);
    enum err err = step(watch);
    end_request(watch);
    arena_reset(watch->scratch);
    return err;
}

bool endpoint_watch_look(void *context, const struct fetch_answer *so_far)
{
    struct endpoint_watch *watch = context;
    int64_t now = clock_monotonic();
    enum err err = ERR_NONE;
    if (so_far->status == 200 && endpoint_stream_is(so_far->type))
        endpoint_stream_read(&watch->stream, so_far->body);
    size_t len = stream_len(&watch->stream);
    if (len > watch->shown_len && len <= ENDPOINT_PARTIAL_MAX &&
        now - watch->shown_at >= show_pause(watch)) {
        err = look(watch, show);
        watch->shown_len = len;
        watch->shown_at = clock_monotonic();
        watch->looked_at = watch->shown_at;
    } else if (now - watch->looked_at >= LOOK_PAUSE) {
        err = look(watch, ask);
        watch->looked_at = clock_monotonic();
    }
    return err != ERR_NOT_FOUND;
}
