#include "pages/record/kinds.h"

#include "base/clock.h"
#include "base/clock_day.h"

/* Labels of records of every kind: moving, removing, proposing and deciding. */

static void assert_production(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                              int version)
{
    char link[32];
    (void)snprintf(link, sizeof link, "/versions/%d\">v%d</a>", version, version);
    struct response *response = kinds_get(f, kind, id, "/releases");
    fixture_assert_status(response, 200);
    const char *table =
        piece_with(f, response, "<table", "<caption class=\"sr\">Labels", "</table>");
    const char *row = strstr(table, "<span class=\"chip label production\">production</span>");
    assert_non_null(row);
    row = arena_copy(f->page_arena, row, (size_t)(strstr(row, "</tr>") - row));
    if (version == 0) {
        assert_in(row, "Nothing released yet");
        return;
    }
    assert_in(row, link);
    assert_in(row, "protected</span>");
    assert_in(row, "<time datetime=");
}

static void a_label_is_moved_and_removed(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Moved", 2);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/releases");
        fixture_assert_has(response, "No label was moved yet.");
        assert_in(piece_with(f, response, "<select", "id=\"label-choice\"", "</select>"),
                  "<option value=\"production\">production</option>");
        response = kinds_post(f, kind, &id, "/releases/move",
                              "label=production&to_version=1&reason=first+try&seen=&compared=1");
        fixture_assert_redirect(response, kinds_path(kind, &id, "/releases"));
        response = kinds_get(f, kind, &id, "/releases");
        fixture_assert_has(response, "The label production is on version 1 now.</div>");
        const char *row = row_with(f, response, "first try");
        assert_in(row, "<td>to v1</td>");
        assert_in(row, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
        assert_production(f, kind, &id, 1);
        response = kinds_post(f, kind, &id, "/releases/move",
                              "label=production&to_version=2&reason=better&seen=production%3A1"
                              "&compared=1");
        fixture_assert_status(response, 303);
        response = kinds_get(f, kind, &id, "/releases");
        assert_in(row_with(f, response, "better"), "<td>v1 to v2</td>");
        assert_in(piece_with(f, response, "<div class=\"flash success\" role=\"status\">",
                             "The label production is on version 2 now.", "</div>"),
                  "/releases/change?label=production&amp;to_version=1\">Back to v1</a>");
        assert_production(f, kind, &id, 2);
        fixture_assert_has(kinds_get(f, kind, &id, ""), "production <b>v2</b>");
        fixture_assert_has(fixture_get(f, record_kinds[kind].path), "production <b>v2</b>");
        response =
            kinds_post(f, kind, &id, "/releases/remove", "label=production&seen=production%3A2");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "Nothing is live without the label production.");
        assert_production(f, kind, &id, 2);
        response = kinds_post(f, kind, &id, "/releases/remove",
                              "label=production&seen=production%3A2&accept=1");
        fixture_assert_status(response, 303);
        response = kinds_get(f, kind, &id, "/releases");
        fixture_assert_has(response, "The label production was removed.");
        fixture_assert_has(response, "<td>v2 removed</td>");
        assert_production(f, kind, &id, 0);
    }
}

static void refused_moves_keep_what_was_typed(void **state)
{
    struct fixture *f = *state;
    static const char *const refused[] = {
        "label=&to_version=1",         "label=Bad+Label&to_version=1", "label=latest&to_version=1",
        "label=ok&to_version=",        "label=ok&to_version=x",        "label=ok&to_version=99",
        "label=ok&to_version=1&more=1"};
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Refused", 2);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        for (size_t i = 0; i < COUNT_OF(refused); i++)
            fixture_assert_status(kinds_post(f, kind, &id, "/releases/move", refused[i]), 422);
        struct response *response = kinds_post(f, kind, &id, "/releases/move",
                                               "label=Bad+Label&to_version=1&reason=because");
        fixture_assert_has(response, "value=\"Bad Label\"");
        fixture_assert_has(response, "<option value=\"1\" selected>");
        fixture_assert_has(response, "id=\"label-error\"");
        fixture_assert_has(response, "class=\"error-summary\"");
        /* moved by someone else since the page was made */
        put_label(f, record_nouns[kind]->store, &id, "ok", 0, 1);
        fixture_begin(f);
        response = kinds_post(f, kind, &id, "/releases/move", "label=ok&to_version=2&seen=");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "name=\"seen\" value=\"ok:1\"");
    }
}

