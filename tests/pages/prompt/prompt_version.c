#include "pages/prompt/prompt.h"

#include "agents.h"

/* Versions, differences, restoring, previews, uses, archive, transfer, delete, and what a
 * stranger sees. */

static void save(struct fixture *f, struct prompt_address made, const char *form)
{
    fixture_assert_redirect(post_below(f, made, "/edit", form), made.text);
}

static void an_old_version_is_shown_and_restored(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=first&message=begin");
    save(f, made, "name=one&body=second&message=middle&revision=1");
    struct response *response = get_below(f, made, "/versions");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "begin");
    fixture_assert_has(response, "aria-label=\"Compare from version 1\" checked");
    response = get_below(f, made, "/versions/1");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "first</pre>");
    fixture_assert_has(response, "Restore this version");
    fixture_assert_has_not(get_below(f, made, "/versions/2"), "Restore this version");
    fixture_assert_status(get_below(f, made, "/versions/3"), 404);
    fixture_assert_status(get_below(f, made, "/versions/0"), 404);
    fixture_assert_status(post_below(f, made, "/versions/1/restore", "revision=1"), 303);
    fixture_assert_has(get_below(f, made, "/versions"), "Someone changed this in the meantime");
    fixture_assert_redirect(post_below(f, made, "/versions/1/restore", "revision=2"), made.text);
    response = fixture_get(f, made.text);
    fixture_assert_has(response, "Restored version 1 as version 3.");
    fixture_assert_has(response, "first</pre>");
    fixture_assert_status(post_below(f, made, "/versions/1/restore", ""), 422);
}

/* The row of a version in the history, from its number to its end. */
static const char *row_of(struct fixture *f, const struct response *response, int version)
{
    char mark[64];
    (void)snprintf(mark, sizeof mark, "aria-label=\"Compare to version %d\"", version);
    const char *row = fixture_between(f, response, mark, "</tr>");
    if (row == NULL)
        fail_msg("no row of version %d:\n%s", version, response->body.data);
    return row;
}

static void assert_labels(struct fixture *f, const struct response *response, int version,
                          const char *chips)
{
    const char *row = row_of(f, response, version);
    char cell[512];
    (void)snprintf(cell, sizeof cell, "<td><div class=\"chips\">%s</div></td>", chips);
    if (strstr(row, cell) == NULL)
        fail_msg("version %d has not the labels %s:\n%s", version, chips, row);
}

static void each_row_of_the_history_has_its_own_labels(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = create_prompt(f, "one", "body=first&message=begin");
    save(f, made, "name=one&body=second&message=middle&revision=1");
    save(f, made, "name=one&body=third&message=end&revision=2");
    post_below(f, made, "/releases/move", "label=production&to_version=1&reason=&seen=&compared=1");
    post_below(f, made, "/releases/move", "label=beta&to_version=3&reason=&seen=production%3A1");
    struct response *response = get_below(f, made, "/versions");
    fixture_assert_status(response, 200);
    assert_labels(f, response, 1, "<span class=\"chip label production\">production</span>");
    assert_labels(f, response, 2, "");
    assert_labels(f, response, 3,
                  "<span class=\"chip label latest\">latest</span>"
                  "<span class=\"chip label\">beta</span>");
}

static void the_number_of_a_version_is_its_link_with_or_without_a_message(void **state)
{
    struct fixture *f = *state;
    char link[256];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=first");
    save(f, made, "name=one&body=second&message=Shorter&revision=1");
    struct response *response = get_below(f, made, "/versions");
    (void)snprintf(link, sizeof link, " href=\"%s/versions/1\">v1</a>", made.text);
    assert_non_null(strstr(row_of(f, response, 1), link));
    assert_non_null(strstr(row_of(f, response, 1), "<span class=\"muted\">No message</span>"));
    (void)snprintf(link, sizeof link, " href=\"%s/versions/2\">v2</a>", made.text);
    assert_non_null(strstr(row_of(f, response, 2), link));
    assert_non_null(strstr(row_of(f, response, 2), "<span>Shorter</span>"));
    (void)snprintf(link, sizeof link, "href=\"%s/versions/1\">v1 No message</a>", made.text);
    fixture_assert_has(fixture_get(f, made.text), link);
    fixture_assert_has(get_below(f, made, "/diff"), link);
    fixture_assert_has(get_below(f, made, "/versions/1"), "<p class=\"muted\">No message</p>");
}

static void versions_are_compared_by_line_and_word(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=same%0AThe+old+word%0Akeep+this%0A");
    save(f, made, "name=one&body=same%0AThe+new+word%0Akeep++this%0A%3Cb%3E&revision=1");
    struct response *response = get_below(f, made, "/diff?from=1&to=2");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<del>old</del>");
    fixture_assert_has(response, "&lt;b&gt;");
    fixture_assert_has(response, "<span class=\"space\"> </span>");
    fixture_assert_has_not(response, "<b>");
    fixture_assert_has(get_below(f, made, "/diff?from=2&to=2"), "is the same");
    fixture_assert_has(get_below(f, made, "/diff"), "Version 1 to version 2");
    fixture_assert_has(get_below(f, made, "/diff?from=x&to=y"), "Version 1 to version 2");
    fixture_assert_has(get_below(f, made, "/diff?from=2&to=1"), "<ins>old</ins>");
    fixture_assert_status(get_below(f, made, "/diff?from=1&to=9"), 404);
}

