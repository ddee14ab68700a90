#include "test.h"

#include "data/db/query.h"
#include "data/listing/record_where.h"
#include "data/release/record_label.h"
#include "domain/record/name.h"
#include "records.h"

/* The lists of all kinds: the same code, so the same tests. */

enum { MANY = 60 };

static struct record_list list_as(struct fixture *f, int persona, const struct record_kind *kind,
                                  const struct record_filter *filter)
{
    struct record_list list;
    enum err err = record_list(f->db, &f->own.users[persona].actor, kind, filter, &list);
    if (err != ERR_NONE)
        fail_msg("%s: %s", kind->plural, err_name(err));
    return list;
}

static struct record_list list_of(struct fixture *f, const struct record_kind *kind,
                                  const struct record_filter *filter)
{
    return list_as(f, PERSONA_DEVOPS_ENGINEER, kind, filter);
}

/* Times of which each five are the same, so that pages break inside ties. */
static void spread(struct fixture *f, const struct record_kind *kind, const struct uuid *ids,
                   int count)
{
    int64_t start = clock_now();
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 0; i < count; i++) {
        struct query q;
        query_begin(&q, f->db, "UPDATE ");
        query_add(&q, kind->table);
        query_bind(&q, " SET created_at = ", db_time(start + (i % 12) * CLOCK_HOUR));
        query_bind(&q, ", updated_at = ", db_time(start + CLOCK_DAY + (i * 7 % 12) * CLOCK_HOUR));
        query_bind(&q, " WHERE id = ", db_uuid(&ids[i]));
        assert_int_equal(query_change_one(&q), ERR_NONE);
    }
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

static void make_many(struct fixture *f, const struct record_kind *kind)
{
    struct uuid ids[MANY];
    for (int i = 0; i < MANY; i++) {
        int number = (i * 37) % MANY;
        struct record_made made = {
            .persona = i % 2 == 0 ? PERSONA_PRODUCT_MANAGER : PERSONA_ENTERPRISE_TEAM,
            .name = arena_printf(f->arena, "%s/item-%d", number % 3 == 0 ? "a" : "b/c", number),
            .tags = i % 4 == 0 ? "Fourth, all" : "all",
            .words = arena_printf(f->arena, "content number %d", i),
            .facet = i % 3 == 0,
        };
        ids[number] = records_make(f, kind, &made);
    }
    spread(f, kind, ids, MANY);
}

/* The numbers in "item-12" stand for the natural order. */
static int number_of(const struct record_row *row)
{
    return atoi(strrchr(row->name, '-') + 1);
}

static int compare(const struct record_row *a, const struct record_row *b, enum record_sort sort)
{
    if (sort == RECORD_SORT_NAME) {
        int folders = strcmp(a->folder, b->folder);
        return folders != 0 ? folders : number_of(a) - number_of(b);
    }
    int64_t a_time = sort == RECORD_SORT_CREATED ? a->created_at : a->updated_at;
    int64_t b_time = sort == RECORD_SORT_CREATED ? b->created_at : b->updated_at;
    if (a_time != b_time)
        return a_time > b_time ? -1 : 1;
    return -memcmp(a->id.bytes, b->id.bytes, sizeof a->id.bytes);
}

/* Walks to the end and back in pages of 7: every row once, in order, and the same pages on the way
 * back. */
static void walk(struct fixture *f, const struct record_kind *kind, struct record_filter filter,
                 int expected)
{
    enum { PAGES_MAX = 20 };
    struct uuid starts[PAGES_MAX];
    struct record_row last = {.name = NULL};
    int count = 0;
    int pages = 0;
    filter.limit = 7;
    struct record_list list = list_of(f, kind, &filter);
    assert_null(list.previous);
    for (;;) {
        assert_true(list.count > 0 && pages < PAGES_MAX);
        starts[pages++] = list.rows[0].id;
        for (int i = 0; i < list.count; i++, count++) {
            if (last.name != NULL)
                assert_true(compare(&last, &list.rows[i], filter.sort) < 0);
            last = list.rows[i];
        }
        if (list.next == NULL)
            break;
        assert_int_equal(list.count, 7);
        filter.cursor = list.next;
        list = list_of(f, kind, &filter);
        assert_non_null(list.previous);
    }
    if (count != expected)
        fail_msg("%s: %d rows instead of %d", kind->plural, count, expected);
    for (int page = pages - 2; page >= 0; page--) {
        filter.cursor = list.previous;
        list = list_of(f, kind, &filter);
        assert_int_equal(list.count, 7);
        assert_true(uuid_equal(&list.rows[0].id, &starts[page]));
        assert_non_null(list.next);
    }
    assert_null(list.previous);
}

