#include "domain/set_file/set_file.h"

#include <string.h>

#include "base/yaml.h"
#include "base/yaml_write.h"
#include "domain/set_file/set_file_csv_internal.h"
#include "domain/set_file/set_file_langfuse_internal.h"
#include "domain/set_file/set_file_lines_internal.h"
#include "domain/set_file/set_file_promptfoo_internal.h"

const struct set_file_kind set_file_kinds[SET_FILE_FORMAT_COUNT] = {
    [SET_FILE_CSV] = {"csv", "CSV", ".csv", "text/csv; charset=utf-8",
                      "A table for spreadsheets: a row a case, a column for each variable."},
    [SET_FILE_LINES] = {"jsonl", "JSON Lines", ".jsonl", "application/x-ndjson",
                        "A line a case, with everything that a case has."},
    [SET_FILE_PROMPTFOO_YAML] = {"promptfoo-yaml", "promptfoo (YAML)", ".yaml", "application/yaml",
                                 "The tests of a promptfoo configuration."},
    [SET_FILE_PROMPTFOO_JSON] = {"promptfoo-json", "promptfoo (JSON)", ".json", "application/json",
                                 "The tests of a promptfoo configuration."},
    [SET_FILE_LANGFUSE] = {"langfuse", "Langfuse dataset", ".jsonl", "application/x-ndjson",
                           "A line an item, as the API of Langfuse takes it."},
};