/* A record of the kind that another one uses through its label "production"; no kind uses teams. */
static struct uuid make_referred(struct fixture *f, enum record_kind_id kind)
{
    struct uuid id = kinds_make(f, kind, "Referred");
    put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
    if (kind == RECORD_PROMPT)
        (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "Reader",
                         "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Referred\"}}");
    if (kind == RECORD_AGENT) {
        struct team_member member = {
            .agent_id = id, .role = TEAM_WORKER, .agent_label = "production"};
        struct team_draft draft = {.name = "Crew",
                                   .description = "",
                                   .tags = "",
                                   .message = "",
                                   .plan = {.kind = TEAM_ROUND_ROBIN,
                                            .members = &member,
                                            .member_count = 1,
                                            .termination = {.max_messages = 10, .text = ""}}};
        struct team_problem problem;
        struct record_saved saved;
        assert_int_equal(
            team_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
            ERR_NONE);
    }
    fixture_begin(f);
    return id;
}

static void removing_a_label_in_use_asks_first(void **state)
{
    struct fixture *f = *state;
    static const char *const users[] = {">Reader</a>", ">Crew</a>"};
    for (enum record_kind_id kind = RECORD_PROMPT; kind <= RECORD_AGENT; kind++) {
        struct uuid id = make_referred(f, kind);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response =
            kinds_post(f, kind, &id, "/releases/remove", "label=production&seen=production%3A1");
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "Nothing is live without the label production.");
        fixture_assert_has(response, "Remove label anyway</button>");
        assert_in(piece_with(f, response, "<h2>Follows production</h2>", users[kind], "</li>"),
                  ": <strong>finds no version by it any more</strong>");
        fixture_assert_has(response, "name=\"seen\" value=\"production:1\"");
        fixture_assert_has(response, "name=\"label\" value=\"production\"");
        fixture_assert_has(response, "name=\"accept\" value=\"1\"");
        assert_production(f, kind, &id, 1);
        response = kinds_post(f, kind, &id, "/releases/remove",
                              "label=production&seen=production%3A1&accept=1");
        fixture_assert_status(response, 303);
        assert_production(f, kind, &id, 0);
    }
}

/* The address that decides about the newest proposal, which the page of releases links to. */
static const char *decision_path(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                                 const char *decision)
{
    struct response *response = kinds_get(f, kind, id, "/releases");
    const char *proposal = fixture_between(f, response, "id=\"proposal-", "\"");
    assert_non_null(proposal);
    char rest[96];
    (void)snprintf(rest, sizeof rest, "/releases/%s/%s", proposal, decision);
    return kinds_path(kind, id, rest);
}

static void propose(struct fixture *f, enum record_kind_id kind, const struct uuid *id, int version)
{
    char form[96];
    (void)snprintf(form, sizeof form,
                   "label=production&to_version=%d&reason=please&seen=", version);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(kinds_post(f, kind, id, "/releases/propose", form), 303);
}

static void a_proposal_is_approved_by_somebody_else(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Proposed", 2);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response =
            kinds_post(f, kind, &id, "/releases/move",
                       "label=production&to_version=2&reason=please&seen=&compared=1");
        fixture_assert_status(response, 403);
        fixture_assert_has(response, "value=\"please\"");
        fixture_assert_has(response, "Propose v2</button>");
        propose(f, kind, &id, 2);
        response = kinds_get(f, kind, &id, "/releases");
        fixture_assert_has(response, "Proposed. Someone else has to approve it.");
        const char *panel = piece_with(f, response, "<article", ">please</p>", "</article>");
        assert_in(panel, "to v2</h3>");
        assert_in(panel, ">open</span>");
        assert_in(panel, "\">Review<span");
        assert_not_in(panel, "<form");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        response = kinds_get(f, kind, &id, "/releases");
        panel = piece_with(f, response, "<article", ">please</p>", "</article>");
        assert_in(panel, "\">Review<span");
        assert_not_in(panel, "<form");
        char path[256];
        (void)snprintf(path, sizeof path, "%s", decision_path(f, kind, &id, "approve"));
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(fixture_post(f, path, "reason=&compared=1"), 403);
        assert_production(f, kind, &id, 0);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_status(fixture_post(f, path, "reason=fine&compared=1"), 303);
        assert_production(f, kind, &id, 2);
        response = kinds_get(f, kind, &id, "/releases");
        panel = piece_with(f, response, "<article", ">please</p>", "</article>");
        assert_in(panel, ">approved</span>");
        assert_in(panel, "fine");
        assert_in(panel, f->own.users[PERSONA_DEVOPS_ENGINEER].full_name);
        assert_in(row_with(f, response, "<p class=\"sub\">proposed by "),
                  f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        fixture_assert_status(fixture_post(f, path, "reason=again&compared=1"), 409);
    }
}

