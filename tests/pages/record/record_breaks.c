#include "pages/record/kinds.h"

#include "data/edit/record_state.h"

/* References that lead nowhere, on the pages of those who refer. */

static const char *strip_of(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                            const char *rest)
{
    struct response *response = kinds_get(f, kind, id, rest);
    fixture_assert_status(response, 200);
    return piece_with(f, response, "<ul class=\"strip\">", "You see", "</ul>");
}

static const char *list_of(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                           const char *rest)
{
    return piece_with(f, kinds_get(f, kind, id, rest), "<div class=\"callout warning\"",
                      "id=\"broken\"", "</ul>");
}

static struct uuid agent(struct fixture *f, const char *name, const char *rest)
{
    char config[256];
    (void)snprintf(config, sizeof config, "{\"model\":{\"name\":\"m\"},%s}", rest);
    return make_agent(f, PERSONA_PRODUCT_MANAGER, name, config);
}

static void archive(struct fixture *f, enum record_kind_id kind, const struct uuid *id)
{
    struct problem problem;
    struct record_archive_draft draft = {*id, true};
    fixture_begin(f);
    assert_int_equal(record_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                    record_nouns[kind]->store, &draft, &problem),
                     ERR_NONE);
    fixture_begin(f);
}

static void what_is_archived_is_shown_to_those_who_refer(void **state)
{
    static const char *const tabs[] = {"", "/versions", "/releases", "/used-by", "/activity"};
    struct fixture *f = *state;
    struct uuid prompt = kinds_make(f, RECORD_PROMPT, "desk/Style");
    struct uuid giver = kinds_make(f, RECORD_AGENT, "Second level");
    struct uuid user = agent(f, "Reader",
                             "\"prompt\":{\"name\":\"desk/Style\",\"version\":1},"
                             "\"handoffs\":[\"Second level\"]");
    struct uuid other = make_prompt(f, PERSONA_PRODUCT_MANAGER, "Including",
                                    "@@@prompt:name=desk/Style|version=1@@@");
    archive(f, RECORD_PROMPT, &prompt);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        assert_in(strip_of(f, RECORD_AGENT, &user, tabs[i]),
                  kinds_path(RECORD_AGENT, &user, "#broken\">1 broken reference</a>"));
        assert_in(strip_of(f, RECORD_PROMPT, &other, tabs[i]), ">1 broken reference</a>");
    }
    const char *list = list_of(f, RECORD_AGENT, &user, "");
    assert_in(list, "<li>v1 takes its instructions from <a href=");
    assert_in(list, kinds_path(RECORD_PROMPT, &prompt, "\">desk/Style</a>, which is archived."));
    assert_in(list, kinds_path(RECORD_PROMPT, &prompt, "\">Restore it</a>"));
    assert_in(list_of(f, RECORD_PROMPT, &other, ""), "<li>v1 refers to <a href=");
    archive(f, RECORD_AGENT, &giver);
    assert_in(strip_of(f, RECORD_AGENT, &user, ""), ">2 broken references</a>");
    assert_in(list_of(f, RECORD_AGENT, &user, ""), "<li>v1 hands off to <a href=");
    assert_in(list_of(f, RECORD_AGENT, &user, "/versions/1"), "hands off to");
    fixture_assert_status(kinds_post(f, RECORD_PROMPT, &prompt, "/restore", ""), 303);
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &giver, "/restore", ""), 303);
    assert_not_in(strip_of(f, RECORD_AGENT, &user, ""), "broken");
    fixture_assert_has_not(kinds_get(f, RECORD_PROMPT, &other, ""), "id=\"broken\"");
}

