#include "test.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/record/record_audit.h"
#include "data/record/record_version.h"
#include "data/trail/activity_recent.h"
#include "prompts.h"

/* The newest versions of an organization are looked at without their contents, which stand last in
 * their rows: however long those are, it takes the same time. */

enum { VERSIONS = 500, LONG = 64 * 1024, SHORT = 64, TIMES = 5, TIMES_MAX = 100 };

/* A prompt of many versions, by the customer admin of the fixture's own organization. */
static void make_versions(struct fixture *f, size_t body_len)
{
    struct problem problem;
    struct work work = work_begin(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &problem);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "many", "Words");
    struct record_head *head = get_head(f, &prompt_store, &id);
    char *body = arena_alloc(f->arena, body_len + 1);
    memset(body, 'b', body_len);
    struct record_fields fields = {.message = "Wording",
                                   .content = {.facet = "text", .parts = {{body, body_len}}}};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    for (int i = 2; i <= VERSIONS; i++)
        assert_int_equal(record_version_insert(&work, head, i, &fields,
                                               &(struct record_version_sealed){.parts = {{0}}},
                                               clock_now()),
                         ERR_NONE);
    assert_int_equal(db_change_one(f->db,
                                   "UPDATE prompts SET version = $2, version_count = $2 "
                                   "WHERE id = $1",
                                   db_uuid(&id), db_int(VERSIONS)),
                     ERR_NONE);
    assert_int_equal(record_audit(&work, head, "prompt.update", json_object()), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
}

/* By a connection that has nothing of the database in its memory yet. */
static int64_t time_once(struct fixture *f)
{
    struct fixture fresh = *f;
    struct unreleased_list list;
    assert_int_equal(fixture_reconnect(&fresh, false), ERR_NONE);
    int64_t start = clock_monotonic();
    assert_int_equal(
        activity_unreleased(fresh.db, actor_of(&fresh, PERSONA_CUSTOMER_ADMIN), 10, &list),
        ERR_NONE);
    int64_t took = clock_monotonic() - start;
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].version, VERSIONS);
    assert_int_equal(db_end_request(fresh.db), ERR_NONE);
    arena_destroy(fresh.arena);
    db_close(fresh.db);
    return took;
}

/* The shortest time so far of an organization, in microseconds. */
static void time_recent(struct fixture *f, const struct fixture_organization *of, int64_t *best)
{
    struct fixture_organization own = f->own;
    f->own = *of;
    fixture_begin(f);
    int64_t took = time_once(f);
    *best = took < *best ? took : *best;
    f->own = own;
}

static void the_newest_versions_are_read_without_their_contents(void **state)
{
    struct fixture *f = *state;
    struct fixture_organization own = f->own;
    int64_t with_long = INT64_MAX;
    int64_t with_short = INT64_MAX;
    make_versions(f, LONG);
    f->own = f->other;
    make_versions(f, SHORT);
    f->own = own;
    /* by turns, and on a busy machine until each was alone once */
    for (int i = 0; i < TIMES || (i < TIMES_MAX && with_long > 2 * with_short); i++) {
        time_recent(f, &f->own, &with_long);
        time_recent(f, &f->other, &with_short);
    }
    print_message("# 500 newest versions: %" PRId64 " us with contents of 64 KiB, %" PRId64
                  " us with 64 bytes\n",
                  with_long, with_short);
    if (with_long > 2 * with_short)
        fail_msg("%" PRId64 " us instead of %" PRId64, with_long, with_short);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_versions_are_read_without_their_contents,
                                        fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
