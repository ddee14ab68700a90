#include "test.h"

#include "data/reference/record_use.h"
#include "kinds.h"

/* Who uses a record: directly, and through others of any kind. */

#define USES(prompt) "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"" prompt "\"}}"
#define PINS(prompt)                                                                               \
    "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"" prompt "\",\"version\":1}}"
#define HANDS_TO(agent) "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"" agent "\"]}"

static const struct kind_maker *const agents = &kind_makers[RECORD_AGENT];
static const struct kind_maker *const teams = &kind_makers[RECORD_TEAM];

static struct record_use_list uses_of(struct fixture *f, const struct record_store *store,
                                      const struct uuid *id, int depth_max)
{
    struct record_use_list list;
    assert_int_equal(record_use_list(f->db, get_head(f, store, id), depth_max, &list), ERR_NONE);
    return list;
}

/* The uses, as "1 whole, 2 agent < whole, …": depth, name and through what. */
static const char *shown(struct fixture *f, const struct record_store *store, const struct uuid *id)
{
    struct record_use_list list = uses_of(f, store, id, RECORD_USE_DEPTH_MAX);
    struct buf buf;
    assert_false(list.has_more);
    buf_init(&buf, f->arena);
    for (int i = 0; i < list.count; i++) {
        const struct record_use *use = &list.uses[i];
        buf_printf(&buf, "%s%d %s", i == 0 ? "" : ", ", use->depth, use->name);
        assert_int_equal(use->through != NULL, use->depth > 1);
        if (use->through != NULL)
            buf_printf(&buf, " < %s", use->through);
    }
    return buf.data;
}

static const char *shown_prompt(struct fixture *f, const struct uuid *id)
{
    return shown(f, &prompt_store, id);
}

/* A team with one member, which follows a label, is pinned to a version, or is always current. */
static struct uuid make_team_of(struct fixture *f, const char *name, const struct uuid *agent,
                                int64_t version, const char *label)
{
    struct team_member member = {*agent, TEAM_WORKER, version, label};
    struct team_draft draft = {.name = name,
                               .description = "",
                               .tags = "",
                               .message = "",
                               .plan = {.kind = TEAM_ROUND_ROBIN,
                                        .members = &member,
                                        .member_count = 1,
                                        .termination = {.max_turns = 9, .text = ""}}};
    return create_team(f, PERSONA_PRODUCT_MANAGER, &draft);
}

static void set_member(struct fixture *f, const struct uuid *team, const struct uuid *agent)
{
    struct team_draft draft = draft_of_team(f, team);
    struct team_problem problem;
    draft.plan.members[0] = (struct team_member){*agent, TEAM_WORKER, 0, NULL};
    assert_int_equal(update_team(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_NONE);
}

static enum err move(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                     const char *label, int64_t from, int64_t to)
{
    return kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, id, label, from, to);
}

static enum err move_prompt(struct fixture *f, const struct uuid *id, const char *label,
                            int64_t from, int64_t to)
{
    return move(f, &kind_makers[RECORD_PROMPT], id, label, from, to);
}

/* ---- directly ----------------------------------------------------------------------------- */

static void labelled_ones_come_first_then_by_name(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    const char *body = "@@@prompt:name=part@@@ @@@prompt:name=part@@@";
    struct uuid old = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a-old", body);
    struct uuid labelled = make_prompt(f, PERSONA_PRODUCT_MANAGER, "z-labelled", body);
    struct uuid current =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "c-current", "@@@prompt:name=part|version=1@@@");
    struct uuid archived =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "b-archived", "@@@prompt:name=part@@@");
    assert_int_equal(move_prompt(f, &labelled, "live", 0, 1), ERR_NONE);
    assert_int_equal(archive_prompt(f, PERSONA_CUSTOMER_ADMIN, &archived), ERR_NONE);
    (void)save_body(f, &old, "no more");
    (void)save_body(f, &labelled, "no more");
    struct record_use_list list = uses_of(f, &prompt_store, &part, 1);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.kind_counts[RECORD_PROMPT], 3);
    assert_string_equal(list.uses[0].name, "z-labelled");
    assert_int_equal(list.uses[0].version, 1);
    assert_false(list.uses[0].is_current);
    assert_true(list.uses[0].is_labelled);
    assert_string_equal(list.uses[0].label, "production");
    assert_int_equal(list.uses[0].label_count, 1);
    assert_string_equal(list.uses[0].labels[0], "live");
    assert_string_equal(list.uses[1].name, "c-current");
    assert_true(uuid_equal(&list.uses[1].id, &current));
    assert_true(list.uses[1].is_current);
    assert_false(list.uses[1].is_labelled);
    assert_null(list.uses[1].label);
    assert_int_equal(list.uses[1].target_version, 1);
    assert_int_equal(list.uses[1].label_count, 0);
    assert_string_equal(list.uses[1].sort, LINK_REFERENCE);
    assert_string_equal(list.uses[1].facet, "text");
    assert_string_equal(list.uses[2].name, "b-archived");
    assert_true(list.uses[2].archived_at > 0);
}

