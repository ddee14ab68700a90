#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/turn.h"

/* Each struct turns stands for a process: locks belong to what opened the file. */
enum { WORKERS = 6, TRIES = 50 };

static char folder[] = "/tmp/turn-test-XXXXXX";
static struct turns turns[WORKERS];
static struct uuid ada;
static struct uuid ben;
static struct uuid northwind;
static struct uuid contoso;

static int set_up(void **state)
{
    (void)state;
    ada = uuid_make();
    ben = uuid_make();
    northwind = uuid_make();
    contoso = uuid_make();
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(turns_open(&turns[i], folder, "slow"), ERR_NONE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < WORKERS; i++)
        turns_close(&turns[i]);
    return 0;
}

static void a_person_has_two_turns(void **state)
{
    (void)state;
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[1], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[2], &ada, &northwind), ERR_UNAVAILABLE);
    /* nor elsewhere: a person who entered another organization is still the same */
    assert_int_equal(turns_take(&turns[2], &ada, &contoso), ERR_UNAVAILABLE);
    turns_give_back(&turns[0]);
    assert_int_equal(turns_take(&turns[2], &ada, &northwind), ERR_NONE);
}

static void an_organization_has_three(void **state)
{
    (void)state;
    const struct uuid cleo = uuid_make();
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[1], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[2], &ben, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[3], &ben, &northwind), ERR_UNAVAILABLE);
    assert_int_equal(turns_take(&turns[3], &cleo, &contoso), ERR_NONE);
    /* what was refused took nothing */
    turns_give_back(&turns[2]);
    assert_int_equal(turns_take(&turns[4], &ben, &northwind), ERR_NONE);
}

static void pools_are_counted_apart(void **state)
{
    (void)state;
    struct turns other;
    assert_int_equal(turns_open(&other, folder, "sign-in"), ERR_NONE);
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[1], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&other, &ada, &northwind), ERR_NONE);
    turns_close(&other);
}

/* Another process that takes a turn and sleeps until it is killed. */
static pid_t hold_turn(void)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct turns own;
        bool is_taken = turns_open(&own, folder, "slow") == ERR_NONE &&
                        turns_take(&own, &ada, &northwind) == ERR_NONE;
        bool is_told = write(ready[1], is_taken ? "y" : "n", 1) == 1;
        (void)pause();
        _exit(is_told ? 0 : 1);
    }
    char answer = 'n';
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    assert_int_equal(close(ready[0]), 0);
    assert_int_equal(close(ready[1]), 0);
    return child;
}

static void the_turns_of_a_killed_worker_come_back(void **state)
{
    (void)state;
    pid_t children[TURN_PER_PERSON];
    for (int i = 0; i < TURN_PER_PERSON; i++)
        children[i] = hold_turn();
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_UNAVAILABLE);
    assert_int_equal(kill(children[0], SIGKILL), 0);
    assert_int_equal(waitpid(children[0], NULL, 0), children[0]);
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_NONE);
    assert_int_equal(kill(children[1], SIGKILL), 0);
    assert_int_equal(waitpid(children[1], NULL, 0), children[1]);
}

/* While another process waits. */
static bool next_is_refused_at_once(void)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct turns own;
        int64_t began = clock_monotonic();
        bool is_busy = turns_open(&own, folder, "slow") == ERR_NONE &&
                       turns_take(&own, &ada, &northwind) == ERR_UNAVAILABLE;
        int64_t waited_ms = (clock_monotonic() - began) / 1000;
        _exit(is_busy && waited_ms >= TURN_WAIT_MS ? 0 : 1);
    }
    (void)usleep(TURN_WAIT_MS * 500);
    int64_t began = clock_monotonic();
    assert_int_equal(turns_take(&turns[2], &ada, &northwind), ERR_UNAVAILABLE);
    bool is_at_once = (clock_monotonic() - began) / 1000 < TURN_WAIT_MS / 2;
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return is_at_once && status == 0;
}

/* A turn that ends soon is waited for; but one request of an organization waits, and no second. On
 * a busy machine the first may begin to wait when the second has come: it is tried some times. */
static void one_waits_for_a_moment_and_the_next_is_refused_at_once(void **state)
{
    (void)state;
    assert_int_equal(turns_take(&turns[0], &ada, &northwind), ERR_NONE);
    assert_int_equal(turns_take(&turns[1], &ada, &northwind), ERR_NONE);
    bool is_at_once = false;
    for (int i = 0; i < TRIES && !is_at_once; i++)
        is_at_once = next_is_refused_at_once();
    assert_true(is_at_once);
}

static void without_a_folder_nothing_is_counted(void **state)
{
    (void)state;
    struct turns none;
    assert_int_equal(turns_open(&none, NULL, ""), ERR_NONE);
    for (int i = 0; i < TURN_PER_ORGANIZATION + 1; i++)
        assert_int_equal(turns_take(&none, &ada, &northwind), ERR_NONE);
    turns_give_back(&none);
    turns_close(&none);
    assert_int_equal(turns_open(&none, "/nowhere/at/all", "slow"), ERR_UNAVAILABLE);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[sizeof folder + 32];
    static const char *const names[] = {"turns-slow", "turns-sign-in"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    return rmdir(folder);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_person_has_two_turns),
        TEST(an_organization_has_three),
        TEST(pools_are_counted_apart),
        TEST(the_turns_of_a_killed_worker_come_back),
        TEST(one_waits_for_a_moment_and_the_next_is_refused_at_once),
        cmocka_unit_test(without_a_folder_nothing_is_counted),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
