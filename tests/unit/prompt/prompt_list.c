#include "test.h"

#include "data/prompt/prompt_bulk.h"
#include "data/prompt/prompt_folder.h"
#include "data/prompt/prompt_list.h"
#include "records.h"

enum { MANY = 60 };

static void make_many(struct fixture *f)
{
    struct uuid ids[MANY];
    for (int i = 0; i < MANY; i++)
        ids[(i * 37) % MANY] = make_prompt(
            f, i % 2 == 0 ? PERSONA_PRODUCT_MANAGER : PERSONA_ENTERPRISE_TEAM,
            arena_printf(f->arena, "%s/prompt-%02d", i % 3 == 0 ? "a" : "b/c", (i * 37) % MANY),
            arena_printf(f->arena, "body number %d", i));
    records_spread(f, "UPDATE prompts SET created_at = $2, updated_at = $3 WHERE id = $1", ids,
                   MANY);
}

static struct record_list list_of(struct fixture *f, const struct record_filter *filter)
{
    return records_of(f, prompt_list, filter);
}

static void walk_both_ways(struct fixture *f, struct record_filter filter, int expected)
{
    records_walk(f, prompt_list, filter, expected);
}

static void pages_go_both_ways_in_every_order(void **state)
{
    struct fixture *f = *state;
    make_many(f);
    for (enum record_sort sort = RECORD_SORT_UPDATED; sort <= RECORD_SORT_NAME; sort++) {
        walk_both_ways(f, (struct record_filter){.sort = sort}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .state = RECORD_ALL}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .type = "text"}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .folder = "a"}, MANY / 3);
        walk_both_ways(f, (struct record_filter){.sort = sort, .folder = "b"}, MANY * 2 / 3);
        walk_both_ways(f,
                       (struct record_filter){.sort = sort,
                                              .owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id},
                       MANY / 2);
        walk_both_ways(f, (struct record_filter){.sort = sort, .q = "PROMPT-"}, MANY);
        walk_both_ways(f, (struct record_filter){.sort = sort, .q = "Number 1", .in_content = true},
                       11);
    }
}

static void the_first_page_is_whole_on_the_way_back(void **state)
{
    struct fixture *f = *state;
    make_many(f);
    struct record_filter filter = {.limit = 5, .sort = RECORD_SORT_NAME};
    struct record_list list = list_of(f, &filter);
    const char *first = list.rows[0].name;
    filter.cursor = list.next;
    list = list_of(f, &filter);
    filter.cursor = list.previous;
    filter.limit = 9; /* more than stand before */
    list = list_of(f, &filter);
    assert_int_equal(list.count, 9);
    assert_string_equal(list.rows[0].name, first);
    assert_null(list.previous);
}

static void hostile_cursors_and_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    struct record_list list;
    records_refuse_hostile(f, prompt_list);
    const struct record_filter filters[] = {
        {.type = "poem"}, {.tag = "\xff"}, {.label = "\xff"}, {.folder = "\xc3"}};
    for (size_t i = 0; i < COUNT_OF(filters); i++)
        assert_int_equal(
            prompt_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filters[i], &list),
            ERR_INVALID);
}

