#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "agents.h"
#include "data/audit/audit.h"
#include "data/trail/audit_download.h"
#include "pages/trail/audit_lines.h"

#ifdef __SANITIZE_ADDRESS__
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

/* The events of a filter as a file. */

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

static struct uuid make(struct fixture *f, const char *name, const char *description)
{
    struct prompt_draft draft = {.name = name,
                                 .description = description,
                                 .type = PROMPT_TEXT,
                                 .body = {"body", 4},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    struct problem problem;
    struct record_saved saved;
    fixture_begin(f);
    assert_int_equal(prompt_create(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, &draft,
                                   &saved, &problem),
                     ERR_NONE);
    fixture_begin(f);
    return saved.id;
}

static int count_lines(const char *text)
{
    int count = 0;
    for (const char *p = strchr(text, '\n'); p != NULL; p = strchr(p + 1, '\n'))
        count++;
    return count;
}

static void the_filter_is_exported_and_that_is_one_event(void **state)
{
    struct fixture *f = *state;
    (void)make(f, "first", "x");
    (void)make(f, "second \"quoted\"", "x");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/audit?action=prompt.");
    fixture_assert_has(response, "href=\"/audit/export?action=prompt.\"");
    response = fixture_get(f, "/audit/export?action=prompt.");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "2 events, newest first");
    fixture_assert_has(response, "name=\"action\" value=\"prompt.\"");
    assert_int_equal(fixture_count_events(f, "audit.download", "success"), 0);

    response = fixture_post(f, "/audit/export", "action=prompt.&format=csv");
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "text/csv; charset=utf-8; header=present");
    assert_string_equal(fixture_header(response, "X-Event-Count"), "2");
    assert_int_equal(count_lines(response->body.data), 3);
    fixture_assert_has(response, "\"number\",\"id\",\"time\",\"event\",\"action\"");
    fixture_assert_has(response, "\"Created prompt\",\"prompt.create\",\"success\",\"user\"");
    fixture_assert_has(response, "\"second \"\"quoted\"\"\"");
    assert_int_equal(fixture_count_events(f, "audit.download", "success"), 1);

    response = fixture_post(f, "/audit/export", "action=prompt.&format=jsonl");
    assert_int_equal(count_lines(response->body.data), 2);
    fixture_assert_has(response, "\"record_name\":\"second \\\"quoted\\\"\"");
    fixture_assert_has(response, "\"details\":{\"");
    assert_int_equal(fixture_count_events(f, "audit.download", "success"), 2);
    fixture_assert_has(fixture_get(f, "/audit?action=audit."), "Downloaded events of");
}

static void every_line_of_json_is_an_object(void **state)
{
    struct fixture *f = *state;
    (void)make(f, "first", "two\nlines");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    (void)fixture_get(f, "/account");
    struct response *response = fixture_post(f, "/audit/export", "format=jsonl");
    int count = 0;
    for (const char *line = response->body.data; *line != '\0'; count++) {
        size_t len = strcspn(line, "\n");
        json_t *json = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        assert_int_equal(json_object_size(json), 17);
        json_decref(json);
        line += len + 1;
    }
    assert_true(count >= 3);
    fixture_assert_has(response, "192.0.2.7"); /* what describes a person is there as well */
}

static void a_cell_never_begins_a_formula(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"=1+1", "+1", "-1", "@SUM(A1)"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        (void)make(f, names[i], "x");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_post(f, "/audit/export", "action=prompt.&format=csv");
    fixture_assert_has(response, "\"'=1+1\"");
    fixture_assert_has(response, "\"'+1\"");
    fixture_assert_has(response, "\"'-1\"");
    fixture_assert_has(response, "\"'@SUM(A1)\"");
    for (const char *p = response->body.data; (p = strpbrk(p, "\",\n")) != NULL; p++)
        if (p[0] == ',' && p[1] == '"')
            assert_null(strchr("=+-@\t\r", p[2]));
}

static void others_are_refused(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_DEVOPS_ENGINEER); /* who sees all of it */
    fixture_assert_has_not(fixture_get(f, "/audit"), "/audit/export");
    struct response *response = fixture_get(f, "/audit/export");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "You don&#39;t have access");
    response = fixture_post(f, "/audit/export", "format=csv");
    fixture_assert_status(response, 403);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 2);
    assert_int_equal(fixture_count_events(f, "audit.download", "success"), 0);
}