static void pages_go_both_ways_in_every_order(void **state)
{
    struct fixture *f = *state;
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        make_many(f, kind);
        for (enum record_sort sort = 0; sort < RECORD_SORT_COUNT; sort++) {
            fixture_begin(f);
            walk(f, kind, (struct record_filter){.sort = sort}, MANY);
            walk(f, kind, (struct record_filter){.sort = sort, .state = RECORD_ALL}, MANY);
            walk(f, kind, (struct record_filter){.sort = sort, .facet = record_facets[kind->id][1]},
                 MANY / 3);
            walk(f, kind, (struct record_filter){.sort = sort, .folder = "a"}, MANY / 3);
            walk(f, kind, (struct record_filter){.sort = sort, .folder = "b"}, MANY * 2 / 3);
            walk(f, kind, (struct record_filter){.sort = sort, .tag = "FOURTH"}, MANY / 4);
            walk(f, kind, (struct record_filter){.sort = sort, .owner_id = owner_id}, MANY / 2);
            walk(f, kind, (struct record_filter){.sort = sort, .q = "ITEM"}, MANY);
            walk(f, kind, (struct record_filter){.sort = sort, .q = "Number"}, MANY);
            walk(f, kind, (struct record_filter){.sort = sort, .q = "\"number 1\""}, 11);
        }
    }
}

static void names_stand_in_natural_order(void **state)
{
    static const char *const names[] = {"Apple",
                                        "\xc3\xa9"
                                        "clair",
                                        "Step 1",
                                        "step 2",
                                        "Step 10",
                                        "step 10/b",
                                        "zebra"};
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        for (size_t i = COUNT_OF(names); i-- > 0;)
            (void)records_make(f, kind, &(struct record_made){.name = names[i]});
        struct record_list list =
            list_of(f, kind, &(struct record_filter){.sort = RECORD_SORT_NAME});
        assert_int_equal(list.count, COUNT_OF(names));
        for (size_t i = 0; i < COUNT_OF(names); i++)
            assert_string_equal(list.rows[i].name, names[i]);
    }
}

static void the_first_page_is_whole_on_the_way_back(void **state)
{
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    make_many(f, kind);
    struct record_filter filter = {.limit = 5, .sort = RECORD_SORT_NAME};
    struct record_list list = list_of(f, kind, &filter);
    const char *first = list.rows[0].name;
    filter.cursor = list.next;
    list = list_of(f, kind, &filter);
    filter.cursor = list.previous;
    filter.limit = 9; /* more than stand before */
    list = list_of(f, kind, &filter);
    assert_int_equal(list.count, 9);
    assert_string_equal(list.rows[0].name, first);
    assert_null(list.previous);
}

static void hostile_cursors_and_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    char huge[RECORD_FILTER_MAX + 2];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    const struct record_filter filters[] = {
        {.cursor = "x"},
        {.cursor = "n"},
        {.cursor = "nu"},
        {.cursor = "nu1"},
        {.cursor = "nu1."},
        {.cursor = "nu-1.00000000-0000-7000-8000-000000000000"},
        {.cursor = "nu99999999999999999999.00000000-0000-7000-8000-000000000000"},
        {.cursor = "nu1.00000000-0000-7000-8000-00000000000"},
        {.cursor = "nu1.00000000-0000-7000-8000-0000000000000"},
        {.cursor = "nu1.00000000-0000-7000-8000-00000000000x"},
        {.cursor = "nc1.00000000-0000-7000-8000-000000000000"},
        {.cursor = "nm00000000-0000-7000-8000-000000000000.a"},
        {.cursor = "nm", .sort = RECORD_SORT_NAME},
        {.cursor = "nma", .sort = RECORD_SORT_NAME},
        {.cursor = "nm00000000-0000-7000-8000-000000000000", .sort = RECORD_SORT_NAME},
        {.cursor = "nm00000000-0000-7000-8000-000000000000.", .sort = RECORD_SORT_NAME},
        {.cursor = "nm00000000-0000-7000-8000-00000000000x.a", .sort = RECORD_SORT_NAME},
        {.cursor = "nm00000000-0000-7000-8000-000000000000.a\xff", .sort = RECORD_SORT_NAME},
        {.cursor = "nm00000000-0000-7000-8000-000000000000.a\x01", .sort = RECORD_SORT_NAME},
        {.cursor = arena_printf(f->arena, "nm00000000-0000-7000-8000-000000000000.%s", huge),
         .sort = RECORD_SORT_NAME},
        {.limit = -1},
        {.limit = RECORD_LIST_LIMIT_MAX + 1},
        {.tag = "\xff"},
        {.label = "\xff"},
        {.folder = "\xc3"},
        {.folder = "a\x01"},
        {.facet = "\xc3"},
        {.facet = huge},
    };
    for (size_t i = 0; i < COUNT_OF(filters) * COUNT_OF(record_kinds); i++) {
        struct record_list list;
        enum err err = record_list(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor,
                                   &record_kinds[i % COUNT_OF(record_kinds)],
                                   &filters[i / COUNT_OF(record_kinds)], &list);
        if (err != ERR_INVALID)
            fail_msg("hostile filter %zu: %s", i / COUNT_OF(record_kinds), err_name(err));
        assert_null(list.q_problem);
    }
}

