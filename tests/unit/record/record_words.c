#include "test.h"

#include <string.h>

#include "data/listing/record_lookup.h"
#include "data/search/search.h"
#include "domain/record/name.h"
#include "kinds.h"
#include "records.h"
#include "words.h"

/* The index of the words of names and tags says what names and tags say, whatever a verb does; and
 * what it finds comes first in a list by words, each record once. */

/* ---- every verb --------------------------------------------------------------------------- */

static void save(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                 const char *name, const char *tags)
{
    struct record_draft draft = kind_draft(f, maker, id);
    draft.name = name;
    draft.tags = tags;
    (void)kind_save_draft(f, maker, &draft, NULL);
    words_check(f, &f->own.id);
}

static void tag_both(struct fixture *f, const struct kind_maker *maker, const struct uuid *ids,
                     const char *tag, bool is_added)
{
    struct record_bulk_result result;
    struct record_tag_change change = {maker->store, tag, is_added};
    struct record_selection selection = {ids, 2};
    assert_int_equal(
        record_tag_many(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &change, &selection, &result),
        ERR_NONE);
    assert_int_equal(result.changed_count, 2);
    words_check(f, &f->own.id);
}

static void walk_verbs(struct fixture *f, const struct kind_maker *maker)
{
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct record_saved saved;
    struct problem problem;
    struct uuid ids[] = {kind_make_versions(f, maker, "desk/Answer 007", 2),
                         kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "desk/second")};
    words_check(f, &f->own.id);
    save(f, maker, &ids[0], "desk/Answer 007", "Polite, two words");
    save(f, maker, &ids[0], "counter/Answer 007", "Polite, two words"); /* another folder */
    save(f, maker, &ids[0], "counter/answer polite", "two words");
    save(f, maker, &ids[0], "counter/answer polite", "");
    tag_both(f, maker, ids, "shared tag", true);
    tag_both(f, maker, ids, "Shared Tag", false);
    struct record_restore_draft draft = {ids[0], 1, get_head(f, maker->store, &ids[0])->revision};
    assert_int_equal(record_restore_version(f->db, admin, maker->store, &draft, &saved, &problem),
                     ERR_NONE);
    assert_int_equal(
        record_transfer(f->db, admin, maker->store, &ids[0], &admin->user_id, &problem), ERR_NONE);
    words_check(f, &f->own.id);
    assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &ids[0]), ERR_NONE);
    words_check(f, &f->own.id);
    assert_int_equal(record_restore(f->db, admin, maker->store, &ids[0], &problem), ERR_NONE);
    assert_int_equal(
        record_delete(f->db, admin, maker->store, &ids[0], "counter/answer polite", &problem),
        ERR_NONE);
    words_check(f, &f->own.id);
    assert_int_equal(words_stored(f, maker->store->kind, &f->own.id, &ids[0]).count, 0);
    assert_int_equal(words_stored(f, maker->store->kind, &f->own.id, &ids[1]).count, 2);
}

static void every_verb_keeps_the_words(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        walk_verbs(f, &kind_makers[i]);
}

static void a_refused_change_leaves_the_words(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        struct problem problem;
        (void)kind_make(f, &kind_makers[i], PERSONA_PRODUCT_MANAGER, "taken");
        struct uuid id = kind_make(f, &kind_makers[i], PERSONA_PRODUCT_MANAGER, "mine");
        struct record_draft draft = kind_draft(f, &kind_makers[i], &id);
        draft.name = "Taken";
        draft.tags = "new";
        assert_int_equal(kind_try_save(f, &kind_makers[i], &draft, NULL, &problem), ERR_CONFLICT);
        fixture_begin(f);
        words_check(f, &f->own.id);
    }
}

/* Every word of the longest name and of the most tags is written, up to the limit. */
static void names_of_many_words_are_whole(void **state)
{
    struct fixture *f = *state;
    struct buf name, tags;
    buf_init(&name, f->arena);
    buf_init(&tags, f->arena);
    for (int i = 0; i < NAME_MAX_CHARS / 2; i++)
        buf_printf(&name, "%s%c", i == 0 ? "" : ",", 'a' + i % 26);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&tags, "%d b%d c%d d%d e%d f%d,", i, i, i, i, i, i);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        struct uuid id = records_make(f, &record_kinds[i],
                                      &(struct record_made){.name = name.data, .tags = tags.data});
        words_check(f, &f->own.id);
        assert_int_equal(words_stored(f, &record_kinds[i], &f->own.id, &id).count, WORD_LIST_MAX);
        save(f, &kind_makers[i], &id, "short", "");
    }
}

static const char *const hostile[] = {
    "100% \\ '; DROP TABLE prompts; --",
    "a_b%c",
    "\"quoted\" 'name'",
    "$1 ?1 :a @b",
    "\xd0\x96\xd1\x83\xd0\xba/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
    "\xef\xb7\xba\xef\xb7\xba",
    "(((",
    "0/00/000",
    "\xf0\x9f\xa6\x86 duck"};

