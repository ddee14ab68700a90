#include "test.h"

#include <stdio.h>
#include <string.h>

#include "api/rest/api_routes.h"
#include "base/clock.h"
#include "calls.h"
#include "crypt/base64.h"
#include "data/account/organization_state.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/session/session.h"
#include "data/token/service_account.h"
#include "data/user/user.h"
#include "data/user/user_erase.h"
#include "fixture.h"
#include "pages/routes.h"
#include "records.h"

/* Whatever ends a token or a session ends it at every address: each route of the API is asked with
 * a token in every state but a good one, and each page with every such session. */

static const struct actor *superuser(struct fixture *f)
{
    return &f->own.users[FIXTURE_SUPERUSER].actor;
}

/* An address of the route; nobody gets to what it names. */
static const char *address_of(const struct route *route)
{
    static char path[300];
    size_t len = 0;
    for (const char *p = route->pattern; *p != '\0'; p++) {
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        const char *text = text_starts_with(p, "{id}")  ? "0190a000-0000-7000-8000-00000000abcd"
                           : text_starts_with(p, "{n}") ? "1"
                                                        : "x";
        len += (size_t)snprintf(path + len, sizeof path - len, "%s", text);
        p = strchr(p, '}');
    }
    path[len] = '\0';
    return path;
}

/* ---- what ends people --------------------------------------------------------------------- */

static void deactivate(struct fixture *f, int persona)
{
    assert_int_equal(user_deactivate(f->db, superuser(f), &f->own.users[persona].id), ERR_NONE);
}

/* Another persona, and with it another epoch. */
static void promote(struct fixture *f, int persona)
{
    struct user user;
    struct problem problem;
    const struct fixture_user *who = &f->own.users[persona];
    assert_int_equal(user_get(f->db, superuser(f), &who->id, &user), ERR_NONE);
    struct user_change change = {.id = user.id,
                                 .version = user.version,
                                 .full_name = user.full_name,
                                 .email = who->email,
                                 .persona = PERSONA_CUSTOMER_ADMIN};
    assert_int_equal(user_update(f->db, superuser(f), &change, &problem), ERR_NONE);
}

static void erase(struct fixture *f, int persona)
{
    const struct uuid *id = &f->own.users[persona].id;
    struct audit_event event = {.action = "user.erase",
                                .record_type = "user",
                                .record_id = *id,
                                .organization_id = f->own.id};
    bool was_there = false;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = user_erase_inside(f->db, &f->own.id, id, &was_there);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command, &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_true(was_there);
}

static void suspend(struct fixture *f, const struct fixture_organization *organization)
{
    struct problem problem;
    assert_int_equal(
        organization_suspend(f->db, &f->command, &organization->id, "walked", &problem), ERR_NONE);
}

/* ---- tokens ------------------------------------------------------------------------------- */

/* A token, and what is sent for it. */
struct held {
    struct api_token_made made;
    char authorization[300];
};

static struct api_token_made make(struct fixture *f, int persona, enum token_owner owner,
                                  const struct uuid *owner_id)
{
    struct api_token_made made;
    struct problem problem;
    struct api_token_new new = {.owner = owner,
                                .owner_id = *owner_id,
                                .name = "Walk",
                                .scopes = SCOPE_ALL,
                                .folder = "",
                                .days = 30};
    fixture_begin(f);
    assert_int_equal(api_token_create(f->db, &f->own.users[persona].actor, &new, &made, &problem),
                     ERR_NONE);
    return made;
}

static void hold(struct held *held, const struct api_token_made *made)
{
    held->made = *made;
    (void)snprintf(held->authorization, sizeof held->authorization, "Bearer %s", made->secret);
}

static void hold_of(struct fixture *f, int persona, struct held *held)
{
    struct api_token_made made = make(f, persona, TOKEN_OF_USER, &f->own.users[persona].id);
    hold(held, &made);
}

static void nothing(struct fixture *f, struct held *held)
{
    (void)f;
    held->authorization[0] = '\0';
}

