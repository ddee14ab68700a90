#include <stdio.h>

#include "api/body.h"
#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "base/clock.h"
#include "base/json.h"
#include "data/transfer/export.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_upload.h"

/* Documents out and in. What is imported is planned first and carried out when the program says so;
 * both go on for some seconds a request. */

#define SLICE (8 * CLOCK_SECOND)

/* ---- out ---------------------------------------------------------------------------------- */

static const char *const truths[] = {"true", "false", NULL};

struct export_query {
    int history;
    int archived;
};

static const struct form_field export_fields[] = {
    {.name = "history",
     .label = "The choice of all versions",
     .kind = FORM_CHOICE,
     .choices = truths,
     .offset = offsetof(struct export_query, history)},
    {.name = "archived",
     .label = "The choice of archived records",
     .kind = FORM_CHOICE,
     .choices = truths,
     .offset = offsetof(struct export_query, archived)},
};
const struct api_parameters export_parameters = {export_fields, (int)COUNT_OF(export_fields)};

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    return export_next(context, piece, is_done);
}

static void leave(void *context)
{
    db_abandon(((struct export *)context)->db);
}

static enum err send(struct call *call, struct export *export)
{
    call->response->status = 200;
    call->response->content_type = "application/json";
    call->response->stream = (struct response_stream){next_piece, export, leave};
    return ERR_NONE;
}

enum err api_export(struct call *call)
{
    struct export_query query;
    struct problem problem = {0};
    struct export *export = arena_alloc(call->arena, sizeof *export);
    if (call_query(call, export_fields, (int)COUNT_OF(export_fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct export_choice choice = {.has_history = query.history == 0,
                                   .has_archived = query.archived == 0};
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        choice.has_kinds[i] = policy_allows_some(call->actor, record_kinds[i].read);
    enum err err = organization_export(call->db, call->actor, &choice, export, &problem);
    return err == ERR_NONE ? send(call, export) : call_refuse(call, err, &problem);
}

enum err api_record_export(struct call *call)
{
    const char *name = NULL;
    struct export *export = arena_alloc(call->arena, sizeof *export);
    enum err err =
        record_export(call->db, call->actor, call_kind(call), &call->match->ids[0], export, &name);
    return err == ERR_NONE ? send(call, export) : err;
}

/* ---- in ----------------------------------------------------------------------------------- */

struct import_query {
    int existing;
};

static const char *const existing_choices[] = {"version", "skip", NULL};
static const struct form_field import_fields[] = {
    {.name = "existing",
     .label = "The choice of what becomes of records that are there",
     .kind = FORM_CHOICE,
     .choices = existing_choices,
     .offset = offsetof(struct import_query, existing)},
};
const struct api_parameters import_parameters = {import_fields, (int)COUNT_OF(import_fields)};

static enum err answer_import(struct call *call, int status, const struct import *import)
{
    static const char *const states[] = {"checking", "ready",   "applying",
                                         "done",     "undoing", "undone"};
    json_t *totals = json_object();
    for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
        json_object_set_new(totals, import_outcome_names[i],
                            json_integer(import_outcome_count(import, (enum import_outcome)i)));
    return call_answer(call, status,
                       json_pack("{s:o, s:s, s:s, s:I, s:I, s:I, s:o, s:o, s:o}", "id",
                                 json_uuid(&import->id), "state", states[import->state], "format",
                                 import->format, "record_count", (json_int_t)import->record_count,
                                 "checked_count", (json_int_t)import->checked_count,
                                 "applied_count", (json_int_t)import->applied_count, "totals",
                                 totals, "created_at", json_time(import->created_at), "expires_at",
                                 json_time(import->expires_at)));
}

enum err api_import_create(struct call *call)
{
    struct import_query query;
    struct import import;
    struct problem problem = {0};
    struct uuid id;
    char text[UUID_TEXT_LEN];
    if (call_query(call, import_fields, (int)COUNT_OF(import_fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct import_draft draft = {.source = "sent by a program",
                                 .document = call->request->body,
                                 .skips_existing = query.existing == 1};
    enum err err = import_create(call->db, call->actor, &draft, &id, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    err = import_check(call->db, call->actor, &id, SLICE, &import);
    if (err != ERR_NONE)
        return err;
    uuid_format(&id, text);
    call_location(call, arena_printf(call->arena, "%s/%s", call->request->path, text));
    return answer_import(call, 201, &import);
}

enum err api_import_get(struct call *call)
{
    struct import import;
    enum err err = import_get(call->db, call->actor, &call->match->ids[0], &import);
    return err == ERR_NONE ? answer_import(call, 200, &import) : err;
}

/* Goes on with the check, or with what was checked. */
enum err api_import_start(struct call *call)
{
    struct import import;
    struct problem problem = {0};
    const struct uuid *id = &call->match->ids[0];
    enum err err = import_get(call->db, call->actor, id, &import);
    if (err == ERR_NONE && import.state == IMPORT_CHECKING) {
        err = import_check(call->db, call->actor, id, SLICE, &import);
        return err == ERR_NONE ? answer_import(call, 200, &import) : err;
    }
    if (err == ERR_NONE)
        err = import_start(call->db, call->actor, id, SLICE, &import, &problem);
    return err == ERR_NONE ? answer_import(call, 200, &import) : call_refuse(call, err, &problem);
}

enum err api_import_discard(struct call *call)
{
    enum err err = import_discard(call->db, call->actor, &call->match->ids[0]);
    if (err != ERR_NONE)
        return err;
    call->response->status = 204;
    return ERR_NONE;
}
