#include "test.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "crypt/password.h"
#include "crypt/password_rule.h"
#include "crypt/password_turn.h"

/* A hash costs a tenth of a second, so there are few here. The cheap ones were made by libsodium
 * with 8 MiB and one pass, and by Argon2i with 8 MiB and three. */
static const char cheap_password[] = "an old password with weak settings";
static const char cheap_hash[] = "$argon2id$v=19$m=8192,t=1,p=1$g61zht6olbo0cqOCx4ZNxg$"
                                 "oHcNkkecPfUypp+n4tnEvfCzHKjDFJmabYFVu0tYz04";
static const char argon2i_hash[] = "$argon2i$v=19$m=8192,t=3,p=1$uo19Q/5Li6LB89HkKlvCXA$"
                                   "HFopl+q8K2TDOXFXcrxnOvJbhzhWNka70QzfHa9M9so";

static struct arena *arena;
static char folder[] = "/tmp/password-test-XXXXXX";
static char lock_path[sizeof folder + 64];
static char queue_path[sizeof folder + 64];

/* One core, so that there is one lock file and one place to wait for. */
static int set_up(void **state)
{
    (void)state;
    cpu_set_t allowed;
    cpu_set_t one;
    CPU_ZERO(&one);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || mkdtemp(folder) == NULL)
        return -1;
    size_t core = 0;
    while (!CPU_ISSET(core, &allowed))
        core++;
    CPU_SET(core, &one);
    arena = arena_create(1024 * 1024);
    if (setenv("ROSTRUM_RUNTIME", folder, 1) != 0)
        return -1;
    (void)snprintf(lock_path, sizeof lock_path, "%s/rostrum-password-%u-0.lock", folder,
                   (unsigned)geteuid());
    (void)snprintf(queue_path, sizeof queue_path, "%s/rostrum-password-%u-queue.lock", folder,
                   (unsigned)geteuid());
    return sched_setaffinity(0, sizeof one, &one);
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    (void)unlink(lock_path);
    (void)unlink(queue_path);
    return rmdir(folder); /* fails if there was more than the two lock files */
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_hash_verifies_its_password_only(void **state)
{
    (void)state;
    char *hash = NULL;
    assert_int_equal(password_hash(arena, "correct horse battery staple", &hash), ERR_NONE);
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31);
    assert_false(password_needs_rehash(hash));
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    assert_int_equal(password_verify("correct horse battery staple", hash), ERR_NONE);
    double known_s = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    assert_int_equal(password_verify("correct horse battery staple ", hash), ERR_DENIED);
    start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    assert_int_equal(password_verify("correct horse battery staple", NULL), ERR_DENIED);
    double unknown_s = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    assert_true(unknown_s > known_s / 3 && unknown_s < known_s * 3);
}

/* One keyboard types "ü" as one character, another as two. */
static void accents_may_be_composed_in_any_way(void **state)
{
    (void)state;
    char *hash = NULL;
    assert_int_equal(password_hash(arena, "gru\u0308ne Pferde", &hash), ERR_NONE);
    assert_int_equal(password_verify("gr\u00fcne Pferde", hash), ERR_NONE);
    assert_int_equal(password_verify("gru\u0308ne Pferde", hash), ERR_NONE);
    assert_int_equal(password_verify("grune Pferde", hash), ERR_DENIED);
}

static void weaker_hashes_verify_and_ask_to_be_made_anew(void **state)
{
    (void)state;
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_NONE);
    assert_int_equal(password_verify("another password", cheap_hash), ERR_DENIED);
    assert_int_equal(password_verify("", cheap_hash), ERR_DENIED);
    assert_true(password_needs_rehash(cheap_hash));
    assert_true(password_needs_rehash(argon2i_hash));
    assert_true(password_needs_rehash(""));
    assert_true(password_needs_rehash("$argon2id$v=19$m=65536,t=2,p=1$aaaa$bbbb"));
}

