#include "data/transfer/import.h"

#include <string.h>

#include "base/clock.h"
#include "data/transfer/import_store.h"
#include "data/vault/vault.h"

enum { SOURCE_MAX = 200 /* bytes */ };

const char *const import_outcome_names[IMPORT_OUTCOME_COUNT + 1] = {
    "created", "changed", "unchanged", "skipped", "refused", NULL};

static const char *const state_names[] = {"checking", "ready", "done"};

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
    for (int i = 0; i < BUNDLE_NOUN_COUNT; i++)
        count += import->totals[i][outcome];
    return count;
}

int64_t import_change_count(const struct import *import)
{
    return import_outcome_count(import, IMPORT_CREATED) +
           import_outcome_count(import, IMPORT_CHANGED);
}

/* ---- totals as JSON: {"prompt": {"created": 3}} ------------------------------------------------
 */

static const char *format_totals(struct arena *arena, const struct import *import)
{
    json_t *totals = json_keep(arena, json_object());
    for (int noun = 0; noun < BUNDLE_NOUN_COUNT; noun++) {
        json_t *counts = json_object();
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
            if (import->totals[noun][i] != 0)
                json_object_set_new(counts, import_outcome_names[i],
                                    json_integer(import->totals[noun][i]));
        json_object_set_new(totals, bundle_noun_names[noun], counts);
    }
    return json_format(arena, totals, JSON_LINE).data;
}

static void parse_totals(struct arena *arena, const char *text, struct import *import)
{
    json_t *totals = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &totals, &problem) != ERR_NONE)
        die("totals of an import that are no JSON");
    for (int noun = 0; noun < BUNDLE_NOUN_COUNT; noun++) {
        const json_t *counts = json_object_get(totals, bundle_noun_names[noun]);
        for (int i = 0; i < IMPORT_OUTCOME_COUNT; i++)
            import->totals[noun][i] =
                json_integer_value(json_object_get(counts, import_outcome_names[i]));
    }
}

/* ---- rows --------------------------------------------------------------------------------------
 */

#define IMPORT_COLUMNS                                                                             \
    "id, organization_id, source, state, skips_existing, is_renewed, record_count, "               \
    "checked_count, totals, duration_us, created_at, expires_at"

static void read_import(struct db *db, const struct db_result *result, int row,
                        struct import *import)
{
    *import = (struct import){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .source = db_get_text(result, row, 2),
        .skips_existing = db_get_bool(result, row, 4),
        .is_renewed = db_get_bool(result, row, 5),
        .record_count = db_get_int(result, row, 6),
        .checked_count = db_get_int(result, row, 7),
        .duration_us = db_get_int(result, row, 9),
        .created_at = db_get_time(result, row, 10),
        .expires_at = db_get_time(result, row, 11),
    };
    for (size_t i = 0; i < COUNT_OF(state_names); i++)
        if (strcmp(state_names[i], db_get_text(result, row, 3)) == 0)
            import->state = (enum import_state)i;
    parse_totals(db_arena(db), db_get_text(result, row, 8), import);
}

/* A right that was lost since the upload is not there any more. */
static bool may_import(const struct actor *actor)
{
    struct policy_target target = {actor->organization_id, actor->user_id};
    return policy_allows(actor, PERMISSION_IMPORT, &target) && !uuid_is_nil(&actor->user_id);
}

enum err import_get(struct db *db, const struct actor *actor, const struct uuid *id,
                    struct import *import)
{
    struct db_result result;
    if (!may_import(actor))
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
    read_import(db, &result, 0, import);
    return ERR_NONE;
}

enum err import_list(struct db *db, const struct actor *actor, struct import_list *list)
{
    struct db_result result;
    if (!may_import(actor))
        return ERR_DENIED;
    enum err err = db_select(db, &result,
                             "SELECT " IMPORT_COLUMNS " FROM imports WHERE organization_id = $1 "
                             "AND user_id = $2 AND expires_at > $3 AND state <> 'done' "
                             "ORDER BY created_at DESC, id DESC LIMIT $4",
                             db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                             db_time(clock_now()), db_int(IMPORT_OPEN_MAX));
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->imports = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->imports);
    for (int i = 0; i < list->count; i++)
        read_import(db, &result, i, &list->imports[i]);
    return ERR_NONE;
}

enum err import_update(struct db *db, const struct import *before, const struct import *after)
{
    enum err err = db_change_one(
        db,
        "UPDATE imports SET state = $5, is_renewed = $6, checked_count = $7, totals = $8, "
        "duration_us = $9 WHERE id = $1 AND organization_id = $2 AND state = $3 "
        "AND checked_count = $4",
        db_uuid(&before->id), db_uuid(&before->organization_id),
        db_text(state_names[before->state]), db_int(before->checked_count),
        db_text(state_names[after->state]), db_bool(after->is_renewed),
        db_int(after->checked_count), db_text(format_totals(db_arena(db), after)),
        db_int(after->duration_us));
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

/* ---- verbs -------------------------------------------------------------------------------------
 */

static enum err insert(const struct work *work, const struct import_draft *draft, int record_count,
                       const struct uuid *id)
{
    const struct actor *actor = work->actor;
    struct uuid key_id;
    struct db_value document;
    struct import none = {.state = IMPORT_CHECKING};
    size_t source_len = text_cut(draft->source, strlen(draft->source), SOURCE_MAX);
    struct seal_place place = {.table = "imports",
                               .column = "document",
                               .organization_id = actor->organization_id,
                               .row_id = *id};
    enum err err = vault_organization_key(work->db, &actor->organization_id, &key_id);
    if (err == ERR_NONE)
        err = vault_seal(work->db, &key_id, &place, draft->document, &document);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        work->db,
        "INSERT INTO imports (id, organization_id, user_id, source, document, state, "
        "skips_existing, is_renewed, record_count, checked_count, totals, duration_us, created_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, 'checking', $6, $7, $8, 0, $9, 0, $10, $11)",
        db_uuid(id), db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
        db_text(arena_copy(db_arena(work->db), draft->source, source_len)), document,
        db_bool(draft->skips_existing), db_bool(false), db_int(record_count),
        db_text(format_totals(db_arena(work->db), &none)), db_time(clock_now()),
        db_time(clock_now() + IMPORT_LIFETIME));
}

