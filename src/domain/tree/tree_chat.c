#include "domain/tree/tree_chat.h"

#include <string.h>

static const char begin[] = "<!-- ";
static const char word[] = "message ";
static const char end[] = " -->";

/* ---- writing ------------------------------------------------------------------------------ */

/* The backslashes of a line that looks like one of ours, or -1 for any other. */
static int count_escapes(const char *line, size_t len)
{
    size_t at = sizeof begin - 1;
    int count = 0;
    if (len < at || memcmp(line, begin, at) != 0)
        return -1;
    for (; at < len && line[at] == '\\'; at++)
        count++;
    size_t word_len = sizeof word - 1;
    return len - at >= word_len && memcmp(line + at, word, word_len) == 0 ? count : -1;
}

/* One more backslash, or one less. */
static void add_line(struct buf *out, const char *line, size_t len, int more)
{
    size_t at = count_escapes(line, len) >= 0 ? sizeof begin - 1 : 0;
    buf_add(out, line, at);
    if (at > 0 && more > 0)
        buf_add_char(out, '\\');
    else if (at > 0)
        at++;
    buf_add(out, line + at, len - at);
}

static void add_lines(struct buf *out, struct text text, int more)
{
    while (text.len > 0) {
        const char *newline = memchr(text.data, '\n', text.len);
        size_t len = newline == NULL ? text.len : (size_t)(newline - text.data) + 1;
        add_line(out, text.data, len, more);
        text.data += len;
        text.len -= len;
    }
}

/* JSON in a comment: nothing in it ends the comment. */
static void add_members(struct buf *out, const json_t *members)
{
    struct text text = json_format(out->arena, members, JSON_LINE);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '>')
            buf_add_text(out, "\\u003e");
        else
            buf_add_char(out, text.data[i]);
    }
}

void tree_chat_write(struct buf *out, const json_t *messages)
{
    size_t index = 0;
    json_t *message = NULL;
    json_array_foreach((json_t *)messages, index, message)
    {
        json_t *members = json_keep(out->arena, json_copy(message));
        const json_t *content = json_object_get(message, "content");
        if (json_is_string(content))
            json_object_del(members, "content");
        buf_printf(out, "%s%s", begin, word);
        add_members(out, members);
        buf_printf(out, "%s\n", end);
        if (!json_is_string(content))
            continue;
        add_lines(out, (struct text){json_string_value(content), json_string_length(content)}, 1);
        buf_add_char(out, '\n');
    }
}

/* ---- reading ------------------------------------------------------------------------------ */

static size_t line_len(struct text text)
{
    const char *newline = memchr(text.data, '\n', text.len);
    return newline == NULL ? text.len : (size_t)(newline - text.data) + 1;
}

static enum err read_members(struct arena *arena, struct text line, json_t **members,
                             const char **problem)
{
    size_t before = sizeof begin + sizeof word - 2, after = sizeof end - 1;
    const char *why = NULL;
    while (line.len > 0 && (line.data[line.len - 1] == '\n' || line.data[line.len - 1] == ' '))
        line.len--;
    if (line.len < before + after || memcmp(line.data + line.len - after, end, after) != 0 ||
        json_parse(arena, line.data + before, line.len - before - after, members, &why) !=
            ERR_NONE ||
        !json_is_object(*members)) {
        *problem = "A line before a message is <!-- message {\"role\": \"user\"} -->.";
        return ERR_INVALID;
    }
    return ERR_NONE;
}

/* Up to the next line of ours, without the line break that is the file's. */
static struct text take_content(struct arena *arena, struct text *text)
{
    struct buf out;
    struct text all = {text->data, 0};
    while (text->len > 0 && count_escapes(text->data, line_len(*text)) != 0) {
        size_t len = line_len(*text);
        all.len += len;
        text->data += len;
        text->len -= len;
    }
    if (all.len > 0 && all.data[all.len - 1] == '\n')
        all.len--;
    buf_init(&out, arena);
    add_lines(&out, all, -1);
    return (struct text){out.data, out.len};
}

enum err tree_chat_read(struct arena *arena, struct text text, json_t **messages,
                        const char **problem)
{
    *messages = json_keep(arena, json_array());
    while (text.len > 0) {
        json_t *members = NULL;
        size_t len = line_len(text);
        if (count_escapes(text.data, len) != 0) {
            *problem = "A chat begins with a line <!-- message {\"role\": \"user\"} -->.";
            return ERR_INVALID;
        }
        if (read_members(arena, (struct text){text.data, len}, &members, problem) != ERR_NONE)
            return ERR_INVALID;
        text.data += len;
        text.len -= len;
        struct text content = take_content(arena, &text);
        bool has_own = json_object_get(members, "content") != NULL ||
                       json_object_get(members, "placeholder") != NULL;
        if (!has_own)
            json_object_set_new(members, "content", json_stringn(content.data, content.len));
        json_array_append(*messages, members);
    }
    return ERR_NONE;
}
