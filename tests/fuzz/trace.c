/* traceparent (W3C Trace Context): what is taken has the ids that stand in it, and nothing of what
 * is not is left. */

#include <string.h>

#include "base/arena.h"
#include "fuzz.h"
#include "web/trace_context.h"

static void check_id(const char *id, size_t len, const char *at)
{
    FUZZ_REQUIRE(strlen(id) == len && strncmp(id, at, len) == 0);
    FUZZ_REQUIRE(strspn(id, "0123456789abcdef") == len && strspn(id, "0") < len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(64 * 1024 * 1024);
    const char *value = arena_copy(arena, data, size);
    struct trace_context trace;
    if (trace_context_parse(value, &trace)) {
        FUZZ_REQUIRE(strncmp(value, "ff", 2) != 0 && strlen(value) >= 55);
        FUZZ_REQUIRE(strlen(value) == 55 || strncmp(value, "00", 2) != 0);
        check_id(trace.trace_id, TRACE_ID_LEN, value + 3);
        check_id(trace.span_id, SPAN_ID_LEN, value + 36);
    } else {
        FUZZ_REQUIRE(trace.trace_id[0] == '\0' && trace.span_id[0] == '\0');
    }
    arena_reset(arena);
    return 0;
}