static enum err sweep(struct db *db, const struct actor *actor)
{
    return db_change(db, "DELETE FROM imports WHERE organization_id = $1 AND expires_at <= $2",
                     db_uuid(&actor->organization_id), db_time(clock_now()));
}

static enum err keep(const struct work *work, const struct import_draft *draft, int record_count,
                     const struct uuid *id)
{
    struct import_list waiting;
    enum err err = sweep(work->db, work->actor);
    if (err == ERR_NONE)
        err = import_list(work->db, work->actor, &waiting);
    if (err == ERR_NONE && waiting.count == IMPORT_OPEN_MAX)
        return work_refuse(work, ERR_CONFLICT, "document",
                           "Ten imports of yours wait already. Finish or discard one of them.");
    return err == ERR_NONE ? insert(work, draft, record_count, id) : err;
}

enum err import_create(struct db *db, const struct actor *actor, const struct import_draft *draft,
                       struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct bundle bundle;
    const char *message = NULL;
    *id = uuid_make();
    if (!may_import(actor))
        return work_refuse(&work, ERR_DENIED, "", "You do not have the right to import.");
    if (text_has_nul(draft->document.data, draft->document.len) ||
        !text_is_utf8(draft->document.data, draft->document.len))
        return work_refuse(&work, ERR_INVALID, "document", "This file is not UTF-8 text.");
    if (bundle_open(db_arena(db), draft->document.data, draft->document.len, &bundle, &message) !=
        ERR_NONE)
        return work_refuse(&work, ERR_INVALID, "document", message);
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, keep(&work, draft, bundle.count, id)) : err;
}

enum err import_discard(struct db *db, const struct actor *actor, const struct uuid *id)
{
    if (!may_import(actor))
        return ERR_DENIED;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, db_change_one(db,
                                       "DELETE FROM imports WHERE id = $1 "
                                       "AND organization_id = $2 AND user_id = $3",
                                       db_uuid(id), db_uuid(&actor->organization_id),
                                       db_uuid(&actor->user_id)));
}

/* The records of a page of lines that are there now. */
static enum err find_record(struct db *db, const struct actor *actor, const struct import_row *row,
                            struct uuid *id)
{
    static const char *const texts[BUNDLE_NOUN_COUNT] = {
        "SELECT id FROM prompts WHERE organization_id = $1 AND name = $2",
        "SELECT id FROM agents WHERE organization_id = $1 AND name = $2",
        "SELECT id FROM teams WHERE organization_id = $1 AND name = $2",
    };
    struct db_result result;
    enum err err = db_select(db, &result, texts[row->noun], db_uuid(&actor->organization_id),
                             db_text(row->name));
    if (err == ERR_NONE && result.row_count > 0)
        *id = db_get_uuid(&result, 0, 0);
    return err;
}

static void read_notes(struct arena *arena, const json_t *notes, struct import_line *line)
{
    size_t index = 0;
    json_t *note = NULL;
    line->notes = arena_array(arena, json_array_size(notes) + 1, sizeof *line->notes);
    json_array_foreach(notes, index, note) line->notes[line->note_count++] =
        (struct config_problem){json_string_value(json_object_get(note, "path")),
                                json_string_value(json_object_get(note, "message"))};
}

enum err import_line_list(struct db *db, const struct actor *actor,
                          const struct import_line_filter *filter, struct import_line_list *list)
{
    struct import import;
    struct import_rows rows;
    enum err err = import_get(db, actor, &filter->import_id, &import);
    if (err == ERR_NONE)
        err = import_load_rows(db, filter, &import.organization_id, IMPORT_LINES + 1, &rows);
    if (err != ERR_NONE)
        return err;
    bool has_more = rows.count > IMPORT_LINES;
    list->count = has_more ? IMPORT_LINES : rows.count;
    list->lines = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->lines);
    list->next_after = has_more ? rows.items[list->count - 1].position : 0;
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        const struct import_row *row = &rows.items[i];
        struct import_line *line = &list->lines[i];
        *line = (struct import_line){.position = row->position,
                                     .noun = row->noun,
                                     .name = row->name,
                                     .outcome = row->outcome};
        line->what = json_string_value(json_object_get(row->details, "what"));
        read_notes(db_arena(db), json_object_get(row->details, "notes"), line);
        err = find_record(db, actor, row, &line->record_id);
    }
    return err;
}
