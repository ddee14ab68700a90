#include "pages/record/kinds.h"

#include "base/clock.h"
#include "data/release/label_proposal.h"
#include "data/usage/usage.h"
#include "tokens.h"

/* How often programs were served a record, and by whom, on its pages, before it goes, at home and
 * in the register. */

static const struct uuid nobody;

/* So many answers with a version, and what a worker then writes. */
static void serve(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                  const struct uuid *token_id, int64_t version, const char *label, int times)
{
    struct usage_notes *usage = usage_create();
    struct usage_served served = {.kind = kind, .record_id = *id, .version = version};
    usage_set_label(&served, label);
    for (int i = 0; i < times; i++)
        usage_note(usage, &f->own.id, token_id, &served);
    usage_settle(usage, true);
    fixture_begin(f);
    usage_write(usage, f->db, f->arena);
    fixture_begin(f);
}

static struct uuid make_token(struct fixture *f, const char *name)
{
    struct uuid id = tokens_make(f, actor_of(f, PERSONA_PRODUCT_MANAGER), name, NULL, "").id;
    fixture_begin(f);
    return id;
}

static void release_first(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    put_label(f, record_nouns[kind]->store, id, "production", 0, 1);
    fixture_begin(f);
}

static void the_record_says_how_often_and_to_whom(void **state)
{
    struct fixture *f = *state;
    struct uuid token = make_token(f, "<b>shop");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, (enum record_kind_id)kind, "Greeting", 2);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *page = kinds_get(f, kind, &id, "/used-by");
        fixture_assert_status(page, 200);
        fixture_assert_has(page, "<p>Never served</p>");
        fixture_assert_has(page, "No program fetched it in the last 30 days.");
        serve(f, kind, &id, &token, 1, "production", 1204);
        serve(f, kind, &id, &nobody, 2, NULL, 3);
        page = kinds_get(f, kind, &id, "/used-by"); /* at once: it is never kept */
        fixture_assert_has(page, "Served 1,207 times in the last 30 days by 1 token");
        fixture_assert_has(page, "1207 servings in 30 days");
        const char *row = row_with(f, page, "&lt;b&gt;shop");
        assert_in(row, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        assert_in(row, ">v1<");
        assert_in(row, ">1,204<");
        assert_in(row_with(f, page, "Anyone, without a token"), ">3<");
        const char *numbers = piece_with(f, page, "<table class=\"numbers\"",
                                         "Servings per day, newest first", "</table>");
        assert_in(numbers, "<th scope=\"col\" class=\"num\">v1</th>");
        assert_in(numbers, "<td class=\"num\">1204</td><td class=\"num\">3</td>"
                           "<td class=\"num\">1207</td>");
        fixture_assert_has(page, "within 10 seconds");
        page = kinds_get(f, kind, &id, "/versions/2");
        fixture_assert_has(page, "Served 3 times in the last 30 days");
        page = kinds_get(f, kind, &id, "/releases");
        assert_in(piece_with(f, page, "<section", "id=\"label-usage-title\"", "</section>"),
                  "<dt>production</dt><dd>Served 1,204 times in the last 30 days by 1 token");
        page = kinds_get(f, kind, &id, "");
        assert_in(piece_with(f, page, "<section", "<h2>Served</h2>", "</section>"),
                  "Served 1,207 times");
    }
}

/* What others may not know is whose secret has which name. */
static void names_of_tokens_are_their_owners(void **state)
{
    struct fixture *f = *state;
    struct uuid token = make_token(f, "shop-secret");
    struct uuid id = kinds_make(f, RECORD_PROMPT, "Greeting");
    serve(f, RECORD_PROMPT, &id, &token, 1, "production", 1);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *page = kinds_get(f, RECORD_PROMPT, &id, "/used-by");
    fixture_assert_has_not(page, "shop-secret");
    assert_in(row_with(f, page,
                       arena_printf(f->page_arena, "<bdi>%s</bdi>",
                                    f->own.users[PERSONA_PRODUCT_MANAGER].full_name)),
              ">v1<");
}

static void who_fetches_it_is_said_before_it_goes(void **state)
{
    struct fixture *f = *state;
    struct uuid shop = make_token(f, "shop"), batch = make_token(f, "batch");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, (enum record_kind_id)kind, "Greeting", 2);
        release_first(f, kind, &id);
        serve(f, kind, &id, &shop, 1, "production", 7);
        serve(f, kind, &id, &batch, 2, NULL, 5);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *page =
            kinds_get(f, kind, &id, "/releases/change?label=production&to_version=2");
        fixture_assert_status(page, 200);
        fixture_assert_has(page, "Who fetched v1 lately");
        assert_in(row_with(f, page, ">shop<"), ">7<");
        fixture_assert_has_not(page, ">batch<"); /* of the version that stays */
        page = kinds_post(f, kind, &id, "/releases/remove", "label=production&seen=production:1");
        fixture_assert_status(page, 409);
        fixture_assert_has(page, "Who fetched v1 lately");
        assert_in(row_with(f, page, ">shop<"), ">7<");
        fixture_assert_has_not(page, ">batch<");
        page = kinds_post(f, kind, &id, "/archive", "");
        fixture_assert_status(page, 409);
        assert_in(row_with(f, page, ">shop<"), ">7<");
        assert_in(row_with(f, page, ">batch<"), ">5<");
        page = kinds_get(f, kind, &id, "/delete");
        fixture_assert_status(page, 200);
        assert_in(row_with(f, page, ">batch<"), ">5<");
    }
}