static void a_search_that_is_refused_says_why(void **state)
{
    struct fixture *f = *state;
    char huge[TEXT_QUERY_MAX + 2];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    const char *const queries[] = {huge, "\xff", "a\x01", "/-", "\"\""};
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    (void)records_make(f, kind, &(struct record_made){.name = "one"});
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct record_list list;
        struct record_filter filter = {.q = queries[i]};
        assert_int_equal(
            record_list(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, kind, &filter, &list),
            ERR_INVALID);
        assert_non_null(list.q_problem);
        assert_int_equal(list.count, 0);
    }
}

static struct record_row one_row(struct fixture *f, const struct record_kind *kind)
{
    const struct record_filter filter = {.with_links = true, .with_state = true};
    struct record_list list = list_of(f, kind, &filter);
    assert_int_equal(list.count, 1);
    return list.rows[0];
}

static void set_label(struct fixture *f, const struct record_kind *kind, const struct uuid *id,
                      const char *label, int64_t from, int64_t to)
{
    struct problem problem = {.message = ""};
    struct label_change change = {
        .record_id = *id, .label = label, .from_version = from, .to_version = to, .reason = ""};
    enum err err = label_move(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                              record_stores[kind->id], &change, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", label, problem.message);
}

static void a_row_has_what_one_decides_by(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct record_made made = {.persona = PERSONA_PRODUCT_MANAGER,
                                   .name = "support/hello",
                                   .description = "Says hello",
                                   .tags = "zeta, alpha, mid",
                                   .words = "one"};
        made.id = records_make(f, kind, &made);
        made.words = "two";
        made.facet = 1;
        made.based_on_revision = one_row(f, kind).revision;
        (void)records_make(f, kind, &made);
        set_label(f, kind, &made.id, "staging", 0, 2);
        set_label(f, kind, &made.id, "production", 0, 1);
        struct record_row row = one_row(f, kind);
        assert_true(uuid_equal(&row.id, &made.id));
        assert_string_equal(row.name, "support/hello");
        assert_string_equal(row.folder, "support");
        assert_string_equal(row.description, "Says hello");
        assert_string_equal(row.facet, record_facets[kind->id][1]);
        assert_int_equal(row.version, 2);
        assert_true(row.revision > made.based_on_revision);
        assert_string_equal(row.owner_name, "Petra Product of Northwind");
        assert_int_equal(row.archived_at, 0);
        assert_true(row.updated_at > row.created_at);
        assert_int_equal(row.link_count, kind->id == RECORD_TEAM || kind->id == RECORD_SET ? 1 : 0);
        assert_int_equal(row.use_count, 0);
        assert_int_equal(row.proposal_count, 0);
        assert_int_equal(row.marks.tags.count, 3);
        assert_string_equal(row.marks.tags.tags[0], "zeta");
        assert_string_equal(row.marks.tags.tags[2], "mid");
        assert_int_equal(row.marks.label_count, 2);
        assert_string_equal(row.marks.labels[0].label, "production");
        assert_int_equal(row.marks.labels[0].version, 1);
        assert_string_equal(row.marks.labels[1].label, "staging");
        assert_int_equal(row.marks.labels[1].version, 2);
        made.tags = "mid";
        made.based_on_revision = row.revision;
        (void)records_make(f, kind, &made);
        set_label(f, kind, &made.id, "production", 1, 0);
        row = one_row(f, kind);
        assert_int_equal(row.marks.tags.count, 1);
        assert_string_equal(row.marks.tags.tags[0], "mid");
        assert_int_equal(row.marks.label_count, 1);
        assert_string_equal(row.marks.labels[0].label, "staging");
    }
}

