#include "pages/record/kinds.h"

#include "data/comment/record_comment.h"
#include "data/release/label_proposal.h"

/* Comments on the pages of records of every kind. */

static struct uuid say(struct fixture *f, enum record_kind_id kind, int persona,
                       const struct uuid *record_id, struct record_comment_place place,
                       const char *body)
{
    struct uuid id;
    struct problem problem;
    struct record_comment_draft draft = {*record_id, place, body};
    assert_int_equal(record_comment_add(f->db, actor_of(f, persona), record_nouns[kind]->store,
                                        &draft, &id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    return id;
}

static const char *comment_path(enum record_kind_id kind, const struct uuid *record_id,
                                const struct uuid *id, const char *verb)
{
    static char rests[2][64];
    static int turn;
    char *rest = rests[turn++ % 2];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(rest, sizeof rests[0], "/comments/%s%s", text, verb);
    return kinds_path(kind, record_id, rest);
}

/* The comment with these words. */
static const char *comment_with(struct fixture *f, const struct response *response,
                                const char *words)
{
    return piece_with(f, response, "<article class=\"comment\"", words, "</article>");
}

/* The id of the comment that a piece is of. */
static struct uuid id_of(struct fixture *f, const char *piece)
{
    struct uuid id;
    const char *text = strstr(piece, "id=\"comment-");
    assert_non_null(text);
    text = arena_copy(f->page_arena, text + strlen("id=\"comment-"), UUID_TEXT_LEN - 1);
    assert_int_equal(uuid_parse(text, &id), ERR_NONE);
    return id;
}

static void a_comment_is_written_edited_and_deleted(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Talk");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = kinds_get(f, kind, &record_id, "/activity");
        assert_in(piece_with(f, response, "<form", "name=\"body\"", "</form>"),
                  arena_printf(f->page_arena, "action=\"%s\"",
                               kinds_path(kind, &record_id, "/comments")));
        response = kinds_post(f, kind, &record_id, "/comments", "body=Is+this+%3Cb%3E+right%3F");
        fixture_assert_status(response, 303);
        assert_true(text_starts_with(fixture_header(response, "Location"),
                                     kinds_path(kind, &record_id, "/activity#comment-")));
        response = kinds_get(f, kind, &record_id, "/activity");
        const char *comment = comment_with(f, response, "Is this &lt;b&gt; right?");
        assert_in(comment, "<strong dir=\"auto\">Ora Ops of Northwind</strong>");
        assert_in(comment, "<p class=\"comment-text\" dir=\"auto\">Is this &lt;b&gt; right?</p>");
        assert_not_in(comment, "edited");
        struct uuid id = id_of(f, comment);
        response = fixture_get(f, comment_path(kind, &record_id, &id, "/edit"));
        assert_in(piece_with(f, response, "<textarea", "Is this", "</textarea>"),
                  "Is this &lt;b&gt; right?");
        response = fixture_post(f, comment_path(kind, &record_id, &id, "/edit"),
                                "revision=1&body=It+is.%0D%0A%0D%0AAll+of+it.");
        fixture_assert_status(response, 303);
        response = kinds_get(f, kind, &record_id, "/activity");
        comment = comment_with(f, response, "It is.\n\nAll of it.");
        assert_in(comment, ">edited</time>");
        fixture_assert_has_not(response, "right?");
        response = fixture_get(f, comment_path(kind, &record_id, &id, "/delete"));
        (void)comment_with(f, response, "All of it.");
        fixture_assert_has(response, ">Delete comment</button>");
        fixture_assert_redirect(fixture_post(f, comment_path(kind, &record_id, &id, "/delete"), ""),
                                kinds_path(kind, &record_id, "/activity#comments"));
        response = kinds_get(f, kind, &record_id, "/activity");
        fixture_assert_has_not(response, "<article class=\"comment\"");
        fixture_assert_status(fixture_get(f, comment_path(kind, &record_id, &id, "/edit")), 404);
    }
}

static void versions_and_proposals_lead_back_to_themselves(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make_versions(f, kind, "Placed", 2);
        struct uuid proposal_id;
        struct problem problem;
        char text[UUID_TEXT_LEN];
        struct label_change change = {record_id, "production", 0, 2, "", .accepts_uses = false};
        assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                       record_nouns[kind]->store, &change, &proposal_id, &problem),
                         ERR_NONE);
        fixture_begin(f);
        uuid_format(&proposal_id, text);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &record_id, "/versions/1");
        assert_in(piece_with(f, response, "<form", "name=\"body\"", "</form>"),
                  "<input type=\"hidden\" name=\"version\" value=\"1\">");
        response = kinds_post(f, kind, &record_id, "/comments", "version=1&body=The+first");
        assert_true(text_starts_with(fixture_header(response, "Location"),
                                     kinds_path(kind, &record_id, "/versions/1#comment-")));
        response = kinds_get(f, kind, &record_id, "/versions/1");
        assert_not_in(comment_with(f, response, ">The first</p>"), "class=\"chip\"");
        fixture_assert_has_not(kinds_get(f, kind, &record_id, "/versions/2"), "The first");
        response = kinds_post(f, kind, &record_id, "/comments",
                              arena_printf(f->page_arena, "proposal=%s&body=Go", text));
        fixture_assert_status(response, 303);
        response = kinds_get(f, kind, &record_id, "/activity");
        assert_in(comment_with(f, response, ">The first</p>"),
                  arena_printf(f->page_arena, "<a class=\"chip\" href=\"%s\">v1</a>",
                               kinds_path(kind, &record_id, "/versions/1")));
        assert_in(comment_with(f, response, ">Go</p>"), ">v2 for production</a>");
    }
}

