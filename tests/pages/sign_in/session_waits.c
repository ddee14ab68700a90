#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit/activity.h"
#include "data/audit/audit.h"
#include "data/session/session_touch.h"
#include "data/sign_in/session_sign_in.h"
#include "fixture.h"

/* Who waits for whom: a change of content is held open on one connection, and on another people
 * sign in, are seen, are refused and sign out. */

#define EMAIL    "email=product%40northwind.example"
#define PASSWORD "password=gravel+lantern+52+orbit"

/* How long one waits who gives up soon, and one who does not: whoever waited for the change that is
 * held open would come back with an error, or with nothing done. */
enum { SOON_MS = 190, LATE_MS = 4000 };

static const struct session_client client = {.address = "203.0.113.77", .agent = "Waiting/1.0"};

static struct fixture_user *product(struct fixture *f)
{
    return &f->own.users[PERSONA_PRODUCT_MANAGER];
}

static void must(enum err err)
{
    assert_int_equal(err, ERR_NONE);
}

/* Everything of an organization that content may change: its people and itself, the counters of the
 * day, the log. */
static void change_content(struct fixture *f)
{
    const struct uuid *id = &f->own.id;
    struct audit_event event = {.action = "prompt.update",
                                .record_type = "prompt",
                                .record_id = *id,
                                .organization_id = *id};
    must(db_change(f->db, "UPDATE organizations SET updated_at = $2 WHERE id = $1", db_uuid(id),
                   db_time(clock_now())));
    must(db_change(f->db, "UPDATE users SET version = version + 1 WHERE organization_id = $1",
                   db_uuid(id)));
    for (size_t i = 0; i < RECORD_KIND_COUNT; i++)
        activity_add_version(f->db, id, &record_kinds[i], clock_now());
    must(audit_record(f->db, &product(f)->actor, &event));
}

/* On a connection of its own, and not finished. */
static struct fixture hold(struct fixture *f, enum db_reach reach)
{
    struct fixture holder = *f;
    must(fixture_reconnect(&holder, false));
    (void)db_enter(holder.db, (struct db_scope){reach, f->own.id});
    must(db_begin(holder.db));
    change_content(&holder);
    return holder;
}

static void let_go(struct fixture *holder, enum err err)
{
    assert_int_equal(db_finish(holder->db, err), err);
    must(db_end_request(holder->db));
    arena_destroy(holder->arena);
    db_close(holder->db);
}

/* It had a write transaction since the last call. */
static void assert_written(struct fixture *f, const char *what)
{
    int64_t took = db_take_longest_write(f->db);
    print_message("# %s: %lld us\n", what, (long long)took);
    assert_true(took > 0);
}

static enum err sign_in_once(struct fixture *f, const char *password, struct sign_in *result)
{
    (void)db_enter(f->db, (struct db_scope){.reach = DB_IDENTITY});
    return session_sign_in(f->db, product(f)->email, password, &client, result);
}

static enum err sign_in(struct fixture *f, const char *password, char token[TOKEN_TEXT_LEN])
{
    enum err err = ERR_UNAVAILABLE;
    struct sign_in result;
    FIXTURE_PATIENTLY(f, err, sign_in_once(f, password, &result));
    memcpy(token, result.token, TOKEN_TEXT_LEN);
    return err;
}

static void assert_verbs_go_on(struct fixture *f)
{
    char token[TOKEN_TEXT_LEN];
    struct session session;
    must(sign_in(f, FIXTURE_PASSWORD, token));
    assert_written(f, "sign-in");
    assert_int_equal(sign_in(f, "wrong horse battery", token), ERR_DENIED);
    assert_written(f, "failed sign-in");
    must(sign_in(f, FIXTURE_PASSWORD, token));
    fixture_begin(f);
    must(session_find(f->db, token, &session));
    clock_travel(session.last_seen_at + 2 * CLOCK_MINUTE);
    (void)db_take_longest_write(f->db);
    session_touch(f->db, &session);
    assert_written(f, "being seen");
    must(session_find(f->db, token, &session));
    assert_true(clock_now() - session.last_seen_at < CLOCK_MINUTE);
    int ended_count = 0;
    must(session_revoke_others(f->db, &session.actor, &session.id, &ended_count));
    assert_written(f, "ending other sessions");
    must(session_sign_out(f->db, &session));
    assert_written(f, "sign-out");
}

static int64_t seen_at(struct fixture *f)
{
    return fixture_count(f, "SELECT max(last_seen_at) FROM sessions WHERE user_id = $1",
                         &product(f)->id);
}

/* The same through pages: whole requests. Being seen is what is given up soon. */
static void assert_page_goes_on(struct fixture *f, const char *path, int status)
{
    clock_travel(clock_now() + 2 * CLOCK_MINUTE); /* each is seen anew */
    int64_t now = clock_now();
    int64_t began = clock_monotonic();
    fixture_assert_status(fixture_get(f, path), status);
    print_message("# %s, %d: %lld us\n", path, status, (long long)(clock_monotonic() - began));
    assert_true(seen_at(f) >= now);
}

