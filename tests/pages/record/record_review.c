#include "pages/record/kinds.h"

#include "data/release/label_proposal.h"

/* The page that a proposal is reviewed on, and decided. */

static struct uuid propose(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                           int from, int to)
{
    struct problem problem;
    struct uuid proposal_id;
    struct label_change change = {.record_id = *id,
                                  .label = LABEL_PRODUCTION,
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = "tested on <Monday>",
                                  .accepts_uses = true};
    fixture_begin(f);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                   record_nouns[kind]->store, &change, &proposal_id, &problem),
                     ERR_NONE);
    fixture_begin(f);
    return proposal_id;
}

/* Two versions, the first live, and the second proposed by the Product Manager. */
struct proposed {
    enum record_kind_id kind;
    struct uuid id;
    struct uuid proposal_id;
};

static struct proposed make_proposed(struct fixture *f, enum record_kind_id kind, const char *name)
{
    struct proposed made = {.kind = kind, .id = kinds_make_versions(f, kind, name, 2)};
    put_label(f, record_nouns[kind]->store, &made.id, LABEL_PRODUCTION, 0, 1);
    made.proposal_id = propose(f, kind, &made.id, 1, 2);
    return made;
}

/* As kinds_path. */
static const char *review_path(const struct proposed *made, const char *rest)
{
    char text[UUID_TEXT_LEN], path[128];
    uuid_format(&made->proposal_id, text);
    (void)snprintf(path, sizeof path, "/releases/%s%s", text, rest);
    return kinds_path(made->kind, &made->id, path);
}

static struct response *review(struct fixture *f, const struct proposed *made)
{
    return fixture_get(f, review_path(made, ""));
}

static struct response *decide(struct fixture *f, const struct proposed *made, const char *rest,
                               const char *form)
{
    return fixture_post(f, review_path(made, rest), form);
}

static void assert_live(struct fixture *f, const struct proposed *made, int version)
{
    struct response *response = kinds_get(f, made->kind, &made->id, "");
    assert_in(piece_with(f, response, "<ul class=\"strip\">", "Production ", "</ul>"),
              arena_printf(f->page_arena, "/versions/%d\">v%d</a>", version, version));
}

static const char *state_of(struct fixture *f, const struct response *response)
{
    return piece_with(f, response, "<div class=\"meta\">", "<span class=\"chip state", "</span>");
}

static void a_review_says_what_is_proposed_and_shows_the_changes(void **state)
{
    static const char *const changes[][2] = {
        {"step <del", "step <ins"}, {"<del", "step-2"}, {"<del", "12"}, {"step 1", "step 2"}};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "desk/Said");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = review(f, &made);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "<h1>Review production v2 of Said</h1>");
        fixture_assert_has(response, "<title>Review production v2 of desk/Said");
        assert_in(state_of(f, response), ">Needs review");
        assert_in(piece_with(f, response, "<div class=\"meta\">", "proposed it", "</div>"),
                  f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        const char *what = piece_with(f, response, "<section class=\"panel\"",
                                      "id=\"proposal-title\"", "</section>");
        assert_in(what, "label production\">production</span>");
        assert_in(strstr(what, "/versions/1\">v1</a>"), "/versions/2\">v2</a>");
        assert_in(what, "tested on &lt;Monday&gt;</p>");
        const char *shown =
            piece_with(f, response, "<section", "id=\"changes-title\">Changes", "<form");
        assert_in(shown, changes[kind][0]);
        assert_in(shown, changes[kind][1]);
        const char *form =
            piece_with(f, response, "<form class=\"decide\"", "name=\"reason\"", "</form>");
        assert_in(form, review_path(&made, "/approve\""));
        assert_in(form, review_path(&made, "/reject\""));
        assert_in(form, "name=\"compared\" value=\"1\"");
        assert_in(form, "<button class=\"btn primary\">Approve</button>");
        fixture_assert_has_not(response, ">Withdraw</button>");
        assert_links_have_text(response);
    }
}

static void a_first_release_is_shown_whole(void **state)
{
    static const char *const contents[] = {"step 1", "step-1", "Member of First", "step 1"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = {.kind = kind, .id = kinds_make(f, kind, "First")};
        made.proposal_id = propose(f, kind, &made.id, 0, 1);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = review(f, &made);
        fixture_assert_status(response, 200);
        assert_in(piece_with(f, response, "<section", "What goes live", "<form"), contents[kind]);
        fixture_assert_has(response, "<span class=\"muted\">not set</span>");
    }
}

