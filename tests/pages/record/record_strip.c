#include "pages/record/kinds.h"

/* What every page of a record says of its state, and the next step that it offers. */

static const char *strip_of(struct fixture *f, const struct response *response)
{
    return piece_with(f, response, "<ul class=\"strip\">", "<ul class=\"strip\">", "</ul>");
}

/* The buttons of the head, up to the menu behind the dots. */
static const char *actions_of(struct fixture *f, const struct response *response)
{
    const char *head = piece_with(f, response, "<div class=\"page-head record-head\">",
                                  "<div class=\"page-head record-head\">", "<ul class=\"strip\">");
    const char *actions = strstr(head, "<div class=\"actions\">");
    const char *menu = strstr(head, "<details class=\"more\">");
    assert_non_null(actions);
    return menu == NULL ? actions : arena_copy(f->page_arena, actions, (size_t)(menu - actions));
}

/* The primary button of the head, alone; "" if there is none. */
static const char *primary_of(struct fixture *f, const struct response *response)
{
    const char *actions = actions_of(f, response);
    const char *primary = strstr(actions, "class=\"btn primary\"");
    if (primary == NULL)
        return "";
    assert_null(strstr(primary + 1, "class=\"btn primary\""));
    const char *words = strstr(primary, "</svg>");
    assert_non_null(words);
    words += strlen("</svg>");
    return arena_copy(f->page_arena, words, strcspn(words, "<"));
}

static const char *const tabs[] = {"", "/versions", "/releases", "/used-by", "/activity"};

/* On each tab alike. */
static void assert_state(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                         const char *const *words, const char *primary)
{
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        struct response *response = kinds_get(f, kind, id, tabs[i]);
        fixture_assert_status(response, 200);
        const char *strip = strip_of(f, response);
        for (size_t k = 0; words[k] != NULL; k++)
            assert_in(strip, words[k]);
        assert_string_equal(primary_of(f, response), primary);
    }
}

#define STATE(f, kind, id, primary, ...)                                                           \
    assert_state((f), (kind), (id), (const char *const[]){__VA_ARGS__, NULL}, (primary))

static void what_was_never_released_says_so(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "New", 2);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        STATE(f, kind, &id, "Release v2", ">Nothing released yet<", "<li>You see v2, not released");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        STATE(f, kind, &id, "Propose v2", ">Nothing released yet<", "<li>You see v2, not released");
        assert_not_in(strip_of(f, kinds_get(f, kind, &id, "")), "ahead");
        assert_not_in(strip_of(f, kinds_get(f, kind, &id, "")), "Compare");
    }
}

static void what_is_live_and_how_far_ahead_is_said(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Ahead", 4);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        STATE(f, kind, &id, "Release v4", "Production <a class=\"chip ver\" href=\"",
              "/versions/1\">v1</a>", "<li>You see v4, not released</li>",
              "<li>3 versions ahead</li>", "/diff?from=1&amp;to=4\">Compare<");
        put_label(f, record_nouns[kind]->store, &id, "production", 1, 3);
        fixture_begin(f);
        STATE(f, kind, &id, "Release v4", "/versions/3\">v3</a>", "<li>1 version ahead</li>");
        put_label(f, record_nouns[kind]->store, &id, "production", 3, 4);
        fixture_begin(f);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        STATE(f, kind, &id, "Edit", "/versions/4\">v4</a>", "<li>The newest version is live</li>");
        assert_not_in(strip_of(f, kinds_get(f, kind, &id, "")), "Compare");
    }
}

static void an_old_version_says_where_it_stands(void **state)
{
    static const struct {
        const char *rest, *seen, *primary;
    } pages[] = {{"/versions/1", "<li>You see v1, older than production</li>", "Edit"},
                 {"/versions/2", "<li>You see v2, which is live</li>", "Edit"},
                 {"/versions/3", "<li>You see v3, not released</li>", "Propose v3"}};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Old", 4);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 2);
        fixture_begin(f);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            struct response *response = kinds_get(f, kind, &id, pages[i].rest);
            const char *strip = strip_of(f, response);
            assert_in(strip, pages[i].seen);
            assert_in(strip, "v4 is the newest, not released</a>");
            assert_not_in(strip, "ahead");
            assert_string_equal(primary_of(f, response), pages[i].primary);
        }
    }
}

