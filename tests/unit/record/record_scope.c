#include "test.h"

#include "data/release/label_proposal.h"
#include "data/release/record_scope.h"
#include "data/trail/audit_list.h"
#include "kinds.h"

/* What events and lists of proposals say about a move that makes something wider. */

static const struct record_store *const stores[RECORD_KIND_COUNT] = {[RECORD_PROMPT] =
                                                                         &prompt_store,
                                                                     [RECORD_AGENT] = &agent_store,
                                                                     [RECORD_TEAM] = &team_store,
                                                                     [RECORD_SET] = &set_store};

static const char narrow[] = "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":5}}";
static const char wide[] = "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":9},\"tools\":"
                           "[{\"name\":\"refund\"}]}";

/* An agent whose versions are narrow, wide and narrow again. */
static struct uuid make_steps(struct fixture *f, const char *name)
{
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, name, narrow);
    (void)save_config(f, &id, wide);
    (void)save_config(f, &id, narrow);
    return id;
}

/* The "wider" of the newest event with this action, "-" for none. */
static const char *wider_of(struct fixture *f, const struct uuid *id, const char *action)
{
    struct audit_list log;
    const char *found = NULL;
    assert_int_equal(
        audit_list_record(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &f->own.id, id, 100, &log),
        ERR_NONE);
    for (int i = 0; i < log.count; i++) {
        if (strcmp(log.entries[i].action, action) != 0)
            continue;
        json_t *details = json_loads(log.entries[i].details, 0, NULL);
        const json_t *wider = json_object_get(json_keep(f->arena, details), "wider");
        found = wider == NULL ? "-" : json_format(f->arena, wider, JSON_LINE).data;
    }
    if (found == NULL)
        fail_msg("no event %s", action);
    return found;
}

static void move(struct fixture *f, const struct uuid *id, int64_t from, int64_t to)
{
    assert_int_equal(kind_move_label(f, &kind_makers[RECORD_AGENT], PERSONA_CUSTOMER_ADMIN, id,
                                     "production", from, to),
                     ERR_NONE);
}

static void a_release_says_what_it_makes_wider(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_steps(f, "released");
    move(f, &id, 0, 1);
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"model\"]");
    move(f, &id, 1, 2);
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"tools\",\"limits\"]");
    move(f, &id, 2, 3);
    assert_string_equal(wider_of(f, &id, "label.move"), "-");
    move(f, &id, 3, 2); /* rolled back */
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"tools\",\"limits\"]");
    move(f, &id, 2, 0);
    assert_string_equal(wider_of(f, &id, "label.move"), "-");
}

static struct uuid propose(struct fixture *f, const struct record_store *store,
                           const struct uuid *id, int64_t from, int64_t to)
{
    struct problem problem;
    struct uuid proposal;
    struct label_change change = {.record_id = *id,
                                  .label = "production",
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = "",
                                  .accepts_uses = true};
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), store, &change,
                                   &proposal, &problem),
                     ERR_NONE);
    return proposal;
}

static void a_proposal_and_its_approval_say_it_too(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = make_steps(f, "proposed");
    move(f, &id, 0, 1);
    struct uuid proposal = propose(f, &agent_store, &id, 1, 2);
    assert_string_equal(wider_of(f, &id, "label.propose"), "[\"tools\",\"limits\"]");
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                            &agent_store, &proposal, "fine", &problem),
                     ERR_NONE);
    assert_string_equal(wider_of(f, &id, "label.approve"), "[\"tools\",\"limits\"]");
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"tools\",\"limits\"]");
    proposal = propose(f, &agent_store, &id, 2, 3);
    assert_string_equal(wider_of(f, &id, "label.propose"), "-");
    assert_int_equal(label_proposal_reject(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store,
                                           &proposal, "no", &problem),
                     ERR_NONE);
    assert_string_equal(wider_of(f, &id, "label.reject"), "-");
}

static void of_prompts_nothing_is_said(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid id = kind_make_versions(f, maker, "quiet", 2);
    assert_int_equal(kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1),
                     ERR_NONE);
    assert_string_equal(wider_of(f, &id, "label.move"), "-");
}

static void teams_say_it_by_their_members_and_limits(void **state)
{
    struct fixture *f = *state;
    struct crew crew = make_crew(f);
    struct team_draft *draft = draft_crew(&crew, TEAM_ROUND_ROBIN);
    struct team_problem problem;
    const struct kind_maker *maker = &kind_makers[RECORD_TEAM];
    const int who = PERSONA_CUSTOMER_ADMIN;
    draft->plan.member_count = 2;
    struct uuid id = create_team(f, PRODUCT, draft);
    struct team_draft next = draft_of_team(f, &id);
    next.plan.members = crew.members;
    next.plan.member_count = 3;
    next.plan.termination.max_turns = 5;
    assert_int_equal(update_team(f, PRODUCT, &next, &problem), ERR_NONE);
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 0, 1), ERR_NONE);
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 1, 2), ERR_NONE);
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"members\"]");
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 2, 1), ERR_NONE);
    assert_string_equal(wider_of(f, &id, "label.move"), "[\"limits\"]");
}