static void hostile_names_are_found_by_their_words(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        for (size_t i = 0; i < COUNT_OF(hostile); i++) {
            struct uuid id =
                records_make(f, &record_kinds[k], &(struct record_made){.name = hostile[i]});
            struct word_list words = words_stored(f, &record_kinds[k], &f->own.id, &id);
            assert_true(words.count > 0);
            for (int word = 0; word < words.count; word++) {
                struct record_filter filter = {.q = words.words[word], .limit = 200};
                struct record_list list;
                if (strchr(filter.q, '"') != NULL)
                    continue; /* quotes make a phrase */
                assert_int_equal(record_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                             &record_kinds[k], &filter, &list),
                                 ERR_NONE);
                bool is_found = false;
                for (int row = 0; row < list.count; row++)
                    is_found = is_found || uuid_equal(&list.rows[row].id, &id);
                if (!is_found)
                    fail_msg("%s: %s is not found by %s", record_kinds[k].name, hostile[i],
                             filter.q);
            }
        }
        words_check(f, &f->own.id);
    }
}

/* ---- lists by words ----------------------------------------------------------------------- */

enum { FOUND_MAX = 100 };

/* Names of a list, page by page. */
struct found {
    int count;
    char names[FOUND_MAX][40];
};

static struct record_list list_of(struct fixture *f, const struct record_kind *kind,
                                  const struct record_filter *filter)
{
    struct record_list list;
    fixture_begin(f);
    assert_int_equal(record_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), kind, filter, &list),
                     ERR_NONE);
    return list;
}

/* From the beginning to the end. */
static void walk_list(struct fixture *f, const struct record_kind *kind,
                      const struct record_filter *asked, struct found *found)
{
    struct record_filter filter = *asked;
    char cursor[400] = "";
    found->count = 0;
    filter.cursor = cursor;
    for (int pages = 0;; pages++) {
        struct record_list list = list_of(f, kind, &filter);
        assert_in_range(pages, 0, FOUND_MAX);
        for (int i = 0; i < list.count; i++) {
            assert_in_range(found->count, 0, FOUND_MAX - 1);
            (void)snprintf(found->names[found->count++], sizeof found->names[0], "%s",
                           list.rows[i].name);
        }
        if (list.next == NULL)
            break;
        (void)snprintf(cursor, sizeof cursor, "%s", list.next);
    }
}

/* Of 30: each third by its name, each third by its description, each third in the middle of a word
 * of the name. */
static void make_thirty(struct fixture *f, const struct record_kind *kind)
{
    for (int i = 0; i < 30; i++) {
        static const char *const forms[] = {"heron %02d", "other %02d", "greyheron %02d"};
        (void)records_make(f, kind,
                           &(struct record_made){.name = arena_printf(f->arena, forms[i % 3], i),
                                                 .description = i % 3 == 1 ? "about Herons" : ""});
    }
}

static void names_come_first_and_each_record_once(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        make_thirty(f, &record_kinds[k]);
        for (enum record_sort sort = 0; sort < RECORD_SORT_COUNT; sort++) {
            for (int limit = 1; limit <= 31; limit += 3) {
                struct record_filter filter = {.q = "HERON", .sort = sort, .limit = limit};
                struct found there;
                walk_list(f, &record_kinds[k], &filter, &there);
                assert_int_equal(there.count, 30);
                for (int i = 0; i < 30; i++) {
                    int number = sort == RECORD_SORT_NAME ? i * 3 : 27 - i * 3;
                    if (i < 10)
                        assert_string_equal(there.names[i],
                                            arena_printf(f->arena, "heron %02d", number));
                    else
                        assert_int_not_equal(strncmp(there.names[i], "heron", 5), 0);
                    for (int other = 0; other < i; other++)
                        assert_string_not_equal(there.names[i], there.names[other]);
                }
            }
        }
    }
}

static void the_way_back_is_the_way_there(void **state)
{
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    make_thirty(f, kind);
    for (enum record_sort sort = 0; sort < RECORD_SORT_COUNT; sort++) {
        struct record_filter filter = {.q = "heron", .sort = sort, .limit = 7};
        char names[5][8][40];
        char cursor[400] = "";
        int page = 0;
        filter.cursor = cursor;
        for (struct record_list list = list_of(f, kind, &filter);;
             list = list_of(f, kind, &filter)) {
            for (int i = 0; i < list.count; i++)
                (void)snprintf(names[page][i], sizeof names[page][i], "%s", list.rows[i].name);
            page++;
            if (list.next == NULL)
                break;
            (void)snprintf(cursor, sizeof cursor, "%s", list.next);
        }
        assert_int_equal(page, 5); /* of 7, 7, 7, 7 and 2 */
        while (--page > 0) {
            struct record_list list = list_of(f, kind, &filter);
            assert_non_null(list.previous);
            (void)snprintf(cursor, sizeof cursor, "%s", list.previous);
            list = list_of(f, kind, &filter);
            assert_int_equal(list.count, 7);
            for (int i = 0; i < list.count; i++)
                assert_string_equal(list.rows[i].name, names[page - 1][i]);
        }
    }
}