static void a_row_has_what_one_decides_by(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft = draft_of("support/hello", "Hello");
    draft.tags = "zeta, alpha, mid";
    draft.description = "Says hello";
    struct problem problem;
    struct uuid id;
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem),
        ERR_NONE);
    save_body(f, &id, "Hello!");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "staging", 0, 2), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1), ERR_NONE);
    struct record_list list = list_of(f, &(struct record_filter){.limit = 0});
    assert_int_equal(list.count, 1);
    const struct record_row *row = &list.rows[0];
    assert_true(uuid_equal(&row->id, &id));
    assert_string_equal(row->name, "support/hello");
    assert_string_equal(row->description, "Says hello");
    assert_int_equal(row->type, PROMPT_TEXT);
    assert_int_equal(row->version, 2);
    assert_string_equal(row->owner_name, "Petra Product of Northwind");
    assert_int_equal(row->tag_count, 3);
    assert_string_equal(row->tags[0], "zeta");
    assert_string_equal(row->tags[1], "alpha");
    assert_string_equal(row->tags[2], "mid");
    assert_int_equal(row->label_count, 2);
    assert_string_equal(row->labels[0].label, "production");
    assert_int_equal(row->labels[0].version, 1);
    assert_string_equal(row->labels[1].label, "staging");
    assert_int_equal(row->labels[1].version, 2);
    assert_true(row->updated_at > row->created_at);
    draft = draft_from(f, &id);
    draft.tags = "mid";
    int64_t version = 0;
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &version, &problem),
        ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "staging", 2, 3), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 0), ERR_NONE);
    list = list_of(f, &(struct record_filter){.limit = 0});
    row = &list.rows[0];
    assert_int_equal(row->tag_count, 1);
    assert_string_equal(row->tags[0], "mid");
    assert_int_equal(row->label_count, 1);
    assert_string_equal(row->labels[0].label, "staging");
    assert_int_equal(row->labels[0].version, 3);
}

static void tag_some(struct fixture *f, const char *tag, int step)
{
    struct record_filter filter = {.limit = 100, .sort = RECORD_SORT_NAME};
    struct record_list list = list_of(f, &filter);
    struct uuid ids[MANY];
    int count = 0;
    for (int i = 0; i < list.count; i += step)
        ids[count++] = list.rows[i].id;
    struct record_bulk_result result;
    assert_int_equal(prompt_bulk_tag(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                     &(struct record_selection){ids, count},
                                     &(struct prompt_tag_change){tag, true}, &result),
                     ERR_NONE);
    assert_int_equal(result.changed_count, count);
}

static void filters_work_alone_and_together(void **state)
{
    struct fixture *f = *state;
    make_many(f);
    tag_some(f, "every", 1);
    tag_some(f, "third", 3);
    struct record_list all = list_of(f, &(struct record_filter){.limit = 100});
    struct uuid id = all.rows[0].id;
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "beta", 0, 1), ERR_NONE);
    assert_int_equal(prompt_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id), ERR_NONE);
    const struct {
        struct record_filter filter;
        int count;
    } cases[] = {
        {{.tag = "every", .limit = 100}, MANY - 1},
        {{.tag = "third", .limit = 100, .state = RECORD_ALL}, MANY / 3},
        {{.tag = "thir", .limit = 100}, 0},
        {{.q = "THIRD", .limit = 100, .state = RECORD_ALL}, MANY / 3},
        {{.label = "beta"}, 0},
        {{.label = "beta", .state = RECORD_ARCHIVED}, 1},
        {{.label = "latest", .limit = 100}, MANY - 1},
        {{.state = RECORD_ARCHIVED}, 1},
        {{.state = RECORD_ARCHIVED, .sort = RECORD_SORT_NAME}, 1},
        {{.state = RECORD_ALL, .limit = 100}, MANY},
        {{.type = "chat"}, 0},
        {{.folder = "b/c", .limit = 100, .state = RECORD_ALL}, MANY * 2 / 3},
        {{.folder = "b/c/d"}, 0},
        {{.folder = "prompt"}, 0},
        {{.q = "100%"}, 0},
        {{.q = "prompt_01", .state = RECORD_ALL}, 0},
        {{.q = "prompt-01", .state = RECORD_ALL}, 1},
        {{.q = "body number", .limit = 100}, 0},
        {{.q = "BODY number", .in_content = true, .limit = 100}, MANY - 1},
        {{.q = "body number 1", .in_content = true, .state = RECORD_ALL}, 11},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct record_list list = list_of(f, &cases[i].filter);
        if (list.count != cases[i].count)
            fail_msg("case %zu: %d rows instead of %d", i, list.count, cases[i].count);
        assert_false(list.is_unfinished);
    }
    struct record_filter both = {.tag = "third",
                                 .owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id,
                                 .folder = "a",
                                 .q = "prompt",
                                 .type = "text",
                                 .state = RECORD_ALL,
                                 .limit = 100};
    struct record_list list = list_of(f, &both);
    assert_true(list.count > 0);
    for (int i = 0; i < list.count; i++) {
        assert_true(uuid_equal(&list.rows[i].owner_id, &both.owner_id));
        assert_int_equal(strncmp(list.rows[i].name, "a/", 2), 0);
        assert_string_equal(list.rows[i].tags[1], "third");
    }
}

