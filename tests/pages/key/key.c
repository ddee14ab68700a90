/* The page of keys, and the inventory of cryptography: is all that the program does on the page,
 * and is docs/crypto.md what it says? With --print this program prints that file: see
 * printed in Makefile.am. */

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypt/crypt_use.h"
#include "crypt/keyring_file.h"
#include "data/key/key_rewrap.h"
#include "data/key/key_rotate.h"
#include "fixture.h"
#include "source_files.h"

static const char introduction[] =
    "# What cryptography is used for\n"
    "\n"
    "This file is printed from the inventory in `src/crypt/crypt_use.c` (`make printed`), "
    "from "
    "which the\n"
    "program takes the purposes of its keys. The page of keys in the settings shows the same.\n"
    "\n"
    "The **master keys** are in the key ring, a file that is never in the database or its backup, "
    "one of them active.\n"
    "`rostrum key add`, `activate`, `rewrap` and `retire` replace it while Rostrum serves. Each "
    "has "
    "a key of its own for\n"
    "each purpose, and wraps the data keys of organizations and persons.\n"
    "\n"
    "`rostrum key rewrap --data` gives each organization and each person a new data key, and seals "
    "their rows with it\n"
    "while Rostrum serves. Events, versions and moves of labels are only ever added to: they keep "
    "the key that they were\n"
    "sealed with, since whatever could rewrite them would break what they promise. A sealed value "
    "opens with any key\n"
    "that its owner had, and with nobody else's. All keys of a person are destroyed when the "
    "person is erased.\n"
    "\n"
    "| use | algorithm | key | what for |\n"
    "|---|---|---|---|\n";

static const char *print(struct arena *arena)
{
    struct buf out;
    buf_init(&out, arena);
    buf_add_text(&out, introduction);
    for (int i = 0; i < crypt_use_count; i++)
        buf_printf(&out, "| %s | %s | %s | %s |\n", crypt_uses[i].name, crypt_uses[i].algorithm,
                   crypt_uses[i].key, crypt_uses[i].protects);
    return out.data;
}

static void the_document_is_what_the_table_says(void **state)
{
    (void)state;
    assert_printed("docs/crypto.md", print);
}

static void every_purpose_has_a_key_of_its_own_and_a_row(void **state)
{
    (void)state;
    assert_true(crypt_use_count > KEY_PURPOSE_COUNT);
    for (int i = 0; i < KEY_PURPOSE_COUNT; i++) {
        assert_non_null(crypt_purpose_infos[i]);
        assert_non_null(crypt_uses[i].name);
        if (strstr(crypt_uses[i].key, crypt_purpose_infos[i]) == NULL)
            fail_msg("%s does not name its key", crypt_uses[i].name);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(crypt_purpose_infos[i], crypt_purpose_infos[j]);
    }
}

static void the_page_shows_every_use(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const struct response *response = fixture_get(f, "/settings/keys");
    fixture_assert_status(response, 200);
    for (int i = 0; i < crypt_use_count; i++)
        fixture_assert_has(response, arena_printf(f->page_arena,
                                                  "<td class=\"primary\">%s<p class=\"sub\">%s",
                                                  crypt_uses[i].name, crypt_uses[i].protects));
    fixture_assert_has(response, keyring_active(f->keyring));
    fixture_assert_has_not(response, "<progress");
}

static void the_page_shows_how_far_a_replacement_is(void **state)
{
    struct fixture *f = *state;
    char path[128];
    char kid[KID_LEN + 1];
    *f->is_altered = true;
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    assert_int_equal(keyring_file_add(path, kid), ERR_NONE);
    assert_int_equal(keyring_file_activate(path, kid), ERR_NONE);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
    assert_int_equal(key_step_record(f->db, &f->command, "key.activate", kid), ERR_NONE);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has(fixture_get(f, "/settings/keys"), "0 of 15 data keys and addresses");
    struct key_rewrap rewrap = {.is_done = false};
    while (!rewrap.is_done) {
        fixture_begin(f);
        (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        assert_int_equal(key_rewrap_batch(f->db, &f->command, &rewrap), ERR_NONE);
    }
    const struct response *response = fixture_get(f, "/settings/keys");
    fixture_assert_has(response, "15 of 15 data keys and addresses");
    fixture_assert_has(response, "The replacement is done.");
}

static void the_page_shows_how_far_new_data_keys_are(void **state)
{
    struct fixture *f = *state;
    int begun_count = 0;
    struct key_rotation rotation;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_rotation_begin(f->db, &f->command, "", &begun_count), ERR_NONE);
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has(fixture_get(f, "/settings/keys"), "0 of 7 rows of this organization");
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    while (key_rotation_find(f->db, "", &rotation) == ERR_NONE)
        while (rotation.ended_at == 0)
            assert_int_equal(key_rotation_step(f->db, &f->command, &rotation), ERR_NONE);
    fixture_begin(f);
    const struct response *response = fixture_get(f, "/settings/keys");
    fixture_assert_has(response, "8 rows were looked at"); /* and the session that began since */
    fixture_assert_has_not(response, "<progress");
}

static void only_administrators_see_it(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < PERSONA_COUNT; i++) {
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == PERSONA_PLATFORM_ADMIN;
        fixture_sign_in(f, &f->own.users[i]);
        fixture_assert_status(fixture_get(f, "/settings/keys"), may ? 200 : 403);
    }
}

int main(int argc, char **argv)
{
    if (is_printed(argc, argv, print))
        return 0;
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        cmocka_unit_test(the_document_is_what_the_table_says),
        cmocka_unit_test(every_purpose_has_a_key_of_its_own_and_a_row),
        TEST(the_page_shows_every_use),
        TEST(the_page_shows_how_far_a_replacement_is),
        TEST(the_page_shows_how_far_new_data_keys_are),
        TEST(only_administrators_see_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