static void chats_are_compared_by_message(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made =
        create_prompt(f, "one", "type=chat&role=system&content=Be+kind&role=user&content=Hi");
    save(f, made,
         "name=one&type=chat&role=system&content=Be+brief&role=user&content=Hi&revision=1");
    struct response *response = get_below(f, made, "/diff");
    fixture_assert_has(response, "[system]");
    fixture_assert_has(response, "<del>kind</del>");
    fixture_assert_has(response, "<ins>brief</ins>");
}

static void a_preview_fills_in_the_variables(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "part", "body=from+%7B%7Bcity%7D%7D");
    struct prompt_address made = create_prompt(
        f, "one",
        "body=Hi+%7B%7Bname%7D%7D+%40%40%40prompt%3Aname%3Dpart%7Clabel%3Dlatest%40%40%40");
    struct response *response = get_below(f, made, "/preview");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "name=\"var.name\"");
    fixture_assert_has(response, "name=\"var.city\"");
    response = post_below(f, made, "/preview", "version=1&var.name=%3Ci%3EAda%3C%2Fi%3E&var.city=");
    fixture_assert_status(response, 200);
    fixture_assert_has(response,
                       "Hi &lt;i&gt;Ada&lt;/i&gt; from <mark class=\"var\">{{city}}</mark>");
    fixture_assert_has(response, "Not filled in");
    response = post_below(f, made, "/preview", "version=1&var.name=a&var.town=b");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, ">\na</textarea>");
    response = post_below(f, made, "/preview", "version=1&var.name=Ada&var.city=Turin");
    fixture_assert_has(response, "Hi Ada from Turin</pre>");
    response = get_below(f, made, "/try?version=1");
    fixture_assert_redirect(response, arena_printf(f->arena, "%s/preview?version=1", made.text));
}

static void a_preview_of_a_chat_fills_in_its_messages(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(
        f, "one", "type=chat&role=system&content=You+are+%7B%7Bwho%7D%7D&role=user&content=Hi");
    struct response *response = post_below(f, made, "/preview", "version=1&var.who=%22a%22%5D");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "You are &quot;a&quot;]</pre>");
    fixture_assert_has(response, "2. User");
}

static void a_reference_that_cannot_be_resolved_is_said_in_the_preview(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    (void)create_prompt(f, "part", "body=x");
    struct prompt_address made =
        create_prompt(f, "one", "body=%40%40%40prompt%3Aname%3Dpart%40%40%40+%7B%7Bname%7D%7D");
    struct response *response = get_below(f, made, "/preview");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "can't be resolved");
    fixture_assert_has(response, "name=\"var.name\"");
    fixture_assert_has(fixture_get(f, made.text), "<mark class=\"ref\"><a href=\"/prompts/");
}

static void a_prompt_that_is_used_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address part = create_prompt(f, "part", "body=x");
    (void)create_prompt(f, "whole", "body=%40%40%40prompt%3Aname%3Dpart%7Clabel%3Dlatest%40%40%40");
    struct response *response = fixture_get(f, part.text);
    fixture_assert_has(response, ">whole</a>");
    fixture_assert_has(response, "the label latest");
    response = get_below(f, part, "/delete");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">whole</a>");
    response = post_below(f, part, "/delete", "name=part");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, ">whole</a>");
    struct prompt_address lone = create_prompt(f, "lone", "body=x");
    response = post_below(f, lone, "/delete", "name=loen");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "value=\"loen\"");
    fixture_assert_redirect(post_below(f, lone, "/delete", "name=lone"), "/prompts");
    fixture_assert_status(fixture_get(f, lone.text), 404);
    sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
    fixture_assert_status(get_below(f, part, "/delete"), 403);
    fixture_assert_has_not(fixture_get(f, part.text), "/delete\"");
}

