#include "test.h"

#include <string.h>

#include "web/trace_context.h"

#define TRACE "0af7651916cd43dd8448eb211c80319c"
#define SPAN  "b7ad6b7169203331"

static void what_is_valid_is_read(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "00-" TRACE "-" SPAN "-01",      "00-" TRACE "-" SPAN "-00",
        "00-" TRACE "-" SPAN "-ff",      /* flags that nobody knows yet */
        "01-" TRACE "-" SPAN "-03",      /* a later version with what this one has */
        "cc-" TRACE "-" SPAN "-01-more", /* … and more */
        "fe-" TRACE "-" SPAN "-01-",
    };
    struct trace_context trace;
    for (size_t i = 0; i < COUNT_OF(valid); i++) {
        assert_true(trace_context_parse(valid[i], &trace));
        assert_string_equal(trace.trace_id, TRACE);
        assert_string_equal(trace.span_id, SPAN);
    }
}

/* The cases of the test suite that the standard comes with, and more. */
static void what_is_invalid_is_ignored(void **state)
{
    (void)state;
    static const char *const invalid[] = {
        "",
        "00",
        "00-" TRACE,
        "00-" TRACE "-" SPAN,
        "00-" TRACE "-" SPAN "-0",
        "00-" TRACE "-" SPAN "-1",
        "00-" TRACE "-" SPAN "-001",
        "00-" TRACE "-" SPAN "-01-",
        "00-" TRACE "-" SPAN "-01-what",
        "00-" TRACE "-" SPAN "-01.",
        "cc-" TRACE "-" SPAN "-01.what",
        "cc-" TRACE "-" SPAN "-010",
        "ff-" TRACE "-" SPAN "-01",
        "0-" TRACE "-" SPAN "-01",
        "000-" TRACE "-" SPAN "-01",
        ".0-" TRACE "-" SPAN "-01",
        "0G-" TRACE "-" SPAN "-01",
        "00-00000000000000000000000000000000-" SPAN "-01",
        "00-" TRACE "-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-" SPAN "-01",
        "00-" TRACE "-B7AD6B7169203331-01",
        "00-" TRACE "-" SPAN "-0A",
        "00-" TRACE "0-" SPAN "-01",
        "00-.af7651916cd43dd8448eb211c80319c-" SPAN "-01",
        "00-" TRACE "-" SPAN "0-01",
        "00-" TRACE "-.7ad6b7169203331-01",
        "00_" TRACE "_" SPAN "_01",
        " 00-" TRACE "-" SPAN "-01",
        "00-" TRACE "-" SPAN "-01 ",
        "00-" TRACE "-" SPAN "-01,00-" TRACE "-" SPAN "-01",
    };
    struct trace_context trace;
    for (size_t i = 0; i < COUNT_OF(invalid); i++) {
        memset(&trace, 'x', sizeof trace);
        if (trace_context_parse(invalid[i], &trace))
            fail_msg("taken: %s", invalid[i]);
        assert_string_equal(trace.trace_id, "");
        assert_string_equal(trace.span_id, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_valid_is_read),
        cmocka_unit_test(what_is_invalid_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
