/* A disk that becomes full, or takes no writes any more, at each point of a save: the worker is
 * told so by the Nth write, sync or change of length of its database's files, and by all that come
 * after it, for every N that a save has, and of a save that also tidies the log away. Each save is
 * refused whole, with what was typed, or is saved; and the next one, with room, is saved. SQLite
 * alone: where PostgreSQL's disk fails is its server's business, which tests/faults/disks looks at.
 * ROSTRUM_FAULT_POINTS is another number of points. */

#include "test.h"

#include <errno.h>

#include "powercut_worker.h"

enum { POINTS = 200, SHOWN = 5 };

struct points {
    struct fixture *f;
    struct worker worker;
    struct uuid id;
    int64_t revision, saved_count; /* as they were acknowledged */
    int64_t refused_count;
    int64_t bad_count, lost_count, stuck_count;
};

static void show(struct points *points, int64_t *count, const char *what, int status)
{
    if (++*count <= SHOWN)
        (void)printf("# operation %" PRId64 ", %s: %s, status %d\n", points->worker.fail_at,
                     strerror(points->worker.fail_errno), what, status);
}

/* What is kept now. -1: it can't be read. */
static int64_t version_now(struct points *points)
{
    fixture_begin(points->f);
    struct prompt prompt = get_prompt(points->f, &points->id);
    points->revision = prompt.revision;
    return prompt.version;
}

/* What was typed is on the page, which says why. */
static bool gives_back(const struct points *points, const char *body)
{
    return strstr(points->worker.answer, body) != NULL &&
           strstr(points->worker.answer, "disk") != NULL;
}

static bool has_events(struct points *points, int64_t version)
{
    fixture_begin(points->f);
    return fixture_count(points->f,
                         "SELECT count(*) FROM audit_events WHERE record_id = $1 "
                         "AND action = 'prompt.update'",
                         &points->id) == version - 1 &&
           fixture_count(points->f, "SELECT count(*) FROM prompt_versions WHERE record_id = $1",
                         &points->id) == version;
}

/* A save whose disk fails at this operation, and one after it whose disk does not. */
static void try_point(struct points *points, int64_t fail_at, int fail_errno)
{
    char form[FORM_LEN], body[40];
    int64_t before = version_now(points);
    points->worker.fail_at = fail_at;
    points->worker.fail_errno = fail_errno;
    put(body, sizeof body, "point-%" PRId64 "-%d", fail_at, fail_errno);
    worker_form(points->f, points->revision, body, form);
    int status = worker_save(points->f, &points->worker, form);
    int64_t after = version_now(points);
    if (status == 303) {
        if (after != before + 1)
            show(points, &points->lost_count, "acknowledged and lost", status);
    } else if (status == 503) {
        points->refused_count++;
        if (after != before || !gives_back(points, body))
            show(points, &points->bad_count, "refused, but kept, or without what was typed",
                 status);
    } else {
        show(points, &points->bad_count, "an answer that nobody should get", status);
    }
    if (!has_events(points, after))
        show(points, &points->lost_count, "half a save", status);
    points->worker.fail_at = 0;
    put(body, sizeof body, "after-%" PRId64 "-%d", fail_at, fail_errno);
    worker_form(points->f, points->revision, body, form);
    status = worker_save(points->f, &points->worker, form);
    if (status != 303 || version_now(points) != after + 1)
        show(points, &points->stuck_count, "not saved although there is room again", status);
}

static void tell(const struct fixture *f, bool is_met, const char *what, int64_t count, int64_t all,
                 const char *goal)
{
    figure(f, is_met, goal, "%" PRId64 " of %" PRId64 " %s", count, all, what);
}

static void every_point_of_a_save_is_survived(void **state)
{
    static const int errors[] = {ENOSPC, EROFS};
    struct fixture *f = *state;
    struct points points = {.f = f};
    int64_t all = number_of("ROSTRUM_FAULT_POINTS", POINTS);
    points.id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "cut", "begin");
    worker_open(f, &points.worker, &points.id);
    for (int64_t i = 0; i < all; i++) {
        points.worker.fails_once = i % 4 >= 2;
        try_point(&points, i / 4 + 1, errors[i % 2]);
    }
    tell(f, points.bad_count == 0, "failures were answered in another way than promised",
         points.bad_count, all, "0");
    tell(f, points.lost_count == 0, "lost something, or kept half of it", points.lost_count, all,
         "0");
    tell(f, points.stuck_count == 0, "did not save again at once", points.stuck_count, all, "0");
    tell(f, points.refused_count > all / 4, "saves were refused by the disk", points.refused_count,
         all, "most");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(every_point_of_a_save_is_survived,
                                                 fixture_open_app, fixture_close,
                                                 (void *)(uintptr_t)fixture_sqlite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