static void a_broken_hash_is_a_fault_not_an_answer(void **state)
{
    (void)state;
    char cut[sizeof cheap_hash];
    memcpy(cut, cheap_hash, sizeof cut);
    cut[40] = '\0';
    assert_int_equal(password_verify(cheap_password, cut), ERR_UNAVAILABLE);
    assert_int_equal(password_verify(cheap_password, ""), ERR_UNAVAILABLE);
    assert_int_equal(password_verify(cheap_password, "secret"), ERR_UNAVAILABLE);
    assert_int_equal(password_verify(cheap_password, argon2i_hash), ERR_UNAVAILABLE);
}

/* Another process that holds the only core, until it is told to stop or so many ms have passed. */
static pid_t hold_core(int hold_ms)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        bool is_held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
        bool is_told = write(ready[1], is_held ? "y" : "n", 1) == 1;
        (void)usleep((useconds_t)hold_ms * 1000);
        _exit(is_told ? 0 : 1);
    }
    char answer = 'n';
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    assert_int_equal(close(ready[0]), 0);
    assert_int_equal(close(ready[1]), 0);
    return child;
}

static void a_busy_core_is_waited_for(void **state)
{
    (void)state;
    enum err err = ERR_UNAVAILABLE;
    double waited_s = 0;
    /* on a busy machine the other may keep it for longer than the second that is waited */
    for (int i = 0; i < 20 && err == ERR_UNAVAILABLE; i++) {
        double start = seconds(CLOCK_MONOTONIC);
        pid_t child = hold_core(200);
        err = password_verify(cheap_password, cheap_hash);
        waited_s = seconds(CLOCK_MONOTONIC) - start;
        assert_int_equal(waitpid(child, NULL, 0), child);
    }
    assert_int_equal(err, ERR_NONE);
    assert_true(waited_s > 0.19);
}

static void waiting_ends_after_a_second(void **state)
{
    (void)state;
    pid_t child = hold_core(30000);
    double start = seconds(CLOCK_MONOTONIC);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_UNAVAILABLE);
    double waited_s = seconds(CLOCK_MONOTONIC) - start;
    assert_true(waited_s > 0.95); /* and it ended before the other */
    assert_int_equal(waitpid(child, NULL, WNOHANG), 0);

    /* The kernel gives back what a killed worker held. */
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_NONE);
}

/* A process that has a place until it is killed. */
static pid_t take_place(enum password_who who)
{
    int ready[2];
    char answer = 'n';
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool has = password_turn_begin(who) == ERR_NONE;
        if (write(ready[1], has ? "y" : "n", 1) == 1)
            (void)sleep(30);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    assert_int_equal(close(ready[0]), 0);
    assert_int_equal(close(ready[1]), 0);
    return child;
}

/* Asked again where it did not answer at once: whoever waits for a place does so each time. */
static bool has_place(enum password_who who)
{
    bool has = false;
    double took = 1;
    for (int i = 0; i < 20 && took >= 0.1; i++) {
        double start = seconds(CLOCK_MONOTONIC);
        has = password_turn_begin(who) == ERR_NONE;
        took = seconds(CLOCK_MONOTONIC) - start;
        if (has)
            password_turn_end();
    }
    assert_true(took < 0.1);
    return has;
}

static void strangers_are_sent_away_at_once_when_too_many_wait(void **state)
{
    (void)state;
    pid_t children[PASSWORD_PLACES_KNOWN];
    for (int i = 0; i < PASSWORD_PLACES_KNOWN; i++) {
        bool is_stranger = i < PASSWORD_PLACES_STRANGER;
        assert_true(has_place(PASSWORD_KNOWN));
        assert_int_equal(has_place(PASSWORD_STRANGER), is_stranger);
        children[i] = take_place(is_stranger ? PASSWORD_STRANGER : PASSWORD_KNOWN);
    }
    assert_false(has_place(PASSWORD_KNOWN));
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_UNAVAILABLE);
    for (int i = 0; i < PASSWORD_PLACES_KNOWN; i++) {
        assert_int_equal(kill(children[i], SIGKILL), 0);
        assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
    }
    assert_true(has_place(PASSWORD_STRANGER)); /* whoever died waits no more */
}