/* The config of an agent names the prompt; the team is found through its member. */
static void uses_by_agents_and_teams_are_shown_and_protected(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address part = create_prompt(f, "part", "body=x");
    fixture_assert_has(fixture_get(f, part.text), "Nothing uses this prompt.");
    struct uuid agents[2] = {
        make_agent(f, PERSONA_PRODUCT_MANAGER, "By & label",
                   "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"part\"}}"),
        make_agent(f, PERSONA_PRODUCT_MANAGER, "By version",
                   "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"part\",\"version\":1}}")};
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Desk", agents, NULL, 2);
    fixture_begin(f);
    struct response *response = fixture_get(f, part.text);
    fixture_assert_has(response, "<a href=\"/agents/");
    fixture_assert_has(response, ">By &amp; label</a>");
    fixture_assert_has(response, "<p>takes its instructions from the label production</p>");
    fixture_assert_has(response, "<p>takes its instructions from version 1</p>");
    fixture_assert_has_not(response, "Nothing uses");
    fixture_assert_has_not(response, "There are more than this page shows.");
    fixture_assert_has(response, ">Desk</a>");
    static const char *const complete[] = {"/used-by", "/delete"};
    for (size_t i = 0; i < COUNT_OF(complete); i++) {
        response = get_below(f, part, complete[i]);
        fixture_assert_has(response, ">By version</a>");
        fixture_assert_has(response, "<a href=\"/teams/");
        fixture_assert_has(response, ">Desk</a>");
        fixture_assert_has(response, "<p>through By");
    }
    response = post_below(f, part, "/delete", "name=part");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Others still use this prompt: By &amp; label, By version.");
    response = post_below(f, part, "/edit", "name=another&body=x&revision=1");
    fixture_assert_status(response, 409);
    fixture_assert_has(response,
                       "Others refer to this prompt by its name: By &amp; label, By version.");
}

static void an_archived_prompt_is_not_edited_until_restored(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    fixture_assert_redirect(post_below(f, made, "/archive", ""), made.text);
    struct response *response = fixture_get(f, made.text);
    fixture_assert_has(response, "Archived</span>");
    fixture_assert_has_not(response, "/edit\"");
    fixture_assert_redirect(get_below(f, made, "/edit"), made.text);
    fixture_assert_status(post_below(f, made, "/edit", "name=one&body=mine&revision=1"), 409);
    fixture_assert_redirect(post_below(f, made, "/restore", ""), made.text);
    fixture_assert_has(fixture_get(f, made.text), "/edit\"");
    fixture_assert_status(post_below(f, made, "/archive", "extra=1"), 422);
    fixture_assert_status(get_below(f, made, "/archive"), 405);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_assert_status(post_below(f, made, "/archive", ""), 403);
}

static void a_prompt_is_handed_over_within_the_organization(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *heir = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    char form[128];
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    struct response *response = get_below(f, made, "/transfer");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, heir->full_name);
    fixture_assert_status(post_below(f, made, "/transfer", "owner_id="), 422);
    (void)snprintf(form, sizeof form, "owner_id=%s",
                   f->other.users[PERSONA_ENTERPRISE_TEAM].id_text);
    fixture_assert_status(post_below(f, made, "/transfer", form), 422);
    (void)snprintf(form, sizeof form, "owner_id=%s", heir->id_text);
    fixture_assert_redirect(post_below(f, made, "/transfer", form), made.text);
    fixture_assert_has(fixture_get(f, made.text), heir->full_name);
}

/* What belongs to another organization answers the same bytes as what is not there. */
static void foreign_ids_answer_like_unknown_ones(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"",         "/edit",    "/versions", "/versions/1",
                                        "/diff",    "/preview", "/releases", "/delete",
                                        "/transfer"};
    struct prompt_address unknown = {"/prompts/01900000-0000-7000-8000-000000000000"};
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct prompt_address made = create_prompt(f, "one", "body=x");
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct response *response = get_below(f, made, pages[i]);
        fixture_assert_status(response, 404);
        const char *foreign = fixture_between(f, response, "<section", "Request");
        char kept[1024];
        (void)snprintf(kept, sizeof kept, "%s", foreign);
        response = get_below(f, unknown, pages[i]);
        fixture_assert_status(response, 404);
        assert_string_equal(kept, fixture_between(f, response, "<section", "Request"));
    }
    fixture_assert_status(post_below(f, made, "/archive", ""), 404);
    fixture_assert_status(post_below(f, made, "/edit", "name=one&body=y&revision=1"), 404);
    fixture_assert_status(post_below(f, made, "/releases/move", "label=a&to_version=1"), 404);
    fixture_assert_status(post_below(f, made, "/versions/1/restore", "revision=1"), 404);
    fixture_assert_status(fixture_get(f, "/prompts/not-an-id"), 404);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(an_old_version_is_shown_and_restored),
        TEST(each_row_of_the_history_has_its_own_labels),
        TEST(the_number_of_a_version_is_its_link_with_or_without_a_message),
        TEST(versions_are_compared_by_line_and_word),
        TEST(chats_are_compared_by_message),
        TEST(a_preview_fills_in_the_variables),
        TEST(a_preview_of_a_chat_fills_in_its_messages),
        TEST(a_reference_that_cannot_be_resolved_is_said_in_the_preview),
        TEST(a_prompt_that_is_used_is_not_deleted),
        TEST(uses_by_agents_and_teams_are_shown_and_protected),
        TEST(an_archived_prompt_is_not_edited_until_restored),
        TEST(a_prompt_is_handed_over_within_the_organization),
        TEST(foreign_ids_answer_like_unknown_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
