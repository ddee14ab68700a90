/* The master key is replaced under 100,000 people, and then the data keys of their organization and
 * of each of them, while a worker answers 100 requests a second, and each command is killed in the
 * middle: no request fails, and what was left is done by the next run. Beside it another
 * installation, whose keys stay, answers the same requests: whoever else uses the machine takes
 * from both. ROSTRUM_FAULT_ROWS is another number of people. */

#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypt/keyring_file.h"
#include "data/account/user_new.h"
#include "data/key/key_rewrap.h"
#include "data/key/key_rotate.h"
#include "data/vault/vault.h"
#include "figure.h"
#include "fixture.h"
#include "programs.h"

enum { ROWS = 100000, BATCH = 1000, RATE = 100, SAMPLES_MAX = 100000, SHARE_GOAL = 90 };

/* What a worker answered. */
struct served {
    volatile int64_t count;
    volatile int64_t failure_count;
    int64_t durations[SAMPLES_MAX]; /* microseconds */
};

/* What the processes see of each other. */
struct shared {
    volatile int64_t done_count; /* keys that were wrapped anew, or rows that were looked at */
    volatile bool is_begun, is_over;
    volatile int ready_count; /* workers */
    struct served rotated, beside;
};

static const char beside_variable[] = "ROTATION_BESIDE"; /* the file of struct shared */

static struct shared *share(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && ftruncate(fd, sizeof(struct shared)) == 0);
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(memory != MAP_FAILED);
    (void)close(fd);
    return memory;
}

static void add_person(struct fixture *f, int64_t n)
{
    struct uuid id;
    struct problem problem;
    struct user_new user = {.organization_id = f->other.id,
                            .email = arena_printf(f->arena, "person%" PRId64 "@example.com", n),
                            .full_name = arena_printf(f->arena, "Person %" PRId64, n),
                            .persona = PERSONA_PRODUCT_MANAGER,
                            .hashed_password = "unusable"};
    assert_int_equal(user_create(f->db, &f->command, &user, &id, &problem), ERR_NONE);
}

static void add_people(struct fixture *f, int64_t count)
{
    for (int64_t from = 0; from < count; from += BATCH) {
        fixture_begin(f);
        assert_int_equal(db_begin(f->db), ERR_NONE);
        db_join(f->db);
        for (int64_t n = from; n < count && n < from + BATCH; n++)
            add_person(f, n);
        assert_int_equal(db_finish(f->db, db_part(f->db, ERR_NONE)), ERR_NONE);
    }
    fixture_begin(f);
}

static bool is_answered(struct fixture *f, int64_t n)
{
    char form[128];
    if (n % 5 != 0)
        return fixture_get(f, n % 2 == 0 ? "/prompts" : "/account")->status == 200;
    (void)snprintf(form, sizeof form,
                   "name=rotation/%" PRId64 "&description=&type=text&body=b&tags=&message=", n);
    return fixture_post(f, "/prompts/new", form)->status == 303;
}

/* The worker: RATE requests a second, from when all are ready until it is told that it is over. */
static void answer(struct fixture *f, struct shared *shared, struct served *served)
{
    (void)__atomic_add_fetch(&shared->ready_count, 1, __ATOMIC_SEQ_CST);
    while (!shared->is_begun)
        (void)usleep(1000);
    int64_t begin = clock_monotonic();
    for (int64_t n = 0; !shared->is_over; n++) {
        int64_t due = begin + n * CLOCK_SECOND / RATE;
        int64_t now = clock_monotonic();
        if (now < due)
            (void)usleep((useconds_t)(due - now));
        int64_t started = clock_monotonic();
        bool is_good = is_answered(f, n);
        served->durations[n % SAMPLES_MAX] = clock_monotonic() - started;
        served->count = n + 1;
        served->failure_count += !is_good;
    }
}

static void serve(struct fixture *f, struct shared *shared)
{
    fixture_restart_app(f);
    answer(f, shared, &shared->rotated);
    _exit(0);
}

/* The same in a program of its own, with an installation of its own. */
static void others_are_served(void **state)
{
    struct fixture *f = *state;
    struct shared *shared = share(getenv(beside_variable));
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    answer(f, shared, &shared->beside);
}

static pid_t start_beside(const struct fixture *f, const char *path)
{
    char program[PATH_LEN];
    put(program, sizeof program, "%s/tests/faults/rotation", folder_of_build());
    (void)fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0)
        return child;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && setenv(beside_variable, path, 1) == 0 &&
        setenv("ROSTRUM_TEST_ENGINE", f->is_postgres ? fixture_postgres : fixture_sqlite, 1) == 0 &&
        freopen("/dev/null", "w", stdout) != NULL)
        (void)execl(program, program, (char *)NULL);
    _exit(127);
}

