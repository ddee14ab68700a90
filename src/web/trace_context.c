#include "web/trace_context.h"

#include <string.h>

/* "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01": where each part begins. */
enum {
    TRACE_AT = 3,
    SPAN_AT = TRACE_AT + TRACE_ID_LEN + 1,
    FLAGS_AT = SPAN_AT + SPAN_ID_LEN + 1,
    TOTAL_LEN = FLAGS_AT + 2
};

/* So many digits, and no more. */
static bool is_hex(const char *at, size_t len)
{
    return strspn(at, "0123456789abcdef") == len;
}

static bool is_zeros(const char *at, size_t len)
{
    return strspn(at, "0") >= len;
}

static bool is_valid(const char *value)
{
    if (strlen(value) < TOTAL_LEN || value[TRACE_AT - 1] != '-' || value[SPAN_AT - 1] != '-' ||
        value[FLAGS_AT - 1] != '-')
        return false;
    if (!is_hex(value, 2) || !is_hex(value + TRACE_AT, TRACE_ID_LEN) ||
        !is_hex(value + SPAN_AT, SPAN_ID_LEN) || !is_hex(value + FLAGS_AT, 2))
        return false;
    if (is_zeros(value + TRACE_AT, TRACE_ID_LEN) || is_zeros(value + SPAN_AT, SPAN_ID_LEN))
        return false;
    if (strncmp(value, "ff", 2) == 0)
        return false;
    char behind = value[TOTAL_LEN];
    return behind == '\0' || (behind == '-' && strncmp(value, "00", 2) != 0);
}

bool trace_context_parse(const char *value, struct trace_context *trace)
{
    *trace = (struct trace_context){.trace_id = ""};
    if (!is_valid(value))
        return false;
    memcpy(trace->trace_id, value + TRACE_AT, TRACE_ID_LEN);
    memcpy(trace->span_id, value + SPAN_AT, SPAN_ID_LEN);
    return true;
}