static void every_sort_of_link_is_a_use(void **state)
{
    struct fixture *f = *state;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", USES("part"));
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "giver", HANDS_TO("agent"));
    (void)make_team_of(f, "team", &agent, 0, "stable");
    struct record_use_list list = uses_of(f, &prompt_store, &prompt, 1);
    assert_int_equal(list.count, 1);
    assert_ptr_equal(list.uses[0].kind, agent_store.kind);
    assert_string_equal(list.uses[0].sort, LINK_PROMPT);
    assert_string_equal(list.uses[0].label, "production");
    assert_string_equal(list.uses[0].facet, "m");
    list = uses_of(f, &agent_store, &agent, 1);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.kind_counts[RECORD_AGENT], 1);
    assert_int_equal(list.kind_counts[RECORD_TEAM], 1);
    assert_string_equal(list.uses[0].name, "giver");
    assert_string_equal(list.uses[0].sort, LINK_HANDOFF);
    assert_null(list.uses[0].label);
    assert_string_equal(list.uses[1].name, "team");
    assert_string_equal(list.uses[1].sort, LINK_MEMBER);
    assert_string_equal(list.uses[1].label, "stable");
    assert_string_equal(list.uses[1].facet, "round_robin");
}

/* ---- through others ----------------------------------------------------------------------- */

/* part <- middle <- whole <- agent <- team, each by the label production. */
struct chain {
    struct uuid part, middle, whole, agent, team;
};

static struct chain make_chain(struct fixture *f)
{
    struct chain chain;
    chain.part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    chain.middle = make_prompt(f, PERSONA_PRODUCT_MANAGER, "middle", "@@@prompt:name=part@@@");
    chain.whole = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "@@@prompt:name=middle@@@");
    chain.agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", USES("whole"));
    chain.team = make_team_of(f, "team", &chain.agent, 0, "production");
    assert_int_equal(move_prompt(f, &chain.part, "production", 0, 1), ERR_NONE);
    assert_int_equal(move_prompt(f, &chain.middle, "production", 0, 1), ERR_NONE);
    assert_int_equal(move_prompt(f, &chain.whole, "production", 0, 1), ERR_NONE);
    assert_int_equal(move(f, agents, &chain.agent, "production", 0, 1), ERR_NONE);
    return chain;
}

static void uses_are_followed_across_kinds(void **state)
{
    struct fixture *f = *state;
    struct chain chain = make_chain(f);
    assert_string_equal(shown_prompt(f, &chain.part),
                        "1 middle, 2 whole < middle, 3 agent < whole, 4 team < agent");
    assert_string_equal(shown_prompt(f, &chain.whole), "1 agent, 2 team < agent");
    assert_string_equal(shown(f, &agent_store, &chain.agent), "1 team");
    assert_string_equal(shown(f, &team_store, &chain.team), "");
    struct record_use_list list = uses_of(f, &prompt_store, &chain.part, RECORD_USE_DEPTH_MAX);
    assert_int_equal(list.kind_counts[RECORD_PROMPT], 2);
    assert_int_equal(list.kind_counts[RECORD_AGENT], 1);
    assert_int_equal(list.kind_counts[RECORD_TEAM], 1);
    list = uses_of(f, &prompt_store, &chain.part, 2);
    assert_int_equal(list.count, 2);
    assert_true(list.has_more); /* deeper ones */
    assert_string_equal(list.uses[1].name, "whole");
}

