#include "pages/team/team.h"

/* The versions of a team: history, one version, the difference of two, restoring; members that
 * follow a label; tags. */

static struct agent_ids agents;

static const char *format(const char *text, ...) __attribute__((format(printf, 1, 2)));
static const char *format(const char *text, ...)
{
    static char kept[2048];
    va_list args;
    va_start(args, text);
    (void)vsnprintf(kept, sizeof kept, text, args);
    va_end(args);
    return kept;
}

/* Agents 1 to 3 in a graph; then 3, 1 and 4, of which 1 is pinned and 4 follows a label. */
static struct prompt_address two_versions(struct fixture *f)
{
    make_agents(f, 4, &agents);
    put_label(f, &agent_store, &agents.ids[3], "production", 0, 1);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_team(f, "graph", &agents, 3,
                    format("&edge_from=%s&edge_to=%s&edge_condition=when+asked&edge_from=%s"
                           "&edge_to=%s&edge_condition=&max_turns=5&message=First+try",
                           agents.texts[0], agents.texts[1], agents.texts[0], agents.texts[2]));
    struct response *response = post_below(
        f, made, "/edit",
        format("name=Crew&description=&revision=1&kind=graph&members=%s&role=worker&pin="
               "&members=%s&role=lead&pin=1&members=%s&role=reviewer&pin=label%%3Aproduction"
               "&edge_from=%s&edge_to=%s&edge_condition=always&max_turns=8&termination_text=DONE"
               "&message=Fewer+%%26+better",
               agents.texts[2], agents.texts[0], agents.texts[3], agents.texts[0],
               agents.texts[2]));
    fixture_assert_redirect(response, made.text);
    fixture_assert_has(fixture_get(f, made.text), "Saved as version 2.");
    return made;
}

static void the_history_shows_each_version_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = two_versions(f);
    struct response *response = get_below(f, made, "/versions");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "First try");
    fixture_assert_has(response, "Fewer &amp; better");
    fixture_assert_has(response, "aria-label=\"Compare from version 1\" checked");
    response = get_below(f, made, "/versions/1");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Agent 02</a>");
    fixture_assert_has(response, "when asked");
    fixture_assert_has(response, "<li>After 5 turns</li>");
    fixture_assert_has(response, "Restore this version");
    fixture_assert_has_not(response, "Agent 04");
    response = get_below(f, made, "/versions/2");
    fixture_assert_has(response, "Agent 04</a>");
    fixture_assert_has(response, "<span class=\"chip label production\">production</span>");
    fixture_assert_has(response, "<li>After 8 turns</li>");
    fixture_assert_has_not(response, "Restore this version");
    fixture_assert_status(get_below(f, made, "/versions/3"), 404);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(get_below(f, made, "/versions"), 200);
    fixture_assert_status(get_below(f, made, "/versions/1"), 403);
    fixture_assert_status(get_below(f, made, "/diff"), 403);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(get_below(f, made, "/versions/1"), 404);
    fixture_assert_status(get_below(f, made, "/diff"), 404);
}

/* The cells of a row of the difference. */
static void assert_row(struct fixture *f, struct response *response, const char *field,
                       const char *before, const char *after)
{
    const char *row =
        fixture_between(f, response, format("<th scope=\"row\">%s</th>", field), "</tr>");
    const char *const expected[] = {before, after};
    if (row == NULL)
        fail_msg("there is no row %s", field);
    for (int i = 0; i < 2; i++)
        if (strstr(row, expected[i]) == NULL)
            fail_msg("%s: %s is not in %s", field, expected[i], row);
    assert_true(strstr(row, before) < strstr(row, after));
}

static void versions_are_compared_by_member_and_path(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = two_versions(f);
    struct response *response = get_below(f, made, "/diff");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Version 1 to version 2");
    fixture_assert_has_not(response, "<th scope=\"row\">Kind</th>");
    fixture_assert_has_not(response, "<th scope=\"row\">Agent 03</th>"); /* makes room alone */
    assert_row(f, response, "Agent 01", "<del>Place 1, Worker, Latest</del>",
               "<ins>Place 2, Lead, Pinned to v1</ins>");
    assert_row(f, response, "Agent 04", "not a member",
               "<ins>Place 3, Reviewer, Label production</ins>");
    assert_row(f, response, "Agent 02", "<del>Place 2, Worker, Latest</del>", "not a member");
    assert_row(f, response, "<code>termination.max_turns</code>", "<del>5</del>", "<ins>8</ins>");
    assert_row(f, response, "<code>termination.text</code>", "not set", "<ins>DONE</ins>");
    /* An edge is the same as long as it is between the same two. */
    assert_row(f, response, "<code>edges[0].condition</code>", "not set", "<ins>always</ins>");
    fixture_assert_has(response, "Agent 01 to Agent 02");
    response = get_below(f, made, "/diff?from=2&to=1");
    assert_row(f, response, "Agent 02", "not a member", "<ins>Place 2, Worker, Latest</ins>");
    fixture_assert_has(get_below(f, made, "/diff?from=1&to=1"),
                       "No difference in kind, members and settings.");
    fixture_assert_status(
        post_below(f, made, "/edit", team_form("sequential", &agents, 2, "&revision=2")), 303);
    response = get_below(f, made, "/diff");
    assert_row(f, response, "Kind", "<del>Graph</del>", "<ins>Sequential</ins>");
    fixture_assert_status(get_below(f, made, "/diff?from=1&to=9"), 404);
}

