#include "data/backup/key_file.h"

#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "data/vault/columns.h"
#include "fixture.h"

static struct key_paths paths_of(struct fixture *f)
{
    return (struct key_paths){arena_printf(f->arena, "%s/organizations", f->dir),
                              arena_printf(f->arena, "%s/persons", f->dir)};
}

static void write_keys(struct fixture *f, struct key_counts *counts)
{
    struct key_paths paths = paths_of(f);
    fixture_begin(f);
    paths = paths_of(f);
    (void)remove(paths.organizations);
    (void)remove(paths.persons);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_file_write(f->db, &paths, counts), ERR_NONE);
}

static int read_keys(struct fixture *f, const char *path, struct key_line **lines)
{
    int count = 0;
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(key_file_read(f->arena, path, lines, &count), ERR_NONE);
    return count;
}

/* Every key is in one of the files, as the database has it, and opens. */
static void keys_of_persons_are_apart_and_all_come_back(void **state)
{
    struct fixture *f = *state;
    struct key_counts counts;
    struct key_line *lines = NULL;
    write_keys(f, &counts);
    assert_int_equal(counts.organizations, 2);
    assert_int_equal(counts.persons, 2 * FIXTURE_USER_COUNT);
    assert_int_equal(read_keys(f, paths_of(f).organizations, &lines), 2);
    for (int i = 0; i < 2; i++)
        assert_true(uuid_is_nil(&lines[i].user_id));
    int count = read_keys(f, paths_of(f).persons, &lines);
    assert_int_equal(count, 2 * FIXTURE_USER_COUNT);
    static struct key_line copy[2 * FIXTURE_USER_COUNT]; /* each count begins a request */
    memcpy(copy, lines, sizeof copy);
    lines = copy;
    for (int i = 0; i < count; i++) {
        struct data_key key;
        assert_int_equal(data_key_unwrap(f->keyring, &lines[i].key, &key), ERR_NONE);
        assert_int_equal(fixture_count(f,
                                       "SELECT count(*) FROM users u JOIN data_keys k "
                                       "ON k.organization_id = u.organization_id "
                                       "AND k.id = u.data_key_id WHERE u.id = $1",
                                       &lines[i].user_id),
                         1);
        assert_true(lines[i].created_at > 0);
    }
}

/* As a key of before, when keys were replaced: that of a person must not be in the other file. */
static void a_key_that_no_row_names_is_with_its_owner(void **state)
{
    struct fixture *f = *state;
    struct key_counts counts;
    struct key_line *lines = NULL;
    fixture_script(f, "UPDATE users SET data_key_id = NULL WHERE user_persona = 'Platform Admin'",
                   "UPDATE users SET data_key_id = NULL WHERE user_persona = 'Platform Admin'");
    write_keys(f, &counts);
    assert_int_equal(counts.organizations, 2);
    assert_int_equal(counts.persons, 2 * FIXTURE_USER_COUNT);
    int count = read_keys(f, paths_of(f).persons, &lines);
    for (int i = 0; i < count; i++)
        assert_false(uuid_is_nil(&lines[i].user_id));
}

static void what_is_malformed_is_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {
        "{}\n",
        "[1]\n",
        "{\"organization\":\"x\",\"id\":\"x\",\"kid\":\"k\",\"wrapped_key\":\"\",\"created_at\":1}"
        "\n",
        "{\"organization\":\"01981111-1111-7111-8111-111111111111\",\"id\":"
        "\"01981111-1111-7111-8111-111111111112\",\"kid\":\"k\",\"wrapped_key\":\"zz\","
        "\"created_at\":1}\n",
        "{\"organization\":\"01981111-1111-7111-8111-111111111111\",\"id\":"
        "\"01981111-1111-7111-8111-111111111112\",\"kid\":\"a-name-of-more-than-sixteen\","
        "\"wrapped_key\":\"00\",\"created_at\":1}\n",
    };
    struct key_line *lines = NULL;
    int count = 0;
    const char *path = paths_of(f).persons;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(texts[i], file) >= 0);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(key_file_read(f->arena, path, &lines, &count), ERR_INVALID);
    }
    assert_int_equal(key_file_read(f->arena, "/nonexistent", &lines, &count), ERR_UNAVAILABLE);
}

/* Whoever adds a column to data_keys adds it to the files, or a restore loses it. */
static void the_files_have_all_columns_of_the_table(void **state)
{
    (void)state;
    static const char known[] = " organization_id id kid wrapped_key created_at owner_id ";
    struct column column = {.entry = 0};
    while (columns_next(&column)) {
        char name[COLUMN_NAME_LEN + 2];
        (void)snprintf(name, sizeof name, " %s ", column.name);
        if (strcmp(column.table, "data_keys") == 0 && strstr(known, name) == NULL)
            fail_msg("data_keys.%s is in no file of keys", column.name);
    }
}

#define ON_PEOPLE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        ON_PEOPLE(keys_of_persons_are_apart_and_all_come_back),
        ON_PEOPLE(a_key_that_no_row_names_is_with_its_owner),
        ON_PEOPLE(what_is_malformed_is_refused),
        cmocka_unit_test(the_files_have_all_columns_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
