#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/session/session.h"
#include "data/session/session_touch.h"
#include "data/sign_in/session_sign_in.h"
#include "data/user/user.h"
#include "fixture.h"

static const struct session_client client = {.address = "203.0.113.77", .agent = "Planted/9.9"};

/* FIXTURE_PASSWORD hashed with one pass over 8 KiB. */
static const char weak_hash[] =
    "$argon2id$v=19$m=8,t=1,p=1$F+lCrkLNyPwDT0xoawAlog$u/MCZHTk28V3oTagokcq6TyqjD41JdJWvJP01+3NVNc";

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

static enum err sign_in(struct fixture *f, const char *email, const char *password,
                        char token[TOKEN_TEXT_LEN])
{
    enum err err = ERR_UNAVAILABLE;
    struct sign_in result;
    FIXTURE_PATIENTLY(f, err, session_sign_in(f->db, email, password, &client, &result));
    memcpy(token, result.token, TOKEN_TEXT_LEN);
    return err;
}

/* A session without the cost of a hash. */
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
    enum err err = session_find(f->db, token, session);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL}); /* for what the test does next */
    return err;
}

static void suspend(struct fixture *f)
{
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "UPDATE organizations SET suspended_at = $1 WHERE id = $2",
                               db_time(clock_now()), db_uuid(&f->own.id)),
                     ERR_NONE);
    struct audit_event event = {.action = "organization.suspend",
                                .record_type = "organization",
                                .organization_id = f->own.id};
    assert_int_equal(db_finish(f->db, audit_record(f->db, &f->command, &event)), ERR_NONE);
}

static void the_right_pair_signs_in(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct session session;
    assert_int_equal(sign_in(f, "  DEV@Northwind.EXAMPLE ", FIXTURE_PASSWORD, token), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_true(uuid_equal(&session.actor.user_id, &developer(f)->id));
    assert_true(uuid_equal(&session.actor.organization_id, &f->own.id));
    assert_int_equal(session.actor.persona, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_true(session.actor.is_active);
    assert_false(session.actor.is_superuser);
    assert_string_equal(session.full_name, "Dana Dev of Northwind");
    assert_string_equal(session.organization_name, "Northwind");
    assert_false(uuid_is_nil(&session.organization_key_id));
    assert_int_equal(session.authenticated_at, session.created_at);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "success"), 1);
}

static void wrong_pairs_get_one_answer_and_an_event(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    static const char *const pairs[][2] = {
        {"dev@northwind.example", "gravel lantern 52 orbiT"},
        {"dev@northwind.example", ""},
        {"nobody@northwind.example", FIXTURE_PASSWORD},
        {"no address", FIXTURE_PASSWORD},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_int_equal(sign_in(f, pairs[i][0], pairs[i][1], token), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "failure"), COUNT_OF(pairs));
    assert_int_equal(
        fixture_count(f,
                      "SELECT CAST(sum(n.event_count) AS bigint) FROM audit_events e "
                      "JOIN audit_refusals n ON n.event_id = e.id WHERE e.subject_id = $1 "
                      "AND e.outcome = 'failure' AND e.actor_kind = 'nobody'",
                      &developer(f)->id),
        2);
    struct uuid nil = {{0}};
    assert_int_equal(fixture_count(f,
                                   "SELECT CAST(sum(event_count) AS bigint) FROM audit_refusals "
                                   "WHERE organization_id = $1 AND action = 'session.sign_in'",
                                   &nil),
                     3);
}

static void who_may_not_sign_in_does_not(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user_new = {
        .email = "new@northwind.example", .full_name = "New", .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(user_invite(f->db, &admin(f)->actor, &user_new, &invitation, &problem),
                     ERR_NONE);
    assert_int_equal(sign_in(f, "new@northwind.example", FIXTURE_PASSWORD, token), ERR_DENIED);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(sign_in(f, developer(f)->email, FIXTURE_PASSWORD, token), ERR_DENIED);
    suspend(f); /* only who knows the password hears of it */
    assert_int_equal(sign_in(f, admin(f)->email, "gravel lantern 52 orbi", token), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "failure"), 3);
    assert_int_equal(sign_in(f, admin(f)->email, FIXTURE_PASSWORD, token), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "failure"), 3);
    assert_int_equal(fixture_count_events(f, "session.sign_in", "refusal"), 1);
}

