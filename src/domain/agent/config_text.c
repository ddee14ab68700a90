#include "domain/agent/config_text.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"

static struct text finished(const struct buf *buf)
{
    return (struct text){buf->data, buf->len};
}

static struct text trimmed(struct text text)
{
    while (text.len > 0 && isspace((unsigned char)text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && isspace((unsigned char)text.data[text.len - 1]))
        text.len--;
    return text;
}

bool config_text_is_blank(struct text text)
{
    return trimmed(text).len == 0;
}

static struct text text_of(const json_t *string)
{
    return (struct text){json_string_value(string), json_string_length(string)};
}

static json_t *string_of(struct arena *arena, struct text text)
{
    return json_keep(arena, json_stringn(text.data, text.len));
}

/* The value that a text is as JSON, or NULL. */
static json_t *parsed(struct arena *arena, struct text text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    return json_parse(arena, text.data, text.len, &json, &problem) == ERR_NONE ? json : NULL;
}

/* Browsers drop line breaks from an input of one line. */
static struct text write_line(struct arena *arena, struct text string)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < string.len; i++)
        if (string.data[i] != '\n' && string.data[i] != '\r')
            buf_add_char(&buf, string.data[i]);
    return finished(&buf);
}

static bool is_list_of_strings(const json_t *json)
{
    size_t index = 0;
    json_t *item = NULL;
    json_array_foreach(json, index, item) if (!json_is_string(item)) return false;
    return json_is_array(json);
}

/* A list that reads as JSON, or with an item that its lines can't hold, is written as JSON. */
static struct text list_or_json(struct arena *arena, const json_t *json, const struct buf *list)
{
    struct text text = finished(list);
    if (trimmed(text).len > 0 && !json_is_array(parsed(arena, text)))
        return text;
    return json_array_size(json) == 0 ? (struct text){"", 0} : json_format(arena, json, JSON_LINE);
}

static void add_escaped(struct buf *buf, struct text item)
{
    for (size_t i = 0; i < item.len; i++) {
        switch (item.data[i]) {
        case '\n':
            buf_add_text(buf, "\\n");
            break;
        case '\r':
            buf_add_text(buf, "\\r");
            break;
        case '\t':
            buf_add_text(buf, "\\t");
            break;
        case '\\':
            buf_add_text(buf, "\\\\");
            break;
        default:
            buf_add_char(buf, item.data[i]);
        }
    }
}

static struct text write_list(struct arena *arena, const json_t *json)
{
    size_t index = 0;
    json_t *item = NULL;
    struct buf buf;
    buf_init(&buf, arena);
    json_array_foreach(json, index, item)
    {
        if (json_string_length(item) == 0)
            return json_format(arena, json, JSON_LINE);
        if (index > 0)
            buf_add_char(&buf, '\n');
        add_escaped(&buf, text_of(item));
    }
    return list_or_json(arena, json, &buf);
}

static struct text write_commas(struct arena *arena, const json_t *json)
{
    size_t index = 0;
    json_t *item = NULL;
    struct buf buf;
    buf_init(&buf, arena);
    json_array_foreach(json, index, item)
    {
        struct text string = text_of(item);
        if (string.len == 0 || trimmed(string).len != string.len ||
            memchr(string.data, ',', string.len) != NULL)
            return json_format(arena, json, JSON_LINE);
        buf_printf(&buf, "%s%s", index > 0 ? ", " : "", string.data);
    }
    return list_or_json(arena, json, &buf);
}

/* A string that stands in its line as it is; any other one stands there as JSON. */
static bool is_plain(struct arena *arena, enum config_text_kind kind, struct text string)
{
    if (string.len == 0 || trimmed(string).len != string.len ||
        text_has_control(string.data, string.len, false))
        return false;
    if (kind == CONFIG_TEXT_HEADERS)
        return strchr("{\"", string.data[0]) == NULL;
    return parsed(arena, string) == NULL;
}

