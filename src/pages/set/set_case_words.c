#include "pages/set/set_case_words.h"

#include <string.h>

#include "base/buf.h"
#include "domain/grade/check_type.h"

enum { INPUT_CHARS = 110, PART_CHARS = 90, VALUE_CHARS = 60 };

const char *const set_words_origin[SET_ORIGIN_COUNT] = {
    [SET_TYPED] = "Typed",
    [SET_IMPORTED] = "Imported",
    [SET_TRY] = "From a try",
    [SET_INCIDENT] = "From an incident",
};

const char *set_words_short(struct arena *arena, const char *text, size_t chars_max)
{
    struct buf out;
    size_t len = strlen(text), at = 0, count = 0;
    bool was_space = true;
    buf_init(&out, arena);
    while (at < len && count < chars_max) {
        size_t from = at;
        bool is_space = text_char_is_space(text_next_char(text, len, &at));
        if (is_space && !was_space)
            buf_add_char(&out, ' ');
        else if (!is_space)
            buf_add(&out, text + from, at - from);
        count += !is_space || !was_space;
        was_space = is_space;
    }
    if (at < len)
        buf_add_text(&out, "…");
    return out.data;
}

/* A text, or the first text among the parts. */
static const char *message_text(const json_t *message)
{
    const json_t *content = json_object_get(message, "content");
    size_t index = 0;
    json_t *part = NULL;
    json_array_foreach(content, index, part)
    {
        if (json_text(part, "text")[0] != '\0')
            return json_text(part, "text");
    }
    return json_text(message, "content");
}

bool set_words_part(struct arena *arena, const struct set_case *set_case, int n,
                    const char *part[2])
{
    const char *name = NULL;
    json_t *value = NULL;
    size_t count = json_array_size(set_case->messages);
    json_object_foreach(set_case->variables, name, value)
    {
        part[0] = name;
        part[1] = set_words_short(arena, json_string_value(value), PART_CHARS);
        if (n-- == 0)
            return true;
    }
    if (set_case->variables != NULL || n > 0 || count == 0)
        return false;
    const json_t *last = json_array_get(set_case->messages, count - 1);
    part[0] = json_text(last, "role");
    part[1] = arena_printf(arena, "%s%s", count > 1 ? "… " : "",
                           set_words_short(arena, message_text(last), PART_CHARS));
    return true;
}

const char *set_words_input(struct arena *arena, const struct set_case *set_case)
{
    struct buf words;
    const char *part[2];
    buf_init(&words, arena);
    for (int i = 0; i < 3 && set_words_part(arena, set_case, i, part); i++)
        buf_printf(&words, "%s%s: %s", i > 0 ? " · " : "", part[0], part[1]);
    return set_words_short(arena, words.data, INPUT_CHARS);
}

/* A text in quotes, texts with commas, other values as JSON. */
static void add_value(struct buf *out, const json_t *value)
{
    size_t index = 0;
    json_t *item = NULL;
    if (json_is_string(value))
        buf_printf(out, " “%s”",
                   set_words_short(out->arena, json_string_value(value), VALUE_CHARS));
    else if (json_is_array(value)) {
        json_array_foreach(value, index, item)
        {
            if (out->len > VALUE_CHARS * 2) {
                buf_add_text(out, ", …");
                break;
            }
            buf_add_text(out, index > 0 ? "," : "");
            add_value(out, item);
        }
    } else if (json_is_number(value))
        buf_printf(out, " %s", json_format(out->arena, value, JSON_LINE).data);
}

const char *set_words_check(struct arena *arena, const json_t *check)
{
    const struct check_type *type = check_type_find(json_text(check, "type"));
    const char *tool = json_text(check, "tool");
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, type == NULL ? json_text(check, "type") : type->title);
    if (tool[0] != '\0')
        buf_printf(&out, " “%s”", tool);
    add_value(&out, json_object_get(check, "value"));
    if (type != NULL && type->value == CHECK_DURATION)
        buf_add_text(&out, " ms");
    if (json_is_true(json_object_get(check, "ignore_case")))
        buf_add_text(&out, " (any case)");
    return out.data;
}