static void unknown(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_CUSTOMER_ADMIN, held);
    char *last = &held->authorization[strlen(held->authorization) - 1];
    *last = *last == 'a' ? 'b' : 'a';
}

/* The secret with the public half of another token: a user and a password, in base64. */
static void mixed(struct fixture *f, struct held *held)
{
    char pair[300];
    struct held other;
    hold_of(f, PERSONA_CUSTOMER_ADMIN, held);
    hold_of(f, PERSONA_CUSTOMER_ADMIN, &other);
    int len = snprintf(pair, sizeof pair, "%s:%s", other.made.public_key, held->made.secret);
    const char *text = base64url_make(f->arena, (struct text){pair, (size_t)len});
    (void)snprintf(held->authorization, sizeof held->authorization, "Basic %s", text);
    for (char *p = held->authorization; *p != '\0'; p++) /* the other alphabet */
        *p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
}

static void revoked(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_CUSTOMER_ADMIN, held);
    assert_int_equal(
        api_token_revoke(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &held->made.id),
        ERR_NONE);
}

static void expired(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_CUSTOMER_ADMIN, held);
    clock_travel(clock_now() + 31 * CLOCK_DAY);
}

static void rotated(struct fixture *f, struct held *held)
{
    struct api_token token;
    struct api_token_made made;
    struct problem problem;
    const struct actor *actor = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    hold_of(f, PERSONA_CUSTOMER_ADMIN, held);
    assert_int_equal(api_token_get(f->db, actor, &held->made.id, &token), ERR_NONE);
    struct api_token_rotation rotation = {.id = token.id, .secret_id = token.secret_id, .days = 30};
    assert_int_equal(api_token_rotate(f->db, actor, &rotation, &made, &problem), ERR_NONE);
}

static void of_the_inactive(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_INDIVIDUAL_DEVELOPER, held);
    deactivate(f, PERSONA_INDIVIDUAL_DEVELOPER);
}

/* Who was inactive and is not any more has another epoch than their token. */
static void of_the_returned(struct fixture *f, struct held *held)
{
    const struct uuid *id = &f->own.users[PERSONA_PLATFORM_ADMIN].id;
    hold_of(f, PERSONA_PLATFORM_ADMIN, held);
    deactivate(f, PERSONA_PLATFORM_ADMIN);
    assert_int_equal(user_activate(f->db, superuser(f), id), ERR_NONE);
}

static void of_another_epoch(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_ENTERPRISE_TEAM, held);
    promote(f, PERSONA_ENTERPRISE_TEAM);
}

static void of_the_erased(struct fixture *f, struct held *held)
{
    hold_of(f, PERSONA_PRODUCT_MANAGER, held);
    erase(f, PERSONA_PRODUCT_MANAGER);
}

static void of_an_inactive_account(struct fixture *f, struct held *held)
{
    struct uuid id;
    struct problem problem;
    struct service_account_new account = {"bot", PERSONA_DEVOPS_ENGINEER,
                                          f->own.users[PERSONA_DEVOPS_ENGINEER].id};
    fixture_begin(f);
    assert_int_equal(service_account_create(f->db, superuser(f), &account, &id, &problem),
                     ERR_NONE);
    struct api_token_made made = make(f, FIXTURE_SUPERUSER, TOKEN_OF_ACCOUNT, &id);
    hold(held, &made);
    assert_int_equal(service_account_deactivate(f->db, superuser(f), &id), ERR_NONE);
}

static struct api_token_made make_for_agent(struct fixture *f, int persona, const char *name,
                                            struct uuid *id)
{
    fixture_begin(f);
    *id = records_make(f, &record_kinds[RECORD_AGENT],
                       &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = name});
    return make(f, persona, TOKEN_OF_AGENT, id);
}

static void of_an_archived_agent(struct fixture *f, struct held *held)
{
    struct uuid id;
    struct api_token_made made = make_for_agent(f, PERSONA_CUSTOMER_ADMIN, "archived", &id);
    hold(held, &made);
    records_archive(f, &record_kinds[RECORD_AGENT], &id);
}