static void a_refused_comment_keeps_its_text(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Refused");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response =
            kinds_post(f, kind, &record_id, "/comments", "version=7&body=About+seven");
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "There is no such version.");
        assert_in(piece_with(f, response, "<textarea", "About seven", "</textarea>"),
                  "About seven");
        fixture_assert_has(response, "<input type=\"hidden\" name=\"version\" value=\"7\">");
        response = kinds_post(f, kind, &record_id, "/comments", "body=++%0D%0A");
        fixture_assert_status(response, 422);
        fixture_assert_has(response,
                           "<p class=\"field-error\" id=\"body-error\">Write something.</p>");
        response = kinds_post(f, kind, &record_id, "/comments", "body=nul%00l");
        fixture_assert_status(response, 422);
        (void)piece_with(f, response, "<textarea", "null", "</textarea>");
        response = kinds_post(f, kind, &record_id, "/comments", "body=%E2%80%AEturned");
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "invisible control characters");
        struct uuid id = say(f, kind, PERSONA_PRODUCT_MANAGER, &record_id,
                             (struct record_comment_place){0}, "Kept");
        response = fixture_post(f, comment_path(kind, &record_id, &id, "/edit"),
                                "revision=1&body=%07bell");
        fixture_assert_status(response, 422);
        (void)piece_with(f, response, "<textarea", "bell", "</textarea>");
    }
}

static void of_two_edits_the_later_one_sees_the_other(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Two windows");
        struct uuid id = say(f, kind, PERSONA_PRODUCT_MANAGER, &record_id,
                             (struct record_comment_place){0}, "Before");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        const char *path = comment_path(kind, &record_id, &id, "/edit");
        fixture_assert_status(fixture_post(f, path, "revision=1&body=First+window"), 303);
        struct response *response = fixture_post(f, path, "revision=1&body=Second+window");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "This comment was edited since you opened it.");
        (void)piece_with(f, response, "<blockquote", "First window", "</blockquote>");
        (void)piece_with(f, response, "<textarea", "Second window", "</textarea>");
        fixture_assert_has(response, "<input type=\"hidden\" name=\"revision\" value=\"2\">");
        fixture_assert_status(fixture_post(f, path, "revision=2&body=Second+window"), 303);
        (void)comment_with(f, kinds_get(f, kind, &record_id, "/activity"), "Second window");
        /* deleted meanwhile: what was typed is offered as a new comment */
        fixture_assert_status(fixture_post(f, comment_path(kind, &record_id, &id, "/delete"), ""),
                              303);
        response = fixture_post(f, path, "revision=3&body=Too+late");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "This comment was deleted while you were editing it.");
        assert_in(piece_with(f, response, "<form", "Too late", "</form>"),
                  arena_printf(f->page_arena, "action=\"%s\"",
                               kinds_path(kind, &record_id, "/comments")));
    }
}

/* Nobody is offered what would be refused. */
static void buttons_follow_the_rights(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Rights");
        struct uuid id = say(f, kind, PERSONA_PRODUCT_MANAGER, &record_id,
                             (struct record_comment_place){0}, "Petra's");
        static const struct {
            int persona;
            bool may_edit, may_delete;
        } cases[] = {{PERSONA_PRODUCT_MANAGER, true, true},
                     {PERSONA_DEVOPS_ENGINEER, false, false},
                     {PERSONA_CUSTOMER_ADMIN, false, true}};
        for (size_t i = 0; i < COUNT_OF(cases); i++) {
            sign_in_as(f, cases[i].persona);
            const char *comment =
                comment_with(f, kinds_get(f, kind, &record_id, "/activity"), "Petra&#39;s");
            assert_int_equal(strstr(comment, "/edit\"") != NULL, cases[i].may_edit);
            assert_int_equal(strstr(comment, "/delete\"") != NULL, cases[i].may_delete);
            int status = fixture_get(f, comment_path(kind, &record_id, &id, "/edit"))->status;
            assert_int_equal(status, cases[i].may_edit ? 200 : 403);
            status =
                fixture_post(f, comment_path(kind, &record_id, &id, "/edit"), "revision=9&body=x")
                    ->status;
            assert_int_equal(status, cases[i].may_edit ? 409 : 403);
            status = fixture_get(f, comment_path(kind, &record_id, &id, "/delete"))->status;
            assert_int_equal(status, cases[i].may_delete ? 200 : 403);
        }
        sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
        struct response *response = kinds_get(f, kind, &record_id, "/activity");
        fixture_assert_has_not(response, "Petra&#39;s");
        fixture_assert_has_not(response, "id=\"comments\"");
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(fixture_get(f, comment_path(kind, &record_id, &id, "/edit")), 404);
        fixture_assert_status(kinds_post(f, kind, &record_id, "/comments", "body=x"), 404);
    }
}