static void a_proposal_is_withdrawn_or_rejected(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Decided", 2);
        char path[256];
        propose(f, kind, &id, 1);
        (void)snprintf(path, sizeof path, "%s", decision_path(f, kind, &id, "withdraw"));
        fixture_assert_status(fixture_post(f, path, ""), 303);
        struct response *response = kinds_get(f, kind, &id, "/releases");
        fixture_assert_has(response, "Withdrawn.");
        fixture_assert_has(response, ">withdrawn</span>");
        propose(f, kind, &id, 2);
        fixture_assert_status(kinds_post(f, kind, &id, "/releases/propose",
                                         "label=production&to_version=2&reason=twice&seen="),
                              409);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        (void)snprintf(path, sizeof path, "%s", decision_path(f, kind, &id, "reject"));
        fixture_assert_status(fixture_post(f, path, "reason=not+yet"), 303);
        response = kinds_get(f, kind, &id, "/releases");
        const char *panel = piece_with(f, response, "<article", "not yet", "</article>");
        assert_in(panel, ">rejected</span>");
        assert_in(panel, f->own.users[PERSONA_CUSTOMER_ADMIN].full_name);
        assert_production(f, kind, &id, 0);
    }
}

/* The proposal of one record is not found below another one, of its own kind or not. */
static void a_proposal_has_one_address(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "One");
        struct uuid other = kinds_make(f, kind, "Two");
        propose(f, kind, &id, 1);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        const char *path = decision_path(f, kind, &id, "approve");
        char rest[128];
        (void)snprintf(rest, sizeof rest, "%s", strstr(path, "/releases/"));
        fixture_assert_status(kinds_post(f, kind, &other, rest, "reason="), 404);
        fixture_assert_status(kinds_post(f, (kind + 1) % RECORD_KIND_COUNT, &id, rest, "reason="),
                              404);
        assert_production(f, kind, &id, 0);
    }
}

/* Test sets never had one. */
static void the_former_address_leads_here(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind <= RECORD_TEAM; kind++) {
        struct uuid id = kinds_make(f, kind, "Linked");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = kinds_get(f, kind, &id, "/labels");
        fixture_assert_redirect(response, kinds_path(kind, &id, "/releases"));
    }
}

/* Someone else's label moves meanwhile: the proposal says so, and is not approved. */
static void a_proposal_becomes_stale_when_the_label_moves(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Stale", 2);
        propose(f, kind, &id, 2);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        char path[256];
        (void)snprintf(path, sizeof path, "%s", decision_path(f, kind, &id, "approve"));
        fixture_assert_has(kinds_get(f, kind, &id, "/releases"),
                           "The label was moved since this was proposed");
        fixture_assert_status(fixture_post(f, path, "reason=&compared=1"), 409);
        assert_production(f, kind, &id, 1);
    }
}

/* The row of a label. */
static const char *row_of(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                          const char *label)
{
    struct response *response = kinds_get(f, kind, id, "/releases");
    fixture_assert_status(response, 200);
    return row_with(f, response, arena_printf(f->page_arena, ">%s</span>", label));
}

static const char *step_to(struct fixture *f, const char *label, const char *verb, int version)
{
    return arena_printf(f->page_arena,
                        "/releases/change?label=%s&amp;to_version=%d\">%s v%d<span class=\"sr\">, "
                        "%s</span></a>",
                        label, version, verb, version, label);
}

static void a_row_offers_what_one_may_do(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Rows", 4);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        const char *row = row_of(f, kind, &id, "production");
        assert_in(row, "Nothing released yet");
        assert_in(row, step_to(f, "production", "Release", 4));
        assert_not_in(row, "Roll back");
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        put_label(f, record_nouns[kind]->store, &id, "production", 1, 3);
        put_label(f, record_nouns[kind]->store, &id, "staging", 0, 4);
        fixture_begin(f);
        row = row_of(f, kind, &id, "production");
        assert_in(row, "v3</a>");
        assert_in(row, arena_printf(f->page_arena, " by %s",
                                    f->own.users[PERSONA_CUSTOMER_ADMIN].full_name));
        assert_in(row, step_to(f, "production", "Release", 4));
        assert_in(row, step_to(f, "production", "Roll back to", 1));
        row = row_of(f, kind, &id, "staging"); /* on the newest, and never elsewhere */
        assert_not_in(row, "/releases/change");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        row = row_of(f, kind, &id, "production");
        assert_in(row, step_to(f, "production", "Propose", 4));
        assert_in(row, step_to(f, "production", "Propose", 1));
        assert_not_in(row, "Remove label");
        put_label(f, record_nouns[kind]->store, &id, "staging", 4, 2);
        fixture_begin(f);
        row = row_of(f, kind, &id, "staging");
        assert_in(row, step_to(f, "staging", "Move to", 4));
        sign_in_as(f, PERSONA_PLATFORM_ADMIN);
        assert_not_in(row_of(f, kind, &id, "production"), "/releases/change");
    }
}

