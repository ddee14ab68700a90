#include "test.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "imports.h"

/* What the lines of a plan say besides what will happen. */

static void assert_noted(struct fixture *f, const struct uuid *id, const char *name,
                         const char *path, const char *message)
{
    struct import_line line = line_of(f, id, name);
    for (int i = 0; i < line.note_count; i++)
        if (strcmp(line.notes[i].path, path) == 0 && strstr(line.notes[i].message, message) != NULL)
            return;
    fail_msg("the line of %s does not say \"%s\" of %s", name, message, path);
}

static void the_plan_names_what_is_not_kept(void **state)
{
    struct fixture *f = *state;
    struct uuid id = upload(
        f,
        "[{\"name\": \"talk\", \"version\": 2, \"labels\": [\"production\"], \"prompt\": "
        "[{\"role\": "
        "\"assistant\", \"content\": \"x\", \"id\": \"7\", \"audio\": {\"id\": 1}}]},"
        "{\"name\": \"talk\", \"version\": 1, \"prompt\": \"x\"}]",
        false);
    struct problem problem;
    struct import import = check_all(f, &id);
    assert_int_equal(import_change_count(&import), 1);
    assert_noted(f, &id, "talk", "[0].prompt[0].id", "Not kept");
    assert_noted(f, &id, "talk", "[0].prompt[0].audio", "Not kept");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    id = upload(f,
                "[{\"name\": \"talk\", \"version\": 9, \"labels\": [\"production\"], \"prompt\": "
                "\"z\"}, {\"name\": \"talk\", \"version\": 8, \"prompt\": \"y\"}]",
                false);
    (void)check_all(f, &id);
    assert_noted(f, &id, "talk", "[0]", "only the newest version");
    assert_noted(f, &id, "talk", "[0].labels", "labels stay");
}

static void verbs_refuse_by_the_words_of_the_document(void **state)
{
    struct fixture *f = *state;
    static char document[4096];
    char message[1200];
    memset(message, 'x', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    (void)snprintf(document, sizeof document,
                   "{\"data\": [{\"name\": \"b\", \"prompt\": \"x\", \"commitMessage\": \"%s\"},"
                   "{\"name\": \"c\", \"prompt\": \"@@@langfusePrompt:name=nowhere@@@\"},"
                   "{\"name\": \"d|e\", \"prompt\": \"x\"},"
                   "{\"name\": \"f\", \"prompt\": \"x\", \"labels\": [\"NO!\"]}]}",
                   message);
    struct uuid id = upload(f, document, false);
    (void)check_all(f, &id);
    assert_refused(f, &id, "b", "data[0].commitMessage", "long");
    assert_refused(f, &id, "c", "data[1].prompt", "nowhere");
    assert_refused(f, &id, "d|e", "data[2].name", "|");
    assert_refused(f, &id, "f", "data[3].labels", "");
}

static void a_plan_that_changes_nothing_does_not_wait(void **state)
{
    struct fixture *f = *state;
    struct import_list list;
    struct uuid id;
    for (int i = 0; i < IMPORT_OPEN_MAX + 2; i++) {
        id = upload(f, "[{\"name\": \"a\", \"prompt\": \"\"}]", false);
        (void)check_all(f, &id);
    }
    fixture_begin(f);
    assert_int_equal(import_list(f->db, manager(f), &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    assert_true(fixture_count(f, "SELECT count(*) FROM imports WHERE organization_id = $1",
                              &f->own.id) <= 4);
    assert_refused(f, &id, "a", "[0].prompt", "empty"); /* it can still be read */
    id = upload(f, "[{\"name\": \"a\", \"prompt\": \"x\"}]", false);
    (void)check_all(f, &id);
    fixture_begin(f);
    assert_int_equal(import_list(f->db, manager(f), &list), ERR_NONE);
    assert_int_equal(list.count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_plan_names_what_is_not_kept),
        TEST(verbs_refuse_by_the_words_of_the_document),
        TEST(a_plan_that_changes_nothing_does_not_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
