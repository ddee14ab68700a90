#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json_memory.h"
#include "base/json_string.h"

static void release(void *json)
{
    json_decref(json);
}

json_t *json_keep(struct arena *arena, json_t *json)
{
    if (json == NULL)
        die("out of memory for JSON");
    if (!json_memory_is_in(arena))
        arena_defer(arena, release, json);
    return json;
}

const char *json_text(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text == NULL ? "" : text;
}

json_t *json_uuid(const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return uuid_is_nil(id) ? json_null() : json_string(text);
}

json_t *json_time(int64_t time)
{
    char text[CLOCK_ISO_LEN];
    clock_format_iso(time, text);
    return time == 0 ? json_null() : json_string(text);
}

bool json_is_deeper(const json_t *json, int depth)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t index = 0;
    if (!json_is_object(json) && !json_is_array(json))
        return false;
    if (depth == 0)
        return true;
    budget_look();
    json_object_foreach((json_t *)json, key,
                        value) if (json_is_deeper(value, depth - 1)) return true;
    json_array_foreach(json, index, value) if (json_is_deeper(value, depth - 1)) return true;
    return false;
}

/* What jansson says of bad syntax, by how its sentence begins, and what we say. Its own words quote
 * the text, up to the middle of a character. */
static const struct {
    const char *theirs, *ours;
} syntax[] = {
    {"'[' or '{' expected", "an object or a list is expected"},
    {"string or '}' expected", "a key in double quotes, or }, is missing"},
    {"':' expected", "a colon is missing after the key"},
    {"'}' expected", "a comma or } is missing"},
    {"']' expected", "a comma or ] is missing"},
    {"unexpected token", "a value is missing"},
    {"unexpected newline", "a text ends at the line break; write \\n for one, and a closing quote"},
    {"control character", "a text has a control character; write it as \\u and four digits"},
    {"invalid escape", "a backslash before a character that it can't escape"},
    {"invalid Unicode", "\\u has no valid pair of codes after it"},
};

static const char *syntax_message(const char *theirs)
{
    for (size_t i = 0; i < COUNT_OF(syntax); i++)
        if (text_starts_with(theirs, syntax[i].theirs))
            return syntax[i].ours;
    return "this is not JSON";
}

static const char *explain(struct arena *arena, const json_error_t *error, size_t len)
{
    const char *what = "this is not JSON";
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        what = len == 0 ? "there is nothing" : "the text ends too early: something is not closed";
        break;
    case json_error_end_of_input_expected:
        what = "there is more after the end of the value";
        break;
    case json_error_invalid_utf8:
        what = "this is not valid UTF-8 text";
        break;
    case json_error_null_character:
    case json_error_null_byte_in_key:
        what = "the character \\u0000 can't be used";
        break;
    case json_error_duplicate_key:
        what = "this key is there twice in its object (a duplicate)";
        break;
    case json_error_numeric_overflow:
        what = "this number is too large";
        break;
    case json_error_stack_overflow:
        what = "objects and arrays are nested too deep";
        break;
    case json_error_invalid_syntax:
        what = syntax_message(error->text);
        break;
    default:
        break;
    }
    return arena_printf(arena, "Line %d, column %d: %s.", error->line, error->column, what);
}

enum err json_parse(struct arena *arena, const char *text, size_t len, json_t **json,
                    const char **problem)
{
    return json_parse_deep(arena, (struct text){text, len}, JSON_DEPTH, json, problem);
}

enum err json_parse_deep(struct arena *arena, struct text text, int depth, json_t **json,
                         const char **problem)
{
    json_error_t error;
    *problem = NULL;
    json_t *root =
        json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root == NULL) {
        *problem = explain(arena, &error, text.len);
        return ERR_INVALID;
    }
    json_keep(arena, root);
    if (json_is_deeper(root, depth)) {
        *problem =
            arena_printf(arena, "Objects and arrays are nested deeper than %d levels.", depth);
        return ERR_INVALID;
    }
    *json = root;
    return ERR_NONE;
}

json_t *json_stored(struct arena *arena, struct text text, const char *what)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse_deep(arena, text, JSON_PARSER_MAX_DEPTH, &json, &problem) != ERR_NONE)
        die("%s: %s", what, problem);
    return json;
}

static void add_value(struct buf *buf, const json_t *json, enum json_layout layout, int level);

/* As jansson writes it. */
static void add_string(struct buf *buf, const char *text, size_t len)
{
    json_add_string(buf, (struct text){text, len}, "0123456789ABCDEF");
}

/* Everything but reals, objects and arrays. */
static void add_scalar(struct buf *buf, const json_t *json)
{
    if (json_is_string(json))
        add_string(buf, json_string_value(json), json_string_length(json));
    else if (json_is_integer(json))
        buf_printf(buf, "%lld", (long long)json_integer_value(json));
    else
        buf_add_text(buf, json_is_null(json) ? "null" : json_is_true(json) ? "true" : "false");
}

static void add_real(struct buf *buf, double real)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    buf_add(buf, text, strlen(text));
    if (strpbrk(text, ".e") == NULL)
        buf_add(buf, ".0", 2); /* a real stays one */
}

static void add_break(struct buf *buf, enum json_layout layout, int level)
{
    if (layout == JSON_LINE)
        return;
    buf_add_char(buf, '\n');
    for (int i = 0; i < level; i++)
        buf_add(buf, "  ", 2);
}

static void add_object(struct buf *buf, const json_t *json, enum json_layout layout, int level)
{
    const char *key = NULL;
    json_t *value = NULL;
    bool is_first = true;
    buf_add_char(buf, '{');
    json_object_foreach((json_t *)json, key, value)
    {
        if (!is_first)
            buf_add_char(buf, ',');
        add_break(buf, layout, level + 1);
        add_string(buf, key, strlen(key));
        buf_add(buf, ": ", layout == JSON_LINE ? 1 : 2);
        add_value(buf, value, layout, level + 1);
        is_first = false;
    }
    if (!is_first)
        add_break(buf, layout, level);
    buf_add_char(buf, '}');
}

static void add_array(struct buf *buf, const json_t *json, enum json_layout layout, int level)
{
    json_t *value = NULL;
    size_t index = 0;
    buf_add_char(buf, '[');
    json_array_foreach(json, index, value)
    {
        if (index > 0)
            buf_add_char(buf, ',');
        add_break(buf, layout, level + 1);
        add_value(buf, value, layout, level + 1);
    }
    if (json_array_size(json) > 0)
        add_break(buf, layout, level);
    buf_add_char(buf, ']');
}

static void add_value(struct buf *buf, const json_t *json, enum json_layout layout, int level)
{
    budget_look();
    if (json_is_object(json))
        add_object(buf, json, layout, level);
    else if (json_is_array(json))
        add_array(buf, json, layout, level);
    else if (json_is_real(json))
        add_real(buf, json_real_value(json));
    else
        add_scalar(buf, json);
}

struct text json_format(struct arena *arena, const json_t *json, enum json_layout layout)
{
    struct buf buf;
    buf_init(&buf, arena);
    add_value(&buf, json, layout, 0);
    return (struct text){buf.data, buf.len};
}