static void a_label_that_moves_away_ends_a_use(void **state)
{
    struct fixture *f = *state;
    struct chain chain = make_chain(f);
    assert_int_equal(save_body(f, &chain.middle, "no more"), 2);
    assert_string_equal(shown_prompt(f, &chain.part),
                        "1 middle, 2 whole < middle, 3 agent < whole, 4 team < agent");
    assert_int_equal(move_prompt(f, &chain.middle, "old", 0, 1), ERR_NONE);
    assert_int_equal(move_prompt(f, &chain.middle, "production", 1, 2), ERR_NONE);
    assert_string_equal(shown_prompt(f, &chain.part), "1 middle");
    assert_int_equal(move_prompt(f, &chain.middle, "old", 1, 0), ERR_NONE);
    assert_string_equal(shown_prompt(f, &chain.part), "");
    assert_int_equal(move_prompt(f, &chain.middle, "production", 2, 1), ERR_NONE);
    assert_string_equal(shown_prompt(f, &chain.part),
                        "1 middle, 2 whole < middle, 3 agent < whole, 4 team < agent");
    /* What a member follows: the agent's label, not its current version. */
    (void)save_config(f, &chain.agent, AGENT_CONFIG);
    assert_string_equal(shown_prompt(f, &chain.whole), "1 agent, 2 team < agent");
    assert_int_equal(move(f, agents, &chain.agent, "production", 1, 2), ERR_NONE);
    assert_string_equal(shown_prompt(f, &chain.whole), "");
}

static void a_member_without_a_label_is_its_agent_as_it_is_now(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", USES("part"));
    (void)make_team_of(f, "team", &agent, 0, NULL);
    assert_string_equal(shown_prompt(f, &part), "1 agent, 2 team < agent");
    assert_int_equal(move(f, agents, &agent, "old", 0, 1), ERR_NONE);
    (void)save_config(f, &agent, AGENT_CONFIG);
    assert_string_equal(shown_prompt(f, &part), "1 agent");
}

static void a_pinned_version_counts_as_long_as_it_is_pinned(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", PINS("part"));
    struct uuid other = make_agent(f, PERSONA_PRODUCT_MANAGER, "other", AGENT_CONFIG);
    struct uuid team = make_team_of(f, "team", &agent, 1, NULL);
    (void)save_config(f, &agent, AGENT_CONFIG);
    struct record_use_list list = uses_of(f, &prompt_store, &part, RECORD_USE_DEPTH_MAX);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.uses[0].name, "agent");
    assert_int_equal(list.uses[0].version, 1);
    assert_int_equal(list.uses[0].target_version, 1);
    assert_false(list.uses[0].is_current || list.uses[0].is_labelled);
    assert_string_equal(list.uses[1].name, "team");
    set_member(f, &team, &other);
    assert_string_equal(shown_prompt(f, &part), "");
}

/* part <- a 1 <- b 1 <- c 1, each by its version, and all of them have newer versions: only the
 * last one is pinned by something that is current. */
static void a_version_that_a_pinned_version_pins_counts(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid a =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "@@@prompt:name=part|version=1@@@");
    struct uuid b = make_prompt(f, PERSONA_PRODUCT_MANAGER, "b", "@@@prompt:name=a|version=1@@@");
    struct uuid c = make_prompt(f, PERSONA_PRODUCT_MANAGER, "c", "@@@prompt:name=b|version=1@@@");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", PINS("c"));
    (void)save_body(f, &a, "no more");
    (void)save_body(f, &b, "no more");
    (void)save_body(f, &c, "no more");
    assert_string_equal(shown_prompt(f, &part), "1 a, 2 b < a, 3 c < b, 4 agent < c");
    struct problem problem;
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &part,
                                   "part", &problem),
                     ERR_CONFLICT);
    (void)save_config(f, &agent, AGENT_CONFIG);
    assert_string_equal(shown_prompt(f, &part), "");
}

/* ---- ends --------------------------------------------------------------------------------- */

static void loops_of_handoffs_end(void **state)
{
    struct fixture *f = *state;
    struct uuid a = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG);
    struct uuid b = make_agent(f, PERSONA_PRODUCT_MANAGER, "b", HANDS_TO("a"));
    struct uuid c = make_agent(f, PERSONA_PRODUCT_MANAGER, "c", HANDS_TO("b"));
    (void)save_config(f, &a, HANDS_TO("c"));
    (void)make_team_of(f, "team", &c, 0, NULL);
    assert_string_equal(shown(f, &agent_store, &a), "1 b, 2 c < b, 3 team < c");
    assert_string_equal(shown(f, &agent_store, &b), "1 c, 2 a < c, 2 team < c");
    assert_string_equal(shown(f, &agent_store, &c), "1 a, 1 team, 2 b < a");
}

