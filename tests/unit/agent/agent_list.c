#include "test.h"

#include "agents.h"
#include "data/agent/agent_list.h"
#include "records.h"

enum { MANY = 60 };

static const char *config_of(struct fixture *f, int i)
{
    return arena_printf(f->arena,
                        "{\"model\":{\"name\":\"%s\"},\"instructions\":\"Instruction number %d\"}",
                        i % 3 == 0 ? "small" : "large", i);
}

static void make_many(struct fixture *f)
{
    struct uuid ids[MANY];
    for (int i = 0; i < MANY; i++)
        ids[i] = make_agent(f, i % 2 == 0 ? PERSONA_PRODUCT_MANAGER : PERSONA_ENTERPRISE_TEAM,
                            arena_printf(f->arena, "agent-%02d", (i * 37) % MANY), config_of(f, i));
    records_spread(f, "UPDATE agents SET created_at = $2, updated_at = $3 WHERE id = $1", ids,
                   MANY);
}

static struct record_list list_of(struct fixture *f, const struct record_filter *filter)
{
    return records_of(f, agent_list, filter);
}

static void walk_both_ways(struct fixture *f, struct record_filter filter, int expected)
{
    records_walk(f, agent_list, filter, expected);
}

static void pages_go_both_ways_in_every_order(void **state)
{
    struct fixture *f = *state;
    make_many(f);
    for (enum record_sort sort = RECORD_SORT_UPDATED; sort < RECORD_SORT_COUNT; sort++) {
        walk_both_ways(f, (struct record_filter){.sort = sort}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .state = RECORD_ALL}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .model = "small"}, MANY / 3);
        walk_both_ways(f,
                       (struct record_filter){.sort = sort,
                                              .owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id},
                       MANY / 2);
        walk_both_ways(f, (struct record_filter){.sort = sort, .q = "AGENT-"}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .q = "number 1", .in_content = true},
                       11);
    }
}

/* More of one model and owner than are read whole: the list then follows an index. */
static void filters_with_many_rows_follow_an_index(void **state)
{
    enum { ROWS = 1100, LIMIT = 100 };
    struct fixture *f = *state;
    struct uuid first = make_agent(f, PERSONA_PRODUCT_MANAGER, "first", config_of(f, 0));
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    int64_t start = clock_now();
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 0; i < ROWS; i++) {
        struct uuid id = uuid_make();
        assert_int_equal(
            db_change(f->db,
                      "INSERT INTO agents (id, organization_id, name, description, model, version, "
                      "owner_id, created_at, updated_at) "
                      "VALUES ($1, $2, $3, '', $4, 1, $5, $6, $6)",
                      db_uuid(&id), db_uuid(&f->own.id),
                      db_text(arena_printf(f->arena, "volume-%04d", i)), db_text("small"),
                      db_uuid(&owner_id), db_time(start - (i + 1) * CLOCK_SECOND)),
            ERR_NONE);
    }
    db_note_audit(f->db);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    const struct record_filter filters[] = {
        {.model = "small", .limit = LIMIT},
        {.owner_id = owner_id, .limit = LIMIT},
        {.model = "small", .owner_id = owner_id, .state = RECORD_ALL, .limit = LIMIT},
        {.model = "small", .sort = RECORD_SORT_CREATED, .limit = LIMIT},
    };
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        struct record_filter filter = filters[i];
        int count = 0;
        struct record_list list = list_of(f, &filter);
        assert_true(uuid_equal(&list.rows[0].id, &first));
        for (;; list = list_of(f, &filter)) {
            count += list.count;
            filter.cursor = list.next;
            if (list.next == NULL)
                break;
        }
        assert_int_equal(count, ROWS + 1);
    }
}

static void hostile_cursors_and_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    records_refuse_hostile(f, agent_list);
    /* A cursor of a place where nothing is any more goes on behind it. */
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG);
    struct record_list list =
        list_of(f, &(struct record_filter){.cursor = "nma", .sort = RECORD_SORT_NAME});
    assert_int_equal(list.count, 1);
    list = list_of(f, &(struct record_filter){.cursor = "nmb", .sort = RECORD_SORT_NAME});
    assert_int_equal(list.count, 0);
}

static void a_row_has_what_one_decides_by(void **state)
{
    struct fixture *f = *state;
    struct agent_draft draft = agent_draft_of("Helper", config_of(f, 0));
    draft.description = "Helps";
    struct agent_problem problem;
    struct uuid id;
    assert_int_equal(
        agent_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem), ERR_NONE);
    struct record_list list = list_of(f, &(struct record_filter){.limit = 0});
    assert_int_equal(list.count, 1);
    assert_string_equal(list.rows[0].model, "small");
    (void)save_config(f, &id, config_of(f, 1));
    list = list_of(f, &(struct record_filter){.limit = 0});
    const struct record_row *row = &list.rows[0];
    assert_true(uuid_equal(&row->id, &id));
    assert_string_equal(row->name, "Helper");
    assert_string_equal(row->description, "Helps");
    assert_string_equal(row->model, "large");
    assert_int_equal(row->version, 2);
    assert_string_equal(row->owner_name, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    assert_int_equal(row->archived_at, 0);
    assert_true(row->updated_at > row->created_at);
    assert_null(list.next);
    assert_null(list.previous);
}