static struct uuid id_of(struct fixture *f, const struct record_kind *kind, const char *name)
{
    struct record_list list =
        list_of(f, kind, &(struct record_filter){.limit = 200, .state = RECORD_ALL});
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.rows[i].name, name) == 0)
            return list.rows[i].id;
    fail_msg("no %s %s", kind->name, name);
    return (struct uuid){{0}};
}

static void count_by_filters(struct fixture *f, const struct record_kind *kind)
{
    struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    const char *facet = record_facets[kind->id][1];
    const struct {
        struct record_filter filter;
        int count;
    } cases[] = {
        {{.limit = 100}, MANY - 1},
        {{.state = RECORD_ARCHIVED}, 1},
        {{.state = RECORD_ARCHIVED, .sort = RECORD_SORT_NAME}, 1},
        {{.state = RECORD_ARCHIVED, .sort = RECORD_SORT_CREATED}, 1},
        {{.state = RECORD_ALL, .limit = 100}, MANY},
        {{.facet = facet, .limit = 100}, MANY / 3 - 1},
        {{.facet = facet, .state = RECORD_ALL, .limit = 100}, MANY / 3},
        {{.facet = "smal"}, 0},
        {{.facet = facet, .owner_id = owner_id, .state = RECORD_ALL}, MANY / 6},
        {{.owner_id = f->own.users[PERSONA_DEVOPS_ENGINEER].id}, 0},
        {{.tag = "all", .limit = 100}, MANY - 1},
        {{.tag = "fourth", .state = RECORD_ALL, .limit = 100}, MANY / 4},
        {{.tag = "four"}, 0},
        {{.tag = "fourth", .facet = facet, .state = RECORD_ALL}, MANY / 12},
        {{.label = "staging"}, 1},
        {{.label = "latest", .limit = 100}, MANY - 1},
        {{.label = "production"}, 0},
        {{.label = "staging", .folder = "a"}, 0},
        {{.label = "staging", .folder = "b/c", .tag = "all"}, 1},
        {{.folder = "b/c", .limit = 100}, MANY * 2 / 3},
        {{.folder = "b", .limit = 100}, MANY * 2 / 3},
        {{.folder = "B"}, 0},
        {{.folder = "b/c/item-1"}, 0},
        {{.folder = "b/"}, 0},
        {{.folder = "a", .tag = "fourth", .state = RECORD_ALL, .limit = 100}, 5},
        {{.q = "a/item", .limit = 100}, MANY - 1}, /* words: all have an a somewhere */
        {{.q = "\"item 1\"", .limit = 100, .in_names = true}, 11},
        {{.q = "\"item 1\"", .limit = 100, .in_names = true, .folder = "a"}, 3},
        {{.q = "number", .in_names = true}, 0},
        {{.q = "NUMBER", .limit = 100}, MANY - 1},
        {{.q = "fourth \"number 1\"", .limit = 100}, 2}, /* 12, 16 */
        {{.q = "100%"}, 0},
        {{.q = "no\\such"}, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct record_list list = list_of(f, kind, &cases[i].filter);
        if (list.count != cases[i].count)
            fail_msg("%s, case %zu: %d rows instead of %d", kind->plural, i, list.count,
                     cases[i].count);
        assert_false(list.is_unfinished);
    }
}

static void filters_work_alone_and_together(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        fixture_begin(f);
        make_many(f, kind);
        struct uuid archived = id_of(f, kind, "a/item-0"); /* of the product manager: i = 0 */
        struct uuid labelled = id_of(f, kind, "b/c/item-1");
        records_archive(f, kind, &archived);
        set_label(f, kind, &labelled, "staging", 0, 1);
        count_by_filters(f, kind);
        struct record_list list = list_of(f, kind, &(struct record_filter){.label = "staging"});
        assert_string_equal(list.rows[0].name, "b/c/item-1");
        list = list_of(f, kind, &(struct record_filter){.state = RECORD_ARCHIVED});
        assert_string_equal(list.rows[0].name, "a/item-0");
        assert_true(list.rows[0].archived_at > 0);
    }
}

