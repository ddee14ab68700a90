#include "test.h"

#include "data/agent/agent_provider.h"
#include "data/edit/record_state.h"
#include "data/register/register.h"
#include "data/register/register_list.h"
#include "data/register/register_summary.h"
#include "kinds.h"

/* The register of an organization: filters, orders, paging, and who uses a model. */

static struct register_filter everything(void)
{
    return (struct register_filter){.model = "", .provider = "", .risk = -1, .cursor = ""};
}

static struct register_list list_of(struct fixture *f, const struct register_filter *filter)
{
    struct register_list list;
    fixture_begin(f);
    enum err err = register_list(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), filter, &list);
    if (err != ERR_NONE)
        fail_msg("%s", err_name(err));
    return list;
}

/* The names of a list, "a b c". */
static const char *names_of(struct fixture *f, const struct register_filter *filter)
{
    struct register_list list = list_of(f, filter);
    const char *names = "";
    for (int i = 0; i < list.count; i++)
        names = arena_printf(f->arena, "%s%s%s", names, i == 0 ? "" : " ", list.rows[i].name);
    return names;
}

static void enter(struct fixture *f, const struct record_store *store, const struct uuid *id,
                  enum register_risk risk, int64_t review_on)
{
    struct problem problem;
    struct register_draft draft = {.record_id = *id,
                                   .texts = {"Why", "What", "Who", "Because"},
                                   .risk = risk,
                                   .oversight_id = f->own.users[PERSONA_PRODUCT_MANAGER].id,
                                   .review_on = review_on};
    fixture_begin(f);
    assert_int_equal(
        register_save(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), store, &draft, &problem),
        ERR_NONE);
}

static struct uuid team_of(struct fixture *f, const char *name, const struct uuid *agent_id,
                           int64_t agent_version)
{
    struct team_member member = {
        .agent_id = *agent_id, .role = TEAM_WORKER, .agent_version = agent_version};
    struct team_draft draft = {
        .plan = {.kind = TEAM_ROUND_ROBIN, .members = &member, .member_count = 1}};
    draft.record.name = name;
    draft.record.description = draft.record.tags = draft.record.message = "";
    draft.plan.termination.max_turns = 3;
    struct record_saved saved;
    struct team_problem problem;
    assert_int_equal(
        team_create(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &draft, &saved, &problem),
        ERR_NONE);
    return saved.id;
}

#define OLD_MODEL   "{\"model\":{\"provider\":\"openai\",\"name\":\"old\"}}"
#define NEW_MODEL   "{\"model\":{\"provider\":\"anthropic\",\"name\":\"new\"}}"
#define OTHER_MODEL "{\"model\":{\"name\":\"other\"}}"

struct crowd {
    struct uuid alpha, beta, gamma, desk, floor;
};

/* alpha: v1 old in production, v2 new. beta: old. gamma: other. desk: alpha as it is; floor: alpha
 * at v1. */
static struct crowd make_crowd(struct fixture *f)
{
    struct crowd crowd;
    crowd.alpha = make_agent(f, PERSONA_PRODUCT_MANAGER, "alpha", OLD_MODEL);
    put_label(f, &agent_store, &crowd.alpha, "production", 0, 1);
    (void)save_config(f, &crowd.alpha, NEW_MODEL);
    crowd.beta = make_agent(f, PERSONA_ENTERPRISE_TEAM, "beta", OLD_MODEL);
    crowd.gamma = make_agent(f, PERSONA_ENTERPRISE_TEAM, "gamma", OTHER_MODEL);
    crowd.desk = team_of(f, "desk", &crowd.alpha, 0);
    crowd.floor = team_of(f, "floor", &crowd.alpha, 1);
    return crowd;
}

static void agents_and_teams_are_listed_with_their_models(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct register_filter filter = everything();
    enter(f, &agent_store, &crowd.gamma, RISK_HIGH, CLOCK_DAY);
    assert_string_equal(names_of(f, &filter), "alpha beta desk floor gamma");
    struct register_list list = list_of(f, &filter);
    assert_string_equal(register_model_words(f->arena, &list.rows[0].models), "new (anthropic)");
    assert_string_equal(register_model_words(f->arena, &list.rows[2].models), "new (anthropic)");
    assert_string_equal(register_model_words(f->arena, &list.rows[3].models), "old");
    assert_string_equal(register_model_words(f->arena, &list.rows[4].models), "other");
    assert_int_equal(list.rows[0].live_version, 1);
    assert_int_equal(list.rows[0].entry.revision, 0);
    assert_int_equal(list.rows[4].entry.risk, RISK_HIGH);
    assert_string_equal(list.rows[4].entry.texts[REGISTER_PURPOSE], "Why");
    assert_string_equal(list.rows[4].owner_name, f->own.users[PERSONA_ENTERPRISE_TEAM].full_name);
}

