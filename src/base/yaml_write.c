#include "base/yaml_write.h"

#include "base/budget.h"

enum { INDENT = 2 };

/* What a YAML document must not have as it is (YAML 1.2.2, 5.1), or what ends a line in it. */
static bool is_escaped(uint32_t c)
{
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 ||
           c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

static void add_text(struct buf *buf, const char *text, size_t len)
{
    buf_add_char(buf, '"');
    for (size_t at = 0, from = 0; at < len; from = at) {
        uint32_t c = text_next_char(text, len, &at);
        if (!is_escaped(c))
            buf_add(buf, text + from, at - from);
        else if (c == '\n')
            buf_add_text(buf, "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(buf, "\\%c", (char)c);
        else
            buf_printf(buf, "\\u%04x", c);
    }
    buf_add_char(buf, '"');
}

static void add_break(struct buf *buf, int depth)
{
    if (buf->len > 0)
        buf_add_char(buf, '\n');
    for (int i = 0; i < depth * INDENT; i++)
        buf_add_char(buf, ' ');
}

static void add_value(struct buf *buf, const json_t *json, int depth, bool is_after_dash);

static void add_members(struct buf *buf, const json_t *object, int depth, bool is_after_dash)
{
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)object, key, member)
    {
        if (!is_after_dash)
            add_break(buf, depth);
        is_after_dash = false;
        add_text(buf, key, strlen(key));
        buf_add_char(buf, ':');
        add_value(buf, member, depth + 1, false);
    }
}

static void add_items(struct buf *buf, const json_t *array, int depth)
{
    json_t *item = NULL;
    size_t index = 0;
    json_array_foreach(array, index, item)
    {
        budget_look();
        add_break(buf, depth);
        buf_add_char(buf, '-');
        add_value(buf, item, depth + 1, true);
    }
}

static void add_value(struct buf *buf, const json_t *json, int depth, bool is_after_dash)
{
    bool is_top = buf->len == 0;
    if (json_object_size(json) > 0) {
        if (is_after_dash)
            buf_add_char(buf, ' ');
        add_members(buf, json, depth, is_after_dash);
    } else if (json_array_size(json) > 0) {
        add_items(buf, json, depth);
    } else {
        if (!is_top)
            buf_add_char(buf, ' ');
        if (json_is_string(json))
            add_text(buf, json_string_value(json), json_string_length(json));
        else
            buf_add_text(buf, json_format(buf->arena, json, JSON_LINE).data);
    }
}

void yaml_write(struct buf *buf, const json_t *json)
{
    struct buf document;
    buf_init(&document, buf->arena);
    add_value(&document, json, 0, false);
    buf_add(buf, document.data, document.len);
    buf_add_char(buf, '\n');
}
