#include "test.h"

#include <string.h>

#include "domain/run/run_junit.h"

/* The report for pipelines: to the byte, and XML whatever a model answered. */

static struct arena *arena;

static void a_run_is_a_suite(void **state)
{
    struct buf buf;
    const struct run_junit suite = {.name = "support/refund v7",
                                    .count = 4,
                                    .fail_count = 1,
                                    .error_count = 1,
                                    .duration_ms = 61007,
                                    .started_at = 1764496800000000};
    static const struct run_junit_case items[] = {
        {"refund-cases", "c1", RESULT_PASSED, 1203, "", ""},
        {"refund-cases", "c2", RESULT_FAILED, 40, "Does not contain \"refund\".", "No & <never>"},
        {"refund-cases", "c3", RESULT_ERROR, 0, "It did not answer in time.", ""},
        {"refund-cases", "c4", RESULT_OPEN, 0, "It was not run.", ""},
    };
    (void)state;
    buf_init(&buf, arena);
    run_junit_begin(&buf, &suite);
    for (size_t i = 0; i < COUNT_OF(items); i++)
        run_junit_add(&buf, &items[i]);
    run_junit_end(&buf);
    assert_string_equal(
        buf.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"support/refund v7\" tests=\"4\" failures=\"1\" errors=\"1\" "
                  "time=\"61.007\">\n"
                  "<testsuite name=\"support/refund v7\" tests=\"4\" failures=\"1\" errors=\"1\" "
                  "time=\"61.007\" timestamp=\"2025-11-30T10:00:00.000000Z\">\n"
                  "<testcase classname=\"refund-cases\" name=\"c1\" time=\"1.203\"></testcase>\n"
                  "<testcase classname=\"refund-cases\" name=\"c2\" time=\"0.040\">"
                  "<failure message=\"Does not contain &quot;refund&quot;.\">No &amp; &lt;never&gt;"
                  "</failure></testcase>\n"
                  "<testcase classname=\"refund-cases\" name=\"c3\" time=\"0.000\">"
                  "<error message=\"It did not answer in time.\"></error></testcase>\n"
                  "<testcase classname=\"refund-cases\" name=\"c4\" time=\"0.000\">"
                  "<skipped message=\"It was not run.\"></skipped></testcase>\n"
                  "</testsuite>\n</testsuites>\n");
}

static void what_xml_cannot_hold_is_replaced(void **state)
{
    struct buf buf;
    (void)state;
    buf_init(&buf, arena);
    run_junit_add(&buf, &(struct run_junit_case){"s", "n", RESULT_FAILED, 0, "a\nb\tc\x01\x1f",
                                                 "é\xef\xbf\xbf\xef\xbf\xbe\xef\xbf\xbd]]>\x7f"});
    assert_string_equal(buf.data,
                        "<testcase classname=\"s\" name=\"n\" time=\"0.000\">"
                        "<failure message=\"a&#10;b&#9;c\xef\xbf\xbd\xef\xbf\xbd\">"
                        "é\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]]&gt;\x7f</failure></testcase>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_a_suite),
        cmocka_unit_test(what_xml_cannot_hold_is_replaced),
    };
    arena = arena_create(16 << 20);
    int failed_count = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed_count;
}