static void assert_pages_go_on(struct fixture *f)
{
    fixture_use_jar(f, 1);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD), "/");
    (void)fixture_get(f, "/prompts"); /* statements are prepared */
    (void)fixture_get(f, "/users/new");
    assert_page_goes_on(f, "/prompts", 200);
    assert_page_goes_on(f, "/users/new", 403);
    (void)fixture_csrf(f);
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
}

static void nobody_waits_for_content(struct fixture *f, enum db_reach reach)
{
    int64_t refused = fixture_count_events(f, "request.refuse", "refusal");
    struct fixture holder = hold(f, reach);
    assert_verbs_go_on(f);
    assert_pages_go_on(f);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), refused + 2);
    assert_int_equal(fixture_count_events(f, "prompt.update", "success"), 0); /* still open */
    let_go(&holder, ERR_NONE);
    assert_int_equal(fixture_count_events(f, "prompt.update", "success"), 1);
}

static void sessions_and_refusals_wait_for_no_change_of_content(void **state)
{
    nobody_waits_for_content(*state, DB_ORGANIZATION);
}

static void nor_for_a_command_that_has_all_organizations(void **state)
{
    nobody_waits_for_content(*state, DB_ALL);
}

/* A change of the very session, held open: being seen gives up, and nobody is sent away. */
static void being_seen_gives_up_in_time(void **state)
{
    struct fixture *f = *state;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    must(sign_in(f, FIXTURE_PASSWORD, token));
    struct fixture holder = hold(f, DB_ORGANIZATION);
    if (f->is_postgres)
        must(db_change(holder.db, "UPDATE sessions SET epoch = epoch WHERE organization_id = $1",
                       db_uuid(&f->own.id)));
    fixture_begin(f);
    must(session_find(f->db, token, &session));
    int64_t seen_at = session.last_seen_at;
    clock_travel(seen_at + 2 * CLOCK_MINUTE);
    int64_t began = clock_monotonic();
    session_touch(f->db, &session);
    assert_in_range(clock_monotonic() - began, SOON_MS * 1000, LATE_MS * 1000);
    assert_false(db_has_failed(f->db));
    must(session_find(f->db, token, &session));
    assert_int_equal(session.last_seen_at, seen_at);
    let_go(&holder, ERR_DENIED);
}

/* SQLite has one writer: whoever signs in waits for it, but not long, and types nothing again but
 * the password. */
static void a_sign_in_that_does_not_get_its_turn_is_sent_again(void **state)
{
    struct fixture *f = *state;
    struct fixture holder = hold(f, DB_ORGANIZATION);
    fixture_use_jar(f, 1);
    (void)fixture_csrf(f);
    int64_t began = clock_monotonic();
    const struct response *response = fixture_post(f, "/login", EMAIL "&" PASSWORD "&next=%2Fhelp");
    print_message("# a sign-in without a turn: %lld us\n", (long long)(clock_monotonic() - began));
    fixture_assert_status(response, 503);
    assert_non_null(fixture_header(response, "Retry-After"));
    assert_null(fixture_header(response, "Set-Cookie"));
    fixture_assert_has(response, "value=\"product@northwind.example\"");
    fixture_assert_has(response, "name=\"next\" value=\"/help\"");
    let_go(&holder, ERR_DENIED);
    fixture_assert_redirect(fixture_post_patiently(f, "/login", EMAIL "&" PASSWORD "&next=%2Fhelp"),
                            "/help");
}

static void whoever_begins_alone_waits_only_a_moment(void **state)
{
    struct fixture *f = *state;
    struct fixture holder = hold(f, DB_ORGANIZATION);
    int64_t began = clock_monotonic();
    assert_int_equal(db_begin_alone(f->db), ERR_UNAVAILABLE);
    assert_in_range(clock_monotonic() - began, SOON_MS * 1000, LATE_MS * 1000);
    assert_false(db_has_failed(f->db)); /* nothing was begun */
    let_go(&holder, ERR_DENIED);
    must(db_begin_alone(f->db));
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
}

/* A page is shown all the same; what must be recorded is not served without its record. */
static void pages_go_on_while_the_writer_is_busy(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, product(f));
    struct fixture holder = hold(f, DB_ORGANIZATION);
    clock_travel(clock_now() + 2 * CLOCK_MINUTE);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    const struct response *response = fixture_get(f, "/users/new");
    fixture_assert_status(response, 503);
    assert_non_null(fixture_header(response, "Retry-After"));
    let_go(&holder, ERR_DENIED);
    fixture_assert_status(fixture_get(f, "/users/new"), 403);
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
#define ON(engine, test)                                                                           \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open_app, fixture_close,                \
                                             (void *)(uintptr_t)(engine))

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(fixture_postgres, sessions_and_refusals_wait_for_no_change_of_content),
        ON(fixture_postgres, nor_for_a_command_that_has_all_organizations),
        WITH_APP(being_seen_gives_up_in_time),
        ON(fixture_sqlite, a_sign_in_that_does_not_get_its_turn_is_sent_again),
        ON(fixture_sqlite, whoever_begins_alone_waits_only_a_moment),
        ON(fixture_sqlite, pages_go_on_while_the_writer_is_busy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
