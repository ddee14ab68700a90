#include "domain/set_file/set_file_csv_internal.h"

#include <string.h>

#include "base/csv.h"
#include "base/csv_read.h"
#include "domain/prompt/prompt_template.h"

static const char variable_mark[] = "var:";

/* ---- cells --------------------------------------------------------------------------------- */

/* Is it nothing but quotation marks, or does what is behind them look like a formula? Then it has
 * one of them more in a table. */
static bool is_marked(const char *text)
{
    const char *rest = text + strspn(text, "'");
    return *rest == '\0' || strchr("=+-@\t\r\n", *rest) != NULL;
}

static void add_cell(struct buf *buf, const char *text)
{
    if (text == NULL)
        csv_add_quoted(buf, "");
    else
        csv_add_quoted(buf, is_marked(text) ? arena_printf(buf->arena, "'%s", text) : text);
}

/* NULL: the cell is empty. */
static const char *read_cell(const char *cell)
{
    if (cell[0] == '\0')
        return NULL;
    return cell[0] == '\'' && is_marked(cell + 1) ? cell + 1 : cell;
}

/* ---- reading ------------------------------------------------------------------------------- */

enum column_kind { COLUMN_TEXT, COLUMN_JSON, COLUMN_CRITICAL, COLUMN_ID };

static const struct column {
    const char *name;
    enum column_kind kind;
} columns[] = {
    {"id", COLUMN_ID},         {"name", COLUMN_TEXT},   {"critical", COLUMN_CRITICAL},
    {"expected", COLUMN_TEXT}, {"note", COLUMN_TEXT},   {"origin", COLUMN_TEXT},
    {"messages", COLUMN_JSON}, {"checks", COLUMN_JSON},
};

static const struct column *find_column(const char *header)
{
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (strcasecmp(columns[i].name, header) == 0)
            return &columns[i];
    return NULL;
}

/* The variable that a column is of; NULL: of none. */
static const char *variable_of(const char *header)
{
    const char *name =
        text_starts_with(header, variable_mark) ? header + strlen(variable_mark) : header;
    return find_column(header) == NULL && prompt_variable_is_name(name) ? name : NULL;
}

static const char *put_json(struct arena *arena, json_t *json, const char *key, const char *cell)
{
    json_t *value = NULL;
    const char *problem = NULL;
    if (json_parse(arena, cell, strlen(cell), &value, &problem) != ERR_NONE)
        return arena_printf(arena, "%s: is not JSON. %s", key, problem);
    json_object_set(json, key, value);
    return NULL;
}

static const char *put_critical(struct arena *arena, json_t *json, const char *cell)
{
    static const char *const truths[] = {"true", "yes", "1", "x", "critical"};
    static const char *const lies[] = {"false", "no", "0", ""};
    const char *word = text_lower_ascii(arena, cell);
    for (size_t i = 0; i < COUNT_OF(truths); i++)
        if (strcmp(word, truths[i]) == 0)
            json_object_set_new(json, "critical", json_true());
    if (json_object_get(json, "critical") != NULL)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(lies); i++)
        if (strcmp(word, lies[i]) == 0)
            return NULL;
    return "critical: must be yes or no.";
}

static const char *put_cell(struct set_file_builder *builder, json_t *json, const char *place,
                            const struct column *column, const char *cell)
{
    switch (column->kind) {
    case COLUMN_TEXT:
        set_file_put(json, column->name, cell);
        break;
    case COLUMN_JSON:
        return put_json(builder->arena, json, column->name, cell);
    case COLUMN_CRITICAL:
        return put_critical(builder->arena, json, cell);
    case COLUMN_ID:
        set_file_put_id(builder, json, place, cell);
        break;
    }
    return NULL;
}

static void read_row(struct set_file_builder *builder, const struct csv_row *header,
                     const struct csv_row *row)
{
    const char *place = arena_printf(builder->arena, "Line %d", row->line), *problem = NULL;
    json_t *json = json_keep(builder->arena, json_object());
    json_t *variables = json_keep(builder->arena, json_object());
    if (row->count > header->count)
        problem = "There are more cells than columns.";
    for (int i = 0; i < row->count && i < header->count && problem == NULL; i++) {
        const struct column *column = find_column(header->cells[i]);
        const char *variable = variable_of(header->cells[i]);
        const char *cell = read_cell(column == NULL || column->kind == COLUMN_TEXT ? row->texts[i]
                                                                                   : row->cells[i]);
        if (cell == NULL)
            continue;
        if (column != NULL)
            problem = put_cell(builder, json, place, column, cell);
        else if (variable != NULL)
            set_file_put(variables, variable, cell);
    }
    if (json_object_size(variables) > 0)
        json_object_set(json, "variables", variables);
    if (problem == NULL)
        set_file_add(builder, place, json);
    else
        set_file_refuse(builder, place, problem);
}

