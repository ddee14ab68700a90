#include "test.h"

#include <string.h>
#include <time.h>

#include "data/run/run_case.h"
#include "domain/set/set_case_find.h"
#include "runs.h"

/* One case of a run, without reading the others of its test set. */

static enum err find(struct arena *arena, const struct set_cases *cases, const char *id,
                     struct set_case *out)
{
    const char *stored = set_cases_format(arena, cases);
    return set_case_find(arena, (struct text){stored, strlen(stored)}, id, out);
}

/* What looks like a case in a text or in a schema is none. */
static void a_case_is_found_by_its_id_alone(void **state)
{
    static const char typed[] =
        "[{\"id\":\"a\",\"variables\":{\"x\":\"[{\\\"id\\\":\\\"b\\\"}] \\\\ }\"},"
        "\"checks\":[{\"type\":\"json_schema\",\"value\":{\"enum\":[{\"id\":\"b\",\"name\":\"no\"}]"
        "}}]},"
        "{\"id\":\"b\",\"name\":\"This one\",\"critical\":true},{\"id\":\"bb\"}]";
    struct arena *arena = arena_create(1 << 20);
    struct set_cases cases;
    struct set_case one;
    const char *problem = "";
    (void)state;
    if (set_cases_parse(arena, (struct text){typed, strlen(typed)}, &cases, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_int_equal(find(arena, &cases, "b", &one), ERR_NONE);
    assert_string_equal(one.name, "This one");
    assert_true(one.is_critical);
    for (int i = 0; i < cases.count; i++) {
        assert_int_equal(find(arena, &cases, cases.items[i].id, &one), ERR_NONE);
        assert_string_equal(
            json_format(arena, set_case_json(arena, &one), JSON_LINE).data,
            json_format(arena, set_case_json(arena, &cases.items[i]), JSON_LINE).data);
    }
    assert_int_equal(find(arena, &cases, "c", &one), ERR_NOT_FOUND);
    assert_int_equal(find(arena, &cases, "", &one), ERR_NOT_FOUND);
    assert_int_equal(set_case_find(arena, (struct text){"", 0}, "a", &one), ERR_NOT_FOUND);
    assert_int_equal(set_case_find(arena, (struct text){"[]", 2}, "a", &one), ERR_NOT_FOUND);
    arena_destroy(arena);
}

/* 2,000 cases of 400 bytes. */
static struct uuid make_large(struct fixture *f)
{
    struct buf buf;
    buf_init(&buf, f->arena);
    for (int i = 0; i < SET_CASES_MAX; i++)
        buf_printf(&buf,
                   "%s{\"id\":\"case-%d\",\"name\":\"Number %d\",\"variables\":{\"word\":"
                   "\"%0280d\"},\"checks\":[{\"type\":\"contains\",\"value\":\"%d\"}]}",
                   i == 0 ? "[" : ",", i, i, i, i);
    buf_add_char(&buf, ']');
    return make_set(f, PERSONA_PRODUCT_MANAGER, "answers/large", buf.data, "{}");
}

static int64_t cpu_us(void)
{
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

enum { TIMES = 10, LEAST_RATIO = 2 };

/* The processor's time of both in one run, so that a slow machine changes neither. */
static void one_of_two_thousand_is_read_alone(void **state)
{
    struct fixture *f = *state;
    const struct runs runs = runs_plant(f);
    struct uuid set = make_large(f);
    const struct test_run run = {.organization_id = f->own.id,
                                 .set_id = set,
                                 .set_version = 1,
                                 .case_count = SET_CASES_MAX,
                                 .case_ids = ""};
    int64_t all_us = 0, one_us = 0;
    (void)runs;
    for (int i = 0; i < TIMES; i++) {
        struct run_cases cases;
        struct set_case one;
        endpoints_begin(f);
        int64_t before = cpu_us();
        assert_int_equal(run_cases_get(f->db, &run, &cases), ERR_NONE);
        all_us += cpu_us() - before;
        assert_string_equal(cases.items[1990]->id, "case-1990");
        endpoints_begin(f);
        before = cpu_us();
        assert_int_equal(run_case_get(f->db, &run, "case-1990", &one), ERR_NONE);
        one_us += cpu_us() - before;
        assert_string_equal(one.name, "Number 1990");
    }
    print_message("a case of 2,000: %.2f ms of the processor, of all %.2f ms: %.1f times\n",
                  (double)one_us / TIMES / 1000, (double)all_us / TIMES / 1000,
                  (double)all_us / (double)one_us);
    assert_true(all_us >= LEAST_RATIO * one_us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_found_by_its_id_alone),
        cmocka_unit_test_setup_teardown(one_of_two_thousand_is_read_alone, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
