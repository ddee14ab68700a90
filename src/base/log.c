#include "base/log.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { LINE_LEN = 4096, LINE_RESERVE = 8 };

struct line {
    char text[LINE_LEN];
    size_t len;
    bool is_full;
};

static const char *current_request_id;

static void line_add_bytes(struct line *line, const char *piece, size_t len)
{
    if (line->is_full || line->len + len > LINE_LEN - LINE_RESERVE) {
        line->is_full = true;
        return;
    }
    memcpy(line->text + line->len, piece, len);
    line->len += len;
}

static void line_add(struct line *line, const char *piece)
{
    line_add_bytes(line, piece, strlen(piece));
}

static bool is_escaped(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20 || c == 0x7f;
}

static void line_add_string(struct line *line, const char *value)
{
    static const char digits[] = "0123456789abcdef";
    if (value == NULL) {
        line_add(line, "null");
        return;
    }
    line_add(line, "\"");
    for (const char *p = value; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        const char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        if (!is_escaped(c))
            line_add_bytes(line, p, 1);
        else
            line_add_bytes(line, escape, sizeof escape);
    }
    /* The closing quote has its place even when the value was cut. */
    line->text[line->len++] = '"';
}

static void line_add_field(struct line *line, const char *name, const char *value)
{
    size_t start = line->len;
    if (start > 1)
        line_add(line, ",");
    line_add(line, "\"");
    line_add(line, name);
    line_add(line, value == NULL ? "\":null" : "\":\"");
    if (line->is_full) /* a name without its value would not be JSON */
        line->len = start;
    else if (value != NULL)
        line_add_string(line, value);
}

void log_line(const char *level, const char *event, const struct log_field *fields, int count)
{
    struct line line = {.len = 0};
    char now[CLOCK_ISO_LEN];
    clock_format_iso(clock_now(), now);
    line_add(&line, "{");
    line_add_field(&line, "time", now);
    line_add_field(&line, "level", level);
    line_add_field(&line, "event", event);
    if (current_request_id != NULL)
        line_add_field(&line, "request_id", current_request_id);
    for (int i = 0; i < count; i++)
        line_add_field(&line, fields[i].name, fields[i].value);
    memcpy(line.text + line.len, "}\n", 2);
    ssize_t written = write(STDERR_FILENO, line.text, line.len + 2);
    (void)written; /* a log that cannot be written must not stop the request */
}

void log_set_request_id(const char *request_id)
{
    current_request_id = request_id;
}
