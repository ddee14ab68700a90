#include "test.h"

#include <string.h>

#include "data/account/user_change.h"
#include "data/organization/organization.h"
#include "data/session/session_enter.h"
#include "data/session/session_touch.h"
#include "data/sign_in/session_sign_in.h"
#include "data/user/user.h"
#include "fixture.h"

static const struct session_client client = {.address = "203.0.113.77", .agent = "Fixture/1.0"};

static void begin_session(struct fixture *f, const struct fixture_user *user,
                          char token[TOKEN_TEXT_LEN])
{
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &user->actor.organization_id, &user->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

static enum err find(struct fixture *f, const char *token, struct session *session)
{
    fixture_begin(f);
    return session_find(f->db, token, session);
}

static struct session enter(struct fixture *f, const char *token, const struct uuid *id)
{
    struct session session;
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session_enter(f->db, &session, id), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    return session;
}

static int64_t events(struct fixture *f, const char *action, const struct uuid *log_id,
                      bool is_outside)
{
    struct db_result result;
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                               "AND action = $2 AND is_outside = $3 AND outcome = 'success'",
                               db_uuid(log_id), db_text(action), db_bool(is_outside)),
                     ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static void both_logs_say_who_came_and_went(void **state)
{
    struct fixture *f = *state;
    static const int admins[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (int i = 0; i < 2; i++) {
        char token[TOKEN_TEXT_LEN];
        begin_session(f, &f->own.users[admins[i]], token);
        struct session session = enter(f, token, &f->other.id);
        assert_true(uuid_equal(&session.actor.organization_id, &f->other.id));
        assert_true(uuid_equal(&session.actor.home_organization_id, &f->own.id));
        assert_string_equal(session.organization_name, "Contoso");
        assert_string_equal(session.full_name, f->own.users[admins[i]].full_name);
        assert_int_equal(events(f, "organization.enter", &f->own.id, false), i + 1);
        assert_int_equal(events(f, "organization.enter", &f->other.id, true), i + 1);

        assert_int_equal(find(f, token, &session), ERR_NONE);
        assert_int_equal(session_leave(f->db, &session), ERR_NONE);
        assert_int_equal(find(f, token, &session), ERR_NONE);
        assert_true(uuid_equal(&session.actor.organization_id, &f->own.id));
        assert_string_equal(session.organization_name, "Northwind");
        assert_int_equal(events(f, "organization.leave", &f->own.id, false), i + 1);
        assert_int_equal(events(f, "organization.leave", &f->other.id, true), i + 1);
    }
}

static void others_may_not_enter(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < PERSONA_PLATFORM_ADMIN; i++) {
        char token[TOKEN_TEXT_LEN];
        struct session session;
        begin_session(f, &f->own.users[i], token);
        assert_int_equal(find(f, token, &session), ERR_NONE);
        assert_int_equal(session_enter(f->db, &session, &f->other.id), ERR_DENIED);
        assert_int_equal(find(f, token, &session), ERR_NONE);
        assert_true(uuid_equal(&session.actor.organization_id, &f->own.id));
    }
    assert_int_equal(fixture_count_events(f, "organization.enter", "refusal"),
                     PERSONA_PLATFORM_ADMIN);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                   "AND action = 'organization.enter'",
                                   &f->other.id),
                     0);
}

static void only_what_is_there_can_be_entered(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct session session;
    struct uuid nowhere = uuid_make();
    begin_session(f, &f->own.users[PERSONA_PLATFORM_ADMIN], token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session_enter(f->db, &session, &nowhere), ERR_NOT_FOUND);
    assert_int_equal(session_enter(f->db, &session, &f->own.id), ERR_CONFLICT);
    assert_int_equal(session_leave(f->db, &session), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "organization.enter", "success"), 0);
    assert_int_equal(fixture_count_events(f, "organization.leave", "success"), 0);
}

/* From one organization into a third: it is left first, and the own log tells the whole way. */
static void entering_a_third_leaves_the_second(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct uuid third;
    struct uuid ids[2] = {f->other.id, {{0}}};
    begin_session(f, &f->own.users[PERSONA_PLATFORM_ADMIN], token);
    struct session session = enter(f, token, &f->other.id);
    assert_int_equal(organization_create(f->db, &session.actor, "Fabrikam", &third), ERR_NONE);
    ids[1] = third;
    session = enter(f, token, &third);
    assert_string_equal(session.organization_name, "Fabrikam");
    for (int i = 0; i < 2; i++)
        assert_int_equal(events(f, "organization.enter", &ids[i], true), 1);
    assert_int_equal(events(f, "organization.leave", &f->other.id, true), 1);
    assert_int_equal(events(f, "organization.leave", &third, true), 0);
    assert_int_equal(events(f, "organization.enter", &f->own.id, false), 2);
    assert_int_equal(events(f, "organization.leave", &f->own.id, false), 1);
}

/* The session belongs home: being seen, proving oneself and signing out work from inside. */
static void the_session_stays_at_home(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, &f->own.users[PERSONA_PLATFORM_ADMIN], token);
    struct session session = enter(f, token, &f->other.id);
    enum err err = ERR_UNAVAILABLE;
    FIXTURE_PATIENTLY(f, err,
                      find(f, token, &session) != ERR_NONE
                          ? ERR_NOT_FOUND
                          : session_reauthenticate(f->db, &session, FIXTURE_PASSWORD));
    assert_int_equal(err, ERR_NONE);
    assert_int_equal(events(f, "session.reauthenticate", &f->own.id, false), 1);
    clock_travel(clock_now() + 2 * CLOCK_MINUTE);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    int64_t seen_at = session.last_seen_at;
    session_touch(f->db, &session);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_true(session.last_seen_at > seen_at);
    assert_int_equal(session_sign_out(f->db, &session), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
    assert_int_equal(events(f, "session.sign_out", &f->own.id, false), 1);
}

static void a_right_that_is_lost_ends_the_stay(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    const struct fixture_user *admin = &f->own.users[PERSONA_PLATFORM_ADMIN];
    begin_session(f, admin, token);
    struct session session = enter(f, token, &f->other.id);
    struct user user;
    struct problem problem;
    const struct actor *super = &f->own.users[FIXTURE_SUPERUSER].actor;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, super, &admin->id, &user), ERR_NONE);
    struct user_change change = {.id = admin->id,
                                 .version = user.version,
                                 .full_name = user.full_name,
                                 .email = user.email,
                                 .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(user_update(f->db, super, &change, &problem), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

/* The cookie's organization is a claim: with another's id before the own secret there is no
 * session, and the claim opens nothing. */
static void a_cookie_with_another_organization_is_nobodys(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    char id[UUID_TEXT_LEN];
    struct session session;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        begin_session(f, &f->own.users[i], token);
        uuid_format(&f->other.id, id);
        memcpy(token, id, UUID_TEXT_LEN - 1);
        assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
        struct db_scope scope = db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        assert_int_equal(scope.reach, DB_IDENTITY);
        uuid_format(&f->own.id, id);
        memcpy(token, id, UUID_TEXT_LEN - 1);
        assert_int_equal(find(f, token, &session), ERR_NONE);
    }
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(both_logs_say_who_came_and_went),
        WITH(others_may_not_enter),
        WITH(only_what_is_there_can_be_entered),
        WITH(entering_a_third_leaves_the_second),
        WITH(the_session_stays_at_home),
        WITH(a_right_that_is_lost_ends_the_stay),
        WITH(a_cookie_with_another_organization_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
