#include "test.h"

#include "data/edit/record_folder.h"
#include "data/listing/record_list.h"
#include "data/record/record_count.h"
#include "domain/record/name.h"
#include "kinds.h"

/* Folders that get another name: all of their records or none, each with an event. */

struct moved {
    struct record_folder_plan plan;
    struct problem problem;
};

static enum err plan_as(struct fixture *f, const struct kind_maker *maker, int persona,
                        const char *from, const char *to, struct moved *moved)
{
    return record_folder_plan(f->db, actor_of(f, persona), maker->store,
                              &(struct record_folder_draft){from, to}, &moved->plan,
                              &moved->problem);
}

static enum err move_as(struct fixture *f, const struct kind_maker *maker, int persona,
                        const char *from, const char *to, int seen, struct moved *moved)
{
    fixture_begin(f);
    return record_folder_move(f->db, actor_of(f, persona), maker->store,
                              &(struct record_folder_draft){from, to}, seen, &moved->plan,
                              &moved->problem);
}

static void assert_name(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                        const char *name)
{
    const struct record_head *head = get_head(f, maker->store, id);
    assert_string_equal(head->name, name);
    const char *slash = strrchr(name, '/');
    assert_string_equal(head->folder,
                        arena_copy(f->arena, name, slash == NULL ? 0 : (size_t)(slash - name)));
}

/* How many active records the folders of a list say. */
static int64_t counted(struct fixture *f, const struct kind_maker *maker, const char *folder)
{
    struct db_result total;
    assert_int_equal(record_total_ask(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                      maker->store->kind, &f->own.id, folder, &total),
                     ERR_NONE);
    assert_int_equal(db_collect(f->db), ERR_NONE);
    return db_get_int(&total, 0, 0);
}

static struct record_list found(struct fixture *f, const struct kind_maker *maker, const char *q)
{
    struct record_list list;
    const struct record_filter filter = {.q = q, .in_names = true, .state = RECORD_ALL};
    assert_int_equal(
        record_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store->kind, &filter, &list),
        ERR_NONE);
    return list;
}

static void every_record_gets_its_name_and_an_event(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct moved moved;
        struct uuid ids[] = {kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "support/email/Refund"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "support/email/a/Deep"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "support/email/Old"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "support/emails/Other")};
        assert_int_equal(kind_archive(f, maker, PERSONA_PRODUCT_MANAGER, &ids[2]), ERR_NONE);
        int64_t before = kind_events(f, maker, "update", "success");
        assert_int_equal(
            plan_as(f, maker, PERSONA_PRODUCT_MANAGER, "support/email", "Desk/letters", &moved),
            ERR_NONE);
        assert_int_equal(moved.plan.count, 3);
        assert_int_equal(moved.plan.archived_count, 1);
        assert_int_equal(moved.plan.refused_count, 0);
        assert_false(moved.plan.is_joined);
        assert_int_equal(kind_events(f, maker, "update", "success"), before);
        assert_int_equal(
            move_as(f, maker, PERSONA_PRODUCT_MANAGER, "support/email", "Desk/letters", 3, &moved),
            ERR_NONE);
        assert_name(f, maker, &ids[0], "Desk/letters/Refund");
        assert_name(f, maker, &ids[1], "Desk/letters/a/Deep");
        assert_name(f, maker, &ids[2], "Desk/letters/Old");
        assert_name(f, maker, &ids[3], "support/emails/Other");
        assert_true(get_head(f, maker->store, &ids[2])->archived_at != 0);
        assert_int_equal(get_head(f, maker->store, &ids[0])->version, 1);
        assert_int_equal(kind_events(f, maker, "update", "success"), before + 3);
        assert_int_equal(counted(f, maker, "Desk"), 2);
        assert_int_equal(counted(f, maker, "support"), 1);
        assert_int_equal(found(f, maker, "letters").count, 3);
        assert_int_equal(found(f, maker, "email").count, 1);
        /* And back. */
        assert_int_equal(
            move_as(f, maker, PERSONA_PRODUCT_MANAGER, "Desk/letters", "support/email", 3, &moved),
            ERR_NONE);
        assert_name(f, maker, &ids[1], "support/email/a/Deep");
        assert_int_equal(counted(f, maker, "Desk"), 0);
        assert_int_equal(counted(f, maker, "support"), 3);
    }
}