static void a_restored_version_is_a_new_one(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = two_versions(f);
    fixture_assert_status(post_below(f, made, "/versions/1/restore", "revision=1"), 303);
    fixture_assert_has(get_below(f, made, "/versions"), "in the meantime");
    fixture_assert_redirect(post_below(f, made, "/versions/1/restore", "revision=2"), made.text);
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "Restored version 1 as version 3.");
    fixture_assert_has(response, "Agent 02</a>");
    fixture_assert_has(response, "<li>After 5 turns</li>");
    fixture_assert_has_not(response, "Agent 04");
    fixture_assert_has(get_below(f, made, "/versions"), "Restored version 1");
    fixture_assert_status(post_below(f, made, "/versions/9/restore", "revision=3"), 404);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(post_below(f, made, "/versions/1/restore", "revision=3"), 403);
}

/* A version remembers a member whose agent is gone. */
static void a_deleted_member_keeps_its_name(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct prompt_address made = two_versions(f);
    fixture_begin(f);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store,
                                   &agents.ids[1], "Agent 02", &problem),
                     ERR_NONE);
    struct response *response = get_below(f, made, "/versions/1");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Agent 02 <span class=\"chip state off\">Deleted</span>");
    fixture_assert_has_not(response, format("/agents/%s\"", agents.texts[1]));
    assert_row(f, get_below(f, made, "/diff"), "Agent 02", "<del>Place 2", "not a member");
    fixture_assert_redirect(post_below(f, made, "/versions/1/restore", "revision=2"), made.text);
    fixture_assert_has(fixture_get(f, made.text), "is no agent of this organization");
}

/* The editor offers labels and versions in one choice, and keeps what is chosen. */
static void the_editor_offers_labels_and_versions(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = two_versions(f);
    fixture_begin(f);
    (void)save_config(f, &agents.ids[3], "{\"model\":{\"name\":\"newer\"}}");
    struct response *response = get_below(f, made, "/edit");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"\">Latest (v2)</option>");
    fixture_assert_has(
        response, "<option value=\"label:production\" selected>Label production (v1)</option>");
    fixture_assert_has(response, "<option value=\"2\">Pinned to v2</option>");
    fixture_assert_has(response, "<option value=\"1\" selected>Pinned to v1</option>");
    fixture_assert_has(response, "<option value=\"\" selected>Latest (v1)</option>");
    /* Another button keeps a label that no version has yet; saving takes it. */
    const char *form = format("name=Crew&description=&revision=2&kind=sequential&members=%s"
                              "&role=worker&pin=label%%3Acanary",
                              agents.texts[0]);
    char pressed[1024];
    (void)snprintf(pressed, sizeof pressed, "%s&do=refresh", form);
    response = post_below(f, made, "/edit", pressed);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<option value=\"label:canary\" selected>Label canary (not on any "
                                 "version yet)</option>");
    fixture_assert_redirect(post_below(f, made, "/edit", form), made.text);
    fixture_assert_has(fixture_get(f, made.text), "not on any version yet");
    response = post_below(f, made, "/edit",
                          format("name=Crew&description=&revision=3&kind=sequential&members=%s"
                                 "&role=worker&pin=label%%3Av2",
                                 agents.texts[0]));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "A label must not look like a version");
    fixture_assert_has(response, "<option value=\"label:v2\" selected>");
}

/* What the page of a team says of a member that follows a label. */
static void the_page_follows_the_label_of_a_member(void **state)
{
    struct fixture *f = *state;
    struct prompt_address made = two_versions(f);
    fixture_begin(f);
    (void)save_config(f, &agents.ids[3], "{\"model\":{\"name\":\"newer\"}}");
    static const char chips[] = "<span class=\"chip label production\">production</span> "
                                "<span class=\"chip ver\">v%d</span>";
    fixture_assert_has(fixture_get(f, made.text), format(chips, 1));
    fixture_assert_has(fixture_get(f, made.text), ">3 · Reviewer · producti…</text>");
    fixture_begin(f);
    put_label(f, &agent_store, &agents.ids[3], "production", 1, 2);
    fixture_assert_has(fixture_get(f, made.text), format(chips, 2));
}

static void tags_change_without_a_new_version(void **state)
{
    struct fixture *f = *state;
    make_agents(f, 1, &agents);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_team(f, "sequential", &agents, 1, "&tags=night%2C+r%26d+%2CNight");
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "<a class=\"chip tag\" href=\"/teams?tag=night\">night</a>");
    fixture_assert_has(response, "<a class=\"chip tag\" href=\"/teams?tag=r%26d\">r&amp;d</a>");
    fixture_assert_has(get_below(f, made, "/edit"), "name=\"tags\" value=\"night, r&amp;d\"");
    response =
        post_below(f, made, "/edit", team_form("sequential", &agents, 1, "&tags=day&revision=1"));
    fixture_assert_redirect(response, made.text);
    response = fixture_get(f, made.text);
    fixture_assert_has(response, "The content is the same, so there is no new version.");
    fixture_assert_has(response, ">day</a>");
    fixture_assert_has_not(response, "?tag=night");
    fixture_assert_status(get_below(f, made, "/versions/2"), 404);
    response =
        post_below(f, made, "/edit", team_form("sequential", &agents, 1, "&tags=old&revision=1"));
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "<del>day</del>");
    fixture_assert_has(response, "<ins>old</ins>");
    fixture_assert_has(response, "name=\"tags\" value=\"old\"");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_history_shows_each_version_as_it_was),
        TEST(versions_are_compared_by_member_and_path),
        TEST(a_restored_version_is_a_new_one),
        TEST(a_deleted_member_keeps_its_name),
        TEST(the_editor_offers_labels_and_versions),
        TEST(the_page_follows_the_label_of_a_member),
        TEST(tags_change_without_a_new_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