static bool is_plain_key(const char *key)
{
    size_t len = strlen(key);
    struct text text = {key, len};
    return len > 0 && trimmed(text).len == len && key[0] != '{' && strchr(key, ':') == NULL &&
           !text_has_control(key, len, false);
}

static struct text write_pairs(struct arena *arena, enum config_text_kind kind, const json_t *json)
{
    const char *key = NULL;
    json_t *value = NULL;
    struct buf buf;
    buf_init(&buf, arena);
    json_object_foreach((json_t *)json, key, value)
    {
        bool is_string = json_is_string(value);
        if (!is_plain_key(key) ||
            (kind == CONFIG_TEXT_HEADERS && !is_string && !json_is_object(value)))
            return json_format(arena, json, JSON_INDENTED);
        struct text text = is_string && is_plain(arena, kind, text_of(value))
                               ? text_of(value)
                               : json_format(arena, value, JSON_LINE);
        buf_printf(&buf, "%s%s: ", buf.len > 0 ? "\n" : "", key);
        buf_add(&buf, text.data, text.len);
    }
    return finished(&buf);
}

struct text config_text_write(struct arena *arena, enum config_text_kind kind, const json_t *json)
{
    struct text lines;
    if (json == NULL)
        return (struct text){"", 0};
    if (kind == CONFIG_TEXT_LINE && json_is_string(json))
        return write_line(arena, text_of(json));
    if (kind == CONFIG_TEXT_LINES && json_is_string(json)) {
        lines.data =
            text_to_lf(arena, json_string_value(json), json_string_length(json), &lines.len);
        return lines;
    }
    if (kind == CONFIG_TEXT_LIST && is_list_of_strings(json))
        return write_list(arena, json);
    if (kind == CONFIG_TEXT_COMMAS && is_list_of_strings(json))
        return write_commas(arena, json);
    if ((kind == CONFIG_TEXT_HEADERS || kind == CONFIG_TEXT_PAIRS) && json_is_object(json))
        return write_pairs(arena, kind, json);
    return json_format(arena, json, kind == CONFIG_TEXT_JSON ? JSON_INDENTED : JSON_LINE);
}

/* A reference to a secret may stand for a text. */
static json_t *read_line(struct arena *arena, struct text text)
{
    json_t *json = text.data[0] == '{' ? parsed(arena, text) : NULL;
    return json_object_get(json, "secret") != NULL ? json : string_of(arena, text);
}

static json_t *read_number(struct arena *arena, enum config_text_kind kind, struct text text,
                           const char **problem)
{
    json_t *json = NULL;
    if (kind == CONFIG_TEXT_NUMBER) {
        json = parsed(arena, text);
        *problem = "must be a number, with a point such as in 0.7.";
        return json_is_number(json) ? json : NULL;
    }
    *problem = "must be a whole number such as 1000, without a point or spaces.";
    if (strspn(text.data, "0123456789") < text.len)
        return NULL;
    int64_t number = 0;
    const char *digits = arena_copy(arena, text.data, text.len);
    if (number_parse(NUMBER_TYPED, digits, &number) != ERR_NONE)
        return NULL;
    return json_keep(arena, json_integer(number));
}

static json_t *unescaped(struct arena *arena, struct text line)
{
    static const char letters[] = "nrt\\";
    static const char meanings[] = "\n\r\t\\";
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < line.len; i++) {
        const char *letter =
            line.data[i] == '\\' && i + 1 < line.len ? strchr(letters, line.data[i + 1]) : NULL;
        buf_add_char(&buf, letter == NULL ? line.data[i] : meanings[letter - letters]);
        i += letter != NULL;
    }
    return string_of(arena, finished(&buf));
}