static void a_weak_hash_is_made_anew_at_sign_in(void **state)
{
    struct fixture *f = *state;
    struct user_new user_new = {.organization_id = f->own.id,
                                .email = "old@northwind.example",
                                .full_name = "Old",
                                .hashed_password = weak_hash};
    struct problem problem;
    struct uuid id;
    char token[TOKEN_TEXT_LEN];
    static const char length_sql[] = "SELECT length(hashed_password) FROM users WHERE id = $1";
    static const char sql[] = "SELECT count(*) FROM users WHERE id = $1 AND epoch = 1";
    assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    fixture_begin(f);
    struct db_result before;
    assert_int_equal(
        db_select(f->db, &before, "SELECT hashed_password FROM users WHERE id = $1", db_uuid(&id)),
        ERR_NONE);
    char blob[512];
    struct text sealed = db_get_bytes(&before, 0, 0);
    assert_true(sealed.len < sizeof blob);
    memcpy(blob, sealed.data, sealed.len);
    size_t len = sealed.len;
    assert_int_equal(sign_in(f, "old@northwind.example", FIXTURE_PASSWORD, token), ERR_NONE);
    struct db_result after;
    fixture_begin(f);
    assert_int_equal(
        db_select(f->db, &after, "SELECT hashed_password FROM users WHERE id = $1", db_uuid(&id)),
        ERR_NONE);
    sealed = db_get_bytes(&after, 0, 0);
    assert_false(sealed.len == len && memcmp(sealed.data, blob, len) == 0);
    assert_true(fixture_count(f, length_sql, &id) > 0);
    assert_int_equal(fixture_count(f, sql, &id), 1); /* other sessions live on */
    assert_int_equal(sign_in(f, "old@northwind.example", FIXTURE_PASSWORD, token), ERR_NONE);
}

static void an_unknown_token_finds_nothing(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    char huge[5000];
    memset(huge, 'A', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, "", &session), ERR_NOT_FOUND);
    assert_int_equal(find(f, "nonsense", &session), ERR_NOT_FOUND);
    assert_int_equal(find(f, huge, &session), ERR_NOT_FOUND);
    token[10] = token[10] == 'A' ? 'B' : 'A';
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

static void the_token_and_the_client_are_not_in_the_clear(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    fixture_begin(f);
    struct db_result row;
    assert_int_equal(db_select(f->db, &row,
                               "SELECT token_hash, client_address, client_agent FROM sessions "
                               "WHERE user_id = $1",
                               db_uuid(&developer(f)->id)),
                     ERR_NONE);
    assert_int_equal(row.row_count, 1);
    for (int column = 0; column < 3; column++) {
        struct text blob = db_get_bytes(&row, 0, column);
        assert_true(blob.len >= HASH_LEN);
        assert_null(memmem(blob.data, blob.len, token, 12));
        assert_null(memmem(blob.data, blob.len, client.address, strlen(client.address)));
        assert_null(memmem(blob.data, blob.len, client.agent, strlen(client.agent)));
    }
}