/* What a move of production changes is on the page that carries it out. */
static void production_moves_after_a_look_at_the_changes(void **state)
{
    static const char *const changes[][2] = {
        {"step <del", "step <ins"}, {"<del", "step-2"}, {"<del", "12"}, {"step 1", "step 2"}};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Looked at", 2);
        const char *move = "label=production&to_version=2&reason=why+not&seen=production%3A1";
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = kinds_post(f, kind, &id, "/releases/move", move);
        fixture_assert_status(response, 409);
        fixture_assert_has(response, "Look at what changes first, then confirm the move.");
        fixture_assert_has(response, "value=\"why not\"");
        assert_production(f, kind, &id, 1);
        response = kinds_get(f, kind, &id, "/releases/change?label=production&to_version=2");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, changes[kind][0]);
        fixture_assert_has(response, changes[kind][1]);
        const char *form = piece_with(f, response, "<form class=\"form panel move\"",
                                      "name=\"compared\" value=\"1\"", "</form>");
        assert_in(form, "/releases/move\"");
        assert_in(form, "name=\"seen\" value=\"production:1\"");
        assert_in(form, "<button class=\"btn primary\">Release v2</button>");
        fixture_assert_status(kinds_post(f, kind, &id, "/releases/move",
                                         arena_printf(f->page_arena, "%s&compared=1", move)),
                              303);
        assert_production(f, kind, &id, 2);
        response = kinds_get(f, kind, &id, "/releases/change?label=production&to_version=1");
        fixture_assert_has(response, "<button class=\"btn primary\">Roll back to v1</button>");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        response = kinds_get(f, kind, &id, "/releases/change?label=production&to_version=1");
        form = piece_with(f, response, "<form class=\"form panel move\"", "name=\"compared\"",
                          "</form>");
        assert_in(form, "/releases/propose\"");
        assert_in(form, "<button class=\"btn primary\">Propose v1</button>");
    }
}

static void a_first_release_shows_the_whole_version(void **state)
{
    static const char *const contents[] = {"step 1", "step-1", "Member of First", "step 1"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "First");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        struct response *response = kinds_get(f, kind, &id, "/releases/change");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "goes on its first version, ");
        fixture_assert_has(response, "<button class=\"btn primary\">Release v1</button>");
        fixture_assert_has(response, contents[kind]);
    }
}

static void put_at(struct fixture *f, enum record_kind_id kind, const struct uuid *id,
                   const char *time, int from, int to)
{
    int64_t day = 0;
    assert_int_equal(clock_parse_day("2026-05-03", &day), ERR_NONE);
    int hour = 0, minute = 0;
    assert_int_equal(sscanf(time, "%d:%d", &hour, &minute), 2);
    clock_travel(day + hour * CLOCK_HOUR + minute * CLOCK_MINUTE);
    put_label(f, record_nouns[kind]->store, id, "production", from, to);
    fixture_begin(f);
    clock_travel(0);
}

/* All that the label named on the day, with the times; and nothing about what did not come yet. */
static void a_day_has_all_that_a_label_named(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Days", 3);
        put_at(f, kind, &id, "-5:00", 0, 3); /* the day before */
        put_at(f, kind, &id, "8:05", 3, 1);
        put_at(f, kind, &id, "23:59", 1, 2);
        put_at(f, kind, &id, "24:00", 2, 3);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        const char *rest = "/releases?label=production&on=2026-05-03";
        struct response *response = kinds_get(f, kind, &id, rest);
        fixture_assert_status(response, 200);
        const char *answer =
            piece_with(f, response, "<div class=\"callout\" id=\"answer\"",
                       "<strong>production</strong> on 2026-05-03 (times in UTC)", "</section>");
        assert_in(answer, "<li>00:00:00 <a href=");
        assert_in(answer, ">version 3</a>, by ");
        assert_in(answer, "on <time datetime=\"2026-05-02T19:00:00");
        assert_in(strstr(answer, "08:05:00 "), ">version 1</a>, by ");
        assert_in(strstr(answer, "23:59:00 "), ">version 2</a>, by ");
        assert_int_equal(count_in(answer, "<li>"), 3);
        rest = "/releases?label=production&on=2026-05-01";
        fixture_assert_has(kinds_get(f, kind, &id, rest), "no version had the label");
        rest = "/releases?label=production&on=2999-01-01";
        response = kinds_get(f, kind, &id, rest);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "This day has not begun yet.");
        fixture_assert_has_not(response, "id=\"answer\"");
    }
}