/* Other users of the machine could make the files in a shared folder first. */
static void the_lock_lies_where_the_service_has_its_own(void **state)
{
    (void)state;
    char named[sizeof folder + 32];
    assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
    (void)snprintf(named, sizeof named, "%s:/another", folder);
    assert_int_equal(unsetenv("ROSTRUM_RUNTIME"), 0);
    assert_int_equal(setenv("RUNTIME_DIRECTORY", named, 1), 0);
    (void)unlink(lock_path);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_NONE);
    assert_int_equal(access(lock_path, F_OK), 0);
    assert_int_equal(unsetenv("RUNTIME_DIRECTORY"), 0);
    (void)snprintf(named, sizeof named, "%s/key-ring", folder);
    assert_int_equal(setenv("ROSTRUM_KEY_RING", named, 1), 0);
    assert_int_equal(unlink(lock_path), 0);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_NONE);
    assert_int_equal(access(lock_path, F_OK), 0);
    assert_int_equal(unsetenv("ROSTRUM_KEY_RING"), 0);
    assert_int_equal(setenv("ROSTRUM_RUNTIME", folder, 1), 0);
}

static void a_lock_that_can_not_be_made_refuses(void **state)
{
    (void)state;
    char *hash = NULL;
    char missing[sizeof folder + 16];
    (void)snprintf(missing, sizeof missing, "%s/missing", folder);
    assert_int_equal(setenv("ROSTRUM_RUNTIME", missing, 1), 0);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_UNAVAILABLE);
    assert_int_equal(password_hash(arena, cheap_password, &hash), ERR_UNAVAILABLE);
    assert_null(hash);
    assert_int_equal(setenv("ROSTRUM_RUNTIME", folder, 1), 0);

    assert_int_equal(unlink(lock_path), 0); /* someone put a link in its place */
    assert_int_equal(symlink("/dev/null", lock_path), 0);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_UNAVAILABLE);
    assert_int_equal(unlink(lock_path), 0);
    assert_int_equal(password_verify(cheap_password, cheap_hash), ERR_NONE);
    struct stat status;
    assert_int_equal(stat(lock_path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
}

static const char *const nothing_own[] = {NULL};

static bool is_taken(const char *password, const char *const *own_words)
{
    const char *problem = "unchanged";
    enum err err = password_check_new(password, PASSWORD_ALONE, own_words, &problem);
    assert_true((err == ERR_NONE) == (problem == NULL));
    if (problem != NULL)
        assert_int_equal(problem[strlen(problem) - 1], '.');
    return err == ERR_NONE;
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    assert_true(is_taken("ozvdkqpwjxrtmlb", nothing_own));
    assert_false(is_taken("ozvdkqpwjxrtml", nothing_own));
    assert_false(is_taken("", nothing_own));
    assert_true(is_taken("\xc3\xa9t\xc3\xa9 \xc3\xa0 la plage!", nothing_own));
    assert_false(is_taken("\xc3\xa9\xc3\xa0\xc3\xa9\xc3\xa0\xc3\xa9\xc3\xa0\xc3\xa9\xc3\xa0",
                          nothing_own)); /* 16 bytes, 8 characters */
    assert_false(is_taken("ozvdkqpwjxrtmlb\xff", nothing_own));
    char text[4 * 257 + 1] = "";
    for (size_t i = 0; i < 256; i++)
        (void)snprintf(text + 4 * i, 5, "\xf0\x9f\x98%c", (int)(0x80 + (i * 37 + i / 5) % 60));
    assert_true(is_taken(text, nothing_own));
    memcpy(text + sizeof text - 1 - 4, "\xf0\x9f\x98\x80", 5);
    assert_false(is_taken(text, nothing_own));
}

static void passwords_that_are_guessed_first_are_refused(void **state)
{
    (void)state;
    static const char *const weak[] = {
        "passwordpassword", "123456789012345",  "aaaaaaaaaaaaaaaaaaaaaaaaaa", "qwertyuiopasdfghjkl",
        "abcdefghijklmnop", "rostrumrostrumro", "Rostrum2026Rostrum",
    };
    for (size_t i = 0; i < COUNT_OF(weak); i++)
        if (is_taken(weak[i], nothing_own))
            fail_msg("taken: %s", weak[i]);
    assert_true(is_taken("correct horse battery staple", nothing_own));
    assert_true(is_taken("blue-Kestrel-42-over-mountains", nothing_own));
}

static void own_words_do_not_make_a_password(void **state)
{
    (void)state;
    static const char *const own[] = {"Zephyrine Quixworth", "zq.vandertop@wobblecorp.example",
                                      "Wobblecorp AG", NULL};
    static const char *const weak[] = {
        "ZephyrineQuixworth",
        "quixworth.zephyrine",
        "vandertopWobblecorp",
        "Zephyrine-Wobblecorp",
    };
    for (size_t i = 0; i < COUNT_OF(weak); i++) {
        assert_true(is_taken(weak[i], nothing_own));
        if (is_taken(weak[i], own))
            fail_msg("taken: %s", weak[i]);
    }
    assert_true(is_taken("blue-Kestrel-42-over-mountains", own));
}

/* Whoever is refused hears why. */
static void the_reason_is_said(void **state)
{
    (void)state;
    static const char *const own[] = {"Zephyrine Quixworth", "zq@wobblecorp.example", NULL};
    static const struct {
        const char *password;
        const char *reason;
    } cases[] = {
        {"passwordpassword", "repeats itself"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaa", "repeats itself"},
        {"password dragon monkey", "common words"},
        {"ZephyrineQuixworth", "made of your name"},
        {"Rostrum-Wobblecorp", "made of your name"},
        {"abcdefghijklmnop", "a sequence"},
        {"qwertyuiopasdfghjkl", "many people use"},
        {"short but varied", NULL},
        {"too short", "at least 15 characters"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *problem = NULL;
        enum err err = password_check_new(cases[i].password, PASSWORD_ALONE, own, &problem);
        assert_int_equal(err, cases[i].reason == NULL ? ERR_NONE : ERR_INVALID);
        if (cases[i].reason == NULL)
            continue;
        if (strstr(problem, cases[i].reason) == NULL)
            fail_msg("%s: %s", cases[i].password, problem);
    }
}

static void beside_a_second_factor_eight_characters_are_enough(void **state)
{
    (void)state;
    static const struct {
        const char *password;
        enum err alone;
        enum err with_factor;
    } cases[] = {
        {"jx7 vq2m", ERR_INVALID, ERR_NONE},
        {"jx7 vq2", ERR_INVALID, ERR_INVALID},
        {"password", ERR_INVALID, ERR_INVALID},
        {"blue-Kestrel-42-over-mountains", ERR_NONE, ERR_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *problem = NULL;
        assert_int_equal(
            password_check_new(cases[i].password, PASSWORD_ALONE, nothing_own, &problem),
            cases[i].alone);
        assert_int_equal(
            password_check_new(cases[i].password, PASSWORD_WITH_FACTOR, nothing_own, &problem),
            cases[i].with_factor);
    }
}

/* Own words come from outside: any number of any length. */
static void too_many_own_words_do_no_harm(void **state)
{
    (void)state;
    static char long_word[5000];
    static const char *own[101];
    memset(long_word, 'x', sizeof long_word - 1);
    for (size_t i = 0; i < 100; i++)
        own[i] = i % 2 == 0 ? "a few, words; \xc3\xa9t\xc3\xa9 --" : long_word;
    assert_true(is_taken("blue-Kestrel-42-over-mountains", own));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_verifies_its_password_only),
        cmocka_unit_test(accents_may_be_composed_in_any_way),
        cmocka_unit_test(weaker_hashes_verify_and_ask_to_be_made_anew),
        cmocka_unit_test(a_broken_hash_is_a_fault_not_an_answer),
        cmocka_unit_test(a_busy_core_is_waited_for),
        cmocka_unit_test(strangers_are_sent_away_at_once_when_too_many_wait),
        cmocka_unit_test(waiting_ends_after_a_second),
        cmocka_unit_test(the_lock_lies_where_the_service_has_its_own),
        cmocka_unit_test(a_lock_that_can_not_be_made_refuses),
        cmocka_unit_test(length_is_counted_in_characters),
        cmocka_unit_test(passwords_that_are_guessed_first_are_refused),
        cmocka_unit_test(own_words_do_not_make_a_password),
        cmocka_unit_test(the_reason_is_said),
        cmocka_unit_test(beside_a_second_factor_eight_characters_are_enough),
        cmocka_unit_test(too_many_own_words_do_no_harm),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
