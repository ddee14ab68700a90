#include "base/csv_read.h"

#include <string.h>

#include "base/budget.h"
#include "base/buf.h"

struct reader {
    struct arena *arena;
    const char *at;
    const char *end;
    int line;
    char separator;
    const char *problem; /* NULL while all is well */
};

/* What the first line has most of. */
static char find_separator(const char *text, const char *end)
{
    static const char separators[] = {',', ';', '\t'};
    size_t counts[sizeof separators] = {0};
    bool is_quoted = false;
    for (; text < end && (*text != '\n' || is_quoted); text++) {
        const char *found = memchr(separators, *text, sizeof separators);
        is_quoted = is_quoted != (*text == '"');
        if (found != NULL && !is_quoted)
            counts[found - separators]++;
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof separators; i++)
        if (counts[i] > counts[best])
            best = i;
    return separators[best];
}

static bool is_end_of_cell(const struct reader *reader)
{
    return reader->at == reader->end || *reader->at == reader->separator || *reader->at == '\n' ||
           (*reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n');
}

/* Behind the opening quote; leaves the reader behind the closing one. */
static void read_quoted(struct reader *reader, struct buf *cell)
{
    int begin = reader->line;
    while (reader->at < reader->end) {
        char c = *reader->at++;
        bool is_quote = c == '"';
        if (is_quote && (reader->at == reader->end || *reader->at != '"'))
            return;
        if (is_quote)
            reader->at++;
        reader->line += c == '\n';
        buf_add_char(cell, c);
    }
    reader->problem =
        arena_printf(reader->arena, "Line %d: a quotation mark has no other one.", begin);
}

static const char *read_cell(struct reader *reader)
{
    struct buf cell;
    buf_init(&cell, reader->arena);
    while (reader->at < reader->end && (*reader->at == ' ') && reader->separator != ' ')
        reader->at++;
    if (reader->at < reader->end && *reader->at == '"') {
        reader->at++;
        read_quoted(reader, &cell);
        while (!is_end_of_cell(reader) && *reader->at == ' ')
            reader->at++;
        if (reader->problem == NULL && !is_end_of_cell(reader))
            reader->problem =
                arena_printf(reader->arena, "Line %d: there is something behind a quotation mark.",
                             reader->line);
    } else {
        const char *begin = reader->at;
        while (!is_end_of_cell(reader))
            reader->at++;
        buf_add(&cell, begin, (size_t)(reader->at - begin));
    }
    return cell.data;
}

/* One line with its end. False if nothing is in it. */
static bool read_row(struct reader *reader, struct csv_row *row)
{
    const char *texts[CSV_CELLS_MAX];
    const char *cells[CSV_CELLS_MAX];
    bool has_text = false;
    *row = (struct csv_row){.line = reader->line};
    for (;;) {
        const char *text = read_cell(reader);
        const char *cell = text_trim(reader->arena, text);
        budget_look();
        if (reader->problem != NULL)
            return false;
        if (row->count == CSV_CELLS_MAX) {
            reader->problem = arena_printf(reader->arena, "Line %d has more than %d cells.",
                                           row->line, CSV_CELLS_MAX);
            return false;
        }
        texts[row->count] = text;
        cells[row->count++] = cell;
        has_text = has_text || cell[0] != '\0';
        if (reader->at == reader->end || *reader->at != reader->separator)
            break;
        reader->at++;
    }
    if (reader->at < reader->end && *reader->at == '\r')
        reader->at++;
    if (reader->at < reader->end)
        reader->at++;
    reader->line++;
    row->cells = arena_array(reader->arena, (size_t)row->count, sizeof *row->cells);
    row->texts = arena_array(reader->arena, (size_t)row->count, sizeof *row->texts);
    memcpy(row->cells, cells, (size_t)row->count * sizeof *cells);
    memcpy(row->texts, texts, (size_t)row->count * sizeof *texts);
    return has_text;
}

enum err csv_read(struct arena *arena, struct text text, int row_max, struct csv_table *table,
                  const char **problem)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct reader reader = {
        .arena = arena, .at = text.data, .end = text.data + text.len, .line = 1};
    if (text.len >= 3 && memcmp(text.data, mark, 3) == 0)
        reader.at += 3;
    reader.separator = find_separator(reader.at, reader.end);
    *table =
        (struct csv_table){.rows = arena_array(arena, (size_t)row_max + 1, sizeof *table->rows)};
    while (reader.problem == NULL && reader.at < reader.end && table->count <= row_max)
        table->count += read_row(&reader, &table->rows[table->count]) ? 1 : 0;
    if (reader.problem == NULL && table->count > row_max)
        reader.problem = arena_printf(arena, "There are more than %d lines.", row_max);
    *problem = reader.problem;
    return reader.problem == NULL ? ERR_NONE : ERR_INVALID;
}