/* Whoever answers for the agent's token is inactive. */
static void of_nobodys_agent(struct fixture *f, struct held *held)
{
    struct uuid id;
    struct api_token_made made = make_for_agent(f, PERSONA_DEVOPS_ENGINEER, "nobodys", &id);
    hold(held, &made);
    deactivate(f, PERSONA_DEVOPS_ENGINEER);
}

static void of_a_suspended_organization(struct fixture *f, struct held *held)
{
    char secret[API_SECRET_LEN];
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, secret);
    (void)snprintf(held->authorization, sizeof held->authorization, "Bearer %s", secret);
    suspend(f, &f->other);
}

/* Each with a person of its own, who is not needed afterwards. */
static const struct {
    const char *name;
    void (*make)(struct fixture *f, struct held *held);
    int status;
} token_states[] = {
    {"none", nothing, 401},
    {"unknown", unknown, 401},
    {"with the public key of another", mixed, 401},
    {"revoked", revoked, 401},
    {"expired", expired, 401},
    {"rotated away", rotated, 401},
    {"of an inactive person", of_the_inactive, 401},
    {"of a person who is active again", of_the_returned, 401},
    {"of a person in another epoch", of_another_epoch, 401},
    {"of an erased person", of_the_erased, 401},
    {"of an inactive service account", of_an_inactive_account, 401},
    {"of an archived agent", of_an_archived_agent, 401},
    {"of an agent for whom an inactive person answers", of_nobodys_agent, 401},
    {"of a suspended organization", of_a_suspended_organization, 403},
};

static const struct response *send_with(struct fixture *f, const struct route *route,
                                        const char *authorization)
{
    struct request_input input = {.method = http_method_names[route->method],
                                  .uri = address_of(route),
                                  .cookie = "",
                                  .authorization = authorization,
                                  .if_match = "*",
                                  .remote_addr = "127.0.0.1",
                                  .content_type = "application/json",
                                  .content_length = "2",
                                  .body = "{}",
                                  .body_len = 2};
    return fixture_serve(f, &input);
}

static void a_token_that_is_over_is_refused_everywhere(void **state)
{
    struct fixture *f = *state;
    char said[400] = ""; /* nobody learns that there was such a token, and what became of it */
    for (size_t s = 0; s < COUNT_OF(token_states); s++) {
        struct held held;
        token_states[s].make(f, &held);
        for (int i = 0; i < api_route_count; i++) {
            const struct route *route = &api_routes[i];
            bool is_public = route->permission == PERMISSION_PUBLIC;
            const struct response *response = send_with(f, route, held.authorization);
            int status = response->status;
            if (status == 401 && said[0] == '\0')
                (void)snprintf(said, sizeof said, "%s", response->body.data);
            if (status == 401)
                assert_string_equal(response->body.data, said);
            if (status != (is_public ? 200 : token_states[s].status))
                fail_msg("%s %s with a token %s: %d", http_method_names[route->method],
                         route->pattern, token_states[s].name, status);
            if (i % 10 == 0) /* guesses are counted */
                fixture_forget_attempts(f);
        }
        clock_travel(0);
    }
}

/* ---- sessions ----------------------------------------------------------------------------- */

static void sign_in(struct fixture *f, int persona)
{
    fixture_begin(f);
    fixture_sign_in(f, &f->own.users[persona]);
    fixture_begin(f);
}

static void session_none(struct fixture *f)
{
    (void)f;
}

static void session_idle(struct fixture *f)
{
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    clock_travel(clock_now() + CLOCK_DAY);
}

static struct session session_of(struct fixture *f)
{
    struct session session;
    assert_int_equal(session_find(f->db, f->jar->cookies[0].value, &session), ERR_NONE);
    return session;
}

static void session_revoked(struct fixture *f)
{
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct session session = session_of(f);
    assert_int_equal(session_revoke(f->db, &session.actor, &session.id), ERR_NONE);
}

