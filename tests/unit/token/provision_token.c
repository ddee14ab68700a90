#include "test.h"

#include "scim.h"

/* Tokens that provision people: who may make and renew one, and what it may be like. */

static const struct actor *actor_of(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static struct api_token_new usual(struct fixture *f, int responsible)
{
    static int count;
    char name[40];
    (void)snprintf(name, sizeof name, "account %d", ++count);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid id;
    struct service_account_new account_new = {name, PERSONA_PRODUCT_MANAGER,
                                              f->own.users[responsible].id};
    assert_int_equal(service_account_create(f->db, admin, &account_new, &id, &problem), ERR_NONE);
    fixture_begin(f);
    return (struct api_token_new){.owner = TOKEN_OF_ACCOUNT,
                                  .owner_id = id,
                                  .name = "Identity provider",
                                  .scopes = SCOPE_PROVISION,
                                  .folder = "",
                                  .days = 30,
                                  .default_persona = PERSONA_PRODUCT_MANAGER};
}

/* The field that is refused, or "". */
static const char *refused(struct fixture *f, const struct actor *actor,
                           const struct api_token_new *token_new, enum err wanted)
{
    struct api_token_made made;
    struct problem problem = {.field = ""};
    fixture_begin(f);
    enum err err = api_token_create(f->db, actor, token_new, &made, &problem);
    assert_int_equal(err, wanted);
    return err == ERR_INVALID ? problem.field : "";
}

static void the_scope_is_alone_and_of_a_service_account(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct api_token_new token_new = usual(f, PERSONA_CUSTOMER_ADMIN);
    assert_string_equal(refused(f, admin, &token_new, ERR_NONE), "");
    struct api_token_new wrong = token_new;
    wrong.scopes = SCOPE_PROVISION | SCOPE_AUDIT_READ;
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "scopes");
    wrong.scopes = SCOPE_PROVISION | SCOPE_ALL;
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "scopes");
    wrong.scopes = SCOPE_ALL + SCOPE_PROVISION + 1; /* the next bit */
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "scopes");
    wrong = token_new;
    wrong.owner = TOKEN_OF_USER;
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "scopes");
    wrong.owner = TOKEN_OF_AGENT;
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "scopes");
    wrong = token_new;
    wrong.folder = "support";
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "folder");
    wrong = token_new;
    wrong.days = 366;
    assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "days");
    static const int personas[] = {-1, PERSONA_CUSTOMER_ADMIN, PERSONA_PLATFORM_ADMIN};
    for (size_t i = 0; i < COUNT_OF(personas); i++) {
        wrong = token_new;
        wrong.default_persona = personas[i];
        assert_string_equal(refused(f, admin, &wrong, ERR_INVALID), "default_persona");
    }
}

/* Engineers manage the organization's other tokens. */
static void only_administrators_have_one(void **state)
{
    struct fixture *f = *state;
    const struct actor *engineer = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct api_token_new token_new = usual(f, PERSONA_CUSTOMER_ADMIN);
    assert_string_equal(refused(f, engineer, &token_new, ERR_DENIED), "");
    assert_int_equal(fixture_count_events(f, "token.create", "refusal"), 1);
    struct actor outside = fixture_inside(&f->other.users[PERSONA_PLATFORM_ADMIN], &f->own);
    assert_int_not_equal(api_token_create(f->db, &outside, &token_new,
                                          &(struct api_token_made){.is_provisioning = false},
                                          &(struct problem){.field = ""}),
                         ERR_NONE);
    struct actor superuser = fixture_inside(&f->other.users[FIXTURE_SUPERUSER], &f->own);
    assert_string_equal(refused(f, &superuser, &token_new, ERR_DENIED), "");
    struct api_token_new of_engineer = usual(f, PERSONA_DEVOPS_ENGINEER);
    assert_string_equal(refused(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &of_engineer, ERR_INVALID),
                        "scopes");
}

static void only_administrators_get_another_secret(void **state)
{
    struct fixture *f = *state;
    const struct actor *engineer = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct api_token token;
    struct api_token_made again;
    struct problem problem;
    struct api_caller caller;
    struct api_token_made made =
        scim_token(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], "Identity provider");
    fixture_begin(f);
    assert_int_equal(api_token_get(f->db, engineer, &made.id, &token), ERR_NONE);
    assert_false(api_token_may_rotate(engineer, &token));
    assert_true(api_token_may_rotate(admin, &token));
    assert_int_equal(token.persona, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(token.default_persona, PERSONA_ENTERPRISE_TEAM);
    struct api_token_rotation rotation = {made.id, token.secret_id, 0, 30};
    assert_int_equal(api_token_rotate(f->db, engineer, &rotation, &again, &problem), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(api_token_rotate(f->db, admin, &rotation, &again, &problem), ERR_NONE);
    assert_true(again.is_provisioning);
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, made.secret, &caller), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, again.secret, &caller), ERR_NONE);
    assert_int_equal(caller.actor.persona, PERSONA_CUSTOMER_ADMIN);
    assert_false(caller.actor.is_superuser);
    assert_int_equal(caller.actor.token->default_persona, PERSONA_ENTERPRISE_TEAM);
    /* whoever manages tokens may stop it */
    fixture_begin(f);
    assert_int_equal(api_token_revoke(f->db, engineer, &made.id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, again.secret, &caller), ERR_NOT_FOUND);
}

/* A superuser answers for it, whose persona is all that it gets. */
static void a_token_has_no_superuser_rights(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct problem problem;
    struct uuid id;
    fixture_script(f, "UPDATE users SET user_persona = 'Customer Admin' WHERE is_superuser",
                   "UPDATE users SET user_persona = 'Customer Admin' WHERE is_superuser");
    f->own.users[FIXTURE_SUPERUSER].actor.persona = PERSONA_CUSTOMER_ADMIN;
    struct api_token_made made = scim_token(f, &f->own.users[FIXTURE_SUPERUSER], "Above");
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, made.secret, &caller), ERR_NONE);
    struct provision_draft draft = {.email = "new@example.org",
                                    .full_name = "New",
                                    .persona = PERSONA_PLATFORM_ADMIN,
                                    .is_active = true};
    assert_int_equal(provision_create(f->db, &caller.actor, &draft, &id, &problem), ERR_DENIED);
    assert_int_equal(
        provision_end(f->db, &caller.actor, &f->own.users[PERSONA_PLATFORM_ADMIN].id, 0, &problem),
        ERR_DENIED);
    draft.persona = PERSONA_CUSTOMER_ADMIN;
    assert_int_equal(provision_create(f->db, &caller.actor, &draft, &id, &problem), ERR_NONE);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(the_scope_is_alone_and_of_a_service_account),
        WITH(only_administrators_have_one),
        WITH(only_administrators_get_another_secret),
        WITH(a_token_has_no_superuser_rights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
