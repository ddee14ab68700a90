#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypt/keyring_file.h"
#include "crypt/token.h"

/* Changing the file of the master keys, and noticing that it changed. */

static char folder[] = "/tmp/keyring-file-test-XXXXXX";
static char path[sizeof folder + 16];

static int set_up_group(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/keys", folder);
    return 0;
}

static void remove_files(void)
{
    char lock[sizeof path + 8];
    (void)snprintf(lock, sizeof lock, "%s.lock", path);
    (void)unlink(lock);
    (void)unlink(path);
}

static int tear_down_group(void **state)
{
    (void)state;
    return rmdir(folder); /* nothing else was left there */
}

static int set_up(void **state)
{
    (void)state;
    return keyring_create(path) == ERR_NONE ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    remove_files();
    return 0;
}

static struct keyring *open_ring(void)
{
    struct keyring *ring = NULL;
    assert_int_equal(keyring_open(path, &ring), ERR_NONE);
    return ring;
}

static void assert_states(const char *first, const char *second)
{
    struct keyring_lines lines;
    assert_int_equal(keyring_file_list(path, &lines), ERR_NONE);
    assert_int_equal(lines.count, second == NULL ? 1 : 2);
    assert_string_equal(lines.items[0].state, first);
    if (second != NULL)
        assert_string_equal(lines.items[1].state, second);
}

static void a_key_goes_from_added_to_active_to_retired(void **state)
{
    (void)state;
    char kid[KID_LEN + 1];
    struct keyring_lines lines;
    assert_states("active", NULL);
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_states("active", "decrypt");
    assert_int_equal(keyring_file_list(path, &lines), ERR_NONE);
    assert_string_equal(lines.items[1].kid, kid);
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_states("decrypt", "active");
    assert_int_equal(keyring_file_retire(path, lines.items[0].kid), ERR_NONE);
    assert_states("retired", "active");
    struct keyring *ring = open_ring();
    assert_string_equal(keyring_active(ring), kid);
    assert_null(keyring_purpose_key(ring, lines.items[0].kid, KEY_PURPOSE_WRAP));
    keyring_close(ring);
}

static void what_makes_no_sense_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    char kid[KID_LEN + 1];
    char third[KID_LEN + 1];
    struct keyring_lines lines;
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_int_equal(keyring_file_add(path, third), ERR_CONFLICT);
    assert_int_equal(keyring_file_activate(path, "nobody"), ERR_NOT_FOUND);
    assert_int_equal(keyring_file_retire(path, "nobody"), ERR_NOT_FOUND);
    assert_int_equal(keyring_file_list(path, &lines), ERR_NONE);
    assert_int_equal(keyring_file_retire(path, lines.items[0].kid), ERR_CONFLICT);
    assert_int_equal(keyring_file_retire(path, kid), ERR_NONE);
    assert_int_equal(keyring_file_activate(path, kid), ERR_NOT_FOUND);
    assert_states("active", "retired");
}

static void the_file_stays_secret(void **state)
{
    (void)state;
    char kid[KID_LEN + 1];
    struct stat status;
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(keyring_file_activate(path, kid), ERR_DENIED);
}

static void of_many_who_add_at_once_one_does(void **state)
{
    enum { MANY = 8 };
    (void)state;
    pid_t children[MANY];
    int done_count = 0;
    for (int i = 0; i < MANY; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        char kid[KID_LEN + 1];
        if (children[i] == 0)
            _exit(keyring_file_add(path, kid) == ERR_NONE ? 0 : 1);
    }
    for (int i = 0; i < MANY; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        done_count += status == 0;
    }
    assert_int_equal(done_count, 1);
    assert_states("active", "decrypt");
}

static void an_open_ring_notices_what_changed(void **state)
{
    (void)state;
    char kid[KID_LEN + 1];
    char before[KID_LEN + 1];
    struct keyring *ring = open_ring();
    (void)snprintf(before, sizeof before, "%s", keyring_active(ring));
    assert_false(keyring_refresh(ring));
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_true(keyring_refresh(ring));
    assert_false(keyring_refresh(ring));
    assert_string_equal(keyring_active(ring), before);
    assert_non_null(keyring_purpose_key(ring, kid, KEY_PURPOSE_WRAP));
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_true(keyring_refresh(ring));
    assert_string_equal(keyring_active(ring), kid);
    keyring_close(ring);
}

static void a_ring_that_is_damaged_or_gone_leaves_the_known_one(void **state)
{
    (void)state;
    char before[KID_LEN + 1];
    struct keyring *ring = open_ring();
    (void)snprintf(before, sizeof before, "%s", keyring_active(ring));
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs("half a li", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_false(keyring_refresh(ring));
    assert_string_equal(keyring_active(ring), before);
    assert_int_equal(unlink(path), 0);
    assert_false(keyring_refresh(ring));
    assert_non_null(keyring_purpose_key(ring, before, KEY_PURPOSE_WRAP));
    keyring_close(ring);
}

static void what_was_hashed_before_is_found_with_either_key(void **state)
{
    (void)state;
    char kid[KID_LEN + 1];
    uint8_t old[KEYRING_HASHES][HASH_LEN];
    uint8_t new[KEYRING_HASHES][HASH_LEN];
    char form_token[CSRF_TEXT_LEN];
    struct keyring *ring = open_ring();
    token_hash(ring, KEY_PURPOSE_SESSION, "token", old);
    csrf_token(ring, "cookie", form_token);
    assert_memory_equal(old[0], old[1], HASH_LEN);
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_true(keyring_refresh(ring));
    token_hash(ring, KEY_PURPOSE_SESSION, "token", new);
    assert_memory_equal(old[0], new[0], HASH_LEN);
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_true(keyring_refresh(ring));
    token_hash(ring, KEY_PURPOSE_SESSION, "token", new);
    assert_memory_not_equal(old[0], new[0], HASH_LEN);
    assert_memory_equal(old[0], new[1], HASH_LEN);
    assert_true(csrf_fits(ring, "cookie", form_token));
    assert_false(csrf_fits(ring, "cookies", form_token));
    keyring_close(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_key_goes_from_added_to_active_to_retired),
        TEST(what_makes_no_sense_is_refused_and_changes_nothing),
        TEST(the_file_stays_secret),
        TEST(of_many_who_add_at_once_one_does),
        TEST(an_open_ring_notices_what_changed),
        TEST(a_ring_that_is_damaged_or_gone_leaves_the_known_one),
        TEST(what_was_hashed_before_is_found_with_either_key),
    };
    return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