static void mentions_link_to_the_person(void **state)
{
    struct fixture *f = *state;
    struct uuid record_id = kinds_make(f, RECORD_PROMPT, "Mentions");
    (void)say(f, RECORD_PROMPT, PERSONA_PRODUCT_MANAGER, &record_id,
              (struct record_comment_place){0},
              "Hi @ora ops of northwind,\n<look> @Nobody & @Dana Dev of Northwind");
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    const char *comment =
        comment_with(f, kinds_get(f, RECORD_PROMPT, &record_id, "/activity"), "@Nobody");
    assert_in(comment,
              arena_printf(f->page_arena,
                           ">Hi <a class=\"mention\" href=\"/users/%s\">@ora ops of northwind</a>,"
                           "\n&lt;look&gt; @Nobody &amp; <a class=\"mention\" href=\"/users/%s\">"
                           "@Dana Dev of Northwind</a></p>",
                           f->own.users[PERSONA_DEVOPS_ENGINEER].id_text,
                           f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id_text));
}

static void long_talks_have_earlier_pages(void **state)
{
    struct fixture *f = *state;
    struct uuid record_id = kinds_make(f, RECORD_AGENT, "Long");
    for (int i = 0; i < RECORD_COMMENT_LIMIT + 2; i++)
        (void)say(f, RECORD_AGENT, PERSONA_PRODUCT_MANAGER, &record_id,
                  (struct record_comment_place){.version = 1},
                  arena_printf(f->arena, "Number %d.", i));
    static const char *const pages[] = {"/activity", "/versions/1"};
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct response *response = kinds_get(f, RECORD_AGENT, &record_id, pages[i]);
        fixture_assert_has_not(response, "Number 1.");
        (void)comment_with(f, response, "Number 2.");
        char link[256];
        copy_link(fixture_between(f, response, "<p><a href=\"?comments=", "#comments"), link,
                  sizeof link);
        response = kinds_get(f, RECORD_AGENT, &record_id,
                             arena_printf(f->page_arena, "%s?comments=%s", pages[i], link));
        (void)comment_with(f, response, "Number 0.");
        (void)comment_with(f, response, "Number 1.");
        fixture_assert_has_not(response, "Number 2.");
        fixture_assert_has(response, ">Newest comments</a>");
        response = kinds_get(f, RECORD_AGENT, &record_id,
                             arena_printf(f->page_arena, "%s?comments=none", pages[i]));
        fixture_assert_status(response, 200);
        (void)comment_with(f, response, "Number 51.");
    }
}

/* What was said a moment ago is on the kept page of a version. */
static void a_kept_page_shows_what_was_just_said(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Kept");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_has_not(kinds_get(f, kind, &record_id, "/versions/1"), "Just now said");
        fixture_assert_has_not(kinds_get(f, kind, &record_id, "/versions/1"), "Just now said");
        fixture_use_jar(f, 1);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(
            kinds_post(f, kind, &record_id, "/comments", "version=1&body=Just+now+said"), 303);
        fixture_use_jar(f, 0);
        fixture_assert_has(kinds_get(f, kind, &record_id, "/versions/1"), "Just now said");
    }
}

static void the_log_says_it_in_words(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid record_id = kinds_make(f, kind, "Worded");
        (void)say(f, kind, PERSONA_PRODUCT_MANAGER, &record_id, (struct record_comment_place){0},
                  "Whole");
        (void)say(f, kind, PERSONA_PRODUCT_MANAGER, &record_id,
                  (struct record_comment_place){.version = 1}, "Version");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &record_id, "/activity");
        fixture_assert_has_not(response, "Commented"); /* it is there already */
        char address[128];
        (void)snprintf(address, sizeof address, "/audit?action=%s.comment",
                       record_kinds[kind].name);
        response = fixture_get(f, address);
        const char *on_version = row_with(f, response, "Commented on v1</a>");
        assert_in(on_version, "Commented on v1</a> of <a");
        assert_in(on_version, ">Worded</a>");
        assert_in(row_with(f, response, "Commented</a>"), "Commented</a> on <a");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_comment_is_written_edited_and_deleted),
        TEST(versions_and_proposals_lead_back_to_themselves),
        TEST(a_refused_comment_keeps_its_text),
        TEST(of_two_edits_the_later_one_sees_the_other),
        TEST(buttons_follow_the_rights),
        TEST(mentions_link_to_the_person),
        TEST(long_talks_have_earlier_pages),
        TEST(a_kept_page_shows_what_was_just_said),
        TEST(the_log_says_it_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
