#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/edit/record_state.h"
#include "data/record/record_owned.h"
#include "teams.h"

/* What a person owns and did lately, on their page. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static struct response *page_as(struct fixture *f, int persona)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/users/%s", developer(f)->id_text);
    fixture_sign_in(f, &f->own.users[persona]);
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    return response;
}

/* A part of the page, from a mark to the end of its section. */
static const char *section(struct fixture *f, const struct response *response, const char *mark)
{
    const char *start = strstr(response->body.data, mark);
    assert_non_null(start);
    const char *end = strstr(start, "</section>");
    assert_non_null(end);
    return arena_copy(f->page_arena, start, (size_t)(end - start));
}

static const char *owns(struct fixture *f, const struct response *response)
{
    return section(f, response, "<h2>Owns</h2>");
}

static void assert_in_order(const char *text, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(text, parts[i]);
        if (found == NULL)
            fail_msg("not there, or not in its place: %s", parts[i]);
        text = found == NULL ? text : found + 1;
    }
}

/* One after the other, a minute apart. */
static struct uuid make_in_turn(struct fixture *f, const char *name, int minute)
{
    static int64_t start;
    if (minute == 0)
        start = clock_now();
    clock_travel(start + minute * CLOCK_MINUTE);
    struct uuid id = make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, name, "Hello");
    fixture_begin(f);
    return id;
}

static void a_page_names_what_someone_owns(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    (void)make_in_turn(f, "the/first", 0);
    (void)make_in_turn(f, "the/second", 1);
    struct uuid third = make_in_turn(f, "the/third", 2);
    (void)make_in_turn(f, "the/fourth", 3);
    struct record_archive_draft gone = {.id = make_in_turn(f, "put-away", 4)};
    assert_int_equal(record_archive(f->db, &developer(f)->actor, &prompt_store, &gone, &problem),
                     ERR_NONE);
    (void)make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "Helper", AGENT_CONFIG);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "of-another", "Hello");
    fixture_begin(f);
    static const int readers[] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_ENTERPRISE_TEAM,
                                  PERSONA_PRODUCT_MANAGER, PERSONA_CUSTOMER_ADMIN};
    char link[128];
    char id[UUID_TEXT_LEN];
    uuid_format(&third, id);
    (void)snprintf(link, sizeof link, "<a href=\"/prompts/%s\" dir=\"auto\">the/third</a>", id);
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        const char *text = owns(f, page_as(f, readers[i]));
        const char *const parts[] = {"/prompts?state=all&amp;owner=",
                                     "\">5 prompts</a>",
                                     ">the/fourth</a>",
                                     link,
                                     ">the/second</a>",
                                     "\">1 agent</a>",
                                     ">Helper</a>"};
        assert_in_order(text, parts, COUNT_OF(parts));
        assert_null(strstr(text, "the/first")); /* only the newest few */
        assert_null(strstr(text, "put-away"));
        assert_null(strstr(text, "of-another"));
        assert_null(strstr(text, "team"));
    }
}

static void a_page_says_what_someone_did_as_far_as_the_reader_may_see(void **state)
{
    struct fixture *f = *state;
    static const char did[] = "id=\"recent\"";
    (void)make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, "support/greeting", "Hello");
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "of-another", "Hello");
    fixture_set_time_zone(f, developer(f), "Asia/Kolkata"); /* an event about no record */
    static const struct {
        int persona;
        bool sees_content;
        bool sees_all;
    } readers[] = {
        {PERSONA_INDIVIDUAL_DEVELOPER, true, true}, /* themselves */
        {PERSONA_ENTERPRISE_TEAM, false, false},    {PERSONA_PRODUCT_MANAGER, true, false},
        {PERSONA_DEVOPS_ENGINEER, true, true},      {PERSONA_CUSTOMER_ADMIN, true, true},
    };
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        struct response *response = page_as(f, readers[i].persona);
        if (!readers[i].sees_content) {
            fixture_assert_has_not(response, did);
            fixture_assert_has_not(response, "Created prompt");
            continue;
        }
        const char *text = section(f, response, did);
        assert_non_null(strstr(text, ">Created prompt</a>"));
        assert_non_null(strstr(text, "dir=\"auto\">support/greeting</a>"));
        assert_non_null(strstr(text, "<time datetime="));
        assert_null(strstr(text, "of-another"));
        assert_null(strstr(text, "Signed in"));
        assert_int_equal(strstr(text, ">Changed user</a>") != NULL, readers[i].sees_all);
        assert_non_null(strstr(text, "href=\"/audit?actor="));
    }
}

static void who_did_nothing_yet_is_said_so(void **state)
{
    struct fixture *f = *state;
    struct response *response = page_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_non_null(strstr(section(f, response, "id=\"recent\""), "Nothing yet."));
    assert_non_null(strstr(owns(f, response), "No prompts, agents or teams."));
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_page_names_what_someone_owns),
        TEST(a_page_says_what_someone_did_as_far_as_the_reader_may_see),
        TEST(who_did_nothing_yet_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
