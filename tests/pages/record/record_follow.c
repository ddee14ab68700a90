#include "pages/record/kinds.h"

#include "data/comment/record_comment.h"
#include "data/release/label_proposal.h"

/* Following records and folders of every kind, and the news of them. */

static const char *menu_of(struct fixture *f, const struct response *response)
{
    return piece_with(f, response, "<details class=\"more\">", ">More actions<", "</details>");
}

static void a_record_is_followed_from_its_menu(void **state)
{
    struct fixture *f = *state;
    static const char *const tabs[] = {"", "/versions", "/releases", "/used-by", "/activity"};
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Followed");
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        for (size_t i = 0; i < COUNT_OF(tabs); i++) {
            const char *menu = menu_of(f, kinds_get(f, kind, &id, tabs[i]));
            assert_in(menu, kinds_path(kind, &id, "/follow\""));
            assert_not_in(menu, "/unfollow\"");
        }
        fixture_assert_redirect(kinds_post(f, kind, &id, "/follow", ""), kinds_path(kind, &id, ""));
        struct response *response = kinds_get(f, kind, &id, "");
        fixture_assert_has(response, "Your inbox shows what happens to it.");
        for (size_t i = 0; i < COUNT_OF(tabs); i++) {
            const char *menu = menu_of(f, kinds_get(f, kind, &id, tabs[i]));
            assert_in(menu, kinds_path(kind, &id, "/unfollow\""));
            assert_not_in(menu, "/follow\"");
        }
        fixture_assert_status(kinds_post(f, kind, &id, "/unfollow", ""), 303);
        assert_in(menu_of(f, kinds_get(f, kind, &id, "")), "/follow\"");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER); /* everyone for themself */
        assert_in(menu_of(f, kinds_get(f, kind, &id, "")), "/follow\"");
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(kinds_post(f, kind, &id, "/follow", ""), 404);
    }
}

static void who_came_from_outside_is_not_offered_to_follow(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Inside");
        fixture_sign_in(f, &f->other.users[FIXTURE_SUPERUSER]);
        fixture_enter(f, &f->own);
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), "/follow\"");
        fixture_assert_status(kinds_post(f, kind, &id, "/follow", ""), 403);
        fixture_leave(f);
    }
}

static void a_folder_is_followed_from_its_list(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const char *list = record_kinds[kind].path;
        char address[128], path[64];
        (void)kinds_make(f, kind, "a b/c/One");
        (void)snprintf(address, sizeof address, "%s?folder=a%%20b%%2Fc", list);
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        fixture_assert_has_not(fixture_get(f, list), "follow-folder");
        struct response *response = fixture_get(f, address);
        const char *form = piece_with(f, response, "<form", "Follow folder", "</form>");
        assert_in(form, "<input type=\"hidden\" name=\"folder\" value=\"a b/c\">");
        (void)snprintf(path, sizeof path, "%s/follow-folder", list);
        fixture_assert_redirect(fixture_post(f, path, "folder=a+b%2Fc"), address);
        response = fixture_get(f, address);
        fixture_assert_has(response, "You follow a b/c.");
        (void)snprintf(path, sizeof path, "%s/unfollow-folder", list);
        assert_in(piece_with(f, response, "<form", "Unfollow folder", "</form>"), path);
        fixture_assert_redirect(fixture_post(f, path, "folder=a+b%2Fc"), address);
        (void)piece_with(f, fixture_get(f, address), "<form", "Follow folder", "</form>");
        fixture_assert_status(fixture_post(f, path, "folder=..%2Fx"), 422);
        fixture_assert_status(fixture_post(f, path, ""), 422);
    }
}

/* The item of the news with this mark. */
static const char *item_with(struct fixture *f, const struct response *response, const char *mark)
{
    return piece_with(f, response, "<li", mark, "</li>");
}