/* The same moves on the days of three readers: 3 May begins at 04:00 in UTC, at 18:30 or at 10:00
 * of the day before. */
static void a_day_is_that_of_the_reader(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *zone;
        int count;
        const char *lines[3]; /* of the answer */
    } readers[] = {
        {"America/New_York", 3, {"00:00:00 ", "04:05:00 ", "20:00:00 "}},
        {"Asia/Kolkata", 2, {"00:30:00 ", "13:35:00 ", NULL}},
        {"Pacific/Kiritimati", 2, {"09:00:00 ", "22:05:00 ", NULL}},
    };
    const struct fixture_user *reader = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    struct uuid id = kinds_make_versions(f, RECORD_PROMPT, "Days", 3);
    put_at(f, RECORD_PROMPT, &id, "-5:00", 0, 3);
    put_at(f, RECORD_PROMPT, &id, "8:05", 3, 1);
    put_at(f, RECORD_PROMPT, &id, "24:00", 1, 2);
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        fixture_set_time_zone(f, reader, readers[i].zone);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        struct response *response = kinds_get(f, RECORD_PROMPT, &id, "/releases?on=2026-05-03");
        fixture_assert_has(response, arena_printf(f->page_arena, "in <a href=\"/account\">%s</a>.",
                                                  readers[i].zone));
        const char *answer = piece_with(f, response, "<div class=\"callout\" id=\"answer\"",
                                        "(times in ", "</section>");
        assert_in(answer, arena_printf(f->page_arena, "(times in %s)", readers[i].zone));
        assert_int_equal(count_in(answer, "<li>"), readers[i].count);
        for (int j = 0; j < readers[i].count; j++)
            assert_in(answer, arena_printf(f->page_arena, "<li>%s", readers[i].lines[j]));
    }
}

/* Tomorrow has begun in Kiritimati while it is still noon in New York. */
static void a_future_day_is_one_of_the_reader(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *reader = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    struct uuid id = kinds_make(f, RECORD_PROMPT, "Days");
    int64_t day = 0;
    assert_int_equal(clock_parse_day("2026-05-03", &day), ERR_NONE);
    clock_travel(day + 16 * CLOCK_HOUR);
    fixture_set_time_zone(f, reader, "America/New_York");
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct response *response = kinds_get(f, RECORD_PROMPT, &id, "/releases?on=2026-05-04");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This day has not begun yet.");
    fixture_set_time_zone(f, reader, "Pacific/Kiritimati");
    response = kinds_get(f, RECORD_PROMPT, &id, "/releases?on=2026-05-04");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "on 2026-05-04, so far (times in Pacific/Kiritimati)");
}

/* There is nothing to look at: the page of releases says why. */
static void a_look_at_nothing_leads_back(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Nothing");
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_redirect(kinds_get(f, kind, &id, "/releases/change"),
                                kinds_path(kind, &id, "/releases"));
        fixture_assert_has(kinds_get(f, kind, &id, "/releases"), "production is on v1 already.");
        fixture_assert_status(kinds_get(f, kind, &id, "/releases/change?to_version=9"), 422);
        fixture_assert_status(kinds_get(f, kind, &id, "/releases/change?other=No+label"), 422);
        fixture_assert_status(kinds_get(f, kind, &id, "/releases/change?other=canary"), 200);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", "accept=1"), 303);
        fixture_assert_redirect(kinds_get(f, kind, &id, "/releases/change?other=canary"),
                                kinds_path(kind, &id, "/releases"));
        fixture_assert_has(kinds_get(f, kind, &id, "/releases"),
                           "Restore it before you move its labels.");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_label_is_moved_and_removed),
        TEST(a_row_offers_what_one_may_do),
        TEST(production_moves_after_a_look_at_the_changes),
        TEST(a_first_release_shows_the_whole_version),
        TEST(a_look_at_nothing_leads_back),
        TEST(a_day_has_all_that_a_label_named),
        TEST(a_day_is_that_of_the_reader),
        TEST(a_future_day_is_one_of_the_reader),
        TEST(refused_moves_keep_what_was_typed),
        TEST(removing_a_label_in_use_asks_first),
        TEST(a_proposal_is_approved_by_somebody_else),
        TEST(a_proposal_is_withdrawn_or_rejected),
        TEST(a_proposal_has_one_address),
        TEST(the_former_address_leads_here),
        TEST(a_proposal_becomes_stale_when_the_label_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