static void filters_work_alone_and_together(void **state)
{
    struct fixture *f = *state;
    make_many(f);
    struct problem problem;
    struct record_list all =
        list_of(f, &(struct record_filter){.limit = 100, .sort = RECORD_SORT_NAME});
    struct uuid id = all.rows[0].id; /* agent-00: small */
    assert_int_equal(agent_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id, &problem),
                     ERR_NONE);
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    const struct {
        struct record_filter filter;
        int count;
    } cases[] = {
        {{.limit = 100}, MANY - 1},
        {{.state = RECORD_ARCHIVED}, 1},
        {{.state = RECORD_ARCHIVED, .sort = RECORD_SORT_NAME}, 1},
        {{.state = RECORD_ALL, .limit = 100}, MANY},
        {{.model = "small", .limit = 100}, MANY / 3 - 1},
        {{.model = "small", .state = RECORD_ALL, .limit = 100}, MANY / 3},
        {{.model = "smal"}, 0},
        {{.model = "small", .owner_id = owner_id, .state = RECORD_ALL, .limit = 100}, MANY / 6},
        {{.model = "small", .q = "agent-0", .state = RECORD_ALL}, 4},
        {{.owner_id = f->own.users[PERSONA_DEVOPS_ENGINEER].id}, 0},
        {{.q = "100%"}, 0},
        {{.q = "agent_01"}, 0},
        {{.q = "AGENT-01"}, 1},
        {{.q = "instruction number", .limit = 100}, 0},
        {{.q = "INSTRUCTION number", .in_content = true, .limit = 100}, MANY - 1},
        {{.q = "number 1", .in_content = true, .model = "small", .state = RECORD_ALL}, 3},
        /* filters of other nouns are left alone */
        {{.model = "small", .limit = 100, .q = "agent"}, MANY / 3 - 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct record_list list = list_of(f, &cases[i].filter);
        if (list.count != cases[i].count)
            fail_msg("case %zu: %d rows instead of %d", i, list.count, cases[i].count);
        assert_false(list.is_unfinished);
    }
}

/* Only the current config is searched. */
static void old_configs_are_not_searched(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "one", config_of(f, 7));
    struct record_filter filter = {.q = "number 7", .in_content = true};
    assert_int_equal(list_of(f, &filter).count, 1);
    (void)save_config(f, &id, config_of(f, 8));
    assert_int_equal(list_of(f, &filter).count, 0);
}

static void a_search_without_time_left_can_be_continued(void **state)
{
    struct fixture *f = *state;
    struct record_filter filter = {
        .q = "number 1", .in_content = true, .budget = 1, .sort = RECORD_SORT_NAME};
    make_many(f);
    assert_true(records_continue(f, agent_list, filter, 11));
}

static void models_are_counted(void **state)
{
    struct fixture *f = *state;
    struct uuid nil = {{0}};
    struct agent_model_list list;
    struct problem problem;
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(agent_model_list(f->db, actor, &nil, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    make_many(f);
    assert_int_equal(agent_model_list(f->db, actor, &nil, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.models[0].name, "large");
    assert_int_equal(list.models[0].agent_count, MANY * 2 / 3);
    assert_string_equal(list.models[1].name, "small");
    assert_int_equal(list.models[1].agent_count, MANY / 3);
    struct record_list agents = list_of(f, &(struct record_filter){.model = "small", .limit = 100});
    for (int i = 0; i < agents.count; i++)
        assert_int_equal(
            agent_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agents.rows[i].id, &problem),
            ERR_NONE);
    assert_int_equal(agent_model_list(f->db, actor, &nil, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(agent_model_list(f->db, actor, &f->other.id, &list), ERR_DENIED);
}

static void organizations_are_apart(void **state)
{
    struct fixture *f = *state;
    struct record_list list;
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "ours", AGENT_CONFIG);
    records_stay_apart(f, agent_list, 1);
    struct record_filter filter = {.organization_id = f->own.id, .q = "x", .in_content = true};
    assert_int_equal(
        agent_list(f->db, &f->other.users[PERSONA_PLATFORM_ADMIN].actor, &filter, &list),
        ERR_DENIED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_go_both_ways_in_every_order),
        TEST(filters_with_many_rows_follow_an_index),
        TEST(hostile_cursors_and_filters_are_refused),
        TEST(a_row_has_what_one_decides_by),
        TEST(filters_work_alone_and_together),
        TEST(old_configs_are_not_searched),
        TEST(a_search_without_time_left_can_be_continued),
        TEST(models_are_counted),
        TEST(organizations_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