/* Names that are taken by what moves itself are free in time. */
static void a_folder_moves_into_what_it_is_in_and_what_is_in_it(void **state)
{
    static const struct {
        const char *from, *to, *first, *second;
    } moves[] = {{"a/b", "a", "a/x", "a/b/x"},
                 {"a", "a/b", "a/b/x", "a/b/b/x"},
                 {"a", "A", "A/b/x", "A/b/b/x"}};
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct moved moved;
        struct uuid ids[] = {kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "a/b/x"),
                             kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "a/b/b/x")};
        for (size_t i = 0; i < COUNT_OF(moves); i++) {
            assert_int_equal(
                move_as(f, maker, PERSONA_PRODUCT_MANAGER, moves[i].from, moves[i].to, 2, &moved),
                ERR_NONE);
            assert_false(moved.plan.is_joined);
            assert_name(f, maker, &ids[0], moves[i].first);
            assert_name(f, maker, &ids[1], moves[i].second);
        }
    }
}

static const struct record_folder_line *line_of(const struct moved *moved, const char *name)
{
    for (int i = 0; i < moved->plan.count; i++)
        if (strcmp(moved->plan.lines[i].name, name) == 0)
            return &moved->plan.lines[i];
    fail_msg("no line of %s", name);
    return NULL;
}

static void a_name_that_is_taken_is_told_and_nothing_is_done(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct moved moved;
        struct uuid free_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "from/Free");
        (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "from/One");
        (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "from/Two");
        struct uuid archived = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "to/ONE");
        struct uuid active = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "To/two");
        char text[UUID_TEXT_LEN];
        assert_int_equal(kind_archive(f, maker, PERSONA_PRODUCT_MANAGER, &archived), ERR_NONE);
        assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "from", "to", 3, &moved),
                         ERR_CONFLICT);
        assert_int_equal(moved.plan.refused_count, 2);
        assert_true(moved.plan.is_joined);
        assert_null(line_of(&moved, "from/Free")->reason);
        assert_string_equal(
            line_of(&moved, "from/One")->reason,
            arena_printf(f->arena, "An archived %s has the new name.", maker->store->kind->noun));
        assert_string_equal(line_of(&moved, "from/One")->blocking_name, "to/ONE");
        uuid_format(&active, text);
        assert_string_equal(line_of(&moved, "from/Two")->blocking_path,
                            arena_printf(f->arena, "%s/%s", maker->store->kind->path, text));
        assert_name(f, maker, &free_id, "from/Free");
    }
}

static void what_others_refer_to_by_name_keeps_its_name(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *prompts = &kind_makers[RECORD_PROMPT];
    const struct kind_maker *agents = &kind_makers[RECORD_AGENT];
    struct moved moved;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "shared/Style", "Plain.");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "shared/Other", "Other.");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "Uses it", "@@@prompt:name=shared/Style@@@");
    struct uuid reader =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "shared/Reader",
                   "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"shared/Style\"}}");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "Hands over",
                     "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"shared/Reader\"]}");
    fixture_begin(f);
    assert_int_equal(move_as(f, prompts, PERSONA_PRODUCT_MANAGER, "shared", "common", 2, &moved),
                     ERR_CONFLICT);
    assert_null(line_of(&moved, "shared/Other")->reason);
    const char *reason = line_of(&moved, "shared/Style")->reason;
    assert_non_null(strstr(reason, "Others refer to it by its name: "));
    assert_non_null(strstr(reason, "Uses it"));
    assert_non_null(strstr(reason, "shared/Reader"));
    assert_int_equal(move_as(f, agents, PERSONA_PRODUCT_MANAGER, "shared", "common", 1, &moved),
                     ERR_CONFLICT);
    assert_non_null(strstr(line_of(&moved, "shared/Reader")->reason, "Hands over"));
    /* A team knows its members by their ids. */
    struct uuid member = make_agent(f, PERSONA_PRODUCT_MANAGER, "crew/Member", AGENT_CONFIG);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "Team", &member, NULL, 1);
    fixture_begin(f);
    assert_int_equal(move_as(f, agents, PERSONA_PRODUCT_MANAGER, "crew", "people", 1, &moved),
                     ERR_NONE);
    assert_name(f, agents, &member, "people/Member");
    assert_name(f, agents, &reader, "shared/Reader");
}

