#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/account/user_change.h"
#include "data/session/factor_rule.h"
#include "data/sign_in/user_factor.h"
#include "factors.h"
#include "passkeys.h"

static const struct fixture_user *product(struct fixture *f)
{
    return &f->own.users[PERSONA_PRODUCT_MANAGER];
}

static bool is_signed_in(struct fixture *f)
{
    return fixture_get(f, "/account")->status == 200;
}

/* The person adds a passkey on its page; the jar is empty afterwards. */
static struct authenticator add(struct fixture *f)
{
    char form[PASSKEYS_FORM];
    struct authenticator device = passkeys_device();
    fixture_sign_in(f, product(f));
    passkeys_make(f, &device, "Laptop", form);
    fixture_assert_status(fixture_post(f, "/account/passkeys/new", form), 200);
    memset(f->jar, 0, sizeof *f->jar);
    return device;
}

static int64_t count_passkeys(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM passkeys WHERE organization_id = $1", &f->own.id);
}

static void a_passkey_is_added_named_and_removed(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM], path[120];
    struct passkey_list list;
    struct authenticator device = passkeys_device();
    fixture_sign_in(f, product(f));
    fixture_assert_has(fixture_get(f, "/account/security"), "Add a passkey");
    passkeys_make(f, &device, "Laptop", form);
    struct response *response = fixture_post(f, "/account/passkeys/new", form);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<h1>Recovery codes</h1>");
    fixture_assert_has(fixture_get(f, "/account/security"), "value=\"Laptop\"");
    fixture_begin(f);
    assert_int_equal(passkey_list(f->db, &product(f)->actor, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    char id[UUID_TEXT_LEN];
    uuid_format(&list.items[0].id, id);
    (void)snprintf(path, sizeof path, "/account/passkeys/%s/rename", id);
    fixture_assert_redirect(fixture_post(f, path, "name=Phone"), "/account/security");
    fixture_assert_redirect(fixture_post(f, path, "name="), "/account/security");
    fixture_assert_has(fixture_get(f, "/account/security"), "value=\"Phone\"");
    (void)snprintf(path, sizeof path, "/account/passkeys/%s/remove", id);
    fixture_use_jar(f, 1); /* somebody else's */
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_post(f, path, ""), 404);
    fixture_use_jar(f, 0);
    fixture_assert_redirect(fixture_post(f, path, ""), "/account/security");
    assert_int_equal(count_passkeys(f), 0);
    assert_int_equal(fixture_count_events(f, "user.passkey_add", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.passkey_rename", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.passkey_remove", "success"), 1);
}

static void an_answer_to_another_page_adds_nothing(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    struct authenticator device = passkeys_device();
    fixture_use_jar(f, 1);
    fixture_sign_in(f, product(f));
    passkeys_make(f, &device, "Laptop", form);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, product(f));
    struct response *response = fixture_post(f, "/account/passkeys/new", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "answer does not fit");
    fixture_assert_has(response, "value=\"Laptop\"");
    device.origin = "https://evil.example";
    passkeys_make(f, &device, "Laptop", form);
    fixture_assert_status(fixture_post(f, "/account/passkeys/new", form), 422);
    fixture_assert_status(fixture_post(f, "/account/passkeys/new", "name=Laptop"), 422);
    assert_int_equal(count_passkeys(f), 0);
}

static void it_signs_in_once_for_each_challenge(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM + 32];
    struct authenticator device = add(f);
    passkeys_use(f, &device, product(f), "/login?next=%2Fusers", form);
    (void)snprintf(form + strlen(form), 32, "&next=%%2Fusers");
    struct fixture_jar before = *f->jar;
    fixture_assert_redirect(fixture_post(f, "/login/passkey", form), "/users");
    assert_true(is_signed_in(f));
    *f->jar = before; /* the same answer once more, from the same browser */
    struct response *response = fixture_post(f, "/login/passkey", form);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This passkey does not sign in here");
    assert_false(is_signed_in(f));
    assert_int_equal(fixture_count_events(f, "session.sign_in", "failure"), 1);
}

static void an_answer_from_another_browser_does_not(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    struct authenticator device = add(f);
    struct authenticator other = passkeys_device();
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_use_jar(f, 1);
    (void)fixture_get(f, "/login");
    fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
    memcpy(other.id, device.id, sizeof other.id); /* another key under the same name */
    passkeys_use(f, &other, product(f), "/login", form);
    fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
    passkeys_use(f, &device, &f->own.users[PERSONA_CUSTOMER_ADMIN], "/login", form);
    fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
    fixture_assert_status(fixture_post(f, "/login/passkey", ""), 422);
    fixture_assert_status(
        fixture_post(f, "/login/passkey",
                     "client_data=e30&auth_data=AAAA&signature=AA&credential_id=AA&handle=AA"),
        422);
    assert_false(is_signed_in(f));
}

static void a_copy_whose_counter_stays_behind_is_refused(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    struct authenticator device = add(f);
    device.count = 5;
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_assert_redirect(fixture_post(f, "/login/passkey", form), "/");
    static const uint32_t counts[] = {5, 4, 0};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        memset(f->jar, 0, sizeof *f->jar);
        device.count = counts[i];
        passkeys_use(f, &device, product(f), "/login", form);
        fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
    }
    device.count = 6;
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_assert_redirect(fixture_post(f, "/login/passkey", form), "/");
}

/* The rule of the organization: a passkey is both factors, the password alone is not. */
static void it_is_a_second_factor(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    const struct factor_rule rule = {.who = FACTOR_WHO_ALL};
    struct authenticator device = add(f);
    static const char right[] =
        "email=product%40northwind.example&password=gravel+lantern+52+orbit";
    fixture_assert_redirect(fixture_post_patiently(f, "/login", right), "/");
    memset(f->jar, 0, sizeof *f->jar);
    fixture_begin(f);
    assert_int_equal(factor_rule_set(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &rule),
                     ERR_NONE);
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_assert_redirect(fixture_post(f, "/login/passkey", form), "/");
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    memset(f->jar, 0, sizeof *f->jar);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", right), "/login/code?next=%2F");
    passkeys_use(f, &device, product(f), "/login/code", form);
    fixture_assert_redirect(fixture_post(f, "/login/passkey", form), "/");
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
}

static void an_administrator_removes_lost_ones(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    struct authenticator device = add(f);
    fixture_begin(f);
    assert_int_equal(
        user_factor_remove(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &product(f)->id),
        ERR_NONE);
    fixture_begin(f);
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
    assert_int_equal(count_passkeys(f), 0);
}

static void an_inactive_person_stays_out(void **state)
{
    struct fixture *f = *state;
    char form[PASSKEYS_FORM];
    struct authenticator device = add(f);
    fixture_begin(f);
    assert_int_equal(
        user_deactivate(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &product(f)->id),
        ERR_NONE);
    fixture_begin(f);
    passkeys_use(f, &device, product(f), "/login", form);
    fixture_assert_status(fixture_post(f, "/login/passkey", form), 422);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_passkey_is_added_named_and_removed),
        WITH(an_answer_to_another_page_adds_nothing),
        WITH(it_signs_in_once_for_each_challenge),
        WITH(an_answer_from_another_browser_does_not),
        WITH(a_copy_whose_counter_stays_behind_is_refused),
        WITH(it_is_a_second_factor),
        WITH(an_administrator_removes_lost_ones),
        WITH(an_inactive_person_stays_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
