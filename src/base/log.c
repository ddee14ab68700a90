#include "base/log.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/metric.h"

enum { LINE_LEN = 4096, LINE_RESERVE = 8 };

struct line {
    char text[LINE_LEN];
    size_t len;
    bool is_full;
};

static const char *current_request_id;
static const char *current_trace_id;
static const char *current_span_id;

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

/* Takes back the first bytes of a character whose rest did not fit. */
static void line_drop_cut_char(struct line *line)
{
    for (size_t back = 1; back <= 3 && back <= line->len; back++) {
        unsigned char c = (unsigned char)line->text[line->len - back];
        if (c < 0x80)
            return;
        if (c < 0xc0)
            continue;
        size_t needed = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        if (back < needed)
            line->len -= back;
        return;
    }
}

/* The escaped value and the closing quote, which has its place even when the value is cut. */
static void line_add_string(struct line *line, const char *value)
{
    static const char digits[] = "0123456789abcdef";
    for (const char *p = value; *p != '\0' && !line->is_full; p++) {
        unsigned char c = (unsigned char)*p;
        const char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        if (c == '"' || c == '\\' || c < 0x20 || c == 0x7f)
            line_add_bytes(line, escape, sizeof escape);
        else
            line_add_bytes(line, p, 1);
    }
    if (line->is_full)
        line_drop_cut_char(line);
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

static void count_line(const char *level)
{
    static const struct {
        const char *level;
        enum metric metric;
    } levels[] = {{"info", METRIC_LOG_INFO},
                  {"warn", METRIC_LOG_WARN},
                  {"error", METRIC_LOG_ERROR},
                  {"fatal", METRIC_LOG_FATAL}};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(levels[i].level, level) == 0)
            metric_add(levels[i].metric, 1);
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
    if (current_trace_id != NULL) {
        line_add_field(&line, "trace_id", current_trace_id);
        line_add_field(&line, "span_id", current_span_id);
    }
    for (int i = 0; i < count; i++)
        line_add_field(&line, fields[i].name, fields[i].value);
    memcpy(line.text + line.len, "}\n", 2);
    ssize_t written = write(STDERR_FILENO, line.text, line.len + 2);
    (void)written; /* a log that cannot be written must not stop the request */
    count_line(level);
}

void log_set_request_id(const char *request_id)
{
    current_request_id = request_id;
    current_trace_id = current_span_id = NULL;
}

void log_set_trace(const char *trace_id, const char *span_id)
{
    current_trace_id = trace_id;
    current_span_id = span_id;
}
