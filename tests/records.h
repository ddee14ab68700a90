#ifndef TESTS_RECORDS_H
#define TESTS_RECORDS_H

#include <string.h>

#include "base/clock.h"
#include "data/record/record_list.h"
#include "prompts.h"

/* What must hold for the lists of prompts, agents and teams alike. */

static inline struct record_list records_of(struct fixture *f, record_list_verb *verb,
                                            const struct record_filter *filter)
{
    struct record_list list;
    assert_int_equal(verb(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), filter, &list), ERR_NONE);
    return list;
}

/* Gives records times of which each five are the same, so that pages break inside ties. sql is a
 * constant: "UPDATE … SET created_at = $2, updated_at = $3 WHERE id = $1". */
static inline void records_spread(struct fixture *f, const char *sql, const struct uuid *ids,
                                  int count)
{
    int64_t start = clock_now();
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 0; i < count; i++)
        assert_int_equal(db_change_one(f->db, sql, db_uuid(&ids[i]),
                                       db_time(start + (i % 12) * CLOCK_HOUR),
                                       db_time(start + CLOCK_DAY + (i * 7 % 12) * CLOCK_HOUR)),
                         ERR_NONE);
    db_note_audit(f->db);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
}

static inline int records_compare(const struct record_row *a, const struct record_row *b,
                                  enum record_sort sort)
{
    if (sort == RECORD_SORT_NAME)
        return strcmp(a->name, b->name);
    int64_t a_time = sort == RECORD_SORT_CREATED ? a->created_at : a->updated_at;
    int64_t b_time = sort == RECORD_SORT_CREATED ? b->created_at : b->updated_at;
    if (a_time != b_time)
        return a_time > b_time ? -1 : 1;
    return -memcmp(a->id.bytes, b->id.bytes, sizeof a->id.bytes);
}

/* Walks to the end and back in pages of 7: every row once, in order, and the same pages on the way
 * back. */
static inline void records_walk(struct fixture *f, record_list_verb *verb,
                                struct record_filter filter, int expected)
{
    enum { PAGES_MAX = 20 };
    struct uuid starts[PAGES_MAX];
    struct record_row last = {.name = NULL};
    int count = 0;
    int pages = 0;
    filter.limit = 7;
    struct record_list list = records_of(f, verb, &filter);
    assert_null(list.previous);
    for (;;) {
        assert_true(list.count > 0 && pages < PAGES_MAX);
        starts[pages++] = list.rows[0].id;
        for (int i = 0; i < list.count; i++, count++) {
            if (last.name != NULL)
                assert_true(records_compare(&last, &list.rows[i], filter.sort) < 0);
            last = list.rows[i];
        }
        if (list.next == NULL)
            break;
        assert_int_equal(list.count, 7);
        filter.cursor = list.next;
        list = records_of(f, verb, &filter);
        assert_non_null(list.previous);
    }
    assert_int_equal(count, expected);
    for (int page = pages - 2; page >= 0; page--) {
        filter.cursor = list.previous;
        list = records_of(f, verb, &filter);
        assert_int_equal(list.count, 7);
        assert_true(uuid_equal(&list.rows[0].id, &starts[page]));
        assert_non_null(list.next);
    }
    assert_null(list.previous);
}

/* Follows a search that pauses to its end; was it unfinished on the way? */
static inline bool records_continue(struct fixture *f, record_list_verb *verb,
                                    struct record_filter filter, int expected)
{
    enum { PAGES_MAX = 200 };
    int found = 0;
    bool was_unfinished = false;
    for (int pages = 0;; pages++) {
        struct record_list list = records_of(f, verb, &filter);
        assert_true(pages <= PAGES_MAX);
        found += list.count;
        was_unfinished = was_unfinished || list.is_unfinished;
        if (list.is_unfinished)
            assert_non_null(list.next);
        if (list.next == NULL)
            break;
        filter.cursor = list.next;
    }
    assert_int_equal(found, expected);
    return was_unfinished;
}

/* Forged cursors, and filters that are none. */
static inline void records_refuse_hostile(struct fixture *f, record_list_verb *verb)
{
    char huge[RECORD_QUERY_MAX + 2];
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
        {.cursor = "nma"},
        {.cursor = "nu1 .00000000-0000-7000-8000-000000000000"},
        {.cursor = "nm", .sort = RECORD_SORT_NAME},
        {.cursor = "nma\xff", .sort = RECORD_SORT_NAME},
        {.cursor = arena_printf(f->arena, "nm%s%s", huge, huge), .sort = RECORD_SORT_NAME},
        {.limit = -1},
        {.limit = RECORD_LIST_LIMIT_MAX + 1},
        {.q = "\xff"},
        {.q = huge},
        {.model = "\xc3"},
    };
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        struct record_list list;
        enum err err = verb(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filters[i], &list);
        if (err != ERR_INVALID)
            fail_msg("hostile filter %zu: %s", i, err_name(err));
    }
}

/* The list of one organization, `count` records, as people of the other see it. */
static inline void records_stay_apart(struct fixture *f, record_list_verb *verb, int count)
{
    struct record_list list;
    const struct record_filter default_list = {.limit = 0};
    struct record_filter filter = {.organization_id = f->own.id};
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        assert_int_equal(verb(f->db, actor_of(f, persona), &default_list, &list), ERR_NONE);
        assert_int_equal(list.count, count);
    }
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        const struct actor *stranger = &f->other.users[persona].actor;
        assert_int_equal(verb(f->db, stranger, &filter, &list), ERR_DENIED);
        assert_int_equal(verb(f->db, stranger, &default_list, &list), ERR_NONE);
        assert_int_equal(list.count, 0);
    }
    const struct actor *admin = &f->other.users[PERSONA_PLATFORM_ADMIN].actor;
    assert_int_equal(verb(f->db, admin, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, count);
    struct actor gone = *actor_of(f, PERSONA_PRODUCT_MANAGER);
    gone.is_active = false;
    assert_int_equal(verb(f->db, &gone, &default_list, &list), ERR_DENIED);
}

#endif
