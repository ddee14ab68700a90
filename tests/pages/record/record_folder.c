#include "pages/record/kinds.h"

#include "data/edit/record_folder.h"

/* The page that renames a folder: first it shows, then it does, then it offers the way back. */

static struct arena *texts; /* what outlives a request */

static const char *address(enum record_kind_id kind, const char *query)
{
    return arena_printf(texts, "%s/folder%s", record_kinds[kind].path, query);
}

static const char *folder_of(enum record_kind_id kind, const char *folder)
{
    return arena_printf(texts, "%s?folder=%s", record_kinds[kind].path, folder);
}

/* The address behind the last `attribute` before a mark of the page. */
static const char *target_of(struct fixture *f, const struct response *response, const char *mark)
{
    const char *form = piece_with(f, response, "<form", mark, "</form>");
    const char *action = strstr(form, "action=\"") + strlen("action=\"");
    char *path = arena_copy(texts, action, strcspn(action, "\""));
    copy_link(path, path, strlen(path) + 1);
    return path;
}

static void a_folder_is_renamed_and_the_way_back_offered(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        (void)kinds_make(f, kind, "r&d/mail/One");
        struct uuid id = kinds_make(f, kind, "r&d/mail/deep/Two");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = fixture_get(f, folder_of(kind, "r%26d%2Fmail"));
        fixture_assert_has(response, arena_printf(texts, "href=\"%s/folder?folder=r%%26d%%2Fmail\"",
                                                  record_kinds[kind].path));
        response = fixture_get(f, address(kind, "?folder=r%26d%2Fmail"));
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "name=\"to\" value=\"r&amp;d/mail\"");
        fixture_assert_has(response, "<button class=\"btn primary\">Show changes</button>");
        response = fixture_get(f, address(kind, "?folder=r%26d%2Fmail&to=post"));
        assert_in(row_with(f, response, ">r&amp;d/mail/deep/Two</a>"), ">post/deep/Two</span>");
        fixture_assert_has(response, "<button class=\"btn\">Show changes</button>");
        const char *button = arena_printf(
            texts, "<button class=\"btn primary\">Rename 2 %s</button>", record_kinds[kind].nouns);
        const char *action = target_of(f, response, button);
        fixture_assert_redirect(fixture_post(f, action, ""), folder_of(kind, "post"));
        response = fixture_get(f, folder_of(kind, "post"));
        fixture_assert_has(
            response, arena_printf(texts, "2 %s are now in “post”.", record_kinds[kind].nouns));
        const char *undo = target_of(f, response, ">Undo</button>");
        fixture_assert_has(kinds_get(f, kind, &id, ""), "<h1>Two</h1>");
        fixture_assert_has(kinds_get(f, kind, &id, ""), "?folder=post/deep");
        assert_in(kinds_get(f, kind, &id, "/activity")->body.data, "post/deep/Two");
        fixture_assert_redirect(fixture_post(f, undo, ""), folder_of(kind, "r%26d%2Fmail"));
        fixture_assert_has(fixture_get(f, folder_of(kind, "r%26d%2Fmail")),
                           arena_printf(texts, "class=\"total\">2 %s<", record_kinds[kind].nouns));
    }
}

static void what_stands_in_the_way_is_named_and_no_button_is_there(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        (void)kinds_make(f, kind, "from/Free");
        (void)kinds_make(f, kind, "from/Taken");
        struct uuid there = kinds_make(f, kind, "to/Taken");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = fixture_get(f, address(kind, "?folder=from&to=to"));
        fixture_assert_status(response, 200);
        const char *row = row_with(f, response, ">from/Taken</a>");
        assert_in(row, "has the new name.");
        assert_in(row, kinds_path(kind, &there, "\" dir=\"auto\">to/Taken</a>"));
        assert_not_in(row_with(f, response, ">from/Free</a>"), "renamed");
        fixture_assert_has(response, "can’t be renamed, so none will be.");
        fixture_assert_has_not(response, "method=\"post\" action=\"/prompts/folder");
        fixture_assert_has_not(response, "primary\">Rename ");
        fixture_assert_status(fixture_post(f, address(kind, "?folder=from&to=to&count=2"), ""),
                              409);
    }
}

static void who_owns_but_one_is_told_which_are_not_theirs(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, "mixed/Own", "x");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "mixed/Theirs", "x");
    fixture_begin(f);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = fixture_get(f, address(RECORD_PROMPT, "?folder=mixed&to=mine"));
    assert_in(row_with(f, response, ">mixed/Theirs</a>"), "You may not change it.");
    fixture_assert_has_not(response, "primary\">Rename ");
    response = fixture_post(f, address(RECORD_PROMPT, "?folder=mixed&to=mine&count=2"), "");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "You may not change every record of this folder");
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_has_not(fixture_get(f, "/prompts?folder=mixed"), "/folder?folder=");
    fixture_assert_status(fixture_get(f, address(RECORD_PROMPT, "?folder=mixed")), 403);
}

static void a_folder_that_changed_is_shown_again(void **state)
{
    struct fixture *f = *state;
    (void)kinds_make(f, RECORD_PROMPT, "seen/One");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response =
        fixture_post(f, address(RECORD_PROMPT, "?folder=seen&to=new&count=4"), "");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "What is in this folder changed in the meantime");
    fixture_assert_has(response, ">Rename 1 prompt</button>");
    response = fixture_get(f, address(RECORD_PROMPT, "?folder=seen&to=a%2F%2Fb"));
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"to-error\">The name must not begin or end with a slash");
    fixture_assert_has(response, "name=\"to\" value=\"a//b\"");
    fixture_assert_status(fixture_get(f, address(RECORD_PROMPT, "?folder=nowhere")), 404);
    fixture_assert_redirect(fixture_get(f, address(RECORD_PROMPT, "")), "/prompts");
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, address(RECORD_PROMPT, "?folder=seen")), 404);
}

/* Joined folders can't be told apart again: no way back is offered. */
static void folders_that_are_joined_have_no_undo(void **state)
{
    struct fixture *f = *state;
    (void)kinds_make(f, RECORD_AGENT, "one/A");
    (void)kinds_make(f, RECORD_AGENT, "two/B");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, address(RECORD_AGENT, "?folder=one&to=two"));
    fixture_assert_has(response, "Renaming joins the folders");
    fixture_assert_status(fixture_post(f, address(RECORD_AGENT, "?folder=one&to=two&count=1"), ""),
                          303);
    response = fixture_get(f, folder_of(RECORD_AGENT, "two"));
    fixture_assert_has(response, "1 agent is now in “two”.");
    fixture_assert_has_not(response, ">Undo</button>");
}

static void a_large_folder_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i <= RECORD_FOLDER_MAX; i++) {
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(texts, "big/p %d", i), "x");
        if (i % 50 == 0)
            fixture_begin(f);
    }
    fixture_begin(f);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct response *response = fixture_get(f, address(RECORD_PROMPT, "?folder=big"));
    fixture_assert_has(response, "It has more than 200 prompts");
    fixture_assert_has_not(response, "name=\"to\"");
    response = fixture_post(f, address(RECORD_PROMPT, "?folder=big&to=large&count=200"), "");
    fixture_assert_status(response, 409);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_is_renamed_and_the_way_back_offered),
        TEST(what_stands_in_the_way_is_named_and_no_button_is_there),
        TEST(who_owns_but_one_is_told_which_are_not_theirs),
        TEST(a_folder_that_changed_is_shown_again),
        TEST(folders_that_are_joined_have_no_undo),
        TEST(a_large_folder_says_what_to_do),
    };
    texts = arena_create(16 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