static void the_right_is_asked_for_each_record(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct moved moved;
        struct uuid own = kind_make(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "mixed/Own");
        (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "mixed/Theirs");
        assert_int_equal(
            move_as(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, "mixed", "mine", 2, &moved),
            ERR_DENIED);
        assert_false(line_of(&moved, "mixed/Own")->is_denied);
        assert_true(line_of(&moved, "mixed/Theirs")->is_denied);
        assert_name(f, maker, &own, "mixed/Own");
        assert_int_equal(kind_events(f, maker, "update", "refusal"), 1);
        fixture_begin(f);
        assert_int_equal(record_folder_plan(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor,
                                            maker->store,
                                            &(struct record_folder_draft){"mixed", "x"},
                                            &moved.plan, &moved.problem),
                         ERR_NOT_FOUND);
    }
}

static void what_changed_since_is_noticed(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct moved moved;
    (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "seen/One");
    (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "seen/Two");
    assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "seen", "new", 1, &moved),
                     ERR_STALE);
    assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "gone", "new", 1, &moved),
                     ERR_NOT_FOUND);
}

static void names_follow_the_rules(void **state)
{
    static const char *const wrong[] = {"", "/", "a//b", "..", "a|b", "seen"};
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct moved moved;
    char long_name[151];
    memset(long_name, 'y', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "seen/One");
    (void)kind_make(f, maker, PERSONA_PRODUCT_MANAGER,
                    arena_printf(f->arena, "seen/%.60s", long_name));
    for (size_t i = 1; i < COUNT_OF(wrong); i++) {
        assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "seen", wrong[i], 2, &moved),
                         ERR_INVALID);
        assert_string_equal(moved.problem.field, "to");
    }
    assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "seen", wrong[0], 2, &moved),
                     ERR_CONFLICT);
    assert_int_equal(move_as(f, maker, PERSONA_PRODUCT_MANAGER, "seen", long_name, 2, &moved),
                     ERR_CONFLICT);
    assert_int_equal(moved.plan.refused_count, 1);
    assert_non_null(strstr(moved.plan.lines[1].reason, "too long"));
}

/* As many as one list has, in one transaction; one more is refused. */
static void a_folder_is_moved_whole_up_to_its_limit(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct moved moved;
    for (int i = 0; i < RECORD_FOLDER_MAX; i++) {
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "big/p %d", i), "x");
        if (i % 50 == 0)
            fixture_begin(f);
    }
    fixture_begin(f);
    assert_int_equal(
        move_as(f, maker, PERSONA_PRODUCT_MANAGER, "big", "large", RECORD_FOLDER_MAX, &moved),
        ERR_NONE);
    assert_int_equal(counted(f, maker, "large"), RECORD_FOLDER_MAX);
    assert_int_equal(kind_events(f, maker, "update", "success"), RECORD_FOLDER_MAX);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "large/one more", "x");
    fixture_begin(f);
    assert_int_equal(plan_as(f, maker, PERSONA_PRODUCT_MANAGER, "large", "big", &moved), ERR_NONE);
    assert_true(moved.plan.has_more);
    assert_int_equal(
        move_as(f, maker, PERSONA_PRODUCT_MANAGER, "large", "big", RECORD_FOLDER_MAX, &moved),
        ERR_CONFLICT);
    assert_int_equal(counted(f, maker, "big"), 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(every_record_gets_its_name_and_an_event),
        TEST(a_folder_moves_into_what_it_is_in_and_what_is_in_it),
        TEST(a_name_that_is_taken_is_told_and_nothing_is_done),
        TEST(what_others_refer_to_by_name_keeps_its_name),
        TEST(the_right_is_asked_for_each_record),
        TEST(what_changed_since_is_noticed),
        TEST(names_follow_the_rules),
        TEST(a_folder_is_moved_whole_up_to_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
