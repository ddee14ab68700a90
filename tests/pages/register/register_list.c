#include "pages/record/kinds.h"

#include <stdlib.h>

#include "data/register/register.h"

/* The list of the register, its printable form and file, and the duties. */

static struct uuid registered(struct fixture *f, const char *name, const char *purpose)
{
    struct problem problem;
    struct uuid id = kinds_make(f, RECORD_AGENT, name);
    struct register_draft draft = {.record_id = id,
                                   .texts = {purpose, "Orders", "Customers", "Because"},
                                   .risk = RISK_HIGH,
                                   .oversight_id = f->own.users[PERSONA_PRODUCT_MANAGER].id,
                                   .review_on = CLOCK_DAY};
    fixture_begin(f);
    assert_int_equal(
        register_save(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store, &draft, &problem),
        ERR_NONE);
    fixture_begin(f);
    return id;
}

static void the_list_filters_and_counts(void **state)
{
    struct fixture *f = *state;
    (void)registered(f, "Desk/First", "Helps <i>people</i>");
    (void)kinds_make(f, RECORD_TEAM, "Second");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = fixture_get(f, "/register");
    fixture_assert_status(response, 200);
    const char *row = row_with(f, response, ">First</a>");
    assert_in(row, ">High</span>");
    assert_in(row, "Petra Product of Northwind");
    assert_in(row, "1970-01-02");
    assert_in(row, ">Overdue</span>");
    assert_in(row_with(f, response, ">Second</a>"), ">Incomplete</span>");
    assert_in(response->body.data, "Overdue<small>1</small>");
    assert_in(response->body.data, "High<small>1</small>");
    assert_links_have_text(response);
    response = fixture_get(f, "/register?kind=team&risk=&model=");
    assert_not_in(response->body.data, ">First</a>");
    response = fixture_get(f, "/register?overdue=1&sort=review");
    assert_not_in(response->body.data, ">Second</a>");
    assert_in(response->body.data, "/register/csv?overdue=1&amp;sort=review");
    fixture_assert_status(fixture_get(f, "/register?risk=huge"), 422);
    fixture_assert_status(fixture_get(f, "/register?from=nowhere"), 422);
    response = fixture_get(f, "/register?model=withdrawn");
    assert_in(response->body.data, "Nothing uses withdrawn: it can be withdrawn.");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(fixture_get(f, "/register"), 403);
}

static void the_file_has_columns_named_after_the_duty_and_no_formulas(void **state)
{
    struct fixture *f = *state;
    (void)registered(f, "First", "=HYPERLINK(\"http://x\")");
    (void)kinds_make(f, RECORD_TEAM, "Second");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/register/csv");
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "text/csv; charset=utf-8; header=present");
    const char *body = response->body.data;
    assert_memory_equal(body, "\"Name (Annex VIII A 4, B 4)\",", 29);
    assert_in(body, ",Human oversight (Article 26(2)),");
    assert_in(body, ",\"'=HYPERLINK(\"\"http://x\"\")\",Orders,");
    assert_in(body, ",High,Because,Not in production,,1970-01-02,,1,");
    assert_in(body, "\r\nSecond,http://127.0.0.1:8080/teams/");
    assert_int_equal(fixture_count_events(f, "register.export", "success"), 1);
    response = fixture_get(f, "/register/csv?kind=agent");
    assert_not_in(response->body.data, "/teams/");
}

/* More agents than were ever given at once (a part of them under the sanitizers), like the one that
 * is there; sorted as name_sort_key() does numbers of five digits. */
#ifdef __SANITIZE_ADDRESS__
#define MANY 1500
#else
#define MANY 20500
#endif
#define TEXT_OF(number)   #number
#define MANY_TEXT(number) TEXT_OF(number)
#define COPY(id, numbers)                                                                          \
    "INSERT INTO agents (organization_id, id, name, name_key, sort_key, folder, model, version, "  \
    "version_count, revision, owner_id, created_at, updated_at) SELECT a.organization_id, " id     \
    ", 'copy ' || n.i, 'copy ' || n.i, 'copy 5' || n.i, '', a.model, 1, 1, 1, a.owner_id, "        \
    "a.created_at, a.updated_at FROM agents a, " numbers " AS n WHERE a.name = 'First'"

