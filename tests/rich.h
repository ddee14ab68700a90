#ifndef TESTS_RICH_H
#define TESTS_RICH_H

#include <time.h>

#include "data/account/address_change.h"
#include "data/account/invitation_request.h"
#include "data/approval/approval.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/card/card_sign.h"
#include "data/comment/record_comment.h"
#include "data/comment/record_follow.h"
#include "data/mail/mail_outbox.h"
#include "data/mail/mail_queue.h"
#include "data/privacy/erasure_request.h"
#include "data/privacy/erasure_scan.h"
#include "data/register/register.h"
#include "data/release/label_proposal.h"
#include "data/review/review_snapshot.h"
#include "data/trail/audit_list.h"
#include "data/trail/audit_saved.h"
#include "data/trail/inbox_news_read.h"
#include "pages/routes.h"
#include "retention.h"
#include "sets.h"
#include "teams.h"

/* An organization with as much as there can be on every page, for tests that walk over the routes.
 */

static const char rich_text[] = "Answer {{question}} for {{name}}.\n@@@prompt:name=Style/plain@@@\n"
                                "@@@prompt:name=Style/plain|version=1@@@";
static const char rich_chat[] =
    "[{\"role\":\"system\",\"content\":\"Be {{mood}}.\"},{\"placeholder\":\"history\"},"
    "{\"role\":\"user\",\"content\":\"@@@prompt:name=Rich/answer|label=production@@@\"}]";
static const char rich_config[] =
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\",\"temperature\":0.2,\"top_p\":1,"
    "\"max_output_tokens\":2000,\"stop\":[\"END\"],\"reasoning\":\"low\"},"
    "\"prompt\":{\"name\":\"Rich/answer\",\"label\":\"production\"},"
    "\"tools\":[{\"type\":\"function\",\"name\":\"look_up\",\"description\":\"Finds an order.\","
    "\"parameters\":{\"type\":\"object\"}},{\"type\":\"web_search\"}],"
    "\"mcp_servers\":[{\"name\":\"files\",\"url\":\"https://mcp.example.com/v1\",\"headers\":"
    "{\"Authorization\":{\"secret\":\"MCP_TOKEN\"}}},{\"name\":\"local\",\"command\":\"mcp\"}],"
    "\"handoffs\":[\"Ada\"],\"output\":{\"type\":\"json\",\"schema\":{\"type\":\"object\"}},"
    "\"limits\":{\"max_turns\":8,\"timeout_s\":60,\"max_tokens\":100000},"
    "\"skills\":[{\"id\":\"s\",\"name\":\"Refunds\",\"tags\":[\"money\"],\"examples\":[\"Pay\"]}],"
    "\"endpoint\":{\"url\":\"https://a.example\",\"protocol\":\"a2a\"},"
    "\"metadata\":{\"n\":[1,null]},\"unknown\":{\"kept\":[true]}}";

static const struct record_store *const rich_stores[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = &prompt_store,
    [RECORD_AGENT] = &agent_store,
    [RECORD_TEAM] = &team_store,
    [RECORD_SET] = &set_store,
};

/* A record of each kind with versions, labels, proposals, tags and uses. */
struct rich {
    struct uuid ids[RECORD_KIND_COUNT];
    struct uuid proposals[RECORD_KIND_COUNT];
    struct uuid comments[RECORD_KIND_COUNT]; /* by the superuser, who sees everything */
    struct uuid chat_id;
    struct uuid event_id;
    struct uuid approval_id;
    struct uuid run_id;
    struct uuid erasure_id;
    struct uuid review_id; /* prepared, and not signed */
    struct crew crew;
};

static inline void rich_make_prompts(struct fixture *f, struct rich *rich)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct record_saved saved;
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Style/plain", "Plain");
    struct prompt_draft draft = draft_of("Rich/answer", rich_text);
    draft.description = "How we answer";
    draft.tags = "fine, good";
    draft.settings = "{\"temperature\":1}";
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    rich->ids[RECORD_PROMPT] = saved.id;
    (void)save_body(f, &saved.id, "Answer {{question}}.");
    (void)save_body(f, &saved.id, rich_text);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &saved.id, LABEL_PRODUCTION, 0, 1),
                     ERR_NONE);
    draft = draft_of("Rich/chat", rich_chat);
    draft.type = PROMPT_CHAT;
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    rich->chat_id = saved.id;
}

static inline void rich_make_agents(struct fixture *f, struct rich *rich)
{
    rich->crew = make_crew(f);
    rich->ids[RECORD_AGENT] = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Rich/agent", AGENT_CONFIG);
    (void)save_config(f, &rich->ids[RECORD_AGENT], rich_config);
    (void)save_config(f, &rich->ids[RECORD_AGENT], AGENT_CONFIG);
    (void)save_config(f, &rich->ids[RECORD_AGENT], rich_config);
    put_label(f, &agent_store, &rich->ids[RECORD_AGENT], "beta", 0, 1);
}

