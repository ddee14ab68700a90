#include "domain/set_file/set_file_build_internal.h"

#include <string.h>

#include "base/budget.h"

static struct set_file_row *add_row(struct set_file_builder *builder, const char *place)
{
    struct set_file *file = builder->file;
    budget_look();
    if (file->count == SET_CASES_MAX) {
        builder->problem =
            arena_printf(builder->arena, "The file has more than %d cases.", SET_CASES_MAX);
        return NULL;
    }
    struct set_file_row *row = &file->rows[file->count++];
    *row = (struct set_file_row){.place = place};
    return row;
}

void set_file_refuse(struct set_file_builder *builder, const char *place, const char *problem)
{
    struct set_file_row *row = add_row(builder, place);
    if (row != NULL)
        row->problem = problem;
}

void set_file_add(struct set_file_builder *builder, const char *place, json_t *json)
{
    struct set_file_row *row = add_row(builder, place);
    if (row == NULL)
        return;
    if (set_case_read(builder->arena, json, "", &row->set_case, &row->problem) == ERR_NONE)
        row->problem = NULL;
    else if (row->problem[0] == ':')
        row->problem = arena_printf(builder->arena, "It%s", row->problem + 1);
    row->has_origin = json_object_get(json, "origin") != NULL;
    if (row->problem == NULL && !row->has_origin)
        row->set_case.origin = SET_IMPORTED;
}

void set_file_note(struct set_file_builder *builder, const char *place, const char *what)
{
    struct set_file *file = builder->file;
    for (int i = 0; i < file->note_count; i++) {
        if (strcmp(file->notes[i].what, what) == 0) {
            file->notes[i].count++;
            return;
        }
    }
    if (file->note_count < SET_FILE_NOTES_MAX)
        file->notes[file->note_count++] =
            (struct set_file_note){.what = what, .place = place, .count = 1};
}

void set_file_put(json_t *json, const char *key, const char *text)
{
    if (json_object_set_new(json, key, json_string(text)) != 0)
        die("out of memory for JSON");
}

void set_file_put_id(struct set_file_builder *builder, json_t *json, const char *place,
                     const char *id)
{
    size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    if (id[len] == '\0' && len > 0 && len <= SET_CASE_ID_MAX)
        set_file_put(json, "id", id);
    else if (id[0] != '\0')
        set_file_note(builder, place, "id: only lowercase letters, digits, _ and - can be one");
}

void set_file_put_name(struct set_file_builder *builder, json_t *json, const char *place,
                       const char *name)
{
    bool is_name = text_count_chars(name, strlen(name)) <= SET_CASE_NAME_MAX &&
                   !text_has_control(name, strlen(name), false);
    (void)builder;
    (void)place;
    set_file_put(json, is_name ? "name" : "note", name);
}

void set_file_take(struct set_file_builder *builder, const char *place, const json_t *from,
                   const char *before, json_t *json)
{
    static const char *const keys[] = {"name",     "expected", "checks", "critical",
                                       "messages", "note",     "origin"};
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)from, key, value)
    {
        size_t i = 0;
        while (i < COUNT_OF(keys) && strcmp(keys[i], key) != 0)
            i++;
        if (i < COUNT_OF(keys))
            json_object_set(json, key, value);
        else if (strcmp(key, "id") == 0 && json_is_string(value))
            set_file_put_id(builder, json, place, json_string_value(value));
        else
            set_file_note(builder, place, arena_printf(builder->arena, "%s%s", before, key));
    }
}

const char *set_file_text(struct arena *arena, const json_t *value)
{
    return json_is_string(value) ? json_string_value(value)
                                 : json_format(arena, value, JSON_LINE).data;
}