static void a_wrong_form_comes_back(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(fixture_post(f, "/audit/export", "format=xls"), 422);
    fixture_assert_status(fixture_post(f, "/audit/export", "format=csv&from=never"), 422);
    fixture_assert_status(fixture_get(f, "/audit/export?from=never"), 422);
    assert_int_equal(fixture_count_events(f, "audit.download", "success"), 0);
}

/* Only who may read records finds in the file what is inside them. */
static void a_platform_admin_gets_no_contents(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "Support agent", AGENT_CONFIG);
    save_config(f, &agent, "{\"model\":{\"name\":\"other-one\"}}");
    fixture_begin(f);
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_post(f, "/audit/export", "format=jsonl"), "other-one");
    sign_in(f, PERSONA_PLATFORM_ADMIN);
    struct response *response = fixture_post(f, "/audit/export", "format=jsonl");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "config.model.name");
    fixture_assert_has_not(response, "other-one");
}

/* ---- size ---------------------------------------------------------------------------------- */

enum { MANY = 100000, EARLY = 20000, GROWTH_MAX_KIB = 4096 };

#define COPY(id, time, numbers)                                                                    \
    "INSERT INTO audit_events SELECT e.organization_id, " id ", " time ", e.actor_kind, "          \
    "e.actor_id, e.is_outside, 'user.walk', e.record_type, e.record_id, e.outcome, " id ", 0, "    \
    "NULL, NULL, NULL FROM " numbers " n, (SELECT * FROM audit_events WHERE action = "             \
    "'prompt.create' LIMIT 1) e;"

static void make_many(struct fixture *f)
{
    fixture_script(f,
                   COPY("randomblob(16)", "e.occurred_at - n.i",
                        "(WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c "
                        "WHERE i < 100000) SELECT i FROM c)"),
                   COPY("gen_random_uuid()", "e.occurred_at - n.i * interval '1 microsecond'",
                        "(SELECT i FROM generate_series(1, 100000) AS g (i))"));
}

/* Memory in KiB that the process had at most. The sanitizer keeps what was freed for a while, so
 * that there what is allocated now counts. */
static long peak(void)
{
#ifdef __SANITIZE_ADDRESS__
    return (long)(__sanitizer_get_current_allocated_bytes() / 1024);
#else
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
#endif
}

struct sum {
    struct audit_download download;
    int64_t lines;
    long early_peak;
};

static enum err next_batch(void *context, struct buf *piece, bool *is_done)
{
    struct sum *sum = context;
    struct audit_list list;
    enum err err = audit_download_next(&sum->download, piece->arena, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        audit_lines_add(piece, i % 2 == 0 ? AUDIT_CSV : AUDIT_JSON, &list.entries[i]);
    *is_done = err != ERR_NONE || list.count == 0;
    return err;
}

static bool count_piece(void *context, struct text piece)
{
    struct sum *sum = context;
    for (size_t i = 0; i < piece.len; i++)
        sum->lines += piece.data[i] == '\n';
    if (sum->early_peak == 0 && sum->lines >= EARLY)
        sum->early_peak = peak();
    return true;
}

static void a_long_log_needs_no_more_memory_than_a_short_one(void **state)
{
    struct fixture *f = *state;
    struct sum sum = {.lines = 0};
    struct audit_filter filter = {.action = "user.walk"};
    (void)make(f, "first", "x");
    make_many(f);
    fixture_begin(f);
    assert_int_equal(audit_download_begin(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                          &filter, "csv", &sum.download),
                     ERR_NONE);
    assert_int_equal(sum.download.count, MANY);
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    struct arena *arena = arena_create(1 << 20);
    struct response response;
    response_init(&response, arena);
    response.stream = (struct response_stream){next_batch, &sum, NULL};
    assert_int_equal(response_make_stream(&response, count_piece, &sum), ERR_NONE);
    arena_destroy(arena);
    assert_int_equal(sum.lines, MANY);
    assert_int_equal(sum.download.done, MANY);
    assert_true(peak() - sum.early_peak <= GROWTH_MAX_KIB);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_filter_is_exported_and_that_is_one_event),
        TEST(every_line_of_json_is_an_object),
        TEST(a_cell_never_begins_a_formula),
        TEST(others_are_refused),
        TEST(a_wrong_form_comes_back),
        TEST(a_platform_admin_gets_no_contents),
        TEST(a_long_log_needs_no_more_memory_than_a_short_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
