#include "pages/agent/agent_sheet.h"

#include <string.h>

#include "pages/shell/form_rows.h"

int agent_sheet_part_of(int cell)
{
    int part = 0;
    while (cell >= sheet_parts[part].first + sheet_parts[part].count)
        part++;
    return part;
}

const char *agent_sheet_id(struct arena *arena, int cell, int row)
{
    const char *name = sheet_cells[cell].name;
    bool is_single = sheet_parts[agent_sheet_part_of(cell)].shape == SHEET_OBJECT;
    return is_single ? name : arena_printf(arena, "%s-%d", name, row + 1);
}

int agent_sheet_rows(const struct agent_sheet *sheet, int part)
{
    return sheet->cells[sheet_parts[part].first].count;
}

static bool has_only(const json_t *array, enum sheet_shape shape)
{
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(array, index, item)
    {
        if (shape == SHEET_ROWS ? !json_is_object(item) : !json_is_string(item))
            return false;
    }
    return json_is_array(array) && json_array_size(array) <= SHEET_ROWS_MAX;
}

bool agent_sheet_fits(const json_t *config)
{
    for (int i = 0; i < SHEET_PARTS; i++) {
        const struct sheet_part *part = &sheet_parts[i];
        const json_t *value = part->key[0] == '\0' ? NULL : json_object_get(config, part->key);
        if (value == NULL)
            continue;
        if (part->shape == SHEET_OBJECT ? !json_is_object(value) : !has_only(value, part->shape))
            return false;
    }
    return json_is_object(config);
}

/* The object or string that a row of a part is made of; NULL if there is none. */
static json_t *row_of(const json_t *config, const struct sheet_part *part, int row)
{
    if (part->key[0] == '\0')
        return (json_t *)config;
    json_t *value = json_object_get(config, part->key);
    return part->shape == SHEET_OBJECT ? value : json_array_get(value, (size_t)row);
}

static json_t *value_in(const json_t *row, const struct sheet_cell *cell)
{
    return cell->key[0] == '\0' ? (json_t *)row : json_object_get(row, cell->key);
}

static struct text number_text(struct arena *arena, int number)
{
    const char *data = arena_printf(arena, "%d", number);
    return (struct text){data, strlen(data)};
}

static void read_part(struct arena *arena, const json_t *config, int index,
                      struct agent_sheet *sheet)
{
    const struct sheet_part *part = &sheet_parts[index];
    int rows =
        part->shape == SHEET_OBJECT ? 1 : (int)json_array_size(json_object_get(config, part->key));
    struct text *from = arena_array(arena, (size_t)rows + 1, sizeof *from);
    for (int row = 0; row < rows; row++)
        from[row] = number_text(arena, row);
    sheet->from[index] = (struct text_list){from, part->shape == SHEET_ROWS ? rows : 0};
    for (int i = part->first; i < part->first + part->count; i++) {
        struct text *texts = arena_array(arena, (size_t)rows + 1, sizeof *texts);
        for (int row = 0; row < rows; row++)
            texts[row] = config_text_write(arena, sheet_cells[i].kind,
                                           value_in(row_of(config, part, row), &sheet_cells[i]));
        sheet->cells[i] = (struct text_list){texts, rows};
    }
}

void agent_sheet_read(struct arena *arena, const json_t *config, struct agent_sheet *sheet)
{
    *sheet = (struct agent_sheet){.source = SHEET_SOURCE_INSTRUCTIONS};
    for (int i = 0; i < SHEET_PARTS; i++)
        read_part(arena, config, i, sheet);
    if (json_object_get(config, "prompt") != NULL)
        sheet->source = json_object_get(config, "instructions") == NULL ? SHEET_SOURCE_PROMPT : -1;
}

/* Blank rows of a list of strings are not in the config, and no longer in the sheet. */
static void drop_blank(struct arena *arena, struct agent_sheet *sheet, int part, int *places)
{
    struct text_list *list = &sheet->cells[sheet_parts[part].first];
    struct text *kept = arena_array(arena, (size_t)list->count + 1, sizeof *kept);
    int count = 0;
    for (int row = 0; row < list->count; row++) {
        if (places[row] < 0)
            continue;
        places[count] = places[row];
        kept[count++] = list->items[row];
    }
    *list = (struct text_list){kept, count};
}

void agent_sheet_settle(struct arena *arena, struct agent_sheet *sheet,
                        int *const places[SHEET_PARTS])
{
    for (int part = 0; part < SHEET_PARTS; part++) {
        int rows = agent_sheet_rows(sheet, part);
        if (places[part] == NULL)
            continue;
        if (sheet_parts[part].shape == SHEET_TEXTS) {
            drop_blank(arena, sheet, part, places[part]);
            continue;
        }
        struct text *from = arena_array(arena, (size_t)rows + 1, sizeof *from);
        for (int row = 0; row < rows; row++)
            from[row] = places[part][row] < 0 ? (struct text){"", 0}
                                              : number_text(arena, places[part][row]);
        sheet->from[part] = (struct text_list){from, rows};
    }
}