/* Cuts the text up to the next separator off its beginning. */
static struct text take(struct text *rest, char separator)
{
    const char *stop = memchr(rest->data, separator, rest->len);
    struct text item = {rest->data, stop == NULL ? rest->len : (size_t)(stop - rest->data)};
    size_t used = item.len + (stop != NULL);
    *rest = (struct text){rest->data + used, rest->len - used};
    return item;
}

static json_t *read_list(struct arena *arena, enum config_text_kind kind, struct text text)
{
    json_t *json = text.data[0] == '[' ? parsed(arena, text) : NULL;
    if (json_is_array(json))
        return json;
    json = json_keep(arena, json_array());
    while (text.len > 0) {
        struct text item = take(&text, kind == CONFIG_TEXT_COMMAS ? ',' : '\n');
        if (config_text_is_blank(item))
            continue;
        json_t *string =
            kind == CONFIG_TEXT_COMMAS ? string_of(arena, trimmed(item)) : unescaped(arena, item);
        if (json_array_append(json, string) != 0)
            die("out of memory for JSON");
    }
    return json;
}

static json_t *read_pair_value(struct arena *arena, enum config_text_kind kind, struct text value)
{
    bool may_be_json = kind == CONFIG_TEXT_PAIRS || (value.len > 0 && strchr("{\"", value.data[0]));
    json_t *json = may_be_json ? parsed(arena, value) : NULL;
    return json != NULL ? json : string_of(arena, value);
}

static json_t *read_json(struct arena *arena, struct text text, const char **problem)
{
    json_t *json = NULL;
    if (json_parse(arena, text.data, text.len, &json, problem) == ERR_NONE)
        return json;
    *problem = arena_printf(arena, "is not JSON. %s", *problem);
    return NULL;
}

static json_t *read_pairs(struct arena *arena, enum config_text_kind kind, struct text text,
                          const char **problem)
{
    json_t *json = NULL;
    if (text.data[0] == '{') {
        if ((json = read_json(arena, text, problem)) == NULL)
            return NULL;
        *problem = "must be an object, {…}, or lines of \"name: value\".";
        return json_is_object(json) ? json : NULL;
    }
    json = json_keep(arena, json_object());
    while (text.len > 0) {
        struct text value = take(&text, '\n');
        if (config_text_is_blank(value))
            continue;
        bool has_colon = memchr(value.data, ':', value.len) != NULL;
        struct text key = trimmed(take(&value, ':'));
        const char *name = arena_copy(arena, key.data, key.len);
        if (!has_colon || key.len == 0 || json_object_get(json, name) != NULL) {
            *problem = arena_printf(arena,
                                    has_colon && key.len > 0
                                        ? "has \"%s\" twice."
                                        : "must be lines of \"name: value\", which \"%s\" is not.",
                                    name);
            return NULL;
        }
        if (json_object_set(json, name, read_pair_value(arena, kind, trimmed(value))) != 0)
            die("out of memory for JSON");
    }
    return json;
}

enum err config_text_read(struct arena *arena, enum config_text_kind kind, struct text text,
                          json_t **json, const char **problem)
{
    struct text core = trimmed(text);
    switch (kind) {
    case CONFIG_TEXT_LINE:
        *json = read_line(arena, core);
        break;
    case CONFIG_TEXT_LINES:
        *json = string_of(arena, text);
        break;
    case CONFIG_TEXT_NUMBER:
    case CONFIG_TEXT_INTEGER:
        *json = read_number(arena, kind, core, problem);
        break;
    case CONFIG_TEXT_LIST:
        *json = read_list(arena, kind, text);
        break;
    case CONFIG_TEXT_COMMAS:
        *json = read_list(arena, kind, core);
        break;
    case CONFIG_TEXT_HEADERS:
    case CONFIG_TEXT_PAIRS:
        *json = read_pairs(arena, kind, core, problem);
        break;
    case CONFIG_TEXT_JSON:
        *json = read_json(arena, core, problem);
        break;
    }
    return *json == NULL ? ERR_INVALID : ERR_NONE;
}