static inline void rich_make_teams(struct fixture *f, struct rich *rich)
{
    struct team_problem problem;
    struct team_draft *draft = draft_crew(&rich->crew, TEAM_GRAPH);
    struct team_plan *plan = &draft->plan;
    plan->members[0].agent_id = rich->ids[RECORD_AGENT];
    plan->members[0].agent_version = 2;
    plan->members[1].agent_id = rich->crew.agents[0];
    plan->members[2].agent_id = rich->crew.agents[1];
    plan->edges[0] =
        (struct team_edge){plan->members[0].agent_id, plan->members[1].agent_id, "drafted"};
    plan->edges[1] = (struct team_edge){plan->members[1].agent_id, plan->members[2].agent_id, ""};
    plan->edge_count = 2;
    draft->name = "Rich/team";
    draft->tags = "fine";
    rich->ids[RECORD_TEAM] = create_team(f, PERSONA_CUSTOMER_ADMIN, draft);
    struct team_draft next = draft_of_team(f, &rich->ids[RECORD_TEAM]);
    next.plan.members[0].agent_version = 0;
    next.plan.members[0].agent_label = "beta";
    next.message = "By label";
    assert_int_equal(update_team(f, PERSONA_CUSTOMER_ADMIN, &next, &problem), ERR_NONE);
}

static const char rich_cases[] =
    "[{\"id\":\"late\",\"name\":\"Late <b>refund</b>\",\"variables\":{\"question\":\"Where is "
    "it?\",\"name\":\"Ada\"},\"expected\":\"Soon.\",\"checks\":[{\"type\":\"contains_any\","
    "\"value\":"
    "[\"soon\",\"today\"],\"ignore_case\":true},{\"type\":\"max_duration_ms\",\"value\":4000}],"
    "\"critical\":true,\"note\":\"From the desk\",\"origin\":\"incident\"},"
    "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"checks\":[{\"type\":\"is_json\"}]}"
    "]";
static const char rich_settings[] =
    "{\"for\":{\"kind\":\"prompt\",\"name\":\"Rich/answer\"},\"judge\":{\"prompt\":{\"name\":"
    "\"Style/plain\",\"version\":1},\"repeats\":3}}";

static inline void rich_make_sets(struct fixture *f, struct rich *rich)
{
    struct uuid *id = &rich->ids[RECORD_SET];
    *id = make_set(f, PERSONA_CUSTOMER_ADMIN, "Rich/set", rich_cases, rich_settings);
    (void)save_cases(f, id, "[{\"id\":\"late\",\"name\":\"Late\"},{}]");
    (void)save_cases(f, id, rich_cases);
    put_label(f, &set_store, id, "beta", 0, 1);
}

static inline void rich_make_cards(struct fixture *f, struct rich *rich)
{
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        struct problem problem;
        struct card_settings settings = {.slug = record_kinds[kind].name,
                                         .provider_url = "https://example.com",
                                         .is_public = true,
                                         .is_signed = true};
        assert_int_equal(card_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), rich_stores[kind],
                                  &rich->ids[kind], &settings, &problem),
                         ERR_NONE);
        struct card card;
        struct record_head head = {
            .store = rich_stores[kind], .organization_id = f->own.id, .id = rich->ids[kind]};
        json_t *json = json_keep(f->arena, json_pack("{s:s}", "name", "Rich"));
        assert_int_equal(card_get(f->db, &head, &card), ERR_NONE);
        assert_int_equal(card_sign(f->db, &card, "https://example.com/keys", json), ERR_NONE);
    }
}

/* One proposal is open, one was rejected. */
static inline void rich_propose(struct fixture *f, struct rich *rich, int kind)
{
    struct problem problem;
    struct uuid id;
    struct label_change change = {
        .record_id = rich->ids[kind],
        .label = LABEL_PRODUCTION,
        .from_version = kind == RECORD_PROMPT ? 1 : 0,
        .to_version = 2,
        .reason = "Better",
    };
    const struct actor *proposer = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_int_equal(label_propose(f->db, proposer, rich_stores[kind], &change, &id, &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_reject(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                           rich_stores[kind], &id, "Not yet", &problem),
                     ERR_NONE);
    assert_int_equal(label_propose(f->db, proposer, rich_stores[kind], &change,
                                   &rich->proposals[kind], &problem),
                     ERR_NONE);
}

static inline void rich_make_proposals(struct fixture *f, struct rich *rich)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        rich_propose(f, rich, kind);
}