/* Only the current content is searched, and only for those who may read it. */
static void contents_are_searched(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct record_made made = {.name = "Caf\xc3\xa9 desk",
                                   .description = "Answers guests",
                                   .tags = "Front-office",
                                   .words = "a needle in the hay"};
        made.id = records_make(f, kind, &made);
        (void)records_make(f, kind, &(struct record_made){.name = "another", .words = "pin"});
        static const char *const found[] = {"needle",        "NEEDLE hay",
                                            "hay needle",    "cafe needle",
                                            "guests office", "desk answers front hay",
                                            "\"in the hay\""};
        for (size_t i = 0; i < COUNT_OF(found); i++) {
            struct record_list list = list_of(f, kind, &(struct record_filter){.q = found[i]});
            if (list.count != 1)
                fail_msg("%s: %s: %d rows", kind->plural, found[i], list.count);
            assert_true(uuid_equal(&list.rows[0].id, &made.id));
        }
        static const char *const missed[] = {"needles", "\"hay the\"", "needle pin"};
        for (size_t i = 0; i < COUNT_OF(missed); i++)
            assert_int_equal(list_of(f, kind, &(struct record_filter){.q = missed[i]}).count, 0);
        struct record_filter filter = {.q = "needle", .organization_id = f->own.id};
        assert_int_equal(list_as(f, PERSONA_PLATFORM_ADMIN, kind, &filter).count, 0);
        filter.q = "guests";
        assert_int_equal(list_as(f, PERSONA_PLATFORM_ADMIN, kind, &filter).count, 1);
        made.words = "nothing";
        made.based_on_revision = list_of(f, kind, &filter).rows[0].revision;
        (void)records_make(f, kind, &made);
        filter.q = "needle";
        assert_int_equal(list_of(f, kind, &filter).count, 0);
    }
}

/* With no time at all every record is a page of its own. */
static void a_long_search_pauses_and_goes_on(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        make_many(f, kind);
        for (enum record_sort sort = 0; sort < RECORD_SORT_COUNT; sort++) {
            struct record_filter filter = {.q = "\"number 1\"", .budget = 1, .sort = sort};
            int found = 0;
            int pauses = 0;
            for (;;) {
                struct record_list list = list_of(f, kind, &filter);
                found += list.count;
                pauses += list.is_unfinished;
                assert_true(pauses <= MANY + 1);
                assert_true(!list.is_unfinished || list.next != NULL);
                if (list.next == NULL)
                    break;
                filter.cursor = list.next;
            }
            assert_int_equal(found, 11);
            assert_true(pauses > 10);
        }
    }
}

static void organizations_stay_apart(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct record_list list;
        const struct record_filter ours = {.organization_id = f->own.id};
        const struct record_filter default_list = {.limit = 0};
        (void)records_make(f, kind, &(struct record_made){.name = "one", .tags = "t"});
        for (int persona = 0; persona < PERSONA_COUNT; persona++)
            assert_int_equal(list_as(f, persona, kind, &default_list).count, 1);
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
            const struct actor *stranger = &f->other.users[persona].actor;
            assert_int_equal(record_list(f->db, stranger, kind, &ours, &list), ERR_DENIED);
            const struct record_filter filters[] = {
                default_list, {.tag = "t"}, {.q = "one"}, {.sort = RECORD_SORT_NAME}};
            for (size_t i = 0; i < COUNT_OF(filters); i++) {
                assert_int_equal(record_list(f->db, stranger, kind, &filters[i], &list), ERR_NONE);
                assert_int_equal(list.count, 0);
            }
        }
        struct actor inside = fixture_inside(&f->other.users[PERSONA_PLATFORM_ADMIN], &f->own);
        assert_int_equal(record_list(f->db, &inside, kind, &ours, &list), ERR_NONE);
        assert_int_equal(list.count, 1);
        struct actor gone = f->own.users[PERSONA_PRODUCT_MANAGER].actor;
        gone.is_active = false;
        assert_int_equal(record_list(f->db, &gone, kind, &default_list, &list), ERR_DENIED);
    }
}