static void filters_say_who_uses_a_model_also_through_teams(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct register_filter filter = everything();
    filter.model = "old";
    assert_string_equal(names_of(f, &filter), "alpha beta floor");
    struct register_list list = list_of(f, &filter);
    assert_string_equal(list.rows[0].uses, "v1 (production)");
    assert_string_equal(list.rows[1].uses, "v1 (current)");
    assert_string_equal(list.rows[2].uses, "through alpha");
    filter.model = "new";
    assert_string_equal(names_of(f, &filter), "alpha desk");
    filter = everything();
    filter.provider = "anthropic";
    assert_string_equal(names_of(f, &filter), "alpha desk floor");
    filter = everything();
    filter.kind = &record_kinds[RECORD_TEAM];
    assert_string_equal(names_of(f, &filter), "desk floor");
    filter = everything();
    filter.owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    assert_string_equal(names_of(f, &filter), "alpha");
    enter(f, &agent_store, &crowd.alpha, RISK_HIGH, CLOCK_DAY);
    enter(f, &team_store, &crowd.desk, RISK_MINIMAL, clock_now() + CLOCK_DAY);
    filter = everything();
    filter.risk = RISK_HIGH;
    assert_string_equal(names_of(f, &filter), "alpha");
    filter.risk = RISK_NOT_ASSESSED;
    assert_string_equal(names_of(f, &filter), "beta floor gamma");
    filter = everything();
    filter.is_overdue = true;
    assert_string_equal(names_of(f, &filter), "alpha");
    filter = everything();
    filter.is_incomplete = true;
    assert_string_equal(names_of(f, &filter), "beta floor gamma");
    filter = everything();
    filter.sort = REGISTER_SORT_REVIEW;
    assert_memory_equal(names_of(f, &filter), "alpha desk ", 11);
    filter.sort = REGISTER_SORT_RISK;
    assert_memory_equal(names_of(f, &filter), "alpha desk ", 11);
}

static void filters_find_teams_and_go_together(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    enter(f, &team_store, &crowd.desk, RISK_HIGH, clock_now() + CLOCK_DAY);
    enter(f, &team_store, &crowd.floor, RISK_MINIMAL, CLOCK_DAY);
    struct register_filter filter = everything();
    filter.owner_id = f->own.users[PERSONA_ENTERPRISE_TEAM].id;
    assert_string_equal(names_of(f, &filter), "beta desk floor gamma");
    filter.is_overdue = true;
    assert_string_equal(names_of(f, &filter), "floor");
    filter.risk = RISK_HIGH;
    assert_string_equal(names_of(f, &filter), "");
    filter.is_overdue = false;
    assert_string_equal(names_of(f, &filter), "desk");
    filter = everything();
    filter.model = "old";
    filter.kind = &record_kinds[RECORD_TEAM];
    assert_string_equal(names_of(f, &filter), "floor");
    filter.provider = "openai";
    assert_string_equal(names_of(f, &filter), "");
    int64_t count = -1;
    filter.provider = "";
    filter.kind = NULL;
    fixture_begin(f);
    assert_int_equal(
        register_list_count(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &count), ERR_NONE);
    assert_int_equal(count, 3);
    assert_int_equal(
        register_list_count(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &filter, &count),
        ERR_DENIED);
}

/* Before a model is withdrawn: what is live counts, not only what is newest. */
static void a_version_in_production_uses_its_model_until_it_is_replaced(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct register_filter filter = everything();
    put_label(f, &team_store, &crowd.floor, "production", 0, 1);
    struct team_draft draft = draft_of_team(f, &crowd.floor);
    struct team_member member = {.agent_id = crowd.gamma, .role = TEAM_WORKER};
    struct team_problem problem;
    draft.plan.members = &member;
    draft.plan.member_count = 1;
    assert_int_equal(update_team(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_NONE);
    filter.model = "old";
    assert_string_equal(names_of(f, &filter), "alpha beta floor");
    assert_string_equal(list_of(f, &filter).rows[2].uses, "through alpha");
    put_label(f, &team_store, &crowd.floor, "production", 1, 2);
    assert_string_equal(names_of(f, &filter), "alpha beta");
    put_label(f, &agent_store, &crowd.alpha, "production", 1, 2);
    assert_string_equal(names_of(f, &filter), "beta");
    filter.model = "other";
    assert_string_equal(names_of(f, &filter), "floor gamma");
}

/* Two members that use it are told of once, and in their order. */
static void what_uses_a_model_names_all_members(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[2] = {make_agent(f, PERSONA_ENTERPRISE_TEAM, "second", OLD_MODEL),
                          make_agent(f, PERSONA_ENTERPRISE_TEAM, "first", OLD_MODEL)};
    (void)make_team(f, PERSONA_ENTERPRISE_TEAM, "pair", ids, NULL, 2);
    struct register_filter filter = everything();
    filter.model = "old";
    filter.kind = &record_kinds[RECORD_TEAM];
    assert_string_equal(list_of(f, &filter).rows[0].uses, "through first, second");
}

static void providers_of_before_are_filled_in(void **state)
{
    struct fixture *f = *state;
    (void)make_crowd(f);
    struct register_filter filter = everything();
    bool has_more = true;
    filter.provider = "anthropic";
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change(f->db,
                                                "DELETE FROM agent_providers WHERE "
                                                "organization_id = $1",
                                                db_uuid(&f->own.id))),
                     ERR_NONE);
    assert_string_equal(names_of(f, &filter), "");
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(agent_provider_fill(f->db, &has_more), ERR_NONE);
    assert_false(has_more);
    assert_string_equal(names_of(f, &filter), "alpha desk floor");
}