static void the_list_ends_at_500_and_says_so(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    for (int i = 0; i < RECORD_USES_MAX; i++)
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "user-%03d", i),
                          "@@@prompt:name=part@@@");
    struct record_use_list list = uses_of(f, &prompt_store, &part, RECORD_USE_DEPTH_MAX);
    assert_int_equal(list.count, RECORD_USES_MAX);
    assert_false(list.has_more);
    assert_string_equal(list.uses[0].name, "user-000");
    assert_string_equal(list.uses[499].name, "user-499");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "one-more", "@@@prompt:name=part@@@");
    list = uses_of(f, &prompt_store, &part, RECORD_USE_DEPTH_MAX);
    assert_int_equal(list.count, RECORD_USES_MAX);
    assert_true(list.has_more);
}

static void names_are_filtered_by_sort_label_and_state(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", AGENT_CONFIG);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "giver", HANDS_TO("agent"));
    (void)make_team_of(f, "team-1", &agent, 0, "stable");
    struct uuid resting = make_team_of(f, "team-2", &agent, 0, "beta");
    assert_int_equal(kind_archive(f, teams, PERSONA_CUSTOMER_ADMIN, &resting), ERR_NONE);
    const struct {
        struct record_use_filter filter;
        const char *names;
    } table[] = {
        {{NULL, NULL, false, NULL}, "giver, team-1, team-2"},
        {{NULL, NULL, true, NULL}, "giver, team-1"},
        {{LINK_MEMBER, NULL, false, NULL}, "team-1, team-2"},
        {{LINK_HANDOFF, NULL, false, NULL}, "giver"},
        {{NULL, "stable", false, NULL}, "team-1"},
        {{NULL, "beta", false, NULL}, "team-2"},
        {{NULL, "beta", true, NULL}, NULL},
        {{LINK_PROMPT, NULL, false, NULL}, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        const char *names = NULL;
        assert_int_equal(
            record_use_names(f->db, get_head(f, &agent_store, &agent), &table[i].filter, &names),
            ERR_NONE);
        assert_int_equal(names == NULL, table[i].names == NULL);
        if (names != NULL)
            assert_string_equal(names, table[i].names);
    }
}

static void more_than_five_names_are_counted(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    const char *names = NULL;
    for (int i = 0; i < 7; i++)
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "u%d", i),
                          "@@@prompt:name=part@@@");
    assert_int_equal(record_use_names(f->db, get_head(f, &prompt_store, &part),
                                      &(struct record_use_filter){NULL, NULL, false, NULL}, &names),
                     ERR_NONE);
    assert_string_equal(names, "u0, u1, u2, u3, u4 and 2 more");
}

static void a_new_version_with_the_same_content_still_refers(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid ids[RECORD_KIND_COUNT];
    ids[RECORD_PROMPT] = make_prompt(f, PERSONA_PRODUCT_MANAGER, "x", "@@@prompt:name=part@@@");
    ids[RECORD_AGENT] = make_agent(f, PERSONA_PRODUCT_MANAGER, "y", USES("part"));
    ids[RECORD_TEAM] = make_team_of(f, "z", &ids[RECORD_AGENT], 0, NULL);
    ids[RECORD_SET] = make_set(f, PERSONA_PRODUCT_MANAGER, "w", "[]",
                               "{\"for\":{\"kind\":\"prompt\",\"name\":\"part\"}}");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct record_draft draft = kind_draft(f, &kind_makers[kind], &ids[kind]);
        draft.message = "the same once more";
        assert_int_equal(kind_save_draft(f, &kind_makers[kind], &draft, NULL).version, 2);
    }
    assert_string_equal(shown_prompt(f, &part), "1 w, 1 x, 1 y, 2 z < y");
    assert_int_equal(uses_of(f, &prompt_store, &part, 1).uses[0].version, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(labelled_ones_come_first_then_by_name),
        TEST(every_sort_of_link_is_a_use),
        TEST(uses_are_followed_across_kinds),
        TEST(a_label_that_moves_away_ends_a_use),
        TEST(a_member_without_a_label_is_its_agent_as_it_is_now),
        TEST(a_pinned_version_counts_as_long_as_it_is_pinned),
        TEST(a_version_that_a_pinned_version_pins_counts),
        TEST(loops_of_handoffs_end),
        TEST(the_list_ends_at_500_and_says_so),
        TEST(names_are_filtered_by_sort_label_and_state),
        TEST(more_than_five_names_are_counted),
        TEST(a_new_version_with_the_same_content_still_refers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