/* No button is offered that would be refused. */
static void everyone_is_offered_what_they_may_do(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Offered");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = review(f, &made);
        fixture_assert_has(response, "This is your proposal: someone else has to approve it.");
        fixture_assert_has(response, ">Withdraw</button>");
        fixture_assert_has_not(response, "/approve\"");
        fixture_assert_has_not(response, "/reject\"");
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        response = review(f, &made);
        fixture_assert_has(response, "Someone with the right to approve has to decide about it.");
        fixture_assert_has_not(response, "class=\"decide\"");
        fixture_assert_has_not(response, ">Withdraw</button>");
        fixture_assert_status(decide(f, &made, "/approve", "reason=&compared=1"), 403);
        fixture_assert_status(decide(f, &made, "/withdraw", ""), 403);
        sign_in_as(f, PERSONA_PLATFORM_ADMIN); /* metadata alone */
        fixture_assert_status(review(f, &made), 403);
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(review(f, &made), 404);
        fixture_assert_status(decide(f, &made, "/approve", "reason=&compared=1"), 404);
        fixture_assert_status(decide(f, &made, "/reject", "reason=no"), 404);
        fixture_assert_status(decide(f, &made, "/withdraw", ""), 404);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        assert_live(f, &made, 1);
    }
}

static void an_approval_moves_the_label_and_offers_the_way_back(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Approved");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_redirect(decide(f, &made, "/approve", "reason=fine+by+me&compared=1"),
                                kinds_path(kind, &made.id, ""));
        const char *toast =
            piece_with(f, kinds_get(f, kind, &made.id, ""), "<div class=\"flash success\"",
                       "Approved. The label production is on version 2 now.", "</div>");
        assert_in(toast, "/releases/change?label=production&amp;to_version=1\">Back to v1</a>");
        assert_in(toast, review_path(&made, "\">Open the review</a>"));
        assert_live(f, &made, 2);
        struct response *response = review(f, &made);
        assert_in(state_of(f, response), ">Approved");
        const char *outcome =
            piece_with(f, response, "<div class=\"outcome\">", "fine by me", "</div>");
        assert_in(outcome, f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
        assert_in(outcome, "<time datetime=");
        fixture_assert_has_not(response, "class=\"decide\"");
        fixture_assert_has(response, "id=\"changes-title\">Changes"); /* what it changed then */
    }
}

static void a_rejection_says_why(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Rejected");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = decide(f, &made, "/reject", "reason=&compared=1");
        fixture_assert_status(response, 422);
        assert_in(piece_with(f, response, "<form class=\"decide\"", "reason-error", "</form>"),
                  "Say why, so that the next proposal can be better.");
        assert_in(state_of(f, response), ">Needs review");
        response = decide(f, &made, "/reject", "reason=too+%3Cshort%3E");
        fixture_assert_redirect(response, kinds_path(kind, &made.id, ""));
        fixture_assert_has(kinds_get(f, kind, &made.id, ""), "Rejected. Nothing was moved.");
        response = review(f, &made);
        assert_in(state_of(f, response), ">Rejected");
        assert_in(
            piece_with(f, response, "<div class=\"outcome\">", "too &lt;short&gt;</p>", "</div>"),
            f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
        assert_live(f, &made, 1);
    }
}

static void a_withdrawal_offers_to_propose_again(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Withdrawn");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_redirect(decide(f, &made, "/withdraw", ""), kinds_path(kind, &made.id, ""));
        assert_in(piece_with(f, kinds_get(f, kind, &made.id, ""), "<div class=\"flash success\"",
                             "Withdrawn.", "</div>"),
                  "to_version=2\">Propose again</a>");
        assert_in(state_of(f, review(f, &made)), ">Withdrawn");
        fixture_assert_status(decide(f, &made, "/withdraw", ""), 409);
    }
}

/* Production moves after a look at the changes, not by a form that was made elsewhere. */
static void an_approval_without_a_look_leads_to_the_review(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Blind");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = decide(f, &made, "/approve", "reason=in+haste");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "Look at what changes first, then approve.");
        assert_in(piece_with(f, response, "<form class=\"decide\"", "name=\"reason\"", "</form>"),
                  "value=\"in haste\"");
        assert_live(f, &made, 1);
    }
}

