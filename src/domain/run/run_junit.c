#include "domain/run/run_junit.h"

#include "base/clock.h"

enum { MS_A_SECOND = 1000 };

/* XML 1.0, section 2.2: control characters but for tab and line breaks, and the two that are no
 * characters, can't be in a document, not even escaped. How many bytes from here on are one such;
 * 0: this is none. */
static size_t forbidden(const unsigned char *at)
{
    if (*at < ' ' && *at != '\t' && *at != '\n' && *at != '\r')
        return 1;
    return at[0] == 0xef && at[1] == 0xbf && (at[2] == 0xbe || at[2] == 0xbf) ? 3 : 0;
}

/* Line breaks too, which an attribute would lose. */
static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    case '\t':
        return "&#9;";
    default:
        return NULL;
    }
}

static void add_escaped(struct buf *buf, const char *text)
{
    while (*text != '\0') {
        size_t len = forbidden((const unsigned char *)text);
        const char *instead = len > 0 ? "\xef\xbf\xbd" : reference(*text);
        if (instead != NULL)
            buf_add_text(buf, instead);
        else
            buf_add_char(buf, *text);
        text += len > 0 ? len : 1;
    }
}

static void add_attribute(struct buf *buf, const char *name, const char *value)
{
    buf_printf(buf, " %s=\"", name);
    add_escaped(buf, value);
    buf_add_char(buf, '"');
}

static void add_number(struct buf *buf, const char *name, int64_t value)
{
    buf_printf(buf, " %s=\"%lld\"", name, (long long)value);
}

/* In seconds. */
static void add_time(struct buf *buf, int64_t ms)
{
    buf_printf(buf, " time=\"%lld.%03lld\"", (long long)(ms / MS_A_SECOND),
               (long long)(ms % MS_A_SECOND));
}

static void add_counts(struct buf *buf, const struct run_junit *suite)
{
    add_attribute(buf, "name", suite->name);
    add_number(buf, "tests", suite->count);
    add_number(buf, "failures", suite->fail_count);
    add_number(buf, "errors", suite->error_count);
    add_time(buf, suite->duration_ms);
}

void run_junit_begin(struct buf *buf, const struct run_junit *suite)
{
    char time[CLOCK_ISO_LEN];
    clock_format_iso(suite->started_at, time);
    buf_add_text(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_counts(buf, suite);
    buf_add_text(buf, ">\n<testsuite");
    add_counts(buf, suite);
    add_attribute(buf, "timestamp", time);
    buf_add_text(buf, ">\n");
}

/* Of a case that did not pass. */
static void add_outcome(struct buf *buf, const struct run_junit_case *item)
{
    const char *element = item->state == RESULT_OPEN     ? "skipped"
                          : item->state == RESULT_FAILED ? "failure"
                                                         : "error";
    buf_printf(buf, "<%s", element);
    add_attribute(buf, "message", item->message);
    buf_add_char(buf, '>');
    add_escaped(buf, item->output);
    buf_printf(buf, "</%s>", element);
}

void run_junit_add(struct buf *buf, const struct run_junit_case *item)
{
    buf_add_text(buf, "<testcase");
    add_attribute(buf, "classname", item->suite);
    add_attribute(buf, "name", item->name);
    add_time(buf, item->duration_ms);
    buf_add_char(buf, '>');
    if (item->state != RESULT_PASSED)
        add_outcome(buf, item);
    buf_add_text(buf, "</testcase>\n");
}

void run_junit_end(struct buf *buf)
{
    buf_add_text(buf, "</testsuite>\n</testsuites>\n");
}