static void a_refused_move_stays_refused(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct uuid id = make_steps(f, "refused");
    struct uuid nobody = uuid_make();
    const int who = PERSONA_CUSTOMER_ADMIN;
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 0, 9), ERR_INVALID);
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 2, 3), ERR_STALE);
    assert_int_equal(kind_move_label(f, maker, who, &id, "production", 8, 3), ERR_STALE);
    assert_int_equal(kind_move_label(f, maker, who, &nobody, "production", 0, 1), ERR_NOT_FOUND);
    struct problem problem;
    assert_int_equal(
        label_proposal_approve(f->db, actor_of(f, who), &agent_store, &nobody, "", &problem),
        ERR_NOT_FOUND);
}

static struct label_proposal_list proposals_of(struct fixture *f, int who)
{
    struct label_proposal_list list;
    struct label_proposal_filter filter = {.is_open_only = true, .cursor = ""};
    assert_int_equal(label_proposal_list(f->db, actor_of(f, who), &filter, &list), ERR_NONE);
    return list;
}

static void waiting_proposals_say_what_they_make_wider(void **state)
{
    struct fixture *f = *state;
    const char *wider[LABEL_PROPOSAL_LIMIT];
    struct uuid ids[11];
    struct uuid prompt = kind_make_versions(f, &kind_makers[RECORD_PROMPT], "prompt", 2);
    struct uuid team = kind_make_versions(f, &kind_makers[RECORD_TEAM], "team", 2);
    for (int i = 0; i < 11; i++) {
        ids[i] = make_steps(f, arena_printf(f->arena, "agent %d", i));
        if (i > 0)
            (void)propose(f, &agent_store, &ids[i], 0, i < 10 ? 2 : 1);
    }
    move(f, &ids[0], 0, 1);
    (void)propose(f, &agent_store, &ids[0], 1, 3);
    (void)propose(f, &agent_store, &ids[0], 1, 2);
    (void)propose(f, &agent_store, &ids[0], 1, 0);
    (void)propose(f, &prompt_store, &prompt, 0, 2);
    (void)propose(f, &team_store, &team, 0, 2);
    struct label_proposal_list list = proposals_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(list.count, 15);
    assert_int_equal(
        record_scope_proposals(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), stores, &list, wider),
        ERR_NONE);
    assert_string_equal(wider[0], "members");
    assert_null(wider[1]);
    assert_null(wider[2]);
    assert_string_equal(wider[3], "tools, limits");
    assert_null(wider[4]);
    assert_string_equal(wider[5], "model");
    for (int i = 6; i < 15; i++)
        assert_string_equal(wider[i], "model, tools");
}

static void decided_proposals_say_nothing(void **state)
{
    struct fixture *f = *state;
    const char *wider[LABEL_PROPOSAL_LIMIT] = {"unset"};
    struct problem problem;
    struct label_proposal_list list;
    struct label_proposal_filter filter = {.cursor = ""};
    struct uuid id = make_steps(f, "decided");
    struct uuid proposal = propose(f, &agent_store, &id, 0, 2);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(label_proposal_reject(f->db, admin, &agent_store, &proposal, "", &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_list(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(record_scope_proposals(f->db, admin, stores, &list, wider), ERR_NONE);
    assert_null(wider[0]);
}

static void who_may_not_read_a_config_is_told_nothing(void **state)
{
    struct fixture *f = *state;
    const char *wider[LABEL_PROPOSAL_LIMIT] = {"unset"};
    struct uuid id = make_steps(f, "unread");
    (void)propose(f, &agent_store, &id, 0, 2);
    struct label_proposal_list list = proposals_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(list.count, 1);
    assert_int_equal(
        record_scope_proposals(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), stores, &list, wider),
        ERR_NONE);
    assert_null(wider[0]);
}

/* As large as configs may be: what was read for one batch is not kept for the next. */
static void many_huge_proposals_are_read_in_batches(void **state)
{
    struct fixture *f = *state;
    const char *wider[LABEL_PROPOSAL_LIMIT];
    static char config[250 * 1024]; /* beside the arena, which ends with each request */
    static const char start[] = "{\"model\":{\"name\":\"m\"},\"instructions\":\"";
    memset(config, 'x', sizeof config);
    memcpy(config, start, sizeof start - 1);
    memcpy(config + sizeof config - 3, "\"}", 3);
    for (int i = 0; i < 20; i++) {
        struct uuid id =
            make_agent(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "huge %d", i), config);
        fixture_begin(f);
        (void)propose(f, &agent_store, &id, 0, 1);
        fixture_begin(f);
    }
    struct label_proposal_list list = proposals_of(f, PERSONA_PRODUCT_MANAGER);
    size_t used = arena_used(db_arena(f->db));
    assert_int_equal(
        record_scope_proposals(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), stores, &list, wider),
        ERR_NONE);
    assert_in_range(arena_used(db_arena(f->db)) - used, 0, 64 * 1024);
    for (int i = 0; i < 20; i++)
        assert_string_equal(wider[i], "model, limits");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_release_says_what_it_makes_wider),
        TEST(a_proposal_and_its_approval_say_it_too),
        TEST(of_prompts_nothing_is_said),
        TEST(teams_say_it_by_their_members_and_limits),
        TEST(a_refused_move_stays_refused),
        TEST(waiting_proposals_say_what_they_make_wider),
        TEST(decided_proposals_say_nothing),
        TEST(who_may_not_read_a_config_is_told_nothing),
        TEST(many_huge_proposals_are_read_in_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