/* Two people press at once: the second sees who was first. */
static void what_is_decided_is_not_decided_again(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Twice");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_status(decide(f, &made, "/approve", "reason=first&compared=1"), 303);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        static const char *const forms[][2] = {{"/approve", "reason=second&compared=1"},
                                               {"/reject", "reason=second"}};
        for (size_t i = 0; i < COUNT_OF(forms); i++) {
            struct response *response = decide(f, &made, forms[i][0], forms[i][1]);
            fixture_assert_status(response, 409);
            assert_in(
                piece_with(f, response, "<div class=\"error-summary\"", "This request", "</div>"),
                "This request is approved already.");
            assert_in(piece_with(f, response, "<div class=\"outcome\">", "first", "</div>"),
                      f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
            fixture_assert_has_not(response, "class=\"decide\"");
        }
        assert_live(f, &made, 2);
        fixture_begin(f);
        assert_int_equal(fixture_count_events(f, "label.approve", "success"), (int)kind + 1);
    }
}

static void a_stale_proposal_is_only_rejected(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Stale");
        kinds_save(f, kind, &made.id, 3);
        put_label(f, record_nouns[kind]->store, &made.id, LABEL_PRODUCTION, 1, 3);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = review(f, &made);
        fixture_assert_has(response, "production was moved since this was proposed");
        const char *form =
            piece_with(f, response, "<form class=\"decide\"", ">Reject</button>", "</form>");
        assert_not_in(form, ">Approve<");
        assert_not_in(form, "primary");
        response = decide(f, &made, "/approve", "reason=&compared=1");
        fixture_assert_status(response, 409);
        assert_in(piece_with(f, response, "<div class=\"error-summary\"",
                             "production was moved since this was proposed.</li>", "</div>"),
                  "Please fix the following");
        assert_live(f, &made, 3);
        fixture_assert_status(decide(f, &made, "/reject", "reason=outdated"), 303);
    }
}

static void an_archived_record_is_not_released(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Archived");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        fixture_assert_status(kinds_post(f, kind, &made.id, "/archive", "accept=1"), 303);
        struct response *response = review(f, &made);
        fixture_assert_has(response, ">Restore it</a> before you approve the move.");
        fixture_assert_has_not(response, ">Approve<");
        response = decide(f, &made, "/approve", "reason=&compared=1");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "is archived. Restore it before you move its labels.");
    }
}

/* A proposal has one address, whatever else is an id. */
static void other_addresses_are_not_found(void **state)
{
    static const char *const hostile[] = {"/releases/0",
                                          "/releases/00000000-0000-0000-0000-000000000000",
                                          "/releases/%27%20OR%201%3D1", "/releases/..%2F",
                                          "/releases/ffffffff-ffff-7fff-bfff-"
                                          "ffffffffffff"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "One");
        struct uuid other = kinds_make(f, kind, "Two");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct proposed elsewhere = {kind, other, made.proposal_id};
        fixture_assert_status(review(f, &elsewhere), 404);
        elsewhere = (struct proposed){(kind + 1) % RECORD_KIND_COUNT, made.id, made.proposal_id};
        fixture_assert_status(review(f, &elsewhere), 404);
        fixture_assert_status(decide(f, &elsewhere, "/approve", "reason=&compared=1"), 404);
        for (size_t i = 0; i < COUNT_OF(hostile); i++)
            fixture_assert_status(kinds_get(f, kind, &made.id, hostile[i]), 404);
        assert_live(f, &made, 1);
    }
}

/* ---- whom it affects ----------------------------------------------------------------------- */