static inline void rich_say(struct fixture *f, struct rich *rich, int kind, int persona,
                            struct record_comment_place place, const char *body)
{
    struct problem problem;
    struct record_comment_draft draft = {rich->ids[kind], place, body};
    assert_int_equal(record_comment_add(f->db, actor_of(f, persona), rich_stores[kind], &draft,
                                        &rich->comments[kind], &problem),
                     ERR_NONE);
}

/* Comments on all that can have some, by people who do or do not see them as their own; and who
 * follows. */
static inline void rich_make_talk(struct fixture *f, struct rich *rich)
{
    const struct actor *actor = actor_of(f, FIXTURE_SUPERUSER);
    struct problem problem;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        rich_say(f, rich, kind, PERSONA_INDIVIDUAL_DEVELOPER, (struct record_comment_place){0},
                 "Is this right, @Petra Product of Northwind?");
        rich_say(f, rich, kind, PERSONA_DEVOPS_ENGINEER,
                 (struct record_comment_place){.version = 2}, "No.\n<b>Not</b> yet.");
        rich_say(f, rich, kind, FIXTURE_SUPERUSER,
                 (struct record_comment_place){.proposal_id = rich->proposals[kind]}, "Better.");
        struct record_comment_edit edit = {rich->ids[kind], rich->comments[kind], 1,
                                           "Much better."};
        assert_int_equal(record_comment_edit(f->db, actor, rich_stores[kind], &edit, &problem),
                         ERR_NONE);
        assert_int_equal(
            record_follow(f->db, actor, rich_stores[kind], &rich->ids[kind], true, &problem),
            ERR_NONE);
        assert_int_equal(
            record_follow_folder(f->db, actor, &record_kinds[kind], "Rich", true, &problem),
            ERR_NONE);
    }
    assert_int_equal(inbox_news_mark_read(f->db, actor, clock_now()), ERR_NONE);
}

/* An entry in the register of two versions, with a review that is due. */
static inline void rich_make_register(struct fixture *f, const struct rich *rich)
{
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        struct problem problem;
        struct register_draft draft = {
            .record_id = rich->ids[kind],
            .texts = {"Answers <b>questions</b>.\nFast.", "Orders", "Customers", ""},
            .risk = RISK_LIMITED,
            .oversight_id = f->own.users[PERSONA_CUSTOMER_ADMIN].id,
            .review_on = CLOCK_DAY};
        for (; draft.based_on_revision < 2; draft.based_on_revision++) {
            draft.texts[REGISTER_RISK_REASON] =
                draft.based_on_revision == 0 ? "None yet." : "Talks.";
            assert_int_equal(register_save(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                           rich_stores[kind], &draft, &problem),
                             ERR_NONE);
        }
    }
}

/* Two wait. */
static inline void rich_make_requests(struct fixture *f)
{
    static const char *const addresses[] = {"one@asked.example", "two@asked.example"};
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        struct invitation_request_draft draft = {"Asked For", addresses[i], PERSONA_PRODUCT_MANAGER,
                                                 "For the launch"};
        struct problem problem;
        struct uuid id;
        assert_int_equal(invitation_request_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                                   &draft, &id, &problem),
                         ERR_NONE);
    }
}

/* One waits, two are approved. */
static inline void rich_make_approvals(struct fixture *f, struct rich *rich)
{
    struct problem problem;
    struct uuid *id = &rich->approval_id;
    for (int i = 0; i < 3; i++) {
        struct approval_draft draft = {
            .kind = i == 0   ? APPROVAL_RETENTION_RUN
                    : i == 1 ? APPROVAL_HOLD_RELEASE
                             : APPROVAL_ERASURE,
            .subject_id = f->own.users[PERSONA_DEVOPS_ENGINEER].id,
            .asked = "all of it",
            .what = json_pack("{s:s, s:{s:s, s:{s:s}}}", "url", "/settings/organization", "facts",
                              "Rows", "12", "Of", "user",
                              f->own.users[PERSONA_DEVOPS_ENGINEER].id_text),
            .reason = "It is time",
        };
        assert_int_equal(
            approval_request(f->db, actor_of(f, i < 2 ? PERSONA_CUSTOMER_ADMIN : FIXTURE_SUPERUSER),
                             &draft, id, &problem),
            ERR_NONE);
        if (i < 2)
            assert_int_equal(
                approval_approve(f->db, actor_of(f, FIXTURE_SUPERUSER), id, "Good", &problem),
                ERR_NONE);
    }
}

