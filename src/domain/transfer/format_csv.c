#include "domain/transfer/format_csv_internal.h"

#include <string.h>
#include <strings.h>

#include "base/budget.h"
#include "base/csv_read.h"

/* Prompts as a table (RFC 4180; also with semicolons or tabs), whose first line names its columns
 * as awesome-chatgpt-prompts does: act, prompt[, for_devs]. */

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

/* ---- columns --------------------------------------------------------------------------------- */

static void find_columns(const struct csv_row *head, struct columns *columns)
{
    for (int column = 0; column < COLUMNS; column++) {
        columns->at[column] = -1;
        for (int i = 0; columns->at[column] < 0 && column_names[column][i] != NULL; i++)
            for (int cell = 0; columns->at[column] < 0 && cell < head->count; cell++)
                if (strcasecmp(head->cells[cell], column_names[column][i]) == 0)
                    columns->at[column] = cell;
    }
}

/* The columns that the first line names; false without one of names and one of texts. */
static bool find_head(const struct import_document *document, struct columns *columns)
{
    struct text line = {document->text.data, strcspn(document->text.data, "\r\n")};
    struct csv_table table;
    const char *problem = NULL;
    if (csv_read(document->arena, line, 1, &table, &problem) != ERR_NONE || table.count == 0)
        return false;
    find_columns(&table.rows[0], columns);
    return columns->at[COLUMN_NAME] >= 0 && columns->at[COLUMN_BODY] >= 0;
}

static bool recognize(const struct import_document *document)
{
    struct columns columns;
    return document->json == NULL && find_head(document, &columns);
}

/* ---- prompts --------------------------------------------------------------------------------- */

static const char *cell_of(const struct csv_row *row, const struct columns *columns,
                           enum column column)
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
    format_set_many(json, "tags", tags);
}

/* The cells that no column of ours is for. */
static void note_cells(const struct format_draft *draft, const struct csv_row *head,
                       const struct csv_row *row, const struct columns *columns)
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

static void add_prompt(struct bundle *bundle, const struct csv_row *head, const struct csv_row *row,
                       const struct columns *columns)
{
    struct arena *arena = bundle->arena;
    const char *flag = cell_of(row, columns, COLUMN_DEVELOPERS);
    int body = columns->at[COLUMN_BODY];
    struct format_draft draft =
        format_begin(bundle, RECORD_PROMPT, arena_printf(arena, "line %d", row->line),
                     cell_of(row, columns, COLUMN_NAME));
    json_object_set_new(draft.json, "body", json_string(body < row->count ? row->texts[body] : ""));
    format_set_text(draft.json, "description", cell_of(row, columns, COLUMN_DESCRIPTION));
    add_tags(arena, draft.json, cell_of(row, columns, COLUMN_TAGS),
             strcasecmp(flag, "true") == 0 || strcmp(flag, "1") == 0);
    note_cells(&draft, head, row, columns);
    format_end(&draft);
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    struct csv_table table;
    struct columns columns;
    if (csv_read(document->arena, document->text, BUNDLE_RECORDS_MAX + 1, &table, problem) !=
        ERR_NONE) {
        *problem = arena_printf(document->arena, "This table can't be read. %s", *problem);
        return ERR_INVALID;
    }
    find_columns(&table.rows[0], &columns);
    for (int i = 1; i < table.count; i++)
        add_prompt(bundle, &table.rows[0], &table.rows[i], &columns);
    return ERR_NONE;
}

const struct import_format format_csv = {"CSV with the columns act and prompt",
                                         "The first line names the columns act (or name) and "
                                         "prompt; for_devs, description and tags may follow",
                                         recognize, read};
