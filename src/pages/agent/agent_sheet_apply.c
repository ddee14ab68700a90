#include "pages/agent/agent_sheet_apply.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* From the inputs back to the config. */

struct applying {
    struct arena *arena;
    struct agent_sheet *sheet;
    const json_t *before;
    json_t *config;
};

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set(object, key, value) != 0)
        die("out of memory for JSON");
}

static void add_problem(struct agent_sheet *sheet, int cell, int row, const char *message)
{
    if (sheet->problem_count < SHEET_PROBLEMS_MAX)
        sheet->problems[sheet->problem_count++] = (struct sheet_problem){cell, row, message};
}

static bool is_same(struct text a, struct text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* One input, into its object. */
static void apply_cell(struct applying *applying, json_t *object, int cell, int row)
{
    const struct sheet_cell *about = &sheet_cells[cell];
    const struct text_list *typed = &applying->sheet->cells[cell];
    json_t *value = json_object_get(object, about->key);
    const char *problem = NULL;
    if (row >= typed->count)
        return;
    struct text text = typed->items[row];
    if (is_same(text, config_text_write(applying->arena, about->kind, value)))
        return;
    if (config_text_is_blank(text))
        (void)json_object_del(object, about->key);
    else if (config_text_read(applying->arena, about->kind, text, &value, &problem) == ERR_NONE)
        set(object, about->key, value);
    else
        add_problem(applying->sheet, cell, row, problem);
}

static void apply_cells(struct applying *applying, json_t *object, const struct sheet_part *part,
                        int row)
{
    for (int cell = part->first; cell < part->first + part->count; cell++)
        apply_cell(applying, object, cell, row);
}

/* An object that was emptied goes as a whole. */
static void apply_object(struct applying *applying, const struct sheet_part *part)
{
    if (part->key[0] == '\0') {
        apply_cells(applying, applying->config, part, 0);
        return;
    }
    json_t *now = json_object_get(applying->config, part->key);
    json_t *object = now != NULL ? now : json_keep(applying->arena, json_object());
    size_t had = json_object_size(object);
    apply_cells(applying, object, part, 0);
    if (now == NULL && json_object_size(object) > 0)
        set(applying->config, part->key, object);
    else if (now != NULL && had > 0 && json_object_size(object) == 0)
        (void)json_object_del(applying->config, part->key);
}

static json_t *start_row(struct applying *applying, const struct sheet_part *part,
                         const struct text_list *from, int row)
{
    const json_t *list = json_object_get(applying->before, part->key);
    int64_t place = 0;
    if (row < from->count && json_array_size(list) > 0 &&
        number_parse(NUMBER_PLACE, from->items[row].data, &place) == ERR_NONE &&
        place < (int64_t)json_array_size(list))
        return json_keep(applying->arena, json_deep_copy(json_array_get(list, (size_t)place)));
    return json_keep(applying->arena, json_object());
}

/* Something is wrong in the row: it stays, though nothing else may stand in it. */
static bool has_problem(const struct agent_sheet *sheet, int before)
{
    return sheet->problem_count > before;
}

static void append(json_t *list, json_t *item)
{
    if (json_array_append(list, item) != 0)
        die("out of memory for JSON");
}

static void apply_rows(struct applying *applying, const struct sheet_part *part,
                       const struct text_list *from, int *places, json_t *list)
{
    struct agent_sheet *sheet = applying->sheet;
    int rows = sheet->cells[part->first].count;
    for (int row = 0; row < rows; row++) {
        json_t *item = start_row(applying, part, from, row);
        int problems = sheet->problem_count;
        apply_cells(applying, item, part, row);
        bool is_there = json_object_size(item) > 0 || has_problem(sheet, problems);
        places[row] = is_there ? (int)json_array_size(list) : -1;
        if (is_there)
            append(list, item);
    }
}

static void apply_texts(struct applying *applying, const struct sheet_part *part, int *places,
                        json_t *list)
{
    const struct text_list *typed = &applying->sheet->cells[part->first];
    const json_t *before = json_object_get(applying->before, part->key);
    for (int row = 0; row < typed->count; row++) {
        json_t *value = json_array_get(before, (size_t)row);
        const char *problem = NULL;
        enum config_text_kind kind = sheet_cells[part->first].kind;
        places[row] = -1;
        if (config_text_is_blank(typed->items[row]))
            continue;
        if (!is_same(typed->items[row], config_text_write(applying->arena, kind, value)) &&
            config_text_read(applying->arena, kind, typed->items[row], &value, &problem) !=
                ERR_NONE)
            continue;
        places[row] = (int)json_array_size(list);
        append(list, value);
    }
}

/* A list without inputs was not sent: it stays as it is. */
static void apply_list(struct applying *applying, int index, int **places)
{
    const struct sheet_part *part = &sheet_parts[index];
    int rows = agent_sheet_rows(applying->sheet, index);
    *places = arena_array(applying->arena, (size_t)rows + 1, sizeof **places);
    if (rows == 0)
        return;
    json_t *list = json_keep(applying->arena, json_array());
    if (part->shape == SHEET_ROWS)
        apply_rows(applying, part, &applying->sheet->from[index], *places, list);
    else
        apply_texts(applying, part, *places, list);
    if (json_array_size(list) > 0)
        set(applying->config, part->key, list);
    else if (json_array_size(json_object_get(applying->before, part->key)) > 0)
        (void)json_object_del(applying->config, part->key);
}

json_t *agent_sheet_apply(struct arena *arena, struct agent_sheet *sheet, const json_t *config,
                          int *places[SHEET_PARTS])
{
    json_t *result = json_keep(arena, json_deep_copy(config));
    struct applying applying = {arena, sheet, config, result};
    sheet->problem_count = 0;
    for (int i = 0; i < SHEET_PARTS; i++) {
        places[i] = NULL;
        if (sheet_parts[i].shape == SHEET_OBJECT)
            apply_object(&applying, &sheet_parts[i]);
        else
            apply_list(&applying, i, &places[i]);
    }
    if (sheet->source == SHEET_SOURCE_PROMPT)
        (void)json_object_del(result, "instructions");
    else if (sheet->source == SHEET_SOURCE_INSTRUCTIONS)
        (void)json_object_del(result, "prompt");
    return result;
}