/* The columns of a part as rows that its buttons change: the cells, and where each row is from. */
static void begin_rows(struct arena *arena, struct agent_sheet *sheet, int index,
                       struct form_rows *rows)
{
    const struct sheet_part *part = &sheet_parts[index];
    *rows = (struct form_rows){.column_count = part->count};
    for (int i = 0; i < part->count; i++)
        rows->lists[i] = &sheet->cells[part->first + i];
    if (part->shape == SHEET_ROWS)
        rows->lists[rows->column_count++] = &sheet->from[index];
    form_rows_begin(arena, rows, 1);
}

int agent_sheet_press(struct arena *arena, struct agent_sheet *sheet, const char *button)
{
    static const struct text blank[FORM_ROWS_COLUMNS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0},
                                                         {"", 0}, {"", 0}, {"", 0}, {"", 0}};
    for (int i = 0; i < SHEET_PARTS; i++) {
        const char *prefix = arena_printf(arena, "%s:", sheet_parts[i].name);
        struct form_rows rows;
        if (sheet_parts[i].shape == SHEET_OBJECT || !text_starts_with(button, prefix))
            continue;
        begin_rows(arena, sheet, i, &rows);
        if (strcmp(button + strlen(prefix), "add") == 0 && rows.count < SHEET_ROWS_MAX)
            form_rows_append(&rows, blank);
        else
            (void)form_rows_press(&rows, prefix, button);
        return i;
    }
    return -1;
}

/* True if a path leads to what a key names, or below it; *rest is what follows. */
static bool leads_to(const char *path, const char *key, const char **rest)
{
    size_t len = strlen(key);
    if (strncmp(path, key, len) != 0 || (path[len] != '\0' && strchr(".[", path[len]) == NULL))
        return false;
    *rest = path + len + (path[len] == '.');
    return true;
}

/* The row whose place in the list a path such as "[2].name" names, or -1. */
static int find_row(const struct agent_sheet *sheet, int part, const int *places, const char **rest)
{
    size_t digits = (*rest)[0] == '[' ? strspn(*rest + 1, "0123456789") : 0;
    int place = 0;
    if (digits == 0 || digits > 4 || places == NULL)
        return -1;
    for (size_t i = 1; i <= digits; i++)
        place = place * 10 + ((*rest)[i] - '0');
    *rest += digits + 2; /* and the brackets */
    *rest += **rest == '.';
    for (int row = 0; row < agent_sheet_rows(sheet, part); row++)
        if (places[row] == place)
            return row;
    return -1;
}

const char *agent_sheet_find(struct arena *arena, const struct agent_sheet *sheet,
                             int *const places[SHEET_PARTS], const char *path, int *cell, int *row)
{
    const char *rest = NULL;
    *cell = *row = -1;
    for (int i = 0; i < SHEET_PARTS; i++) {
        const struct sheet_part *part = &sheet_parts[i];
        rest = path;
        if (part->key[0] != '\0' && !leads_to(path, part->key, &rest))
            continue;
        *row = part->shape == SHEET_OBJECT ? 0 : find_row(sheet, i, places[i], &rest);
        for (int c = part->first; *row >= 0 && c < part->first + part->count; c++) {
            const char *below = NULL;
            if (sheet_cells[c].key[0] == '\0' || leads_to(rest, sheet_cells[c].key, &below)) {
                *cell = c;
                return agent_sheet_id(arena, c, *row);
            }
        }
        if (part->key[0] != '\0')
            return arena_printf(arena, "part-%s", part->name);
    }
    return NULL;
}

static bool is_known(const char *key)
{
    for (int i = 0; i < SHEET_PARTS; i++) {
        const struct sheet_part *part = &sheet_parts[i];
        if (strcmp(part->key[0] == '\0' ? sheet_cells[part->first].key : part->key, key) == 0)
            return true;
    }
    return false;
}

static bool has_cell(const struct sheet_part *part, const char *key)
{
    for (int i = part->first; i < part->first + part->count; i++)
        if (strcmp(sheet_cells[i].key, key) == 0)
            return true;
    return false;
}

void agent_sheet_each_unknown(struct arena *arena, const json_t *config, agent_sheet_unknown *found,
                              void *context)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)config, key, value) if (!is_known(key))
        found(context, key, value);
    for (int i = 0; i < SHEET_PARTS; i++) {
        const struct sheet_part *part = &sheet_parts[i];
        bool is_list = part->shape == SHEET_ROWS;
        size_t rows = is_list ? json_array_size(json_object_get(config, part->key)) : 1;
        if (part->key[0] == '\0' || part->shape == SHEET_TEXTS)
            continue;
        for (size_t row = 0; row < rows; row++)
            json_object_foreach(row_of(config, part, (int)row), key, value)
            {
                if (has_cell(part, key))
                    continue;
                found(context,
                      is_list ? arena_printf(arena, "%s[%zu].%s", part->key, row, key)
                              : arena_printf(arena, "%s.%s", part->key, key),
                      value);
            }
    }
}