/* ---- large tables ------------------------------------------------------------------------- */

enum { ROWS = 2000 };

/* Of every second one a release was proposed; so many of them are open: more than are few, or few.
 */
enum { PROPOSED = ROWS / 2, PROPOSED_FEW = 3 };

static void insert_proposal(struct fixture *f, const struct record_kind *kind,
                            const struct uuid *id, int64_t created_at, bool is_open)
{
    const struct uuid *user_id = &f->own.users[PERSONA_PRODUCT_MANAGER].id;
    struct uuid proposal_id = uuid_make();
    struct query q;
    query_begin(&q, f->db,
                "INSERT INTO label_proposals (label, to_version, state, kind, organization_id, id, "
                "record_id, proposed_by, created_at) VALUES ('production', 1");
    query_bind(&q, ", ", db_text(is_open ? "open" : "rejected"));
    query_bind(&q, ", ", db_text(kind->name));
    query_bind(&q, ", ", db_uuid(&f->own.id));
    query_bind(&q, ", ", db_uuid(&proposal_id));
    query_bind(&q, ", ", db_uuid(id));
    query_bind(&q, ", ", db_uuid(user_id));
    query_bind(&q, ", ", db_time(created_at));
    query_add(&q, ")");
    assert_int_equal(query_change_one(&q), ERR_NONE);
}

static void insert_row(struct fixture *f, const struct record_kind *kind, int i, int64_t start,
                       int proposed)
{
    struct uuid id = uuid_make();
    const struct uuid *owner_id =
        &f->own.users[i % 4 == 0 ? PERSONA_ENTERPRISE_TEAM : PERSONA_PRODUCT_MANAGER].id;
    const char *name = arena_printf(f->arena, "volume/%04d", i);
    struct query q;
    query_begin(&q, f->db, "INSERT INTO ");
    query_add(&q, kind->table);
    query_add(&q, " (name, name_key, sort_key, folder, description, version, version_count, "
                  "revision, id, organization_id, owner_id, archived_at, created_at, updated_at, ");
    query_add(&q, kind->facet);
    query_bind(&q, ") VALUES (", db_text(name));
    query_bind(&q, ", ", db_text(name_key(f->arena, name)));
    query_bind(&q, ", ", db_text(name_sort_key(f->arena, name)));
    query_bind(&q, ", 'volume', NULL, 1, 1, 1, ", db_uuid(&id));
    query_bind(&q, ", ", db_uuid(&f->own.id));
    query_bind(&q, ", ", db_uuid(owner_id));
    query_bind(&q, ", ", i % 100 == 99 ? db_time(start) : db_null_of(DB_TIME));
    query_bind(&q, ", ", db_time(start - i * CLOCK_SECOND));
    query_bind(&q, ", ", db_time(start - i * CLOCK_SECOND));
    query_bind(&q, ", ", db_text(record_facets[kind->id][i % 3 == 0]));
    query_add(&q, ")");
    assert_int_equal(query_change_one(&q), ERR_NONE);
    query_begin(&q, f->db, "INSERT INTO ");
    query_add(&q, kind->tags);
    query_bind(&q, " (organization_id, record_id, tag, tag_key, position) VALUES (",
               db_uuid(&f->own.id));
    query_bind(&q, ", ", db_uuid(&id));
    query_bind(&q, ", ", db_text(i < ROWS - 3 ? "common" : "rare"));
    query_bind(&q, ", ", db_text(i < ROWS - 3 ? "common" : "rare"));
    query_add(&q, ", 0)");
    assert_int_equal(query_change_one(&q), ERR_NONE);
    if (i % 2 == 0)
        insert_proposal(f, kind, &id, start + i, i / 2 < proposed);
}

static void fill(struct fixture *f, const struct record_kind *kind, int proposed)
{
    int64_t start = clock_now();
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 0; i < ROWS; i++)
        insert_row(f, kind, i, start, proposed);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

