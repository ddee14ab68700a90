#include "pages/set/set_case_words.h"

#include <string.h>

#include "base/buf.h"
#include "domain/grade/check_type.h"

enum { INPUT_CHARS = 140, VALUE_CHARS = 60 };

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

static const char *variable_words(struct arena *arena, const json_t *variables)
{
    struct buf out;
    const char *name = NULL;
    json_t *value = NULL;
    buf_init(&out, arena);
    json_object_foreach((json_t *)variables, name, value)
    {
        if (out.len > (size_t)INPUT_CHARS * 4)
            break;
        buf_printf(&out, "%s%s: %s", out.len > 0 ? ", " : "", name,
                   set_words_short(arena, json_string_value(value), INPUT_CHARS));
    }
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

const char *set_words_input(struct arena *arena, const struct set_case *set_case)
{
    size_t count = json_array_size(set_case->messages);
    const char *words = "";
    if (set_case->variables != NULL)
        words = variable_words(arena, set_case->variables);
    else if (count > 0) {
        const json_t *last = json_array_get(set_case->messages, count - 1);
        words = arena_printf(arena, "%s: %s%s", json_text(last, "role"), count > 1 ? "… " : "",
                             set_words_short(arena, message_text(last), INPUT_CHARS));
    }
    return set_words_short(arena, words, INPUT_CHARS);
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
    if (json_is_true(json_object_get(check, "ignore_case")))
        buf_add_text(&out, ", any case");
    return out.data;
}
