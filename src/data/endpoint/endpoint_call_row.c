#include "data/endpoint/endpoint_call_row.h"

#include <string.h>

#include "data/vault/vault.h"

const char *const endpoint_call_states[CALL_STATE_COUNT] = {
    [CALL_WAITING] = "waiting",
    [CALL_RUNNING] = "running",
    [CALL_DONE] = "done",
    [CALL_FAILED] = "failed",
};

static enum endpoint_call_state state_of(const char *name)
{
    for (int i = 0; i < CALL_STATE_COUNT; i++)
        if (strcmp(endpoint_call_states[i], name) == 0)
            return (enum endpoint_call_state)i;
    die("a call in an unknown state");
}

static enum err open_text(struct db *db, const struct endpoint_call *call, const char *column,
                          struct text blob, const char **text)
{
    struct seal_place place = {"model_calls", column, call->organization_id, call->id};
    return vault_open_text(db, &place, blob, text);
}

static void read_numbers(const struct db_result *rows, int row, struct endpoint_call *call)
{
    call->status = db_get_int_or(rows, row, 11, 0);
    call->attempt_count = db_get_int(rows, row, 12);
    call->input_tokens = db_get_int_or(rows, row, 13, -1);
    call->output_tokens = db_get_int_or(rows, row, 14, -1);
    call->cost_nanos = db_get_int_or(rows, row, 15, -1);
    call->duration_ms = db_get_int_or(rows, row, 17, 0);
    call->created_at = db_get_time(rows, row, 18);
    call->due_at = db_get_time(rows, row, 19);
    call->ended_at = db_get_time(rows, row, 20);
}

enum err endpoint_call_read(struct db *db, const struct uuid *organization_id,
                            const struct db_result *rows, int row, struct endpoint_call *call)
{
    *call = (struct endpoint_call){
        .organization_id = *organization_id,
        .id = db_get_uuid(rows, row, 0),
        .batch_id = db_get_uuid(rows, row, 1),
        .position = db_get_int(rows, row, 2),
        .endpoint_id = db_get_uuid(rows, row, 3),
        .endpoint_name = db_get_text(rows, row, 4),
        .model = db_get_text(rows, row, 5),
        .user_id = db_get_uuid(rows, row, 6),
        .record_id = db_get_uuid(rows, row, 7),
        .version = db_get_int(rows, row, 8),
        .run_id = db_get_uuid(rows, row, 23),
        .state = state_of(db_get_text(rows, row, 9)),
        .currency = db_get_text_or(rows, row, 16, ""),
    };
    read_numbers(rows, row, call);
    if (!db_is_null(rows, row, 10) &&
        endpoint_outcome_parse(db_get_text(rows, row, 10), &call->outcome) != ERR_NONE)
        die("a call with an unknown outcome");
    enum err err = open_text(db, call, "request", db_get_bytes(rows, row, 21), &call->request);
    return err == ERR_NONE
               ? open_text(db, call, "answer", db_get_bytes(rows, row, 22), &call->answer)
               : err;
}

void endpoint_call_insert(struct db *db, const struct endpoint_call_new *call)
{
    db_change_later(
        db,
        "INSERT INTO model_calls (organization_id, id, batch_id, position, endpoint_id, "
        "endpoint_name, model, user_id, record_id, version, state, created_at, due_at, request, "
        "given, run_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', $11, $11, $12, $13, $14)",
        db_uuid(&call->organization_id), db_uuid(&call->id), db_uuid(&call->batch_id),
        db_int(call->position), db_uuid(&call->endpoint_id), db_text(call->endpoint_name),
        db_text(call->model), db_uuid(&call->user_id), db_uuid(&call->record_id),
        db_int(call->version), db_time(call->created_at), call->request, call->given,
        db_uuid_or_null(&call->run_id));
}