static void a_search_without_time_left_can_be_continued(void **state)
{
    struct fixture *f = *state;
    struct record_filter filter = {.q = "prompt-1", .budget = 1, .sort = RECORD_SORT_NAME};
    make_many(f);
    (void)records_continue(f, prompt_list, filter, 10);
    filter.q = "number 1";
    filter.in_content = true;
    assert_true(records_continue(f, prompt_list, filter, 11));
}

static void folders_are_found_by_their_parent(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"top",     "a/one",      "a/two",     "a/b/x",
                                        "a/b-c/x", "a/b0/x",     "a/b/c/d/e", "b/only/deep",
                                        "aa/x",    "z\xc3\xa4/x"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, names[i], "x");
    struct uuid hidden = make_prompt(f, PERSONA_PRODUCT_MANAGER, "hidden/x", "x");
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(prompt_archive(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &hidden),
                     ERR_NONE);
    struct uuid nil = {{0}};
    struct prompt_folder_list list;
    assert_int_equal(prompt_folder_list(f->db, actor, &nil, "", &list), ERR_NONE);
    assert_int_equal(list.count, 4);
    assert_string_equal(list.folders[0].path, "a");
    assert_string_equal(list.folders[1].path, "aa");
    assert_string_equal(list.folders[2].path, "b");
    assert_string_equal(list.folders[3].name, "z\xc3\xa4");
    assert_int_equal(list.folders[3].prompt_count, 1);
    assert_int_equal(prompt_folder_list(f->db, actor, &nil, "a", &list), ERR_NONE);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.folders[2].path, "a/b0");
    assert_string_equal(list.folders[0].path, "a/b");
    assert_string_equal(list.folders[0].name, "b");
    assert_string_equal(list.folders[1].path, "a/b-c");
    assert_int_equal(prompt_folder_list(f->db, actor, &nil, "a/b/c", &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.folders[0].path, "a/b/c/d");
    assert_int_equal(prompt_folder_list(f->db, actor, &nil, "nowhere", &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_int_equal(prompt_folder_list(f->db, actor, &f->other.id, "", &list), ERR_DENIED);
}

static void of_many_folders_the_first_50_are_shown(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < PROMPT_FOLDERS_MAX + 1; i++)
        (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "f%02d/sub/x", i),
                          "x");
    struct uuid nil = {{0}};
    struct prompt_folder_list list;
    assert_int_equal(
        prompt_folder_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &nil, "", &list), ERR_NONE);
    assert_int_equal(list.count, PROMPT_FOLDERS_MAX);
    assert_true(list.has_more);
    assert_string_equal(list.folders[49].path, "f49");
}

static void organizations_are_apart(void **state)
{
    struct fixture *f = *state;
    struct record_list list;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "ours", "x");
    records_stay_apart(f, prompt_list, 1);
    struct record_filter filter = {.organization_id = f->own.id, .q = "x", .in_content = true};
    assert_int_equal(
        prompt_list(f->db, &f->other.users[PERSONA_PLATFORM_ADMIN].actor, &filter, &list),
        ERR_DENIED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_go_both_ways_in_every_order),
        TEST(the_first_page_is_whole_on_the_way_back),
        TEST(hostile_cursors_and_filters_are_refused),
        TEST(a_row_has_what_one_decides_by),
        TEST(filters_work_alone_and_together),
        TEST(a_search_without_time_left_can_be_continued),
        TEST(folders_are_found_by_their_parent),
        TEST(of_many_folders_the_first_50_are_shown),
        TEST(organizations_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
