/* A disk that becomes full, or takes no writes any more, at each point of a save: whoever has the
 * database's files is told so by the Nth write, sync or change of length, and by all that come
 * after it, for every N that a save has, and of a save that also tidies the log away. Each save is
 * refused whole, with what was typed, or is saved; and the next one, with room, is saved. With
 * SQLite it is the worker that is told so, with PostgreSQL a server of its own, which may end by
 * it: of a save that it had begun nobody knows then whether it is kept, but it is whole or not at
 * all. ROSTRUM_FAULT_POINTS is another number of points. */

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "disk_control.h"
#include "powercut_worker.h"

enum { POINTS = 200, SHOWN = 5, LARGE = 64 * 1024, SMALL = 40, STARTS_S = 60 };

static const char control_variable[] = "DISK_CONTROL";

struct points {
    struct fixture *f;
    struct worker worker;
    struct disk_control *control; /* of a server of PostgreSQL */
    struct uuid id;
    int64_t revision;
    int64_t saved_count, refused_count, ended_count;
    int64_t bad_count, lost_count, stuck_count;
    int64_t slowest; /* until a save is taken again, in microseconds */
    char body[LARGE + 1], form[LARGE + FORM_LEN];
};

/* Where the Nth operation fails, and how; 0: none does. */
struct failure {
    int64_t at;
    int error;
    bool is_once;
};

static void show(const struct failure *failure, int64_t *count, const char *what, int status)
{
    if (++*count <= SHOWN)
        (void)printf("# operation %" PRId64 ", %s: %s, status %d\n", failure->at,
                     strerror(failure->error), what, status);
}

static void arm(struct points *points, const struct failure *failure)
{
    if (points->control == NULL) {
        points->worker.fail_at = failure->at;
        points->worker.fail_errno = failure->error;
        points->worker.fails_once = failure->is_once;
        return;
    }
    atomic_store(&points->control->left, 0);
    atomic_store(&points->control->error, failure->error);
    atomic_store(&points->control->is_once, failure->is_once);
    atomic_store(&points->control->left, failure->at);
}

/* How often the server has begun to take sessions: once more after it ended. */
static int64_t count_starts(void)
{
    static const char said[] = "ready to accept connections";
    char path[PATH_LEN], line[1024];
    int64_t count = 0;
    put(path, sizeof path, "%s/log", getenv("ROSTRUM_TEST_POSTGRES"));
    FILE *log = fopen(path, "r");
    assert_non_null(log);
    while (fgets(line, sizeof line, log) != NULL)
        count += strstr(line, said) != NULL;
    (void)fclose(log);
    return count;
}

static bool is_up(struct points *points)
{
    struct fixture other = *points->f;
    if (fixture_reconnect(&other, false) != ERR_NONE)
        return false;
    bool is_good = db_end_request(other.db) == ERR_NONE;
    arena_destroy(other.arena);
    db_close(other.db);
    return is_good;
}

/* Until the server takes sessions again; with-postgres starts one that has ended whole, as an
 * operator would, with a new log. Whether it did. */
static bool wait_for_server(struct points *points)
{
    int64_t begun = clock_monotonic();
    bool is_told = false;
    while (points->control != NULL && !is_up(points)) {
        int64_t waited = clock_monotonic() - begun;
        if (!is_told && waited > 2 * CLOCK_SECOND) {
            assert_int_equal(kill(getppid(), SIGUSR1), 0);
            is_told = true;
        }
        assert_true(waited < STARTS_S * CLOCK_SECOND);
        (void)usleep(20000);
    }
    return is_told;
}