/* How the engine finds the rows of a list, as one text. */
static const char *plan_of(struct fixture *f, const struct record_kind *kind,
                           const struct record_filter *filter, enum record_by few)
{
    struct record_request request = {
        .source = {.db = f->db, .kind = kind, .organization_id = f->own.id},
        .filter = *filter,
        .tag_key = filter->tag,
        .cursor = record_cursor_first(),
        .limit = 25,
    };
    struct record_filter *own = &request.filter;
    own->label = own->facet = own->folder = "";
    own->tag = own->tag == NULL ? "" : own->tag;
    struct query q;
    struct db_result result;
    struct buf plan;
    buf_init(&plan, f->arena);
    query_begin(&q, f->db,
                f->is_postgres ? "EXPLAIN (COSTS OFF) SELECT " : "EXPLAIN QUERY PLAN SELECT ");
    record_where_rows(&q, &request, few);
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    for (int i = 0; i < result.row_count; i++)
        buf_printf(&plan, "%s\n", db_get_text(&result, i, f->is_postgres ? 0 : 3));
    return plan.data;
}

static void assert_plan(const char *plan, const char *index, bool may_sort)
{
    /* r is the table; those of people and their keys are tiny here */
    static const char *const scans[] = {"SCAN r",
                                        "Seq Scan on prompt",
                                        "Seq Scan on agent",
                                        "Seq Scan on team",
                                        "Bitmap Heap Scan on prompts",
                                        "Bitmap Heap Scan on agents",
                                        "Bitmap Heap Scan on teams"};
    static const char *const sorts[] = {"TEMP B-TREE", "Sort"};
    for (size_t i = 0; i < COUNT_OF(scans); i++)
        if (strstr(plan, scans[i]) != NULL)
            fail_msg("reads the whole table:\n%s", plan);
    for (size_t i = 0; i < COUNT_OF(sorts) && !may_sort; i++)
        if (strstr(plan, sorts[i]) != NULL)
            fail_msg("sorts:\n%s", plan);
    if (strstr(plan, index) == NULL)
        fail_msg("without %s:\n%s", index, plan);
}

/* A few rows are as cheaply sorted as read in order: which of them PostgreSQL prefers would hang on
 * what it believes of them at the moment. It sorts only where no index has the order. */
static void prefer_indexes(struct fixture *f)
{
    if (!f->is_postgres)
        return;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_script(f->db, "SET enable_sort = off"), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

/* A page costs what it shows, not what the table has. */
static void plain_lists_follow_an_index(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++)
        fill(f, &record_kinds[k], PROPOSED_FEW);
    fixture_script(f, "ANALYZE", "ANALYZE");
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        const struct record_filter filter = {.stage = RECORD_IN_REVIEW};
        const char *plan = plan_of(f, kind, &filter, RECORD_BY_REVIEW);
        assert_plan(plan, "label_proposals_state", true);
    }
    prefer_indexes(f);
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        const struct {
            struct record_filter filter;
            const char *index;
            const char *other; /* as good, where few are archived: which one is up to the planner */
        } cases[] = {
            {{.sort = RECORD_SORT_UPDATED}, "_active", "_updated"},
            {{.state = RECORD_ARCHIVED}, "_archived", NULL},
            {{.state = RECORD_ALL}, "_updated", NULL},
            {{.sort = RECORD_SORT_CREATED}, "_created", NULL},
            {{.sort = RECORD_SORT_CREATED, .state = RECORD_ALL}, "_created", NULL},
            {{.sort = RECORD_SORT_NAME}, "_name", NULL},
            {{.sort = RECORD_SORT_NAME, .state = RECORD_ALL}, "_name", NULL},
        };
        for (size_t i = 0; i < COUNT_OF(cases); i++) {
            const char *plan = plan_of(f, kind, &cases[i].filter, RECORD_BY_NOTHING);
            const char *index = arena_printf(f->arena, "%s%s", kind->table, cases[i].index);
            const char *other = cases[i].other == NULL
                                    ? index
                                    : arena_printf(f->arena, "%s%s", kind->table, cases[i].other);
            assert_plan(plan, strstr(plan, other) != NULL ? other : index, false);
        }
        assert_plan(plan_of(f, kind, &(struct record_filter){.tag = "rare"}, RECORD_BY_TAG),
                    arena_printf(f->arena, "%s_tag", kind->tags), true);
    }
}

/* Follows a list to its end; each page is a request of its own. */
static int count_all(struct fixture *f, const struct record_kind *kind, struct record_filter filter)
{
    char cursor[512] = "";
    int count = 0;
    do {
        fixture_begin(f);
        filter.cursor = cursor;
        struct record_list list = list_of(f, kind, &filter);
        count += list.count;
        (void)snprintf(cursor, sizeof cursor, "%s", list.next == NULL ? "" : list.next);
    } while (cursor[0] != '\0');
    return count;
}

