#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "data/release/label_proposal.h"
#include "prompts.h"
#include "proxy.h"
#include "slow_settle.h"

/* Forms whose answer was lost: sent again, as they were, they are carried out once. */

enum { PATH_LEN = 160, FOLDER_LEN = 80 }; /* a socket lies in the folder */

struct case_of {
    const char *path; /* PROMPT and PROPOSAL are filled in */
    const char *form;
    const char *count; /* SQL with the organization as $1: what it makes one more of */
    const char *place; /* where the second answer leads */
    int persona;
};

static const struct case_of cases[] = {
    {"/prompts/new", "name=once/new&body=x",
     "SELECT count(*) FROM prompts WHERE organization_id = $1", "/prompts/",
     PERSONA_CUSTOMER_ADMIN},
    {"/prompts/PROMPT/edit", "name=once/old&description=&body=another&tags=&message=why&revision=1",
     "SELECT count(*) FROM prompt_versions WHERE organization_id = $1", "/prompts/PROMPT",
     PERSONA_CUSTOMER_ADMIN},
    {"/prompts/PROMPT/comments", "body=once",
     "SELECT count(*) FROM comments WHERE organization_id = $1", "/prompts/PROMPT",
     PERSONA_CUSTOMER_ADMIN},
    {"/prompts/PROMPT/releases/move", "label=beta&to_version=1&reason=",
     "SELECT count(*) FROM label_moves WHERE organization_id = $1", "/prompts/PROMPT",
     PERSONA_CUSTOMER_ADMIN},
    {"/prompts/PROMPT/releases/propose", "label=staging&to_version=1&reason=",
     "SELECT count(*) FROM label_proposals WHERE organization_id = $1", "/prompts/PROMPT",
     PERSONA_CUSTOMER_ADMIN},
    {"/prompts/PROMPT/releases/PROPOSAL/approve", "reason=&compared=1",
     "SELECT count(*) FROM label_moves WHERE organization_id = $1", "/prompts/PROMPT",
     PERSONA_CUSTOMER_ADMIN},
    {"/users/new",
     "full_name=New+Person&email=once%40northwind.example&user_persona=Product+Manager",
     "SELECT count(*) FROM users WHERE organization_id = $1", "/users", PERSONA_CUSTOMER_ADMIN},
    {"/account/tokens/new", "name=once&scopes=prompts%3Aread&folder=&days=30",
     "SELECT count(*) FROM api_tokens WHERE organization_id = $1", "/account",
     PERSONA_CUSTOMER_ADMIN},
    {"/agents/new", "name=once&config=%7B%22model%22%3A%7B%22name%22%3A%22m%22%7D%7D",
     "SELECT count(*) FROM agents WHERE organization_id = $1", "/agents/", PERSONA_CUSTOMER_ADMIN},
};

/* What the forms are about. */
struct subject {
    char prompt[UUID_TEXT_LEN];
    char proposal[UUID_TEXT_LEN];
};

static struct subject make_subject(struct fixture *f)
{
    struct subject subject;
    struct uuid proposal;
    struct problem problem;
    fixture_begin(f);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "once/old", "one");
    struct label_change change = {id, "production", 0, 1, "", .accepts_uses = false};
    fixture_begin(f);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &prompt_store,
                                   &change, &proposal, &problem),
                     ERR_NONE);
    uuid_format(&id, subject.prompt);
    uuid_format(&proposal, subject.proposal);
    fixture_begin(f);
    return subject;
}

/* Writes an id in the place of a word. */
static void fill_in(char path[PATH_LEN], const char *word, const char *id)
{
    char rest[PATH_LEN];
    char *at = strstr(path, word);
    if (at == NULL)
        return;
    (void)snprintf(rest, sizeof rest, "%s", at + strlen(word));
    (void)snprintf(at, (size_t)(PATH_LEN - (at - path)), "%s%s", id, rest);
}

static void path_of(const char *pattern, const struct subject *subject, char path[PATH_LEN])
{
    (void)snprintf(path, PATH_LEN, "%s", pattern);
    fill_in(path, "PROMPT", subject->prompt);
    fill_in(path, "PROPOSAL", subject->proposal);
}

static const char *body_of(struct fixture *f, const char *form)
{
    static char body[1024];
    (void)fixture_get(f, "/account"); /* a page with a token of its own */
    (void)snprintf(body, sizeof body, "csrf=%s&%s", fixture_csrf(f), form);
    return body;
}

static int64_t count_of(struct fixture *f, const struct case_of *one)
{
    return fixture_count(f, one->count, &f->own.id);
}

/* The worker is killed after the commit, before it has answered: another one gets the form again.
 */
