#include "domain/tree/tree_front.h"

#include <string.h>

static const char fence[] = "---";

void tree_front_write(struct buf *out, const json_t *object)
{
    const char *key = NULL;
    json_t *value = NULL;
    buf_printf(out, "%s\n", fence);
    json_object_foreach((json_t *)object, key, value)
    {
        struct text text = json_format(out->arena, value, JSON_LINE);
        buf_printf(out, "%s: ", key);
        buf_add(out, text.data, text.len);
        buf_add_char(out, '\n');
    }
    buf_printf(out, "%s\n", fence);
}

/* The next line without its end; false at the end of the text. */
static bool next_line(struct text *rest, struct text *line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->data, '\n', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->data);
    *line = (struct text){rest->data, len};
    size_t used = end == NULL ? len : len + 1;
    rest->data += used;
    rest->len -= used;
    return true;
}

static bool is_fence(struct text line)
{
    while (line.len > 0 && (line.data[line.len - 1] == ' ' || line.data[line.len - 1] == '\t'))
        line.len--;
    return line.len == sizeof fence - 1 && memcmp(line.data, fence, line.len) == 0;
}

static struct text without_cr(struct arena *arena, struct text text)
{
    static const char converted[] = "---\r\n";
    struct buf out;
    size_t len = sizeof converted - 1;
    if (text.len < len || memcmp(text.data, converted, len) != 0)
        return text;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '\r' || i + 1 == text.len || text.data[i + 1] != '\n')
            buf_add_char(&out, text.data[i]);
    return (struct text){out.data, out.len};
}

/* JSON, or a text without quotes. */
static enum err read_value(struct arena *arena, struct text text, json_t **value,
                           const char **problem)
{
    if (json_parse(arena, text.data, text.len, value, problem) == ERR_NONE)
        return ERR_NONE;
    if (text.len > 0 && strchr("\"{[|>&*!", text.data[0]) != NULL)
        return ERR_INVALID;
    *value = json_keep(arena, json_stringn(text.data, text.len));
    return ERR_NONE;
}

static enum err read_line(struct arena *arena, struct text line, json_t *object,
                          const char **problem)
{
    const char *colon = memchr(line.data, ':', line.len);
    json_t *value = NULL;
    if (colon == NULL || colon == line.data || line.data[0] == ' ' || line.data[0] == '-') {
        *problem = "Each line of the front matter is \"key: value\", the value on the same line.";
        return ERR_INVALID;
    }
    size_t key_len = (size_t)(colon - line.data);
    const char *at = colon + 1;
    size_t len = line.len - key_len - 1;
    text_trim_range(&at, &len);
    const char *key = arena_copy(arena, line.data, key_len);
    if (json_object_get(object, key) != NULL) {
        *problem = "This key is there twice.";
        return ERR_INVALID;
    }
    if (read_value(arena, (struct text){at, len}, &value, problem) != ERR_NONE) {
        *problem = "This value can't be read: write it as JSON on one line.";
        return ERR_INVALID;
    }
    json_object_set(object, key, value);
    return ERR_NONE;
}

enum err tree_front_read(struct arena *arena, struct text text, json_t **object, struct text *rest,
                         const char **problem)
{
    struct text line;
    *rest = without_cr(arena, text);
    *object = json_keep(arena, json_object());
    if (!next_line(rest, &line) || !is_fence(line)) {
        *problem = "The file must begin with its front matter, behind a line \"---\".";
        return ERR_INVALID;
    }
    for (int number = 2; next_line(rest, &line); number++) {
        const char *why = NULL;
        if (is_fence(line))
            return ERR_NONE;
        if (line.len == 0 || line.data[0] == '#')
            continue;
        if (read_line(arena, line, *object, &why) == ERR_NONE)
            continue;
        *problem = arena_printf(arena, "Line %d: %s", number, why);
        return ERR_INVALID;
    }
    *problem = "The front matter has no end: a line \"---\" is missing.";
    return ERR_INVALID;
}