static void an_incomplete_entry_is_one_without_a_provider_too(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct uuid team = team_of(f, "with gamma", &crowd.gamma, 0);
    struct register_summary summary;
    enter(f, &agent_store, &crowd.beta, RISK_HIGH, CLOCK_DAY);
    enter(f, &agent_store, &crowd.gamma, RISK_HIGH, CLOCK_DAY);
    enter(f, &team_store, &team, RISK_HIGH, CLOCK_DAY);
    struct register_filter filter = everything();
    filter.is_incomplete = true;
    assert_string_equal(names_of(f, &filter), "alpha desk floor gamma with gamma");
    fixture_begin(f);
    assert_int_equal(register_summary(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &summary),
                     ERR_NONE);
    assert_int_equal(summary.incomplete, 5);
    assert_int_equal(summary.total, 6);
}

static void archived_records_and_other_organizations_are_left_out(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct register_filter filter = everything();
    struct register_list list;
    struct problem problem;
    struct record_archive_draft archive = {crowd.beta, true};
    fixture_begin(f);
    assert_int_equal(record_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store,
                                    &archive, &problem),
                     ERR_NONE);
    assert_string_equal(names_of(f, &filter), "alpha desk floor gamma");
    assert_int_equal(
        register_list(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &filter, &list),
        ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(register_list(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &filter, &list),
                     ERR_DENIED);
}

static void every_order_is_paged_without_gaps(void **state)
{
    enum { COUNT = 2 * REGISTER_LIST_MAX + 7 };
    struct fixture *f = *state;
    for (int i = 0; i < COUNT; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "agent %d", i);
        struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, name, OTHER_MODEL);
        if (i % 3 > 0)
            enter(f, &agent_store, &id, (enum register_risk)(i % RISK_COUNT), i % 5 * CLOCK_DAY);
        fixture_begin(f);
    }
    for (int sort = REGISTER_SORT_NAME; sort <= REGISTER_SORT_RISK; sort++) {
        struct register_filter filter = everything();
        char cursor[256] = "";
        int total = 0, pages = 0;
        char last[64] = "";
        filter.sort = (enum register_sort)sort;
        for (bool has_more = true; has_more; pages++) {
            filter.cursor = cursor;
            struct register_list list = list_of(f, &filter);
            total += list.count;
            for (int i = 0; sort == REGISTER_SORT_NAME && i < list.count; i++) {
                (void)snprintf(last, sizeof last, "agent %d", total - list.count + i);
                assert_string_equal(list.rows[i].name, last);
            }
            has_more = list.next != NULL;
            (void)snprintf(cursor, sizeof cursor, "%s", has_more ? list.next : "");
        }
        assert_int_equal(total, COUNT);
        assert_int_equal(pages, 3);
    }
    struct register_filter filter = everything();
    struct register_list list;
    filter.cursor = "rnonsense";
    assert_int_equal(register_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_INVALID);
}

static void the_summary_counts_and_offers(void **state)
{
    struct fixture *f = *state;
    struct crowd crowd = make_crowd(f);
    struct register_summary summary;
    enter(f, &agent_store, &crowd.alpha, RISK_HIGH, CLOCK_DAY);
    fixture_begin(f);
    assert_int_equal(register_summary(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &summary),
                     ERR_NONE);
    assert_int_equal(summary.total, 5);
    assert_int_equal(summary.by_risk[RISK_HIGH], 1);
    assert_int_equal(summary.by_risk[RISK_NOT_ASSESSED], 4);
    assert_int_equal(summary.overdue, 1);
    assert_int_equal(summary.incomplete, 4);
    assert_int_equal(summary.model_count, 3);
    assert_string_equal(summary.models[0], "new");
    assert_int_equal(summary.provider_count, 2);
    assert_string_equal(summary.providers[1], "openai");
    /* What only an older version in production has is offered, too. */
    put_label(f, &agent_store, &crowd.gamma, "production", 0, 1);
    (void)save_config(f, &crowd.gamma, NEW_MODEL);
    fixture_begin(f);
    assert_int_equal(register_summary(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &summary),
                     ERR_NONE);
    assert_int_equal(summary.model_count, 3);
    assert_string_equal(summary.models[2], "other");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(agents_and_teams_are_listed_with_their_models),
        TEST(filters_say_who_uses_a_model_also_through_teams),
        TEST(filters_find_teams_and_go_together),
        TEST(a_version_in_production_uses_its_model_until_it_is_replaced),
        TEST(what_uses_a_model_names_all_members),
        TEST(an_incomplete_entry_is_one_without_a_provider_too),
        TEST(providers_of_before_are_filled_in),
        TEST(archived_records_and_other_organizations_are_left_out),
        TEST(every_order_is_paged_without_gaps),
        TEST(the_summary_counts_and_offers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
