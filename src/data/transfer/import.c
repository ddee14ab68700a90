#include "data/transfer/import.h"

#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/db/query.h"
#include "data/vault/vault.h"

const char *const import_outcome_names[IMPORT_OUTCOME_COUNT + 1] = {
    "created", "changed", "unchanged", "skipped", "refused", NULL};

/* As they are stored: state, and phase beside it. */
static const char *const state_names[][2] = {
    [IMPORT_CHECKING] = {"checking", ""},      [IMPORT_READY] = {"ready", ""},
    [IMPORT_APPLYING] = {"ready", "applying"}, [IMPORT_DONE] = {"done", ""},
    [IMPORT_UNDOING] = {"done", "undoing"},    [IMPORT_UNDONE] = {"done", "undone"},
};

enum err import_outcome_parse(const char *name, enum import_outcome *outcome)
{
    for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++) {
        if (strcmp(name, import_outcome_names[i]) == 0) {
            *outcome = (enum import_outcome)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

int64_t import_outcome_count(const struct import *import, enum import_outcome outcome)
{
    int64_t count = 0;
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        count += import->totals[i][outcome];
    return count;
}

int64_t import_change_count(const struct import *import)
{
    return import_outcome_count(import, IMPORT_CREATED) +
           import_outcome_count(import, IMPORT_CHANGED);
}

/* ---- totals as JSON: {"format": "Rostrum export", "prompt": {"created": 3}}
 * -----------------------
 */

const char *import_format_totals(struct arena *arena, const struct import *import)
{
    json_t *totals = json_keep(arena, json_object());
    json_object_set_new(totals, "format", json_string(import->format));
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        json_t *counts = json_object();
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
            if (import->totals[kind][i] != 0)
                json_object_set_new(counts, import_outcome_names[i],
                                    json_integer(import->totals[kind][i]));
        json_object_set_new(totals, record_kinds[kind].name, counts);
    }
    return json_format(arena, totals, JSON_LINE).data;
}

static void parse_totals(struct arena *arena, const char *text, struct import *import)
{
    const json_t *totals =
        json_stored(arena, (struct text){text, strlen(text)}, "totals of an import");
    import->format = json_text(totals, "format");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const json_t *counts = json_object_get(totals, record_kinds[kind].name);
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
            import->totals[kind][i] =
                number_of_json(NUMBER_COUNTER, json_object_get(counts, import_outcome_names[i]), 0);
    }
}

/* ---- rows --------------------------------------------------------------------------------------
 */

#define IMPORT_COLUMNS                                                                             \
    "id, organization_id, source, state, skips_existing, is_renewed, record_count, "               \
    "checked_count, totals, duration_us, created_at, expires_at, applied_count, phase"

static enum err read_import(struct db *db, const struct db_result *result, int row,
                            struct import *import)
{
    *import = (struct import){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .skips_existing = db_get_bool(result, row, 4),
        .is_renewed = db_get_bool(result, row, 5),
        .record_count = db_get_int(result, row, 6),
        .checked_count = db_get_int(result, row, 7),
        .duration_us = db_get_int(result, row, 9),
        .created_at = db_get_time(result, row, 10),
        .expires_at = db_get_time(result, row, 11),
        .applied_count = db_get_int(result, row, 12),
    };
    for (size_t i = 0; i < COUNT_OF(state_names); i++)
        if (strcmp(state_names[i][0], db_get_text(result, row, 3)) == 0 &&
            strcmp(state_names[i][1], db_get_text(result, row, 13)) == 0)
            import->state = (enum import_state)i;
    parse_totals(db_arena(db), db_get_text(result, row, 8), import);
    struct seal_place place = {"imports", "source", import->organization_id, import->id};
    return vault_open_text(db, &place, db_get_bytes(result, row, 2), &import->source);
}

/* A right that was lost since the upload is not there any more. */
bool import_is_allowed(const struct actor *actor)
{
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    return policy_allows(actor, PERMISSION_IMPORT, &target) && !uuid_is_nil(&actor->user_id);
}

