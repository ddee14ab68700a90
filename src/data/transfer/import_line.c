#include "data/transfer/import_line.h"

#include "data/record/record_load.h"
#include "data/transfer/import_store_internal.h"

/* The record of a line, if it is there now. */
static enum err find_record(struct db *db, const struct actor *actor, struct import_line *line)
{
    struct record_found found;
    enum err err = record_find(db, actor, &record_kinds[line->kind], line->name, &found);
    if (err == ERR_NONE)
        line->record_id = found.id;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
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
                                     .kind = row->kind,
                                     .name = row->name,
                                     .applied = row->applied,
                                     .outcome = row->outcome};
        line->what = json_string_value(json_object_get(row->details, "what"));
        read_notes(db_arena(db), json_object_get(row->details, "notes"), line);
        err = find_record(db, actor, line);
    }
    return err;
}