/* One that waits, with the texts that may name the person. */
static inline void rich_make_erasure(struct fixture *f, struct rich *rich)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct erasure_case erasure;
    struct erasure_draft draft = {f->own.users[PERSONA_ENTERPRISE_TEAM].id,
                                  f->own.users[PERSONA_DEVOPS_ENGINEER].id, "By letter"};
    assert_int_equal(erasure_request(f->db, actor, &draft, &rich->erasure_id, &problem), ERR_NONE);
    assert_int_equal(erasure_scan(f->db, actor, &rich->erasure_id, CLOCK_MINUTE, &erasure),
                     ERR_NONE);
}

/* A person waits for the confirmation of a new address, and no mail could be delivered. */
static inline void rich_make_mail(struct fixture *f)
{
    static const char *const addresses[] = {"one@new.example", "two@new.example"};
    const struct timespec pause = {.tv_nsec = 2000000}; /* ids tell which one is later */
    struct mail_claimed mail;
    struct problem problem;
    mail_switch(f->db, true);
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
        assert_int_equal(address_change_ask(f->db, actor, addresses[i], &problem), ERR_NONE);
        (void)nanosleep(&pause, NULL);
    }
    for (size_t i = 0; i < 2 * COUNT_OF(addresses); i++) {
        fixture_begin(f);
        assert_int_equal(mail_claim(f->db, &mail), ERR_NONE);
        assert_int_equal(mail_report(f->db, &mail, MAIL_REFUSED, "550 5.1.1 No such user"),
                         ERR_NONE);
    }
    mail_switch(f->db, false);
    fixture_begin(f);
}

static inline void rich_make(struct fixture *f, struct rich *rich)
{
    fixture_begin(f);
    rich_make_prompts(f, rich);
    rich_make_agents(f, rich);
    rich_make_teams(f, rich);
    rich_make_sets(f, rich);
    rich_make_cards(f, rich);
    rich_make_proposals(f, rich);
    rich_make_talk(f, rich);
    rich_make_register(f, rich);
    rich_make_requests(f);
    rich_make_mail(f);
    rich_make_approvals(f, rich);
    rich->run_id = retention_make_rows(f);
    rich_make_erasure(f, rich);
    (void)retention_hold(f, LEGAL_HOLD_PERSON, &f->own.users[PERSONA_ENTERPRISE_TEAM].id);
    (void)retention_hold(f, LEGAL_HOLD_PERSON, &f->own.users[PERSONA_PLATFORM_ADMIN].id);
    for (int i = 0; i < 2; i++) /* of one person: nobody else sees them */
        assert_int_equal(audit_saved_add(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                         "Changes of prompts", "action=prompt.&from=2026-01-01"),
                         ERR_NONE);
    assert_int_equal(
        review_prepare(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), "x", &rich->review_id),
        ERR_NONE);
    struct audit_filter filter = {.action = "prompt.update", .limit = 1};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    rich->event_id = list.entries[0].id;
    fixture_begin(f);
    struct audit_checkpoint newest; /* so that the event can be proved */
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(audit_checkpoint_make(f->db, &f->own.id, &newest), ERR_NONE);
    fixture_begin(f);
}

static inline const struct uuid *rich_id(const struct fixture *f, const struct rich *rich,
                                         const char *pattern, int place)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        if (text_starts_with(pattern, record_kinds[kind].path))
            return place == 0                              ? &rich->ids[kind]
                   : strstr(pattern, "/comments/") != NULL ? &rich->comments[kind]
                                                           : &rich->proposals[kind];
    if (text_starts_with(pattern, "/audit/"))
        return &rich->event_id;
    if (text_starts_with(pattern, "/settings/retention/runs/"))
        return &rich->run_id;
    if (text_starts_with(pattern, "/approvals/"))
        return &rich->approval_id;
    if (text_starts_with(pattern, "/settings/erasure/"))
        return &rich->erasure_id;
    if (text_starts_with(pattern, "/settings/access/"))
        return &rich->review_id;
    if (text_starts_with(pattern, "/organizations/"))
        return &f->own.id;
    return &f->own.users[PERSONA_DEVOPS_ENGINEER].id;
}

/* The address of a route; until the next call. */
static inline const char *rich_address(const struct fixture *f, const struct rich *rich,
                                       const char *pattern)
{
    static char path[256];
    size_t len = 0;
    int place = 0;
    for (const char *p = pattern; *p != '\0'; p++) {
        char part[UUID_TEXT_LEN] = "no-such-token";
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        if (text_starts_with(p, "{id}"))
            uuid_format(rich_id(f, rich, pattern, place++), part);
        if (text_starts_with(p, "{n}"))
            (void)snprintf(part, sizeof part, "2");
        len += (size_t)snprintf(path + len, sizeof path - len, "%s", part);
        p = strchr(p, '}');
    }
    path[len] = '\0';
    return path;
}

#endif