enum err import_get(struct db *db, const struct actor *actor, const struct uuid *id,
                    struct import *import)
{
    struct db_result result;
    if (!import_is_allowed(actor))
        return ERR_DENIED;
    enum err err = db_select(db, &result,
                             "SELECT " IMPORT_COLUMNS " FROM imports WHERE id = $1 "
                             "AND organization_id = $2 AND user_id = $3 AND expires_at > $4",
                             db_uuid(id), db_uuid(&actor->organization_id),
                             db_uuid(&actor->user_id), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    return read_import(db, &result, 0, import);
}

/* By the hour, so that the question that was asked ahead is the same one: what has expired since is
 * left out when it is read. */
static void select_waiting(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "SELECT " IMPORT_COLUMNS " FROM imports");
    query_bind(q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(q, " AND user_id = ", db_uuid(&actor->user_id));
    query_add(q, " AND " IMPORT_WAITS);
    query_bind(q, " AND expires_at > ", db_time(clock_now() / CLOCK_HOUR * CLOCK_HOUR));
    query_bind(q, " ORDER BY created_at DESC, id DESC LIMIT ", db_int(IMPORT_OPEN_MAX));
}

void import_list_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_waiting(&q, db, actor);
    query_ahead(&q);
}

enum err import_list(struct db *db, const struct actor *actor, struct import_list *list)
{
    struct db_result result;
    struct query q;
    if (!import_is_allowed(actor))
        return ERR_DENIED;
    select_waiting(&q, db, actor);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    int64_t now = clock_now();
    list->count = 0;
    list->imports = arena_array(db_arena(db), (size_t)result.row_count + 1, sizeof *list->imports);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct import *import = &list->imports[list->count];
        err = read_import(db, &result, i, import);
        list->count += err == ERR_NONE && import->expires_at > now;
    }
    return err;
}

enum err import_forget_empty(struct db *db, const struct actor *actor)
{
    enum { KEPT = 3 };
    return db_change(
        db,
        "UPDATE imports SET expires_at = $4 WHERE organization_id = $1 AND user_id = $2 "
        "AND state = 'ready' AND NOT " IMPORT_HAS_CHANGES " AND id NOT IN "
        "(SELECT id FROM imports WHERE organization_id = $1 AND user_id = $2 "
        "AND state = 'ready' AND NOT " IMPORT_HAS_CHANGES " "
        "AND expires_at > $4 ORDER BY created_at DESC, id DESC LIMIT $3)",
        db_uuid(&actor->organization_id), db_uuid(&actor->user_id), db_int(KEPT),
        db_time(clock_now()));
}

enum err import_is_still(struct db *db, const struct import *before)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT 1 FROM imports WHERE id = $1 AND organization_id = $2 AND state = $3 "
                  "AND phase = $4 AND checked_count = $5 AND applied_count = $6",
                  db_uuid(&before->id), db_uuid(&before->organization_id),
                  db_text(state_names[before->state][0]), db_text(state_names[before->state][1]),
                  db_int(before->checked_count), db_int(before->applied_count));
    return err == ERR_NONE && result.row_count == 0 ? ERR_CONFLICT : err;
}

enum err import_update(struct db *db, const struct import *before, const struct import *after)
{
    enum err err = db_change_one(
        db,
        "UPDATE imports SET state = $7, phase = $8, is_renewed = $9, checked_count = $10, "
        "applied_count = $11, totals = $12, duration_us = $13 WHERE id = $1 "
        "AND organization_id = $2 AND state = $3 AND phase = $4 AND checked_count = $5 "
        "AND applied_count = $6",
        db_uuid(&before->id), db_uuid(&before->organization_id),
        db_text(state_names[before->state][0]), db_text(state_names[before->state][1]),
        db_int(before->checked_count), db_int(before->applied_count),
        db_text(state_names[after->state][0]), db_text(state_names[after->state][1]),
        db_bool(after->is_renewed), db_int(after->checked_count), db_int(after->applied_count),
        db_text(import_format_totals(db_arena(db), after)), db_int(after->duration_us));
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}
