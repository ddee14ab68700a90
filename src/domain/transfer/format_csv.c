#include "domain/transfer/format_csv_internal.h"

#include <string.h>
#include <strings.h>

#include "base/budget.h"
#include "base/buf.h"

/* Prompts as a table (RFC 4180; also with semicolons or tabs), whose first line names its columns
 * as awesome-chatgpt-prompts does: act, prompt[, for_devs]. */

enum { COLUMNS_MAX = 32 };

struct row {
    char *cells[COLUMNS_MAX];
    int count;
};

struct table {
    struct arena *arena;
    struct text text;
    size_t at; /* where the next row begins */
    char separator;
};

/* What a column holds. */
enum column {
    COLUMN_NAME,
    COLUMN_BODY,
    COLUMN_DEVELOPERS,
    COLUMN_DESCRIPTION,
    COLUMN_TAGS,
    COLUMNS
};

static const char *const column_names[COLUMNS][8] = {
    [COLUMN_NAME] = {"act", "name", "title"},
    [COLUMN_BODY] = {"prompt", "body", "content", "text"},
    [COLUMN_DEVELOPERS] = {"for_devs"},
    [COLUMN_DESCRIPTION] = {"description"},
    [COLUMN_TAGS] = {"tags", "tag", "category"},
};

struct columns {
    int at[COLUMNS]; /* -1: there is none */
};

/* ---- rows ------------------------------------------------------------------------------------ */

/* A cell in quotes, in which "" is one, or what stands up to the separator. */
static char *read_cell(struct table *table)
{
    const char *text = table->text.data;
    size_t len = table->text.len;
    struct buf cell;
    buf_init(&cell, table->arena);
    bool is_quoted = table->at < len && text[table->at] == '"';
    table->at += is_quoted;
    while (table->at < len) {
        char c = text[table->at];
        budget_look();
        if (is_quoted && c == '"' && table->at + 1 < len && text[table->at + 1] == '"') {
            table->at++;
        } else if (is_quoted && c == '"') {
            is_quoted = false;
            table->at++;
            continue;
        } else if (!is_quoted && (c == table->separator || c == '\n' || c == '\r')) {
            break;
        }
        buf_add_char(&cell, c);
        table->at++;
    }
    return cell.data;
}

/* False at the end of the table. Cells beyond COLUMNS_MAX are left out. */
static bool read_row(struct table *table, struct row *row)
{
    const char *text = table->text.data;
    *row = (struct row){.count = 0};
    if (table->at >= table->text.len)
        return false;
    while (true) {
        char *cell = read_cell(table);
        if (row->count < COLUMNS_MAX)
            row->cells[row->count++] = cell;
        if (table->at >= table->text.len || text[table->at] != table->separator)
            break;
        table->at++;
    }
    if (table->at < table->text.len && text[table->at] == '\r')
        table->at++;
    if (table->at < table->text.len && text[table->at] == '\n')
        table->at++;
    return true;
}

/* ---- columns --------------------------------------------------------------------------------- */

static void find_columns(struct arena *arena, const struct row *head, struct columns *columns)
{
    for (int column = 0; column < COLUMNS; column++) {
        columns->at[column] = -1;
        for (int i = 0; columns->at[column] < 0 && column_names[column][i] != NULL; i++)
            for (int cell = 0; columns->at[column] < 0 && cell < head->count; cell++)
                if (strcasecmp(text_trim(arena, head->cells[cell]), column_names[column][i]) == 0)
                    columns->at[column] = cell;
    }
}

/* Opens the table if its first line names a column of names and one of texts. */
static bool open_table(const struct import_document *document, struct table *table,
                       struct row *head, struct columns *columns)
{
    enum { HEAD_MAX = 2000 };
    size_t line = strcspn(document->text.data, "\r\n");
    for (const char *separator = ",;\t"; line <= HEAD_MAX && *separator != '\0'; separator++) {
        *table = (struct table){document->arena, document->text, 0, *separator};
        if (!read_row(table, head))
            return false;
        find_columns(document->arena, head, columns);
        if (columns->at[COLUMN_NAME] >= 0 && columns->at[COLUMN_BODY] >= 0)
            return true;
    }
    return false;
}

static bool recognize(const struct import_document *document)
{
    struct table table;
    struct row head;
    struct columns columns;
    return document->json == NULL && open_table(document, &table, &head, &columns);
}

/* ---- prompts --------------------------------------------------------------------------------- */

static const char *cell_of(const struct row *row, const struct columns *columns, enum column column)
{
    int at = columns->at[column];
    return at < 0 || at >= row->count ? "" : row->cells[at];
}

static void add_tags(struct arena *arena, json_t *json, const char *cell, bool is_for_developers)
{
    json_t *tags = json_array();
    for (const char *at = cell; *at != '\0';) {
        size_t len = strcspn(at, ",;");
        const char *tag = text_trim(arena, arena_copy(arena, at, len));
        if (tag[0] != '\0')
            json_array_append_new(tags, json_string(tag));
        at += len + (at[len] != '\0');
    }
    if (is_for_developers)
        json_array_append_new(tags, json_string("developers"));
    if (json_array_size(tags) > 0)
        json_object_set_new(json, "tags", tags);
    else
        json_decref(tags);
}

/* The cells that no column of ours is for. */
static void note_cells(const struct format_draft *draft, const struct row *head,
                       const struct row *row, const struct columns *columns)
{
    for (int cell = 0; cell < row->count; cell++) {
        bool is_read = row->cells[cell][0] == '\0';
        for (int i = 0; i < COLUMNS; i++)
            is_read = is_read || columns->at[i] == cell;
        if (is_read)
            continue;
        const char *name = cell < head->count ? head->cells[cell] : "";
        format_note(draft, arena_copy(draft->bundle->arena, name, text_cut(name, strlen(name), 60)),
                    "Not kept: nothing here holds this column.");
    }
}

static void add_prompt(struct bundle *bundle, const struct row *head, const struct row *row,
                       const struct columns *columns, int number)
{
    struct arena *arena = bundle->arena;
    const char *flag = text_trim(arena, cell_of(row, columns, COLUMN_DEVELOPERS));
    const char *path = arena_printf(arena, "row %d", number);
    struct format_draft draft =
        format_begin(bundle, RECORD_PROMPT, path, cell_of(row, columns, COLUMN_NAME));
    json_object_set_new(draft.json, "body", json_string(cell_of(row, columns, COLUMN_BODY)));
    format_set_text(draft.json, "description",
                    text_trim(arena, cell_of(row, columns, COLUMN_DESCRIPTION)));
    add_tags(arena, draft.json, cell_of(row, columns, COLUMN_TAGS),
             strcasecmp(flag, "true") == 0 || strcmp(flag, "1") == 0);
    note_cells(&draft, head, row, columns);
    format_end(&draft);
}

static bool is_blank(const struct row *row)
{
    return row->count == 1 && row->cells[0][0] == '\0';
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    struct table table;
    struct row head, row;
    struct columns columns;
    if (!open_table(document, &table, &head, &columns))
        return ERR_INVALID;
    for (int number = 2; read_row(&table, &row); number++) {
        if (is_blank(&row))
            continue;
        if (bundle->count == BUNDLE_RECORDS_MAX)
            return format_refuse_many(bundle->arena, problem);
        add_prompt(bundle, &head, &row, &columns, number);
    }
    return ERR_NONE;
}

const struct import_format format_csv = {"CSV with the columns act and prompt",
                                         "The first line names the columns act (or name) and "
                                         "prompt; for_devs, description and tags may follow",
                                         recognize, read};
