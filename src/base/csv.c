#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

static bool is_formula(char c)
{
    return c != '\0' && strchr("=+-@\t\r\n", c) != NULL;
}

static void add_doubled(struct buf *buf, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_add_char(buf, '"');
        buf_add_char(buf, *text);
    }
}

void csv_add(struct buf *buf, const char *cell)
{
    const char *text = cell == NULL ? "" : cell;
    bool is_first = buf->len == 0 || buf->data[buf->len - 1] == '\n';
    bool is_quoted = strpbrk(text, "\",\r\n") != NULL;
    if (!is_first)
        buf_add_char(buf, ',');
    else if (text[0] == '\0')
        is_quoted = true; /* a line of one empty cell is no empty line, and the next is not first */
    if (is_quoted)
        buf_add_char(buf, '"');
    if (is_formula(text[0]))
        buf_add_char(buf, '\'');
    add_doubled(buf, text);
    if (is_quoted)
        buf_add_char(buf, '"');
}

void csv_add_quoted(struct buf *buf, const char *cell)
{
    if (buf->len > 0 && buf->data[buf->len - 1] != '\n')
        buf_add_char(buf, ',');
    buf_add_char(buf, '"');
    add_doubled(buf, cell);
    buf_add_char(buf, '"');
}

void csv_end(struct buf *buf)
{
    buf_add(buf, "\r\n", 2);
}