/* A body that is told by its beginning, and a form with it. */
static void fill_form(struct points *points, const char *word, const struct failure *failure)
{
    size_t len = points->control == NULL ? SMALL : LARGE;
    char mark[SMALL];
    put(mark, sizeof mark, "%s-%" PRId64 "-%d-", word, failure->at, failure->error);
    for (size_t i = 0; i < len; i++)
        points->body[i] = mark[i % strlen(mark)];
    points->body[len] = '\0';
    put(points->form, sizeof points->form,
        "csrf=%s&revision=%" PRId64 "&name=cut&description=&body=%s&tags=&message=",
        fixture_csrf(points->f), points->revision, points->body);
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
static bool gives_back(const struct points *points)
{
    return strstr(points->worker.answer, points->body) != NULL &&
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

/* What came of a save whose disk failed. */
static void judge(struct points *points, const struct failure *failure, int status, int64_t before,
                  bool has_ended)
{
    int64_t after = version_now(points);
    bool is_kept = after == before + 1;
    points->saved_count += status == 303;
    points->refused_count += status == 503;
    points->ended_count += has_ended;
    if (status == 303 && !is_kept)
        show(failure, &points->lost_count, "acknowledged and lost", status);
    if (after != before && !is_kept)
        show(failure, &points->lost_count, "neither saved nor refused", status);
    if (status == 503 && !has_ended && (is_kept || !gives_back(points)))
        show(failure, &points->bad_count, "refused, but kept, or without what was typed", status);
    if (status != 303 && status != 503)
        show(failure, &points->bad_count, "an answer that nobody should get", status);
    if (!has_events(points, after))
        show(failure, &points->lost_count, "half a save", status);
}

/* A save whose disk fails, and one after it whose disk does not. */
static void try_point(struct points *points, const struct failure *failure)
{
    static const struct failure none;
    int64_t before = version_now(points);
    int64_t starts = points->control == NULL ? 0 : count_starts();
    fill_form(points, "point", failure);
    arm(points, failure);
    int status = worker_save(points->f, &points->worker, points->form);
    arm(points, &none);
    int64_t since = clock_monotonic();
    bool has_ended = wait_for_server(points);
    has_ended = has_ended || (points->control != NULL && count_starts() > starts);
    judge(points, failure, status, before, has_ended);
    before = version_now(points);
    fill_form(points, "after", failure);
    status = worker_save(points->f, &points->worker, points->form);
    int64_t took = clock_monotonic() - since;
    points->slowest = took > points->slowest ? took : points->slowest;
    if (status != 303 || version_now(points) != before + 1)
        show(failure, &points->stuck_count, "not saved although there is room again", status);
}

/* How many operations a save has: all points are inside of one. */
static int64_t count_operations(struct points *points)
{
    static const struct failure none;
    int64_t before = atomic_load(&points->control->count);
    (void)version_now(points);
    fill_form(points, "count", &none);
    assert_int_equal(worker_save(points->f, &points->worker, points->form), 303);
    return atomic_load(&points->control->count) - before;
}

static void tell(const struct fixture *f, bool is_met, const char *what, int64_t count, int64_t all,
                 const char *goal)
{
    figure(f, is_met, goal, "%" PRId64 " of %" PRId64 " %s", count, all, what);
}

static struct disk_control *open_control(void)
{
    int fd = open(getenv(control_variable), O_RDWR | O_CLOEXEC);
    void *memory =
        mmap(NULL, sizeof(struct disk_control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(memory != MAP_FAILED);
    (void)close(fd);
    return memory;
}

static void report(const struct points *points, int64_t all)
{
    const struct fixture *f = points->f;
    tell(f, points->bad_count == 0, "failures were answered in another way than promised",
         points->bad_count, all, "0");
    tell(f, points->lost_count == 0, "lost something, or kept half of it", points->lost_count, all,
         "0");
    tell(f, points->stuck_count == 0, "did not save again at once", points->stuck_count, all, "0");
    tell(f, points->refused_count > all / 4, "saves were refused by the disk",
         points->refused_count, all, "a quarter");
    if (points->control != NULL)
        (void)printf("# %" PRId64 " times the server ended and was started again; %" PRId64
                     " ms at most until a save was taken\n",
                     points->ended_count, points->slowest / 1000);
}

static void every_point_of_a_save_is_survived(void **state)
{
    static const int errors[] = {ENOSPC, EROFS};
    struct fixture *f = *state;
    static struct points points;
    points = (struct points){.f = f};
    int64_t all = number_of("ROSTRUM_FAULT_POINTS", POINTS);
    points.id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "cut", "begin");
    worker_open(f, &points.worker, &points.id);
    int64_t within = all;
    if (f->is_postgres) {
        points.control = open_control();
        within = count_operations(&points);
        (void)printf("# a save has %" PRId64 " operations\n", within);
    }
    for (int64_t i = 0; i < all; i++) {
        struct failure failure = {
            .at = i / 4 % within + 1, .error = errors[i % 2], .is_once = i % 4 >= 2};
        try_point(&points, &failure);
    }
    report(&points, all);
}

/* A server that ended has closed what the fixture would close, and goes with all that is in it. */
static int run_on(const char *engine)
{
    CMFixtureFunction close = engine == fixture_postgres ? fixture_keep : fixture_close;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(
            every_point_of_a_save_is_survived, fixture_open_app, close, (void *)(uintptr_t)engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Once more, beside a server of its own whose disk obeys a file. */
static int run_beside_server(void)
{
    char command[4 * PATH_LEN], path[] = "/tmp/rostrum-disk-XXXXXX";
    const struct disk_control begin = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0 && fchmod(fd, 0666) == 0);
    assert_int_equal(write(fd, &begin, sizeof begin), sizeof begin);
    (void)close(fd);
    put(command, sizeof command,
        "%s=%s ROSTRUM_TEST_FSYNC=on ROSTRUM_TEST_POSTGRES= "
        "ROSTRUM_TEST_PRELOAD=%s/tests/faults/disk_control.so "
        "%s/tests/with-postgres %s/tests/faults/points",
        control_variable, path, folder_of_build(), folder_of_source(), folder_of_build());
    int status = system(command);
    (void)unlink(path);
    return status != 0;
}

int main(void)
{
    if (getenv(control_variable) != NULL)
        return run_on(fixture_postgres);
    int status = fixture_has_engine("sqlite") ? run_on(fixture_sqlite) : 0;
    return status | (fixture_has_engine("postgresql") ? run_beside_server() : 0);
}
