#include "test.h"

#include "agents.h"
#include "base/clock.h"
#include "data/agent_list.h"

enum { MANY = 60 };

static const char *config_of(struct fixture *f, int i)
{
    return arena_printf(f->arena,
                        "{\"model\":{\"name\":\"%s\"},\"instructions\":\"Instruction number %d\"}",
                        i % 3 == 0 ? "small" : "large", i);
}

/* 60 agents of which each five share their times, so that pages break inside ties. */
static void make_many(struct fixture *f)
{
    int64_t start = clock_now();
    struct uuid ids[MANY];
    for (int i = 0; i < MANY; i++)
        ids[i] = make_agent(f, i % 2 == 0 ? PERSONA_PRODUCT_MANAGER : PERSONA_ENTERPRISE_TEAM,
                            arena_printf(f->arena, "agent-%02d", (i * 37) % MANY), config_of(f, i));
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(
            db_change_one(f->db, "UPDATE agents SET created_at = $2, updated_at = $3 WHERE id = $1",
                          db_uuid(&ids[i]), db_time(start + (i % 12) * CLOCK_HOUR),
                          db_time(start + CLOCK_DAY + (i * 7 % 12) * CLOCK_HOUR)),
            ERR_NONE);
    db_note_audit(f->db);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

static struct record_list list_of(struct fixture *f, const struct record_filter *filter)
{
    struct record_list list;
    assert_int_equal(agent_list(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), filter, &list),
                     ERR_NONE);
    return list;
}

static int compare(const struct record_row *a, const struct record_row *b, enum record_sort sort)
{
    if (sort == RECORD_SORT_NAME)
        return strcmp(a->name, b->name);
    int64_t a_time = sort == RECORD_SORT_CREATED ? a->created_at : a->updated_at;
    int64_t b_time = sort == RECORD_SORT_CREATED ? b->created_at : b->updated_at;
    if (a_time != b_time)
        return a_time > b_time ? -1 : 1;
    return -memcmp(a->id.bytes, b->id.bytes, sizeof a->id.bytes);
}

/* Walks to the end and back: every row once, in order, and the same pages on the way back. */
static void walk_both_ways(struct fixture *f, struct record_filter filter, int expected)
{
    struct uuid starts[MANY];
    struct record_row last = {.name = NULL};
    int count = 0;
    int pages = 0;
    filter.limit = 7;
    struct record_list list = list_of(f, &filter);
    assert_null(list.previous);
    for (;;) {
        assert_true(list.count > 0);
        starts[pages++] = list.rows[0].id;
        for (int i = 0; i < list.count; i++, count++) {
            if (last.name != NULL)
                assert_true(compare(&last, &list.rows[i], filter.sort) < 0);
            last = list.rows[i];
        }
        if (list.next == NULL)
            break;
        filter.cursor = list.next;
        list = list_of(f, &filter);
        assert_non_null(list.previous);
    }
    assert_int_equal(count, expected);
    for (int page = pages - 2; page >= 0; page--) {
        filter.cursor = list.previous;
        list = list_of(f, &filter);
        assert_int_equal(list.count, 7);
        assert_true(uuid_equal(&list.rows[0].id, &starts[page]));
        assert_non_null(list.next);
    }
    assert_null(list.previous);
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
    static const char *const cursors[] = {
        "x",
        "n",
        "nu",
        "nu1.",
        "nu-1.00000000-0000-7000-8000-000000000000",
        "nu99999999999999999999.00000000-0000-7000-8000-000000000000",
        "nc1.00000000-0000-7000-8000-000000000000",
        "nma",
        "nu1.00000000-0000-7000-8000-000000000000x"};
    struct record_list list;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    for (size_t i = 0; i < COUNT_OF(cursors); i++)
        assert_int_equal(
            agent_list(f->db, actor, &(struct record_filter){.cursor = cursors[i]}, &list),
            ERR_INVALID);
    char huge[RECORD_QUERY_MAX + 2];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    const char *huge_name = arena_printf(f->arena, "nm%s%s", huge, huge);
    const struct record_filter filters[] = {{.cursor = "nm", .sort = RECORD_SORT_NAME},
                                            {.cursor = "nma\xff", .sort = RECORD_SORT_NAME},
                                            {.cursor = huge_name, .sort = RECORD_SORT_NAME},
                                            {.limit = -1},
                                            {.limit = RECORD_LIST_LIMIT_MAX + 1},
                                            {.q = "\xff"},
                                            {.q = huge},
                                            {.model = "\xc3"}};
    for (size_t i = 0; i < COUNT_OF(filters); i++)
        assert_int_equal(agent_list(f->db, actor, &filters[i], &list), ERR_INVALID);
    /* A cursor of a place where nothing is any more goes on behind it. */
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG);
    list = list_of(f, &(struct record_filter){.cursor = "nma", .sort = RECORD_SORT_NAME});
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
    make_many(f);
    struct record_filter filter = {
        .q = "number 1", .in_content = true, .budget = 1, .sort = RECORD_SORT_NAME};
    int found = 0;
    int pages = 0;
    bool was_unfinished = false;
    struct record_list list = list_of(f, &filter);
    for (;; pages++) {
        assert_true(pages <= MANY);
        found += list.count;
        was_unfinished = was_unfinished || list.is_unfinished;
        if (list.is_unfinished)
            assert_non_null(list.next);
        if (list.next == NULL)
            break;
        filter.cursor = list.next;
        list = list_of(f, &filter);
    }
    assert_int_equal(found, 11);
    assert_true(was_unfinished);
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
    struct record_filter filter = {.organization_id = f->own.id};
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        assert_int_equal(
            agent_list(f->db, actor_of(f, persona), &(struct record_filter){.limit = 0}, &list),
            ERR_NONE);
        assert_int_equal(list.count, 1);
    }
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        const struct actor *stranger = &f->other.users[persona].actor;
        assert_int_equal(agent_list(f->db, stranger, &filter, &list), ERR_DENIED);
        assert_int_equal(agent_list(f->db, stranger, &(struct record_filter){.limit = 0}, &list),
                         ERR_NONE);
        assert_int_equal(list.count, 0);
    }
    const struct actor *admin = &f->other.users[PERSONA_PLATFORM_ADMIN].actor;
    assert_int_equal(agent_list(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    filter.q = "x";
    filter.in_content = true;
    assert_int_equal(agent_list(f->db, admin, &filter, &list), ERR_DENIED);
    struct actor gone = *actor_of(f, PERSONA_PRODUCT_MANAGER);
    gone.is_active = false;
    assert_int_equal(agent_list(f->db, &gone, &(struct record_filter){.limit = 0}, &list),
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
