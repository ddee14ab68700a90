#include "test.h"

#include <stdio.h>
#include <string.h>

#include "crypt/keyring_file.h"
#include "data/key/key_rewrap.h"
#include "data/user/user.h"
#include "data/vault/vault.h"
#include "fixture.h"

/* Replacing the master key: nothing is lost on the way, and the old one is not needed afterwards.
 */

static void change_ring(struct fixture *f, const char *step, char kid[KID_LEN + 1])
{
    char path[128];
    *f->is_altered = true;
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    enum err err = strcmp(step, "add") == 0        ? keyring_file_add(path, kid)
                   : strcmp(step, "activate") == 0 ? keyring_file_activate(path, kid)
                                                   : keyring_file_retire(path, kid);
    assert_int_equal(err, ERR_NONE);
    assert_true(keyring_refresh(f->keyring));
    fixture_begin(f);
}

/* Adds a key and makes it active; gives both kids. */
static void replace(struct fixture *f, char old[KID_LEN + 1], char new[KID_LEN + 1])
{
    (void)snprintf(old, KID_LEN + 1, "%s", keyring_active(f->keyring));
    change_ring(f, "add", new);
    change_ring(f, "activate", new);
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
    assert_int_equal(key_step_record(f->db, &f->command, "key.activate", new), ERR_NONE);
    fixture_begin(f);
}

static int rewrap_all(struct fixture *f)
{
    struct key_rewrap rewrap;
    int batch_count = 0;
    do {
        fixture_begin(f);
        (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        assert_int_equal(key_rewrap_batch(f->db, &f->command, &rewrap), ERR_NONE);
        batch_count += !rewrap.is_done;
    } while (!rewrap.is_done);
    fixture_begin(f);
    return batch_count;
}

static struct key_use use_of(struct fixture *f, const char *kid)
{
    static const struct uuid everywhere;
    struct key_use use;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_use_get(f->db, kid, &everywhere, &use), ERR_NONE);
    return use;
}

static void assert_signs_in(struct fixture *f, int jar)
{
    char form[256];
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    fixture_use_jar(f, jar);
    (void)snprintf(form, sizeof form, "email=%s&password=%s", user->email,
                   "gravel+lantern+52+orbit");
    (void)fixture_get(f, "/login");
    fixture_assert_redirect(fixture_post_patiently(f, "/login", form), "/");
}

static void people_work_on_before_during_and_after(void **state)
{
    struct fixture *f = *state;
    char old[KID_LEN + 1];
    char new[KID_LEN + 1];
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/prompts/new"), 200);
    replace(f, old, new);
    /* the form was opened before; the worker reads the ring by itself */
    fixture_assert_status(
        fixture_post(f, "/prompts/new", "name=a&description=&type=text&body=b&tags=&message="),
        303);
    assert_signs_in(f, 1);
    int batch_count = rewrap_all(f);
    assert_int_equal(batch_count, 2); /* one for each organization */
    assert_signs_in(f, 2);
    fixture_use_jar(f, 0);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    change_ring(f, "retire", old);
    fixture_restart_app(f);
    assert_signs_in(f, 3);
    fixture_assert_has(fixture_get(f, "/account"), f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    fixture_use_jar(f, 0); /* its session was hashed with a key that is gone */
    fixture_assert_status(fixture_get(f, "/prompts"), 303);
}

static void what_hangs_on_a_key_is_counted(void **state)
{
    struct fixture *f = *state;
    char old[KID_LEN + 1];
    char new[KID_LEN + 1];
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    replace(f, old, new);
    struct key_use before = use_of(f, old);
    assert_int_equal(before.data_key_count, 2 * (1 + FIXTURE_USER_COUNT));
    assert_int_equal(before.address_count, 2 * FIXTURE_USER_COUNT);
    assert_int_equal(before.session_count, 1);
    assert_true(before.known_at > 0);
    assert_true(before.last_ends_at > 0);
    assert_int_equal(use_of(f, new).data_key_count, 0);
    assert_int_equal(use_of(f, new).session_count, 0);
    (void)rewrap_all(f);
    struct key_use after = use_of(f, old);
    assert_int_equal(after.data_key_count, 0);
    assert_int_equal(after.address_count, 0);
    assert_int_equal(use_of(f, new).data_key_count, 2 * (1 + FIXTURE_USER_COUNT));
    assert_int_equal(fixture_count_events(f, "key.rewrap", "success"), 2);
    assert_int_equal(fixture_count_events(f, "key.activate", "success"), 1);
}

static void an_address_stays_one_persons_while_keys_are_replaced(void **state)
{
    struct fixture *f = *state;
    char old[KID_LEN + 1];
    char new[KID_LEN + 1];
    replace(f, old, new);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    char form[256];
    (void)snprintf(form, sizeof form, "email=%s&full_name=Double&user_persona=Product+Manager",
                   f->other.users[PERSONA_DEVOPS_ENGINEER].email);
    const struct response *response = fixture_post(f, "/users/new", form);
    fixture_assert_status(response, 422);
    (void)snprintf(form, sizeof form, "email=%s&full_name=Single&user_persona=Product+Manager",
                   "someone.new%40example.org");
    response = fixture_post(f, "/users/new", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "/invite/");
}

static void only_commands_may(void **state)
{
    struct fixture *f = *state;
    struct key_rewrap rewrap;
    const struct actor *superuser = &f->own.users[FIXTURE_SUPERUSER].actor;
    fixture_begin(f);
    assert_int_equal(key_rewrap_batch(f->db, superuser, &rewrap), ERR_DENIED);
    assert_int_equal(key_step_record(f->db, superuser, "key.add", "k"), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(people_work_on_before_during_and_after),
        TEST(what_hangs_on_a_key_is_counted),
        TEST(an_address_stays_one_persons_while_keys_are_replaced),
        TEST(only_commands_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