/* The command: batches until nothing is left, or it is killed. */
static void rewrap(struct fixture *f, struct shared *shared)
{
    struct key_rewrap done = {.is_done = false};
    bool is_good = fixture_reconnect(f, false) == ERR_NONE;
    while (is_good && !done.is_done) {
        is_good = key_rewrap_batch(f->db, &f->command, &done) == ERR_NONE;
        shared->done_count += done.data_key_count;
        fixture_begin(f);
        (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    }
    _exit(is_good ? 0 : 1);
}

static void next_request(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
}

/* The command with --data, likewise. */
static void replace_data_keys(struct fixture *f, struct shared *shared)
{
    struct key_rotation rotation;
    int begun_count = 0;
    bool is_good = fixture_reconnect(f, false) == ERR_NONE;
    next_request(f);
    is_good = is_good && key_rotation_begin(f->db, &f->command, "", &begun_count) == ERR_NONE;
    next_request(f);
    while (is_good && key_rotation_find(f->db, "", &rotation) == ERR_NONE)
        while (is_good && rotation.ended_at == 0) {
            is_good = key_rotation_step(f->db, &f->command, &rotation) == ERR_NONE;
            shared->done_count = rotation.done_count;
            next_request(f);
        }
    _exit(is_good ? 0 : 1);
}

static pid_t start(struct fixture *f, struct shared *shared,
                   void (*run)(struct fixture *f, struct shared *shared))
{
    (void)fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        run(f, shared);
    return child;
}

/* Runs a command twice: it is killed in the middle, and does the rest. */
static void run_and_kill(struct fixture *f, struct shared *shared, int64_t half,
                         void (*run)(struct fixture *f, struct shared *shared))
{
    int status = 0;
    shared->done_count = 0;
    pid_t command = start(f, shared, run);
    while (shared->done_count < half)
        (void)usleep(1000);
    assert_int_equal(kill(command, SIGKILL), 0);
    assert_int_equal(waitpid(command, &status, 0), command);
    assert_true(WIFSIGNALED(status));
    command = start(f, shared, run);
    assert_int_equal(waitpid(command, &status, 0), command);
    assert_int_equal(status, 0);
}

static void activate_new_key(struct fixture *f, char old[KID_LEN + 1], char kid[KID_LEN + 1])
{
    char path[128];
    *f->is_altered = true;
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    (void)snprintf(old, KID_LEN + 1, "%s", keyring_active(f->keyring));
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    (void)usleep(100000); /* every worker has seen it */
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
    assert_int_equal(key_step_record(f->db, &f->command, "key.activate", kid), ERR_NONE);
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

/* In milliseconds. */
static int64_t p95_of(struct served *served)
{
    int64_t count = served->count < SAMPLES_MAX ? served->count : (int64_t)SAMPLES_MAX;
    qsort(served->durations, (size_t)count, sizeof *served->durations, compare);
    return served->durations[count * 95 / 100] / 1000;
}

static void report(struct fixture *f, struct shared *shared, const char *old, int64_t duration)
{
    static const struct uuid everywhere;
    struct key_use use;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_use_get(f->db, old, &everywhere, &use), ERR_NONE);
    int64_t left = use.data_key_count + use.address_count;
    struct served *rotated = &shared->rotated;
    struct served *beside = &shared->beside;
    assert_true(beside->count > 0 && beside->failure_count == 0);
    figure(f, rotated->failure_count == 0, "0",
           "%" PRId64 " of %" PRId64 " requests failed, p95 %" PRId64
           " ms, of another installation %" PRId64 " ms",
           rotated->failure_count, rotated->count, p95_of(rotated), p95_of(beside));
    figure(f, rotated->count * 100 >= SHARE_GOAL * beside->count, "90%",
           "%" PRId64 " requests a second, %" PRId64 "%% of what another installation answered",
           rotated->count * CLOCK_SECOND / duration, rotated->count * 100 / beside->count);
    figure(f, left == 0, "0",
           "%" PRId64 " keys and addresses left under the old key after a kill "
           "and a second run, in %" PRId64 " s",
           left, duration / CLOCK_SECOND);
}

/* Nobody has a key of before any more. */
static void report_data_keys(struct fixture *f, int64_t since, int64_t duration)
{
    struct db_result result;
    next_request(f);
    assert_int_equal(
        db_select(f->db, &result,
                  "SELECT count(*) FROM users u JOIN data_keys k ON k.organization_id = "
                  "u.organization_id AND k.id = u.data_key_id WHERE k.created_at < $1",
                  db_time(since)),
        ERR_NONE);
    int64_t left = db_get_int(&result, 0, 0);
    figure(f, left == 0, "0",
           "%" PRId64 " people with their old data key after a kill and a second "
           "run, in %" PRId64 " s",
           left, duration / CLOCK_SECOND);
}

static void all_keys_are_replaced_while_serving(void **state)
{
    struct fixture *f = *state;
    char old[KID_LEN + 1];
    char kid[KID_LEN + 1];
    int status = 0;
    int64_t rows = number_of("ROSTRUM_FAULT_ROWS", ROWS);
    char path[PATH_LEN];
    put(path, sizeof path, "%s/shared", f->dir);
    struct shared *shared = share(path);
    pid_t beside = start_beside(f, path);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    add_people(f, rows);
    pid_t server = start(f, shared, serve);
    while (shared->ready_count < 2)
        (void)usleep(1000);
    int64_t started = clock_monotonic();
    shared->is_begun = true;
    activate_new_key(f, old, kid);
    run_and_kill(f, shared, rows / 2, rewrap);
    int64_t since = clock_now();
    int64_t began = clock_monotonic();
    run_and_kill(f, shared, rows / 2, replace_data_keys);
    report_data_keys(f, since, clock_monotonic() - began);
    int64_t duration = clock_monotonic() - started;
    shared->is_over = true;
    assert_int_equal(waitpid(server, &status, 0), server);
    assert_int_equal(status, 0);
    assert_int_equal(waitpid(beside, &status, 0), beside);
    assert_int_equal(status, 0);
    report(f, shared, old, duration);
    (void)munmap(shared, sizeof *shared);
}

int main(void)
{
    const struct CMUnitTest beside[] = {
        cmocka_unit_test_setup_teardown(others_are_served, fixture_open_app, fixture_close),
    };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_keys_are_replaced_while_serving, fixture_open_app,
                                        fixture_close),
    };
    if (getenv(beside_variable) != NULL)
        return cmocka_run_group_tests(beside, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