static void session_left(struct fixture *f)
{
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct session session = session_of(f);
    assert_int_equal(session_sign_out(f->db, &session), ERR_NONE);
}

static void session_of_the_inactive(struct fixture *f)
{
    sign_in(f, PERSONA_INDIVIDUAL_DEVELOPER);
    deactivate(f, PERSONA_INDIVIDUAL_DEVELOPER);
}

static void session_of_the_returned(struct fixture *f)
{
    sign_in(f, PERSONA_PLATFORM_ADMIN);
    deactivate(f, PERSONA_PLATFORM_ADMIN);
    assert_int_equal(user_activate(f->db, superuser(f), &f->own.users[PERSONA_PLATFORM_ADMIN].id),
                     ERR_NONE);
}

static void session_of_another_epoch(struct fixture *f)
{
    sign_in(f, PERSONA_ENTERPRISE_TEAM);
    promote(f, PERSONA_ENTERPRISE_TEAM);
}

static void session_of_the_erased(struct fixture *f)
{
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    erase(f, PERSONA_PRODUCT_MANAGER);
}

/* Who was invited has no password yet: whatever they try is none, and no session begins. */
static void session_of_the_invited(struct fixture *f)
{
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user = {.email = "new@northwind.example",
                            .full_name = "Nia New",
                            .persona = PERSONA_CUSTOMER_ADMIN};
    assert_int_equal(user_invite(f->db, superuser(f), &user, &invitation, &problem), ERR_NONE);
    const struct response *response = fixture_post_patiently(
        f, "/login", "email=new%40northwind.example&password=" FIXTURE_PASSWORD);
    fixture_assert_status(response, 422);
}

static void session_of_a_suspended_organization(struct fixture *f)
{
    fixture_begin(f);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_begin(f);
    suspend(f, &f->other);
}

static const struct {
    const char *name;
    void (*make)(struct fixture *f);
    int read_status; /* of a GET */
} session_states[] = {
    {"none", session_none, 303},
    {"idle for a day", session_idle, 303},
    {"revoked", session_revoked, 303},
    {"signed out", session_left, 303},
    {"of an inactive person", session_of_the_inactive, 303},
    {"of a person who is active again", session_of_the_returned, 303},
    {"of a person in another epoch", session_of_another_epoch, 303},
    {"of an erased person", session_of_the_erased, 303},
    {"of an invited person", session_of_the_invited, 303},
    {"of a suspended organization", session_of_a_suspended_organization, 403},
};

/* Nothing of a page is seen, and a form is refused before its handler. */
static void check_page(struct fixture *f, const struct route *route, size_t at)
{
    bool is_read = route->method == HTTP_GET;
    const char *path = address_of(route);
    const struct response *response =
        is_read ? fixture_get(f, path) : fixture_post(f, path, "name=walked");
    int expected = is_read ? session_states[at].read_status : 403;
    if (response->status != expected)
        fail_msg("%s %s with a session %s: %d", is_read ? "GET" : "POST", path,
                 session_states[at].name, response->status);
    if (expected == 303)
        assert_true(text_starts_with(fixture_header(response, "Location"), "/login"));
}

static void a_session_that_is_over_opens_no_page(void **state)
{
    struct fixture *f = *state;
    for (size_t s = 0; s < COUNT_OF(session_states); s++) {
        fixture_use_jar(f, 1);
        memset(f->jar, 0, sizeof *f->jar);
        session_states[s].make(f);
        struct fixture_jar jar = *f->jar;
        for (int i = 0; i < route_count; i++) {
            if (routes[i].permission == PERMISSION_PUBLIC ||
                strcmp(routes[i].pattern, "/logout") == 0)
                continue;
            *f->jar = jar; /* a refusal takes the cookie away */
            check_page(f, &routes[i], s);
        }
        clock_travel(0);
    }
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_token_that_is_over_is_refused_everywhere),
        WITH(a_session_that_is_over_opens_no_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