static void check_idle_end(struct fixture *f, const struct fixture_user *user, int64_t limit)
{
    struct session session;
    char token[TOKEN_TEXT_LEN];
    clock_travel(0);
    begin_session(f, user, token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    clock_stand(session.last_seen_at + limit - CLOCK_SECOND);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    clock_stand(session.last_seen_at + limit);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

static void an_idle_session_ends(void **state)
{
    struct fixture *f = *state;
    check_idle_end(f, developer(f), SESSION_IDLE);
    check_idle_end(f, &f->own.users[PERSONA_PRODUCT_MANAGER], SESSION_IDLE);
    check_idle_end(f, admin(f), SESSION_ADMIN_IDLE);
    check_idle_end(f, &f->own.users[PERSONA_PLATFORM_ADMIN], SESSION_ADMIN_IDLE);
    check_idle_end(f, &f->own.users[FIXTURE_SUPERUSER], SESSION_ADMIN_IDLE);
}

/* However busy it is. */
static void check_absolute_end(struct fixture *f, const struct fixture_user *user, int64_t limit)
{
    struct session session;
    char token[TOKEN_TEXT_LEN];
    clock_travel(0);
    begin_session(f, user, token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    int64_t began = session.created_at;
    for (int64_t age = 0; age < limit; age += 20 * CLOCK_MINUTE) {
        clock_stand(began + age);
        assert_int_equal(find(f, token, &session), ERR_NONE);
        session_touch(f->db, &session);
    }
    clock_stand(began + limit - CLOCK_SECOND);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    clock_stand(began + limit);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

static void a_busy_session_ends_as_well(void **state)
{
    struct fixture *f = *state;
    check_absolute_end(f, developer(f), SESSION_ABSOLUTE);
    check_absolute_end(f, admin(f), SESSION_ADMIN_ABSOLUTE);
}

static void being_seen_is_noted_once_a_minute(void **state)
{
    struct fixture *f = *state;
    struct session session;
    struct user before;
    struct user after;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    int64_t began = session.last_seen_at;
    assert_int_equal(user_get(f->db, &f->command, &developer(f)->id, &before), ERR_NONE);
    clock_stand(began + CLOCK_MINUTE - CLOCK_SECOND);
    session_touch(f->db, &session);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session.last_seen_at, began);
    clock_stand(began + CLOCK_MINUTE);
    session_touch(f->db, &session);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session.last_seen_at, began + CLOCK_MINUTE);
    assert_int_equal(user_get(f->db, &f->command, &developer(f)->id, &after), ERR_NONE);
    assert_int_equal(after.last_seen_at, session.last_seen_at);
    assert_int_equal(after.updated_at, before.updated_at);
    assert_int_equal(after.version, before.version);
}

/* Someone away for half an hour comes for another visit; before that it is the same one. */
static void a_visit_begins_after_half_an_hour_away(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    int64_t first = clock_now();
    clock_stand(first);
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session.previous_visit_at, 0);
    int64_t ages[] = {20, 45, 45 + 29, 45 + 29 + 31, 45 + 29 + 41, 45 + 29 + 41 + 60};
    int64_t expected[] = {0, 0, 0, first, first, first + ages[3] * CLOCK_MINUTE};
    for (size_t i = 0; i < COUNT_OF(ages); i++) {
        clock_stand(first + ages[i] * CLOCK_MINUTE);
        assert_int_equal(find(f, token, &session), ERR_NONE); /* before it is noted … */
        assert_int_equal(session.previous_visit_at, expected[i]);
        session_touch(f->db, &session);
        assert_int_equal(find(f, token, &session), ERR_NONE); /* … and after */
        assert_int_equal(session.previous_visit_at, expected[i]);
    }
}

/* Another browser is the same visit, and signing in again after a pause is another. */
static void visits_are_those_of_the_person_not_of_a_session(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    char other[TOKEN_TEXT_LEN];
    int64_t first = clock_now();
    clock_stand(first);
    begin_session(f, developer(f), token);
    clock_stand(first + 20 * CLOCK_MINUTE);
    begin_session(f, developer(f), other);
    assert_int_equal(find(f, other, &session), ERR_NONE);
    assert_int_equal(session.previous_visit_at, 0);
    clock_stand(first + 3 * CLOCK_HOUR);
    begin_session(f, developer(f), other);
    assert_int_equal(find(f, other, &session), ERR_NONE);
    assert_int_equal(session.previous_visit_at, first);
    begin_session(f, admin(f), other);
    assert_int_equal(find(f, other, &session), ERR_NONE);
    assert_int_equal(session.previous_visit_at, 0);
}

static void a_session_knows_the_time_zone_of_its_person(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_string_equal(session.time_zone, "UTC");
    fixture_set_time_zone(f, developer(f), "Asia/Kolkata");
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_string_equal(session.time_zone, "Asia/Kolkata");
}

/* As on a full disk: the write fails, the page is shown. */
static void being_seen_fails_no_request(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    fixture_script(f,
                   "CREATE TRIGGER full_disk BEFORE UPDATE ON sessions "
                   "BEGIN SELECT RAISE(ABORT, 'full'); END",
                   "CREATE TRIGGER full_disk BEFORE UPDATE ON sessions "
                   "FOR EACH ROW EXECUTE FUNCTION rostrum_refuse('full')");
    clock_travel(session.last_seen_at + CLOCK_HOUR);
    session_touch(f->db, &session);
    assert_false(db_has_failed(f->db));
    assert_int_equal(session_find(f->db, token, &session), ERR_NONE);
}

static void a_change_of_rights_ends_sessions(void **state)
{
    struct fixture *f = *state;
    struct session session;
    struct user user;
    struct problem problem;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(user_get(f->db, &admin(f)->actor, &developer(f)->id, &user), ERR_NONE);
    struct user_change change = {.id = user.id,
                                 .version = user.version,
                                 .full_name = "Another Name",
                                 .email = developer(f)->email,
                                 .persona = PERSONA_INDIVIDUAL_DEVELOPER};
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NONE); /* a name is no right */
    assert_string_equal(session.full_name, "Another Name");
    change.version++;
    change.persona = PERSONA_DEVOPS_ENGINEER;
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

static void deactivation_ends_sessions_for_good(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
    assert_int_equal(user_activate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
}

static void a_suspended_organization_has_its_sessions_refused(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    char other_token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    begin_session(f, &f->other.users[0], other_token);
    suspend(f);
    assert_int_equal(find(f, token, &session), ERR_DENIED);
    assert_int_equal(find(f, other_token, &session), ERR_NONE);
    token[TOKEN_TEXT_LEN - 3] = token[TOKEN_TEXT_LEN - 3] == 'a' ? 'b' : 'a';
    assert_int_equal(find(f, token, &session),
                     ERR_NOT_FOUND); /* who has no session hears nothing */
}

static void the_password_is_checked_again(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    clock_travel(clock_now() + 10 * CLOCK_MINUTE);
    enum err err = ERR_UNAVAILABLE;
    FIXTURE_PATIENTLY(f, err, session_reauthenticate(f->db, &session, "not my password at all"));
    assert_int_equal(err, ERR_DENIED);
    FIXTURE_PATIENTLY(f, err, session_reauthenticate(f->db, &session, FIXTURE_PASSWORD));
    assert_int_equal(err, ERR_NONE);
    int64_t before = session.authenticated_at;
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_true(session.authenticated_at >= before + 10 * CLOCK_MINUTE);
    assert_int_equal(fixture_count_events(f, "session.reauthenticate", "failure"), 1);
    assert_int_equal(fixture_count_events(f, "session.reauthenticate", "success"), 1);
}

static void signing_out_ends_one_session(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    char second[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    begin_session(f, developer(f), second);
    assert_int_equal(find(f, token, &session), ERR_NONE);
    assert_int_equal(session_sign_out(f->db, &session), ERR_NONE);
    assert_int_equal(find(f, token, &session), ERR_NOT_FOUND);
    assert_int_equal(find(f, second, &session), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "session.sign_out", "success"), 1);
}

static void the_list_has_the_own_live_sessions(void **state)
{
    struct fixture *f = *state;
    struct session_list list;
    struct session session;
    char tokens[4][TOKEN_TEXT_LEN];
    begin_session(f, admin(f), tokens[3]);
    for (int i = 0; i < 3; i++)
        begin_session(f, developer(f), tokens[i]);
    assert_int_equal(find(f, tokens[0], &session), ERR_NONE);
    assert_int_equal(session_sign_out(f->db, &session), ERR_NONE);
    assert_int_equal(session_list(f->db, &developer(f)->actor, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_true(list.entries[0].created_at >= list.entries[1].created_at);
    assert_string_equal(list.entries[0].client_address, client.address);
    assert_string_equal(list.entries[0].client_agent, client.agent);
    clock_travel(clock_now() + SESSION_IDLE);
    fixture_begin(f);
    assert_int_equal(session_list(f->db, &developer(f)->actor, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
}

static void only_the_own_sessions_are_revoked(void **state)
{
    struct fixture *f = *state;
    struct session mine;
    struct session theirs;
    char token[TOKEN_TEXT_LEN];
    char other_token[TOKEN_TEXT_LEN];
    begin_session(f, developer(f), token);
    begin_session(f, admin(f), other_token);
    assert_int_equal(find(f, token, &mine), ERR_NONE);
    assert_int_equal(find(f, other_token, &theirs), ERR_NONE);
    struct uuid my_id = mine.id;
    struct uuid their_id = theirs.id;
    struct uuid nobody = uuid_make();
    const struct actor *actor = &developer(f)->actor;
    assert_int_equal(session_revoke(f->db, actor, &their_id), ERR_NOT_FOUND);
    assert_int_equal(session_revoke(f->db, actor, &nobody), ERR_NOT_FOUND);
    assert_int_equal(find(f, other_token, &theirs), ERR_NONE);
    assert_int_equal(session_revoke(f->db, actor, &my_id), ERR_NONE);
    assert_int_equal(session_revoke(f->db, actor, &my_id), ERR_NOT_FOUND);
    assert_int_equal(find(f, token, &mine), ERR_NOT_FOUND);
    assert_int_equal(fixture_count_events(f, "session.revoke", "success"), 1);
}

static void all_others_are_revoked_at_once(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char tokens[3][TOKEN_TEXT_LEN];
    char other_token[TOKEN_TEXT_LEN];
    for (int i = 0; i < 3; i++)
        begin_session(f, developer(f), tokens[i]);
    begin_session(f, admin(f), other_token);
    assert_int_equal(find(f, tokens[1], &session), ERR_NONE);
    struct uuid kept_id = session.id;
    int ended_count = 0;
    assert_int_equal(session_revoke_others(f->db, &developer(f)->actor, &kept_id, &ended_count),
                     ERR_NONE);
    assert_int_equal(ended_count, 2);
    assert_int_equal(find(f, tokens[0], &session), ERR_NOT_FOUND);
    assert_int_equal(find(f, tokens[1], &session), ERR_NONE);
    assert_int_equal(find(f, tokens[2], &session), ERR_NOT_FOUND);
    assert_int_equal(find(f, other_token, &session), ERR_NONE);
}

static void nobody_gets_a_session_who_may_not_act(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct uuid nobody = uuid_make();
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &f->own.id, &developer(f)->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_DENIED);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    err = session_create(f->db, &f->own.id, &nobody, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NOT_FOUND);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(the_right_pair_signs_in),
        WITH(wrong_pairs_get_one_answer_and_an_event),
        WITH(who_may_not_sign_in_does_not),
        WITH(a_weak_hash_is_made_anew_at_sign_in),
        WITH(an_unknown_token_finds_nothing),
        WITH(the_token_and_the_client_are_not_in_the_clear),
        WITH(an_idle_session_ends),
        WITH(a_busy_session_ends_as_well),
        WITH(being_seen_is_noted_once_a_minute),
        WITH(a_visit_begins_after_half_an_hour_away),
        WITH(visits_are_those_of_the_person_not_of_a_session),
        WITH(a_session_knows_the_time_zone_of_its_person),
        WITH(being_seen_fails_no_request),
        WITH(a_change_of_rights_ends_sessions),
        WITH(deactivation_ends_sessions_for_good),
        WITH(a_suspended_organization_has_its_sessions_refused),
        WITH(the_password_is_checked_again),
        WITH(signing_out_ends_one_session),
        WITH(the_list_has_the_own_live_sessions),
        WITH(only_the_own_sessions_are_revoked),
        WITH(all_others_are_revoked_at_once),
        WITH(nobody_gets_a_session_who_may_not_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