static void a_label_that_was_removed_is_missed(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = kinds_make(f, RECORD_PROMPT, "Style");
    put_label(f, &prompt_store, &prompt, "staging", 0, 1);
    struct uuid user = agent(f, "Reader", "\"prompt\":{\"name\":\"Style\",\"label\":\"staging\"}");
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_not_in(strip_of(f, RECORD_AGENT, &user, ""), "broken");
    fixture_assert_status(kinds_post(f, RECORD_PROMPT, &prompt, "/releases/remove",
                                     "label=staging&seen=staging%3A1&accept=1"),
                          303);
    assert_in(strip_of(f, RECORD_AGENT, &user, ""), ">1 broken reference</a>");
    const char *list = list_of(f, RECORD_AGENT, &user, "");
    assert_in(list, "Style</a> by the label staging, which is on no version.");
    assert_in(list, kinds_path(RECORD_PROMPT, &prompt, "/releases\">Set the label</a>"));
    assert_in(kinds_get(f, RECORD_AGENT, &user, "")->body.data, ">Edit the agent</a>");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
    fixture_assert_has_not(kinds_get(f, RECORD_AGENT, &user, ""), "broken reference");
}

static void a_team_misses_the_label_of_a_member(void **state)
{
    struct fixture *f = *state;
    struct uuid member = kinds_make(f, RECORD_AGENT, "Member");
    put_label(f, &agent_store, &member, "staging", 0, 1);
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Crew", &member, NULL, 1);
    follow_label(f, &team, 0, "staging");
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &member, "/releases/remove",
                                     "label=staging&seen=staging%3A1&accept=1"),
                          303);
    assert_in(strip_of(f, RECORD_TEAM, &team, ""), ">1 broken reference</a>");
    assert_in(list_of(f, RECORD_TEAM, &team, ""), "has the member <a href=");
}

/* Of an old version the target may be deleted, or renamed: its page says so, and nothing else does.
 */
static void an_old_version_says_what_is_gone(void **state)
{
    struct fixture *f = *state;
    struct uuid gone = kinds_make(f, RECORD_PROMPT, "Gone");
    struct uuid renamed = kinds_make(f, RECORD_PROMPT, "Renamed");
    struct uuid user =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "User",
                    "@@@prompt:name=Gone|version=1@@@ @@@prompt:name=Renamed|version=1@@@");
    (void)save_body(f, &user, "alone");
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(kinds_post(f, RECORD_PROMPT, &gone, "/delete", "name=Gone"), 303);
    fixture_assert_status(kinds_post(f, RECORD_PROMPT, &renamed, "/edit",
                                     "name=Otherwise&body=step+1&type=text&revision=1&message="),
                          303);
    assert_not_in(piece_with(f, kinds_get(f, RECORD_PROMPT, &user, ""), "<ul class=\"strip\">",
                             "Nothing released yet", "</ul>"),
                  "broken");
    const char *list = list_of(f, RECORD_PROMPT, &user, "/versions/1");
    assert_in(list, "<li>v1 refers to <strong>Gone</strong>, which was deleted.</li>");
    assert_in(list, ">Renamed</a>, which has another name now.</li>");
    (void)kinds_make(f, RECORD_PROMPT, "Gone"); /* then that one is meant */
    assert_not_in(list_of(f, RECORD_PROMPT, &user, "/versions/1"), "Gone");
}

/* What is live may refer to something else than the newest version does. */
static void the_live_version_is_watched_too(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = kinds_make(f, RECORD_PROMPT, "Style");
    struct uuid user =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "User", "@@@prompt:name=Style|version=1@@@");
    put_label(f, &prompt_store, &user, LABEL_PRODUCTION, 0, 1);
    (void)save_body(f, &user, "alone");
    archive(f, RECORD_PROMPT, &prompt);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_in(strip_of(f, RECORD_PROMPT, &user, ""), ">1 broken reference in production</a>");
    assert_in(list_of(f, RECORD_PROMPT, &user, ""), "<li>v1 refers to <a href=");
    assert_not_in(kinds_get(f, RECORD_PROMPT, &user, "")->body.data, ">Edit the prompt</a>");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_is_archived_is_shown_to_those_who_refer),
        TEST(a_label_that_was_removed_is_missed),
        TEST(a_team_misses_the_label_of_a_member),
        TEST(an_old_version_says_what_is_gone),
        TEST(the_live_version_is_watched_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