/* Nobody is offered what would be refused. */
static void the_next_step_follows_from_the_rights(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Rights");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER); /* not theirs */
        STATE(f, kind, &id, "Propose v1", ">Nothing released yet<");
        assert_not_in(actions_of(f, kinds_get(f, kind, &id, "")), "Edit");
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        STATE(f, kind, &id, "", "The newest version is live");
        sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
        struct response *response = kinds_get(f, kind, &id, "");
        assert_string_equal(primary_of(f, response), "");
        assert_in(strip_of(f, response), "Production <span class=\"chip ver\">v1</span>");
        const char *menu =
            piece_with(f, response, "<details class=\"more\">", "More", "</details>");
        assert_int_equal(count_in(menu, "<li>"), 1);
        assert_in(menu, "/follow\"");
    }
}

static void a_proposal_waits_for_another_person(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Waits", 2);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(kinds_post(f, kind, &id, "/releases/propose",
                                         "label=production&to_version=2&reason=&seen="),
                              303);
        STATE(f, kind, &id, "Edit", ">You propose v2 for production</a>");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        char words[160];
        (void)snprintf(words, sizeof words, ">%s proposes v2 for production</a>",
                       f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        STATE(f, kind, &id, "Review", words, ">Release v2</a>");
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM); /* may neither decide nor propose it again */
        STATE(f, kind, &id, "Edit", words);
        fixture_assert_has_not(kinds_get(f, kind, &id, "/releases"), "/releases/change?");
        fixture_assert_redirect(kinds_get(f, kind, &id, "/releases/change"),
                                kinds_path(kind, &id, "/releases"));
        fixture_assert_has(kinds_get(f, kind, &id, "/releases"),
                           "v2 is proposed for production already.");
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER); /* nobody can approve it any more */
        STATE(f, kind, &id, "Release v2", words);
    }
}

static void an_archived_record_offers_to_restore_it(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Gone", 2);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", ""), 303);
        STATE(f, kind, &id, "Restore", ">Archived</span>", ">Nothing released yet<");
        assert_not_in(actions_of(f, kinds_get(f, kind, &id, "")), "Edit");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        STATE(f, kind, &id, "", ">Archived</span>");
    }
}

/* The same order for every kind. */
static void the_menu_has_one_order(void **state)
{
    static const char *const words[] = {">Copy</a>", ">Export</a>", ">Transfer</a>",
                                        ">Archive</button>", ">Delete</a>"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Menu");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "");
        const char *at = piece_with(f, response, "<details class=\"more\">",
                                    "<details class=\"more\">", "</details>");
        for (size_t i = 0; i < COUNT_OF(words); i++) {
            const char *found = strstr(at, words[i]);
            if (found == NULL)
                fail_msg("not in the menu, or too early: %s", words[i]);
            at = found;
        }
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        response = kinds_get(f, kind, &id, "");
        fixture_assert_has_not(response, ">Archive</button>");
        fixture_assert_has_not(response, ">Delete</a>");
        fixture_assert_has_not(response, ">Transfer</a>");
    }
}

static void the_newest_versions_are_picked_beside_the_name(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Picked", 12);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 11);
        fixture_begin(f);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &id, "/versions/4");
        const char *picker =
            piece_with(f, response, "<details class=\"pop picker\">", "v4<span", "</details>");
        assert_int_equal(count_in(picker, "<li>"), 10);
        assert_in(picker, "/versions/12\"><span");
        assert_in(strstr(picker, "/versions/11\">"), "<small>production</small>");
        assert_not_in(picker, "/versions/2\">");
        assert_in(picker, "/versions\">All versions</a>");
        assert_in(picker, "/versions/4\" aria-current=\"true\">");
        sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), "pop picker");
    }
}

static void who_is_affected_is_counted(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = kinds_make(f, RECORD_PROMPT, "Shared");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    assert_not_in(strip_of(f, kinds_get(f, RECORD_PROMPT, &prompt, "")), "Used by");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "Reader",
                     "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Shared\"}}");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "Including", "@@@prompt:name=Shared@@@");
    fixture_begin(f);
    for (size_t i = 0; i < COUNT_OF(tabs); i++) {
        struct response *response = kinds_get(f, RECORD_PROMPT, &prompt, tabs[i]);
        assert_in(strip_of(f, response), "/used-by\">Used by 2</a>");
        assert_in(piece_with(f, response, "<nav class=\"tabs\"", "<nav class=\"tabs\"", "</nav>"),
                  ">Used by<small>2</small>");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_was_never_released_says_so),
        TEST(what_is_live_and_how_far_ahead_is_said),
        TEST(an_old_version_says_where_it_stands),
        TEST(the_next_step_follows_from_the_rights),
        TEST(a_proposal_waits_for_another_person),
        TEST(an_archived_record_offers_to_restore_it),
        TEST(the_menu_has_one_order),
        TEST(the_newest_versions_are_picked_beside_the_name),
        TEST(who_is_affected_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