/* Filters that leave few and filters that leave many are both found whole. */
static void filters_over_many_rows_are_walked(void **state)
{
    enum { LIMIT = 200 };
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct uuid owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
        fill(f, kind, PROPOSED);
        const struct {
            struct record_filter filter;
            int count;
        } cases[] = {
            {{.facet = record_facets[kind->id][0], .state = RECORD_ALL}, 1333},
            {{.owner_id = owner_id, .state = RECORD_ALL}, 1500},
            {{.owner_id = owner_id}, 1480},
            {{.owner_id = owner_id, .facet = record_facets[kind->id][1], .state = RECORD_ALL}, 500},
            {{.tag = "common", .state = RECORD_ALL}, ROWS - 3},
            {{.tag = "rare", .state = RECORD_ALL}, 3},
            {{.tag = "rare", .owner_id = owner_id, .state = RECORD_ALL}, 3},
            {{.folder = "volume", .state = RECORD_ALL}, ROWS},
            {{.state = RECORD_ARCHIVED}, ROWS / 100},
            {{.stage = RECORD_UNRELEASED, .state = RECORD_ALL}, ROWS},
            {{.stage = RECORD_UNRELEASED}, ROWS - ROWS / 100},
            {{.stage = RECORD_UNRELEASED, .tag = "rare", .state = RECORD_ALL}, 3},
            {{.stage = RECORD_IN_REVIEW, .state = RECORD_ALL}, PROPOSED},
            {{.stage = RECORD_IN_REVIEW, .tag = "rare", .state = RECORD_ALL}, 1},
        };
        for (size_t i = 0; i < COUNT_OF(cases) * RECORD_SORT_COUNT; i++) {
            struct record_filter filter = cases[i / RECORD_SORT_COUNT].filter;
            filter.sort = (enum record_sort)(i % RECORD_SORT_COUNT);
            filter.limit = LIMIT;
            int count = count_all(f, kind, filter);
            if (count != cases[i / RECORD_SORT_COUNT].count)
                fail_msg("%s, case %zu: %d rows", kind->plural, i / RECORD_SORT_COUNT, count);
        }
    }
}

/* More combinations of filters than texts are kept: old ones are forgotten. */
static void every_combination_of_filters_can_be_asked(void **state)
{
    struct fixture *f = *state;
    int asked = 0;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        (void)records_make(
            f, kind,
            &(struct record_made){
                .persona = PERSONA_PRODUCT_MANAGER, .name = "a/b", .tags = "t", .words = "w"});
        for (unsigned bits = 0; bits < 64 * 9; bits++) {
            fixture_begin(f);
            struct record_filter filter = {.sort = (enum record_sort)(bits / 64 % 3),
                                           .state = (enum record_shown)(bits / 64 / 3)};
            filter.stage = (enum record_stage)(bits / 3 % RECORD_STAGE_COUNT);
            filter.tag = bits & 1 ? "t" : NULL;
            filter.folder = bits & 2 ? "a" : NULL;
            filter.facet = bits & 4 ? record_facets[kind->id][0] : NULL;
            filter.label = bits & 8 ? "staging" : NULL;
            filter.q = bits & 16 ? "w" : NULL;
            if (bits & 32)
                filter.owner_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
            bool is_there = filter.label == NULL && filter.state != RECORD_ARCHIVED &&
                            filter.stage <= RECORD_UNRELEASED;
            int expected = is_there ? 1 : 0;
            assert_int_equal(list_of(f, kind, &filter).count, expected);
            asked++;
        }
    }
    assert_true(asked > 1024);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(pages_go_both_ways_in_every_order),
        TEST(names_stand_in_natural_order),
        TEST(the_first_page_is_whole_on_the_way_back),
        TEST(hostile_cursors_and_filters_are_refused),
        TEST(a_search_that_is_refused_says_why),
        TEST(a_row_has_what_one_decides_by),
        TEST(filters_work_alone_and_together),
        TEST(contents_are_searched),
        TEST(a_long_search_pauses_and_goes_on),
        TEST(organizations_stay_apart),
        TEST(plain_lists_follow_an_index),
        TEST(filters_over_many_rows_are_walked),
        TEST(every_combination_of_filters_can_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