enum err set_file_format_parse(const char *name, enum set_file_format *format)
{
    for (int i = 0; i < SET_FILE_FORMAT_COUNT; i++) {
        if (strcmp(set_file_kinds[i].name, name) == 0) {
            *format = (enum set_file_format)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* A document of JSON or YAML. False if it is of no format. */
static bool read_document(struct set_file_builder *builder, const json_t *json, bool is_yaml)
{
    const json_t *items = json_is_array(json) ? json
                          : json_is_array(json_object_get(json, "data"))
                              ? json_object_get(json, "data")
                              : json_object_get(json, "items");
    const json_t *cases = json_is_array(json) ? json : json_object_get(json, "cases");
    if (set_file_promptfoo_is(json)) {
        builder->file->format = is_yaml ? SET_FILE_PROMPTFOO_YAML : SET_FILE_PROMPTFOO_JSON;
        set_file_promptfoo_read(builder, json);
    } else if (set_file_langfuse_is(json_array_get(items, 0))) {
        builder->file->format = SET_FILE_LANGFUSE;
        set_file_langfuse_read(builder, items);
    } else if (json_is_object(json_array_get(cases, 0)) && !is_yaml) {
        set_file_lines_read_array(builder, cases);
    } else {
        return false;
    }
    return true;
}

/* A line a value; the first that is JSON says of what format. */
static void read_lines(struct set_file_builder *builder, struct text text)
{
    json_t *first = NULL;
    const char *ignored = NULL;
    const char *end = memchr(text.data, '\n', text.len);
    size_t len = end == NULL ? text.len : (size_t)(end - text.data);
    bool is_langfuse = json_parse(builder->arena, text.data, len, &first, &ignored) == ERR_NONE &&
                       set_file_langfuse_is(first);
    builder->file->format = is_langfuse ? SET_FILE_LANGFUSE : SET_FILE_LINES;
    if (is_langfuse)
        set_file_lines_each(builder, text, set_file_langfuse_read_item);
    else
        set_file_lines_read(builder, text);
}

static bool is_one_line(struct text text)
{
    const char *end = memchr(text.data, '\n', text.len);
    return end == NULL || end + 1 == text.data + text.len;
}

/* Begins with { or [: one document, or a line each. */
static void read_json(struct set_file_builder *builder, struct text text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    enum err err = json_parse(builder->arena, text.data, text.len, &json, &problem);
    if (err == ERR_NONE && read_document(builder, json, false))
        return;
    /* One case alone is a line as well; a document that is broken later is not. */
    bool has_lines = text.data[0] == '{' &&
                     (err == ERR_NONE ? is_one_line(text) : strchr("\"}", text.data[1]) != NULL);
    if (has_lines)
        read_lines(builder, text);
    else
        builder->problem = err == ERR_NONE
                               ? "There are no test cases in this file."
                               : arena_printf(builder->arena, "It is not JSON: %s", problem);
}

static void read_yaml(struct set_file_builder *builder, struct text text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (yaml_parse(builder->arena, text, &json, &problem) != ERR_NONE)
        builder->problem =
            arena_printf(builder->arena, "It is no table, no JSON and no YAML: %s", problem);
    else if (!read_document(builder, json, true))
        builder->problem = "There are no test cases in this file.";
}

static void read_any(struct set_file_builder *builder, struct text text)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (text.len >= strlen(mark) && memcmp(text.data, mark, strlen(mark)) == 0) {
        text.data += strlen(mark);
        text.len -= strlen(mark);
    }
    size_t spaces = strspn(text.data, " \t\r\n");
    struct text rest = {text.data + spaces, text.len - spaces};
    if (rest.len == 0)
        builder->problem = "The file is empty.";
    else if (rest.data[0] == '{' || rest.data[0] == '[')
        read_json(builder, rest);
    else if (set_file_csv_is(builder->arena, rest)) {
        builder->file->format = SET_FILE_CSV;
        set_file_csv_read(builder, text);
    } else {
        read_yaml(builder, text);
    }
}

/* An id that an earlier case of the file has is a problem of the later one. */
static void refuse_twice(struct arena *arena, struct set_file *file)
{
    json_t *seen = json_keep(arena, json_object());
    for (int i = 0; i < file->count; i++) {
        struct set_file_row *row = &file->rows[i];
        const char *id = row->problem == NULL ? row->set_case.id : NULL;
        if (id != NULL && json_object_get(seen, id) != NULL)
            row->problem = arena_printf(arena, "The id “%s” is there twice.", id);
        else if (id != NULL && json_object_set_new(seen, id, json_true()) != 0)
            die("out of memory for JSON");
    }
}

enum err set_file_read(struct arena *arena, struct text text, struct set_file *file,
                       const char **problem)
{
    struct set_file_builder builder = {.arena = arena, .file = file};
    *file = (struct set_file){.format = SET_FILE_LINES};
    file->rows = arena_array(arena, SET_CASES_MAX, sizeof *file->rows);
    if (text.len > SET_FILE_MAX)
        builder.problem = "The file is too long: at most 2 MiB.";
    else if (!text_is_utf8(text.data, text.len) || text_has_nul(text.data, text.len))
        builder.problem = "The file is not text in UTF-8.";
    else
        read_any(&builder, text);
    if (builder.problem == NULL && file->count == 0)
        builder.problem = "There are no test cases in this file.";
    *problem = builder.problem;
    refuse_twice(arena, file);
    return builder.problem == NULL ? ERR_NONE : ERR_INVALID;
}

/* ---- writing ------------------------------------------------------------------------------- */

enum err set_file_write(struct arena *arena, enum set_file_format format,
                        const struct set_cases *cases, const char *name, struct text *out)
{
    struct buf buf;
    enum err err = ERR_NONE;
    buf_init(&buf, arena);
    switch (format) {
    case SET_FILE_CSV:
        err = set_file_csv_write(&buf, cases);
        break;
    case SET_FILE_LINES:
        set_file_lines_write(&buf, cases);
        break;
    case SET_FILE_PROMPTFOO_YAML:
        yaml_write(&buf, set_file_promptfoo_write(arena, cases, name));
        break;
    case SET_FILE_PROMPTFOO_JSON: {
        struct text json =
            json_format(arena, set_file_promptfoo_write(arena, cases, name), JSON_INDENTED);
        buf_add(&buf, json.data, json.len);
        buf_add_char(&buf, '\n');
        break;
    }
    case SET_FILE_LANGFUSE:
        set_file_langfuse_write(&buf, cases, name);
        break;
    case SET_FILE_FORMAT_COUNT:
        break;
    }
    *out = (struct text){buf.data, buf.len};
    return err;
}