/* With no time at all names are found at once, and the rest record by record. */
static void names_need_no_time(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        make_thirty(f, &record_kinds[k]);
        struct record_filter filter = {.q = "heron", .budget = 1};
        struct record_list list = list_of(f, &record_kinds[k], &filter);
        assert_in_range(list.count, 10, 25);
        assert_true(list.is_unfinished);
        assert_string_equal(list.rows[0].name, "heron 27");
        assert_string_equal(list.rows[9].name, "heron 00");
        struct found there;
        walk_list(f, &record_kinds[k], &filter, &there);
        assert_int_equal(there.count, 30);
    }
}

/* Ten records have more words that begin with "far" than are read at once, and sixty newer ones
 * have none. */
static void make_far(struct fixture *f, const struct record_kind *kind)
{
    enum { RECORDS = 10, WORDS = 250, NEWER = 60, A_TAG = 5 };
    struct buf tags;
    buf_init(&tags, f->arena);
    for (int i = 0; i < WORDS; i++)
        buf_printf(&tags, "far%d%s", i, i % A_TAG == A_TAG - 1 ? "," : " ");
    for (int i = 0; i < RECORDS + NEWER; i++)
        (void)records_make(f, kind,
                           &(struct record_made){.name = arena_printf(f->arena, "r%02d", i),
                                                 .tags = i < RECORDS ? tags.data : ""});
}

static void a_word_of_too_many_names_is_found_far_down(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        make_far(f, &record_kinds[k]);
        struct record_lookup lookup;
        struct record_row_source source = {
            .db = f->db, .kind = &record_kinds[k], .organization_id = f->own.id};
        struct word_list words = {1, (const char *[]){"far"}};
        bool is_found = true;
        assert_int_equal(record_lookup_find(&source, &words, RECORD_LOOKUP_FEW, &lookup, &is_found),
                         ERR_NONE);
        assert_false(is_found);
        struct record_filter filter = {.q = "far", .budget = 1};
        struct record_list list = list_of(f, &record_kinds[k], &filter);
        assert_in_range(list.count, 10, 25);
        assert_string_equal(list.rows[0].name, "r09");
        assert_string_equal(list.rows[9].name, "r00");
        filter.limit = 4;
        struct found there;
        walk_list(f, &record_kinds[k], &filter, &there);
        assert_int_equal(there.count, 10);
        for (int i = 0; i < 10; i++)
            assert_string_equal(there.names[i], arena_printf(f->arena, "r%02d", 9 - i));
        filter.q = "far nothing";
        walk_list(f, &record_kinds[k], &filter, &there);
        assert_int_equal(there.count, 0);
        struct search_result result;
        struct search what = {.q = "far", .cursor = "", .budget = 1};
        assert_int_equal(search(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &what, &result),
                         ERR_NONE);
        assert_int_equal(result.groups[k].count, 10);
        assert_string_equal(result.groups[k].items[0].name, "r09");
        assert_non_null(result.next);
    }
}

static void filters_hold_for_what_the_index_finds(void **state)
{
    struct fixture *f = *state;
    for (size_t k = 0; k < COUNT_OF(record_kinds); k++) {
        const struct record_kind *kind = &record_kinds[k];
        struct uuid id = records_make(
            f, kind, &(struct record_made){.name = "birds/heron", .tags = "grey", .facet = 1});
        (void)records_make(f, kind, &(struct record_made){.name = "heron"});
        const struct {
            struct record_filter filter;
            int count;
        } cases[] = {
            {{.q = "heron"}, 2},
            {{.q = "heron", .folder = "birds"}, 1},
            {{.q = "heron", .tag = "grey"}, 1},
            {{.q = "heron", .facet = record_facets[kind->id][1]}, 1},
            {{.q = "heron", .state = RECORD_ARCHIVED}, 0},
            {{.q = "heron grey"}, 1},
            {{.q = "\"birds heron\""}, 1},
            {{.q = "\"heron birds\""}, 0},
            {{.q = "grey", .in_names = true}, 0},
            {{.q = "her", .in_names = true}, 2},
            {{.q = "h\xc3\xa9ron"}, 0},
            {{.q = " "}, 2},
        };
        for (size_t i = 0; i < COUNT_OF(cases); i++)
            if (list_of(f, kind, &cases[i].filter).count != cases[i].count)
                fail_msg("%s, case %zu: not %d rows", kind->name, i, cases[i].count);
        records_archive(f, kind, &id);
        struct record_filter filter = {.q = "grey", .state = RECORD_ARCHIVED};
        assert_int_equal(list_of(f, kind, &filter).count, 1);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(every_verb_keeps_the_words),
        TEST(a_refused_change_leaves_the_words),
        TEST(names_of_many_words_are_whole),
        TEST(hostile_names_are_found_by_their_words),
        TEST(names_come_first_and_each_record_once),
        TEST(the_way_back_is_the_way_there),
        TEST(names_need_no_time),
        TEST(a_word_of_too_many_names_is_found_far_down),
        TEST(filters_hold_for_what_the_index_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