static void news_say_what_others_did(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid comment_id, id = kinds_make(f, kind, "support/news");
        struct problem problem;
        char text[UUID_TEXT_LEN];
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_has(fixture_get(f, "/inbox/news"), ">0 unread<");
        fixture_assert_status(kinds_post(f, kind, &id, "/follow", ""), 303);
        fixture_assert_has(fixture_get(f, "/inbox/news"), "Nothing new.");
        kinds_save(f, kind, &id, 2);
        struct record_comment_draft draft = {
            id, {.version = 2}, "<i>Look</i> at it, @Ora Ops of Northwind\nand more"};
        assert_int_equal(record_comment_add(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                            record_nouns[kind]->store, &draft, &comment_id,
                                            &problem),
                         ERR_NONE);
        fixture_begin(f);
        uuid_format(&comment_id, text);
        struct response *response = fixture_get(f, "/inbox/news");
        fixture_assert_has(response, ">2 unread<");
        const char *item = item_with(f, response, "mentioned you on");
        assert_in(item, "<bdi>Petra Product of Northwind</bdi> mentioned you on <a");
        assert_in(item, arena_printf(f->page_arena, "href=\"%s#comment-%s\"",
                                     kinds_path(kind, &id, "/versions/2"), text));
        assert_in(item, "&lt;i&gt;Look&lt;/i&gt; at it");
        item = item_with(f, response, "saved v2 of");
        assert_in(item, "<bdi>Ada Admin of Northwind</bdi> saved v2 of <a");
        assert_in(item, ">support/news</a>");
        assert_in(item, "/diff?from=1&amp;to=2\">Compare</a>");
        const char *until = fixture_between(f, response, "name=\"until\" value=\"", "\"");
        fixture_assert_redirect(
            fixture_post(f, "/inbox/news/read", arena_printf(f->page_arena, "until=%s", until)),
            "/inbox");
        fixture_assert_has(fixture_get(f, "/inbox/news"), ">0 unread<");
        fixture_assert_status(fixture_post(f, "/inbox/news/read", "until=soon"), 422);
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        fixture_assert_has(fixture_get(f, "/inbox/news"), ">0 unread<");
    }
}

/* A comment on a proposal leads to its review, and the inbox counts and shows it. */
static void the_inbox_has_the_news(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid proposal_id, comment_id, id = kinds_make_versions(f, kind, "Inbox", 2);
        struct problem problem;
        char text[UUID_TEXT_LEN], link[128];
        struct label_change change = {id, "production", 0, 2, "", .accepts_uses = false};
        assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                       record_nouns[kind]->store, &change, &proposal_id, &problem),
                         ERR_NONE);
        struct record_comment_draft draft = {
            id, {.proposal_id = proposal_id}, "@Dana Dev of Northwind: ready?"};
        assert_int_equal(record_comment_add(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                            record_nouns[kind]->store, &draft, &comment_id,
                                            &problem),
                         ERR_NONE);
        fixture_begin(f);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        struct response *response = fixture_get(f, "/inbox");
        fixture_assert_has(response, "Inbox <span class=\"count\"><span class=\"sr\">(</span>1<");
        uuid_format(&proposal_id, text);
        (void)snprintf(link, sizeof link, "/releases/%s#comment-", text);
        assert_in(item_with(f, response, "mentioned you on"), link);
        const char *until = fixture_between(f, response, "name=\"until\" value=\"", "\"");
        fixture_assert_status(
            fixture_post(f, "/inbox/news/read", arena_printf(f->page_arena, "until=%s", until)),
            303);
        response = fixture_get(f, "/inbox");
        fixture_assert_has_not(response, "class=\"count\"");
        fixture_assert_has_not(response, "mentioned you on");
    }
}

static void older_news_are_on_further_pages(void **state)
{
    struct fixture *f = *state;
    struct uuid id = kinds_make(f, RECORD_PROMPT, "Busy");
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_status(kinds_post(f, RECORD_PROMPT, &id, "/follow", ""), 303);
    for (int step = 2; step <= 34; step++)
        kinds_save(f, RECORD_PROMPT, &id, step);
    struct response *response = fixture_get(f, "/inbox/news");
    fixture_assert_has(response, ">33 unread<");
    (void)item_with(f, response, "saved v34 of");
    fixture_assert_has_not(response, "saved v4 of");
    const char *cursor = fixture_between(f, response, "href=\"?news=", "\"");
    response = fixture_get(f, arena_printf(f->page_arena, "/inbox/news?news=%s", cursor));
    (void)item_with(f, response, "saved v4 of");
    (void)item_with(f, response, "saved v2 of");
    fixture_assert_has_not(response, "Mark news as read"); /* of a page that shows the newest */
    fixture_assert_status(fixture_get(f, "/inbox/news?news=none"), 200);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_followed_from_its_menu),
        TEST(who_came_from_outside_is_not_offered_to_follow),
        TEST(a_folder_is_followed_from_its_list),
        TEST(news_say_what_others_did),
        TEST(the_inbox_has_the_news),
        TEST(older_news_are_on_further_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
