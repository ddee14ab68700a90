/* The master key is replaced under 100,000 people, and then the data keys of their organization and
 * of each of them, while a worker answers 100 requests a second, and each command is killed in the
 * middle: no request fails, and what was left is done by the next run.
 * ROSTRUM_FAULT_ROWS is another number of people. */

#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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

enum { ROWS = 100000, BATCH = 1000, RATE = 100, SAMPLES_MAX = 100000 };

/* What the processes see of each other. */
struct shared {
    volatile int64_t done_count; /* keys that were wrapped anew, or rows that were looked at */
    volatile int64_t request_count;
    volatile int64_t failure_count;
    volatile bool is_over;
    int64_t durations[SAMPLES_MAX]; /* microseconds, of requests */
};

static struct shared *share(void)
{
    void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
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

/* The worker: RATE requests a second until it is told that it is over. */
static void serve(struct fixture *f, struct shared *shared)
{
    fixture_restart_app(f);
    int64_t begin = clock_monotonic();
    for (int64_t n = 0; !shared->is_over; n++) {
        int64_t due = begin + n * CLOCK_SECOND / RATE;
        int64_t now = clock_monotonic();
        if (now < due)
            (void)usleep((useconds_t)(due - now));
        int64_t started = clock_monotonic();
        bool is_good = is_answered(f, n);
        shared->durations[n % SAMPLES_MAX] = clock_monotonic() - started;
        shared->request_count = n + 1;
        shared->failure_count += !is_good;
    }
    _exit(0);
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

static void report(struct fixture *f, struct shared *shared, const char *old, int64_t duration)
{
    static const struct uuid everywhere;
    struct key_use use;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_use_get(f->db, old, &everywhere, &use), ERR_NONE);
    int64_t left = use.data_key_count + use.address_count;
    int64_t count =
        shared->request_count < SAMPLES_MAX ? shared->request_count : (int64_t)SAMPLES_MAX;
    qsort(shared->durations, (size_t)count, sizeof *shared->durations, compare);
    int64_t rate = shared->request_count * CLOCK_SECOND / duration;
    figure(f, shared->failure_count == 0, "0",
           "%" PRId64 " of %" PRId64 " requests failed, p95 %" PRId64 " ms", shared->failure_count,
           shared->request_count, shared->durations[count * 95 / 100] / 1000);
    figure(f, rate >= 90, "90", "%" PRId64 " requests a second", rate);
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
    struct shared *shared = share();
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    add_people(f, rows);
    int64_t started = clock_monotonic();
    pid_t server = start(f, shared, serve);
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
    report(f, shared, old, duration);
    (void)munmap(shared, sizeof *shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_keys_are_replaced_while_serving, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
