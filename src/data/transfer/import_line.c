#include "data/transfer/import_line.h"

#include "data/transfer/import_store_internal.h"

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
