#include "domain/transfer/jsonc_internal.h"

#include <string.h>

/* The end of the text in quotes that begins at `at`. */
static size_t string_end(struct text text, size_t at)
{
    for (at++; at < text.len && text.data[at] != '"'; at++)
        at += text.data[at] == '\\' && at + 1 < text.len;
    return at < text.len ? at + 1 : at;
}

/* The end of the comment that begins at `at`; `at` if there is none. */
static size_t comment_end(struct text text, size_t at)
{
    const char *from = text.data + at;
    size_t len = text.len - at;
    if (len < 2 || from[0] != '/' || (from[1] != '/' && from[1] != '*'))
        return at;
    if (from[1] == '/') {
        const char *line = memchr(from, '\n', len);
        return line == NULL ? text.len : (size_t)(line - text.data);
    }
    const char *end = memmem(from + 2, len - 2, "*/", 2);
    return end == NULL ? text.len : (size_t)(end - text.data) + 2;
}

static void blank(char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != '\n')
            bytes[i] = ' ';
}

struct text jsonc_plain(struct arena *arena, struct text text)
{
    char *out = arena_copy(arena, text.data, text.len);
    char *comma = NULL; /* nothing but blanks since */
    for (size_t at = 0; at < text.len;) {
        size_t end = comment_end(text, at);
        if (end > at) {
            blank(out + at, end - at);
            at = end;
            continue;
        }
        char c = text.data[at];
        if (comma != NULL && (c == ']' || c == '}'))
            *comma = ' ';
        if (strchr(" \t\r\n", c) == NULL)
            comma = c == ',' ? out + at : NULL;
        at = c == '"' ? string_end(text, at) : at + 1;
    }
    return (struct text){out, text.len};
}