static void who_follows_the_label_is_named_live_ones_first(void **state)
{
    struct fixture *f = *state;
    struct proposed made = make_proposed(f, RECORD_PROMPT, "Shared");
    static const char follows[] = "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Shared\"}}";
    static const char pins[] =
        "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Shared\",\"version\":1}}";
    struct uuid draft = make_agent(f, PERSONA_PRODUCT_MANAGER, "A draft", follows);
    struct uuid live = make_agent(f, PERSONA_PRODUCT_MANAGER, "B live", follows);
    put_label(f, &agent_store, &live, LABEL_PRODUCTION, 0, 1);
    (void)save_config(f, &live, "{\"model\":{\"name\":\"n\"},\"prompt\":{\"name\":\"Shared\"}}");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "Pinned", pins);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Crew", &draft, NULL, 1);
    fixture_begin(f);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    struct response *response = review(f, &made);
    const char *affects = piece_with(f, response, "<section class=\"affects\"",
                                     "Affects 2 agents, 1 team</h2>", "</section>");
    const char *first = strstr(affects, kinds_path(RECORD_AGENT, &live, ""));
    const char *second = strstr(affects, kinds_path(RECORD_AGENT, &draft, ""));
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    assert_in(first, ">B live <b class=\"live\">live</b></a>");
    assert_in(second, ">A draft</a>");
    assert_in(affects, ">Crew</a>");
    assert_not_in(affects, ">Pinned");
    assert_in(affects, "1 other record uses it but does not follow production.");
    response =
        kinds_get(f, RECORD_PROMPT, &made.id, "/releases/change?label=production&to_version=2");
    fixture_assert_has(response, "Affects 2 agents, 1 team</h2>");
    response =
        kinds_get(f, RECORD_PROMPT, &made.id, "/used-by"); /* its newest version is a draft */
    const char *row = piece_with(f, response, "<li", ">B live</a>", "</li>");
    assert_in(row, "<span class=\"chip ver\">v2</span>");
    assert_in(row, "production v1</span>");
}

static void a_record_that_nobody_uses_affects_no_other(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Alone");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        assert_in(piece_with(f, review(f, &made), "<section class=\"affects\"",
                             "Affects no other record</h2>", "</section>"),
                  "Nothing in Rostrum follows production of this ");
    }
}

static void a_removal_is_reviewed_too(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = {.kind = kind, .id = kinds_make(f, kind, "Removed")};
        put_label(f, record_nouns[kind]->store, &made.id, LABEL_PRODUCTION, 0, 1);
        made.proposal_id = propose(f, kind, &made.id, 1, 0);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = review(f, &made);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "<h1>Review removing production from Removed</h1>");
        fixture_assert_has(response, "No version has production afterwards");
        fixture_assert_has(response, "<button class=\"btn primary\">Approve</button>");
        fixture_assert_status(decide(f, &made, "/approve", "reason=&compared=1"), 303);
        fixture_assert_has(kinds_get(f, kind, &made.id, ""), "Nothing released yet");
    }
}

/* Every way to a decision leads over the review. */
static void all_links_lead_to_the_review(void **state)
{
    static const char *const places[] = {"", "/versions", "/releases", "/used-by", "/activity"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct proposed made = make_proposed(f, kind, "Linked");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        char link[256];
        (void)snprintf(link, sizeof link, "%s", review_path(&made, "\""));
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            struct response *response = kinds_get(f, kind, &made.id, places[i]);
            assert_in(piece_with(f, response, "<div class=\"actions\">", ">Review</a>", "</div>"),
                      link);
            assert_in(piece_with(f, response, "<ul class=\"strip\">", "class=\"waits\"", "</ul>"),
                      link);
            fixture_assert_has_not(response, "/approve\"");
        }
        assert_in(piece_with(f, fixture_get(f, "/"), "<li data-row>", link, "</li>"), ">Review<");
        assert_in(piece_with(f, fixture_get(f, "/inbox"), "<li data-row>", link, "</li>"),
                  ">Review<");
        fixture_assert_has_not(fixture_get(f, "/"), "/approve\"");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_review_says_what_is_proposed_and_shows_the_changes),
        TEST(a_first_release_is_shown_whole),
        TEST(everyone_is_offered_what_they_may_do),
        TEST(an_approval_moves_the_label_and_offers_the_way_back),
        TEST(a_rejection_says_why),
        TEST(a_withdrawal_offers_to_propose_again),
        TEST(an_approval_without_a_look_leads_to_the_review),
        TEST(what_is_decided_is_not_decided_again),
        TEST(a_stale_proposal_is_only_rejected),
        TEST(an_archived_record_is_not_released),
        TEST(other_addresses_are_not_found),
        TEST(who_follows_the_label_is_named_live_ones_first),
        TEST(a_record_that_nobody_uses_affects_no_other),
        TEST(a_removal_is_reviewed_too),
        TEST(all_links_lead_to_the_review),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