static void the_file_has_every_system_however_many_there_are(void **state)
{
    struct fixture *f = *state;
    (void)registered(f, "First", "Helps");
    fixture_script(
        f,
        COPY("randomblob(16)",
             "(WITH RECURSIVE c (i) AS (SELECT 10001 UNION ALL SELECT i + 1 FROM c "
             "WHERE i < 10000 + " MANY_TEXT(MANY) ") SELECT i FROM c)"),
        COPY("gen_random_uuid()", "(SELECT i FROM generate_series(10001, 10000 + " MANY_TEXT(
                                      MANY) ") AS g (i))") "; ANALYZE agents");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/register/csv?kind=agent");
    fixture_assert_status(response, 200);
    assert_non_null(response->stream.next);
    assert_int_equal(count_in(response->body.data, "\r\n"), MANY + 2);
    assert_int_equal(count_in(response->body.data, "\r\ncopy "), MANY);
    char last[32];
    (void)snprintf(last, sizeof last, "\r\ncopy %d,http", 10000 + MANY);
    assert_in(response->body.data, last);
    response = fixture_get(f, "/register/print");
    char sentence[64];
    (void)snprintf(sentence, sizeof sentence, "These are the first 500 of %d AI systems.",
                   MANY + 1);
    assert_in(response->body.data, sentence);
    assert_int_equal(count_in(response->body.data, "<section class=\"panel\">"), 500);
}

static void the_printable_form_leaves_lines_for_what_is_missing(void **state)
{
    struct fixture *f = *state;
    (void)registered(f, "First", "Helps <i>people</i>");
    (void)kinds_make(f, RECORD_TEAM, "Second");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, "/register/print");
    fixture_assert_status(response, 200);
    const char *first = piece_with(f, response, "<section", ">First</h2>", "</section>");
    assert_in(first, "Helps &lt;i&gt;people&lt;/i&gt;");
    assert_int_equal(count_in(first, "class=\"blank\""), 5);
    const char *second = piece_with(f, response, "<section", ">Second</h2>", "</section>");
    assert_int_equal(count_in(second, "class=\"blank\""), 11);
}

static void duties_are_shown_as_of_their_day(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = fixture_get(f, "/register/duties");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, "as of <time datetime=\"2026-07-02\">");
    assert_in(row_with(f, response, "Prohibited practices are not used"), ">2025-02-02</time>");
    assert_in(row_with(f, response, "Registration in the EU database"), ">2027-12-02</time>");
    assert_not_in(row_with(f, response, "AI literacy"), "May move to");
    /* another file in its place */
    char path[128];
    static const char own[] =
        "{\"format\":\"rostrum-duties\",\"format_version\":1,\"law\":\"L\",\"as_of\":\"2026-01-"
        "02\","
        "\"sources\":[{\"title\":\"S\",\"url\":\"https://"
        "a.example\"}],\"duties\":[{\"id\":\"a\",\"title\":\"Ours\",\"articles\":\"Article 1\","
        "\"applies_from\":\"2026-08-02\",\"may_move_to\":\"2027-12-02\",\"risk_classes\":[\"high\"]"
        ","
        "\"text\":\"Do.\",\"source\":\"https://a.example\"}]}";
    (void)snprintf(path, sizeof path, "%s/duties.json", f->dir);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(own, 1, sizeof own - 1, file), sizeof own - 1);
    assert_int_equal(fclose(file), 0);
    f->app.config.duties_path = path;
    response = fixture_get(f, "/register/duties");
    assert_in(row_with(f, response, "Ours"), "May move to");
    f->app.config.duties_path = "/nowhere/duties.json";
    response = fixture_get(f, "/register/duties");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, "There is no such file");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_list_filters_and_counts),
        TEST(the_file_has_columns_named_after_the_duty_and_no_formulas),
        TEST(the_file_has_every_system_however_many_there_are),
        TEST(the_printable_form_leaves_lines_for_what_is_missing),
        TEST(duties_are_shown_as_of_their_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
