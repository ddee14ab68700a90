#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/account/one_time_link.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/organization/organization.h"
#include "data/organization/setup_code.h"
#include "data/sign_in/session_sign_in.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "fixture.h"

/* Set-up, invitations, links and passwords. */

static const char new_password[] = "velvet harbor 91 tunnel cloud";
static const struct session_client client = {.address = "203.0.113.77", .agent = "Fixture/1.0"};

static struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

static struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static enum err setup(struct fixture *f, const char *code, char token[TOKEN_TEXT_LEN],
                      struct problem *problem)
{
    struct user_setup input = {
        .setup_code = code,
        .organization_name = "Lighthouse",
        .full_name = "Ada Lovelace",
        .email = "Ada@Lighthouse.example",
        .password = new_password,
    };
    enum err err = ERR_NONE;
    FIXTURE_PATIENTLY(f, err, user_setup(f->db, &input, &client, token, problem));
    return err;
}

static void set_up_makes_everything_at_once(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    struct session session;
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    assert_int_equal(setup(f, code, token, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_string_equal(session.full_name, "Ada Lovelace");
    assert_string_equal(session.organization_name, "Lighthouse");
    assert_int_equal(session.actor.persona, PERSONA_CUSTOMER_ADMIN);
    assert_true(session.actor.is_superuser);
    assert_int_equal(fixture_count_events(f, "organization.create", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.setup", "success"), 1);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "success"), 1);
    assert_int_equal(setup(f, code, token, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "");
}

static void set_up_needs_the_code(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    bool is_empty = false;
    static const char *const wrong[] = {"", "AAAAA-AAAAA-AAAAA-AAAAA", "' OR 1=1"};
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(setup(f, wrong[i], token, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "setup_code");
    }
    assert_int_equal(fixture_count_events(f, "user.setup", "failure"), COUNT_OF(wrong));
    clock_travel(clock_now() + SETUP_CODE_LIFETIME);
    assert_int_equal(setup(f, code, token, &problem), ERR_INVALID);
    fixture_begin(f);
    assert_int_equal(organization_is_empty(f->db, &is_empty), ERR_NONE);
    assert_true(is_empty);
}

static void set_up_refuses_bad_input_and_keeps_the_code(void **state)
{
    struct fixture *f = *state;
    char code[CODE_TEXT_LEN];
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    static const struct user_setup inputs[] = {
        {NULL, "", "A", "a@b.example", new_password},
        {NULL, "O", "", "a@b.example", new_password},
        {NULL, "O", "A", "nowhere", new_password},
        {NULL, "O", "A", "a@b.example", "short"},
        {NULL, "O", "A", "a@b.example", "aaaaaaaaaaaaaaaaaaaa"},
    };
    static const char *const fields[] = {"organization_name", "full_name", "email", "password",
                                         "password"};
    for (size_t i = 0; i < COUNT_OF(inputs); i++) {
        struct user_setup input = inputs[i];
        input.setup_code = code;
        enum err err = ERR_NONE;
        FIXTURE_PATIENTLY(f, err, user_setup(f->db, &input, &client, token, &problem));
        assert_int_equal(err, ERR_INVALID);
        assert_string_equal(problem.field, fields[i]);
    }
    assert_int_equal(setup(f, code, token, &problem), ERR_NONE);
}

static enum err setup_in_race(struct fixture *f, int index, void *context)
{
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    (void)index;
    return setup(f, context, token, &problem);
}

static void of_many_set_ups_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    enum { RUNNERS = 3 };
    char code[CODE_TEXT_LEN];
    enum err results[RUNNERS];
    assert_int_equal(setup_code_create(f->db, &f->command, code), ERR_NONE);
    fixture_race(f, RUNNERS, setup_in_race, code, results);
    int won = 0;
    for (int i = 0; i < RUNNERS; i++)
        won += results[i] == ERR_NONE;
    assert_int_equal(won, 1);
    struct uuid nil = {{0}};
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM users WHERE id <> $1", &nil), 1);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM organizations WHERE id <> $1", &nil),
                     1);
}

static enum err invite(struct fixture *f, const char *email, struct user_invitation *invitation)
{
    struct problem problem;
    struct user_new user_new = {
        .email = email, .full_name = "New Person", .persona = PERSONA_PRODUCT_MANAGER};
    fixture_begin(f);
    return user_invite(f->db, &admin(f)->actor, &user_new, invitation, &problem);
}

static enum err accept(struct fixture *f, const struct user_accept *input,
                       char token[TOKEN_TEXT_LEN], struct problem *problem)
{
    enum err err = ERR_NONE;
    struct sign_in result;
    FIXTURE_PATIENTLY(f, err, user_accept(f->db, input, &client, &result, problem));
    memcpy(token, result.token, TOKEN_TEXT_LEN);
    return err;
}

static void an_invitation_is_accepted_once(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    struct user user;
    struct session session;
    struct sign_in result;
    char token[TOKEN_TEXT_LEN];
    assert_int_equal(invite(f, "new@northwind.example", &invitation), ERR_NONE);
    assert_int_equal(user_get(f->db, &admin(f)->actor, &invitation.user_id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_INVITED);
    assert_int_equal(user_get_by_link(f->db, LINK_INVITATION, invitation.token, &user), ERR_NONE);
    assert_string_equal(user.email, "new@northwind.example");
    assert_string_equal(user.organization_name, "Northwind");
    struct user_accept input = {LINK_INVITATION, invitation.token, "Renamed Person", new_password};
    assert_int_equal(accept(f, &input, token, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_string_equal(session.full_name, "Renamed Person");
    assert_int_equal(session.actor.persona, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(accept(f, &input, token, &problem), ERR_NOT_FOUND);
    enum err err = ERR_NONE;
    FIXTURE_PATIENTLY(
        f, err, session_sign_in(f->db, "new@northwind.example", new_password, &client, &result));
    assert_int_equal(err, ERR_NONE);
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.accept", "success"), 1);
}

static void a_refused_acceptance_keeps_the_link(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    char token[TOKEN_TEXT_LEN];
    assert_int_equal(invite(f, "new@northwind.example", &invitation), ERR_NONE);
    struct user_accept input = {LINK_INVITATION, invitation.token, "New Person", "too short"};
    assert_int_equal(accept(f, &input, token, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "password");
    input.password = "new northwind person new";
    assert_int_equal(accept(f, &input, token, &problem), ERR_INVALID); /* one's own words */
    input.password = new_password;
    input.full_name = "";
    assert_int_equal(accept(f, &input, token, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "full_name");
    input.purpose = LINK_PASSWORD_RESET;
    input.full_name = NULL;
    assert_int_equal(accept(f, &input, token, &problem), ERR_NOT_FOUND);
    input.purpose = LINK_INVITATION;
    assert_int_equal(accept(f, &input, token, &problem), ERR_NONE);
}

static void an_old_or_replaced_invitation_does_not_work(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    struct user_link link;
    char token[TOKEN_TEXT_LEN];
    assert_int_equal(invite(f, "new@northwind.example", &invitation), ERR_NONE);
    assert_int_equal(user_link(f->db, &admin(f)->actor, &invitation.user_id, &link), ERR_NONE);
    assert_int_equal(link.purpose, LINK_INVITATION);
    struct user_accept input = {LINK_INVITATION, invitation.token, NULL, new_password};
    assert_int_equal(accept(f, &input, token, &problem), ERR_NOT_FOUND);
    input.link_token = link.token;
    clock_travel(clock_now() + LINK_INVITATION_LIFETIME);
    assert_int_equal(accept(f, &input, token, &problem), ERR_NOT_FOUND);
    clock_travel(0);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &invitation.user_id), ERR_NONE);
    assert_int_equal(accept(f, &input, token, &problem), ERR_NOT_FOUND);
}

static void who_may_invite_whom(void **state)
{
    struct fixture *f = *state;
    int made = 0;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        for (int persona = 0; persona <= PERSONA_COUNT; persona++) {
            for (int is_other = 0; is_other < 2; is_other++) {
                const struct actor *actor = &f->own.users[i].actor;
                struct user_invitation invitation;
                struct problem problem;
                fixture_begin(f);
                struct user_new user_new = {
                    .organization_id = is_other ? f->other.id : f->own.id,
                    .email = arena_printf(f->arena, "invited%d@x.example", made),
                    .full_name = "Invited",
                    .persona =
                        persona == PERSONA_COUNT ? PERSONA_CUSTOMER_ADMIN : (enum persona)persona,
                    .is_superuser = persona == PERSONA_COUNT,
                };
                bool may = i >= PERSONA_CUSTOMER_ADMIN;
                if (user_new.is_superuser)
                    may = actor->is_superuser;
                else if (persona == PERSONA_PLATFORM_ADMIN)
                    may = actor->is_superuser || i == PERSONA_PLATFORM_ADMIN;
                enum err wanted = is_other ? ERR_NOT_FOUND : may ? ERR_NONE : ERR_DENIED;
                if (may && !is_other && user_new.is_superuser)
                    wanted = ERR_CONFLICT; /* it takes a second person */
                enum err err = user_invite(f->db, actor, &user_new, &invitation, &problem);
                if (err != wanted)
                    fail_msg("actor %d, persona %d, other %d: %s", i, persona, is_other,
                             err_name(err));
                made += err == ERR_NONE;
            }
        }
    }
    assert_true(made > 10);
}

static void an_invitation_to_a_taken_address_is_a_conflict(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    assert_int_equal(invite(f, " DEV@northwind.example", &invitation), ERR_CONFLICT);
    assert_true(uuid_is_nil(&invitation.user_id));
    assert_int_equal(invite(f, f->other.users[0].email, &invitation), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 0);
}

static void an_unknown_organization_is_not_found(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    struct user_new user_new = {
        .organization_id = uuid_make(), .email = "x@y.example", .full_name = "X"};
    assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NOT_FOUND);
}

static void nobody_sets_anothers_password(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    struct user_new user_new = {
        .email = "x@y.example", .full_name = "X", .hashed_password = "$argon2id$v=19$planted"};
    assert_int_equal(
        user_create(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &user_new, &id, &problem),
        ERR_DENIED);
    struct user_link link;
    assert_int_equal(user_link(f->db, &admin(f)->actor, &admin(f)->id, &link), ERR_DENIED);
}

static void a_reset_ends_all_sessions_and_begins_one(void **state)
{
    struct fixture *f = *state;
    char old_token[TOKEN_TEXT_LEN];
    char token[TOKEN_TEXT_LEN];
    struct sign_in result;
    struct problem problem;
    struct session session;
    struct user_link link;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &f->own.id, &developer(f)->id, &client, old_token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(user_link(f->db, &admin(f)->actor, &developer(f)->id, &link), ERR_NONE);
    assert_int_equal(link.purpose, LINK_PASSWORD_RESET);
    struct user_accept input = {LINK_PASSWORD_RESET, link.token, NULL, new_password};
    assert_int_equal(accept(f, &input, token, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, old_token, &session), ERR_NOT_FOUND);
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
    assert_string_equal(session.full_name, developer(f)->full_name);
    assert_int_equal(fixture_count_events(f, "user.password_reset", "success"), 1);
    FIXTURE_PATIENTLY(
        f, err, session_sign_in(f->db, developer(f)->email, FIXTURE_PASSWORD, &client, &result));
    assert_int_equal(err, ERR_DENIED);
}

static void the_own_password_changes_with_the_current_one(void **state)
{
    struct fixture *f = *state;
    char old_token[TOKEN_TEXT_LEN];
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    struct session *session = NULL;
    struct session kept;
    struct session after;
    enum err err = db_begin(f->db);
    assert_int_equal(err, ERR_NONE);
    err = session_create(f->db, &f->own.id, &developer(f)->id, &client, old_token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(session_find(f->db, old_token, &kept), ERR_NONE);
    session = &kept;
    struct user_password change = {"not the current one", new_password, client};
    FIXTURE_PATIENTLY(f, err, user_change_password(f->db, session, &change, token, &problem));
    assert_int_equal(err, ERR_DENIED);
    change.current_password = FIXTURE_PASSWORD;
    change.password = "short";
    FIXTURE_PATIENTLY(f, err, user_change_password(f->db, session, &change, token, &problem));
    assert_int_equal(err, ERR_INVALID);
    assert_string_equal(problem.field, "password");
    fixture_begin(f);
    assert_int_equal(session_find(f->db, old_token, &after), ERR_NONE);
    change.password = new_password;
    FIXTURE_PATIENTLY(f, err, user_change_password(f->db, session, &change, token, &problem));
    assert_int_equal(err, ERR_NONE);
    fixture_begin(f);
    assert_int_equal(session_find(f->db, old_token, &after), ERR_NOT_FOUND);
    assert_int_equal(session_find(f->db, token, &after), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "user.password_change", "failure"), 1);
    assert_int_equal(fixture_count_events(f, "user.password_change", "success"), 1);
}

#define WITH(test)  cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_open_empty, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EMPTY(set_up_makes_everything_at_once),
        EMPTY(set_up_needs_the_code),
        EMPTY(set_up_refuses_bad_input_and_keeps_the_code),
        EMPTY(of_many_set_ups_at_once_one_wins),
        WITH(an_invitation_is_accepted_once),
        WITH(a_refused_acceptance_keeps_the_link),
        WITH(an_old_or_replaced_invitation_does_not_work),
        WITH(who_may_invite_whom),
        WITH(an_invitation_to_a_taken_address_is_a_conflict),
        WITH(an_unknown_organization_is_not_found),
        WITH(nobody_sets_anothers_password),
        WITH(a_reset_ends_all_sessions_and_begins_one),
        WITH(the_own_password_changes_with_the_current_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