/* No column is there twice, and at least one is known. */
static const char *header_problem(struct set_file_builder *builder, const struct csv_row *header)
{
    bool has_one = false;
    for (int i = 0; i < header->count; i++) {
        const char *name = header->cells[i];
        has_one = has_one || find_column(name) != NULL || variable_of(name) != NULL;
        if (find_column(name) == NULL && variable_of(name) == NULL)
            set_file_note(builder, "Line 1", arena_printf(builder->arena, "column “%s”", name));
        for (int j = 0; j < i; j++)
            if (strcmp(header->cells[j], name) == 0)
                return arena_printf(builder->arena, "The column “%s” is there twice.", name);
    }
    return has_one ? NULL : "The first line must have the names of the columns.";
}

void set_file_csv_read(struct set_file_builder *builder, struct text text)
{
    struct csv_table table;
    const char *problem = NULL;
    if (csv_read(builder->arena, text, SET_CASES_MAX + 1, &table, &problem) != ERR_NONE)
        builder->problem = problem;
    else if (table.count < 2)
        builder->problem = "The file has no cases.";
    else
        builder->problem = header_problem(builder, &table.rows[0]);
    for (int i = 1; i < table.count && builder->problem == NULL; i++)
        read_row(builder, &table.rows[0], &table.rows[i]);
}

bool set_file_csv_is(struct arena *arena, struct text text)
{
    struct csv_table table;
    const char *problem = NULL;
    const char *end = memchr(text.data, '\n', text.len);
    struct text line = {text.data, end == NULL ? text.len : (size_t)(end + 1 - text.data)};
    if (csv_read(arena, line, 1, &table, &problem) != ERR_NONE || table.count == 0)
        return false;
    for (int i = 0; i < table.rows[0].count; i++)
        if (find_column(table.rows[0].cells[i]) == NULL &&
            variable_of(table.rows[0].cells[i]) == NULL && strpbrk(table.rows[0].cells[i], ":{["))
            return false;
    return table.rows[0].count > 1 || find_column(table.rows[0].cells[0]) != NULL ||
           text_starts_with(table.rows[0].cells[0], variable_mark);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Every variable that a case has, in the order of their first appearance. */
static json_t *variables_of(struct arena *arena, const struct set_cases *cases)
{
    json_t *names = json_keep(arena, json_object());
    const char *name = NULL;
    json_t *value = NULL;
    for (int i = 0; i < cases->count; i++) {
        json_object_foreach(cases->items[i].variables, name, value)
            json_object_set_new(names, name, json_true());
    }
    return names;
}

static void write_case(struct buf *buf, const struct set_case *set_case, const json_t *variables)
{
    const char *name = NULL;
    json_t *value = NULL;
    add_cell(buf, set_case->id);
    add_cell(buf, text_or_null(set_case->name));
    add_cell(buf, set_case->is_critical ? "yes" : NULL);
    add_cell(buf, set_case->expected);
    add_cell(buf, text_or_null(set_case->note));
    add_cell(buf, set_origin_names[set_case->origin]);
    json_object_foreach((json_t *)variables, name, value)
        add_cell(buf, json_string_value(json_object_get(set_case->variables, name)));
    add_cell(buf, set_case->messages == NULL
                      ? NULL
                      : json_format(buf->arena, set_case->messages, JSON_LINE).data);
    add_cell(buf, json_array_size(set_case->checks) == 0
                      ? NULL
                      : json_format(buf->arena, set_case->checks, JSON_LINE).data);
    csv_end(buf);
}

enum err set_file_csv_write(struct buf *buf, const struct set_cases *cases)
{
    static const char *const before[] = {"id", "name", "critical", "expected", "note", "origin"};
    const char *name = NULL;
    json_t *value = NULL;
    const json_t *variables = variables_of(buf->arena, cases);
    if (json_object_size(variables) + COUNT_OF(columns) > CSV_CELLS_MAX)
        return ERR_INVALID;
    for (size_t i = 0; i < COUNT_OF(before); i++)
        csv_add_quoted(buf, before[i]);
    json_object_foreach((json_t *)variables, name, value)
        csv_add_quoted(buf, arena_printf(buf->arena, "%s%s", variable_mark, name));
    csv_add_quoted(buf, "messages");
    csv_add_quoted(buf, "checks");
    csv_end(buf);
    for (int i = 0; i < cases->count; i++)
        write_case(buf, &cases->items[i], variables);
    return ERR_NONE;
}