static void a_form_whose_answer_was_lost_is_carried_out_once(void **state)
{
    struct fixture *f = *state;
    struct subject subject = make_subject(f);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char path[PATH_LEN], place[PATH_LEN];
        const struct case_of *one = &cases[i];
        path_of(one->path, &subject, path);
        path_of(one->place, &subject, place);
        fixture_sign_in(f, &f->own.users[one->persona]);
        int64_t before = count_of(f, one);
        const char *body = body_of(f, one->form);
        struct response *first = fixture_post_body(f, path, body);
        if (first->status >= 400)
            fail_msg("%s: %d, %s", path, first->status, first->body.data);
        assert_int_equal(count_of(f, one), before + 1);
        fixture_restart_app(f);
        struct response *response = fixture_post_body(f, path, body);
        if (response->status != 303 ||
            strncmp(fixture_header(response, "Location"), place, strlen(place)) != 0)
            fail_msg("%s: %d, %s", path, response->status, response->body.data);
        response = fixture_get(f, fixture_header(response, "Location"));
        fixture_assert_has(response, "This was saved when it was sent first.");
        assert_int_equal(count_of(f, one), before + 1);
    }
}

/* The same words on a page that was opened anew are another form. */
static void the_same_words_may_be_sent_from_another_page(void **state)
{
    struct fixture *f = *state;
    struct subject subject = make_subject(f);
    char path[PATH_LEN];
    path_of("/prompts/PROMPT/comments", &subject, path);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    static const char sql[] = "SELECT count(*) FROM comments WHERE organization_id = $1";
    fixture_assert_status(fixture_post_body(f, path, body_of(f, "body=Yes")), 303);
    fixture_assert_status(fixture_post_body(f, path, body_of(f, "body=Yes")), 303);
    assert_int_equal(fixture_count(f, sql, &f->own.id), 2);
}

/* What was refused did nothing, and is refused again. */
static void a_form_that_was_refused_may_be_sent_again(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const char *body = body_of(f, "name=&body=x");
    fixture_assert_status(fixture_post_body(f, "/prompts/new", body), 422);
    fixture_assert_status(fixture_post_body(f, "/prompts/new", body), 422);
}

/* The database answers no more after the commit: whether it was carried out is not known, and the
 * page that says so sends the form again as it was. */
static void what_is_not_known_can_be_sent_again(void **state)
{
    struct fixture *f = *state;
    struct subject subject = make_subject(f);
    char path[PATH_LEN];
    static const char sql[] = "SELECT count(*) FROM comments WHERE organization_id = $1";
    path_of("/prompts/PROMPT/comments", &subject, path);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    (void)fixture_csrf(f);
    char folder[FOLDER_LEN];
    (void)snprintf(folder, sizeof folder, "%s/proxy", f->dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    pid_t proxy = proxy_start(folder, getenv("ROSTRUM_TEST_POSTGRES"), PROXY_LAST_COMMIT);
    assert_true(proxy > 0);
    char url[FIXTURE_URL_LEN];
    (void)snprintf(url, sizeof url, "%s", f->database_url);
    (void)snprintf(f->database_url, sizeof f->database_url, "postgresql://rostrum@/%s?host=%s",
                   f->database_name, folder);
    fixture_restart_app(f);
    const char *body = body_of(f, "body=Perhaps");
    struct response *response = fixture_post_body(f, path, body);
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "it is not known whether this was saved");
    fixture_assert_has(response, "value=\"Perhaps\"");
    char token[128];
    (void)snprintf(token, sizeof token, "value=\"%.*s\"", (int)strcspn(body + 5, "&"), body + 5);
    fixture_assert_has(response, token);
    proxy_stop(proxy, folder);
    (void)snprintf(f->database_url, sizeof f->database_url, "%s", url);
    fixture_restart_app(f);
    assert_int_equal(fixture_count(f, sql, &f->own.id), 1); /* it was */
    char again[256];                                        /* as that page spells it */
    (void)snprintf(again, sizeof again, "body=P%%65rhaps&%.*s", (int)strcspn(body, "&"), body);
    fixture_assert_status(fixture_post_body(f, path, again), 303);
    assert_int_equal(fixture_count(f, sql, &f->own.id), 1);
}

/* What was carried out can be seen, and may still be lost with the server, whose standby is away:
 * nobody is told that it was saved. */
static void what_may_still_be_lost_was_not_saved_before(void **state)
{
    struct fixture *f = *state;
    struct subject subject = make_subject(f);
    char path[PATH_LEN];
    path_of("/prompts/PROMPT/comments", &subject, path);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const char *body = body_of(f, "body=Perhaps");
    fixture_assert_status(fixture_post_body(f, path, body), 303);
    slow_settle_begin(f);
    fixture_restart_app(f);
    struct response *response = fixture_post_body(f, path, body);
    fixture_assert_status(response, 503);
    fixture_assert_has(response, "it is not known whether this was saved");
    slow_settle_end(f);
    fixture_restart_app(f);
    fixture_assert_status(fixture_post_body(f, path, body), 303);
    static const char sql[] = "SELECT count(*) FROM comments WHERE organization_id = $1";
    assert_int_equal(fixture_count(f, sql, &f->own.id), 1);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
#define ON_POSTGRES(test)                                                                          \
    cmocka_unit_test_prestate_setup_teardown(test, fixture_open_app, fixture_close,                \
                                             (void *)(uintptr_t)fixture_postgres)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_form_whose_answer_was_lost_is_carried_out_once),
        EACH(the_same_words_may_be_sent_from_another_page),
        EACH(a_form_that_was_refused_may_be_sent_again),
        ON_POSTGRES(what_is_not_known_can_be_sent_again),
        ON_POSTGRES(what_may_still_be_lost_was_not_saved_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