static void a_review_names_who_fetches_what_goes(void **state)
{
    struct fixture *f = *state;
    struct uuid shop = make_token(f, "shop"), made;
    struct uuid id = kinds_make_versions(f, RECORD_PROMPT, "Greeting", 2);
    struct problem problem;
    struct label_change change = {
        .record_id = id, .label = "production", .from_version = 1, .to_version = 2, .reason = ""};
    release_first(f, RECORD_PROMPT, &id);
    serve(f, RECORD_PROMPT, &id, &shop, 1, "production", 7);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &prompt_store,
                                   &change, &made, &problem),
                     ERR_NONE);
    char proposal[UUID_TEXT_LEN];
    uuid_format(&made, proposal);
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page =
        kinds_get(f, RECORD_PROMPT, &id, arena_printf(f->arena, "/releases/%s", proposal));
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "Who fetched v1 lately");
    assert_in(row_with(f, page, ">shop<"), ">7<");
}

static void what_is_archived_and_served_is_said(void **state)
{
    struct fixture *f = *state;
    struct uuid shop = make_token(f, "shop");
    struct uuid id = kinds_make(f, RECORD_AGENT, "Clerk");
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &id, "/archive", ""), 303);
    fixture_assert_has_not(fixture_get(f, "/"), "Served though archived");
    serve(f, RECORD_AGENT, &id, &shop, 1, "latest", 1);
    assert_in(piece_with(f, fixture_get(f, "/"), "<li", "Served though archived", "</li>"),
              "Clerk");
    struct response *page = kinds_get(f, RECORD_AGENT, &id, "/used-by");
    fixture_assert_has(page, "Programs still fetch it although it is archived");
    page = kinds_get(f, RECORD_AGENT, &id, "");
    assert_in(piece_with(f, page, "<section", "<h2>Served</h2>", "</section>"),
              "Served though archived");
}

/* Today, as the register's file begins a time. */
static const char *served_day(struct fixture *f)
{
    char day[CLOCK_DAY_LEN];
    clock_format_day(clock_now(), day);
    return arena_strdup(f->page_arena, day);
}

static void home_and_register_say_what_is_live_and_not_served(void **state)
{
    struct fixture *f = *state;
    struct uuid shop = make_token(f, "shop");
    int64_t now = clock_now();
    clock_travel(now - 40 * CLOCK_DAY);
    struct uuid idle = kinds_make(f, RECORD_AGENT, "Idle"),
                used = kinds_make(f, RECORD_AGENT, "Used");
    release_first(f, RECORD_AGENT, &idle);
    release_first(f, RECORD_AGENT, &used);
    clock_travel(now);
    serve(f, RECORD_AGENT, &used, &shop, 1, "production", 1);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *page = fixture_get(f, "/");
    assert_in(piece_with(f, page, "<li", "Live but not served", "</li>"), "Idle");
    fixture_assert_has_not(page, "/used-by\" dir=\"auto\"><span class=\"path\"></span>Used");
    page = fixture_get(f, "/register");
    fixture_assert_status(page, 200);
    assert_in(row_with(f, page, ">Idle<"), "never served");
    assert_in(row_with(f, page, ">Used<"), "served <time");
    page = fixture_get(f, "/agents?show=unserved");
    fixture_assert_has(page, ">Idle</a>");
    fixture_assert_has_not(page, ">Used</a>");
    page = fixture_get(f, "/register/csv");
    fixture_assert_has(page, ",Last served to a program,");
    fixture_assert_has(
        page, arena_printf(f->page_arena, "\"In production, version 1\",%s", served_day(f)));
    fixture_assert_has(page, "\"In production, version 1\",,");
    fixture_assert_has(kinds_get(f, RECORD_AGENT, &used, "/register"),
                       "Served once in the last 30 days by 1 token");
    clock_travel(0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_record_says_how_often_and_to_whom),
        TEST(names_of_tokens_are_their_owners),
        TEST(who_fetches_it_is_said_before_it_goes),
        TEST(a_review_names_who_fetches_what_goes),
        TEST(what_is_archived_and_served_is_said),
        TEST(home_and_register_say_what_is_live_and_not_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
