#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include <stdbool.h>

#include <cmocka.h>

#include "app.h"
#include "data/db/db.h"
#include "data/db/db_work.h"
#include "domain/policy.h"

/* A fresh product for a test: a folder of its own with a key ring and a migrated database, and two
 * organizations with one active user for each persona and a superuser. As cmocka's setup and
 * teardown:
 *     cmocka_unit_test_setup_teardown(a_thing_happens, fixture_open, fixture_close)
 * and with fixture_open_app instead, requests go through app_serve.
 *
 * Every test with a setup runs once on each engine, which its name tells: "a_thing_happens
 * (postgresql)". ROSTRUM_TEST_ENGINE=sqlite or =postgresql chooses one; under the sanitizers it is
 * SQLite, and before them in make check PostgreSQL, but for the tests of the engines themselves and
 * of what is measured. A setup that does more calls fixture_open(state) with the state it was
 * given. */
#undef cmocka_run_group_tests
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    fixture_run_group(#tests, tests, COUNT_OF(tests), setup, teardown)
extern const char fixture_sqlite[]; /* the initial state of a test for SQLite alone */
extern const char fixture_postgres[];
int fixture_run_group(const char *name, const struct CMUnitTest *tests, size_t count,
                      CMFixtureFunction setup, CMFixtureFunction teardown);
bool fixture_has_engine(const char *name); /* of those to be tested */

#define FIXTURE_PASSWORD "gravel lantern 52 orbit" /* of every user */

enum {
    FIXTURE_SUPERUSER = PERSONA_COUNT,
    FIXTURE_USER_COUNT,
    FIXTURE_JARS = 4,
    FIXTURE_URL_LEN = 256,
    FIXTURE_NAME_LEN = 64
};

struct fixture_user {
    struct uuid id;
    char id_text[UUID_TEXT_LEN];
    char email[64];
    char full_name[64];
    struct actor actor;
};

struct fixture_organization {
    struct uuid id;
    const char *name;
    struct fixture_user users[FIXTURE_USER_COUNT]; /* by persona, and FIXTURE_SUPERUSER */
};

struct fixture_cookie {
    char name[32];
    char value[512];
};

/* A browser's memory: its cookies and the form token of the last page it saw. */
struct fixture_jar {
    struct fixture_cookie cookies[8];
    int count;
    char csrf[96];
};

struct fixture {
    char dir[64];
    char keyring_path[80];
    bool is_postgres;
    bool *is_altered; /* by its owner: the next test does not get this database */
    char database_name[FIXTURE_NAME_LEN]; /* PostgreSQL only */
    char database_url[FIXTURE_URL_LEN];   /* as the application */
    char owner_url[FIXTURE_URL_LEN];      /* as the role that migrates; the same in SQLite */
    struct keyring *keyring;
    struct db *db;
    struct arena *arena; /* of the current request of the data verbs */
    struct actor command;
    struct fixture_organization own;   /* "Northwind" */
    struct fixture_organization other; /* "Contoso" */
    void (*close)(struct fixture *f);  /* what fixture_close leaves to the half in use */
    struct app app;                    /* fixture_open_app only */
    struct arena *page_arena;
    struct fixture_jar jars[FIXTURE_JARS];
    struct fixture_jar *jar; /* the one in use: &jars[0] at the beginning */
    struct db_work work;     /* of the last request */
};

/* *state becomes the struct fixture. It tells the engine before: NULL is SQLite. */
int fixture_open(void **state);
int fixture_open_app(void **state);
int fixture_open_mail(void **state);      /* with a mail server set: mail is queued */
int fixture_open_empty(void **state);     /* migrated, but without organizations and users */
int fixture_open_empty_app(void **state); /* the same with the app: set-up is needed */
int fixture_open_kept_app(void **state);  /* with the app, and what fixture_keep_rows() kept */
int fixture_keep(void **state);           /* leaves the engine, for a test that opens its own */
int fixture_close(void **state);

/* What is in the fixture's database now is what fixture_open_kept_app() begins with: once in a
 * program for each engine. */
void fixture_keep_rows(struct fixture *f);

/* PostgreSQL makes its plans anew from here on, with what is in the tables now, as it does in a
 * database that lives: those that it made for empty ones read a whole table for each row. */
void fixture_analyze(const struct fixture *f);

/* A child process needs a connection of its own: the parent's goes on with the parent. In the child
 * it takes the place of f->db, in a fresh request. as_owner: by the role that migrates. */
MUST_USE enum err fixture_reconnect(struct fixture *f, bool as_owner);

/* The app as a worker that has just begun: another connection, which knows nothing yet. */
void fixture_restart_app(struct fixture *f);

/* A verb that hashes a password, in a request of its own: again as long as no core is free for it,
 * for other tests hash as well. Fails after a minute with what it waited for. */
#define FIXTURE_PATIENTLY(f, err, call)                                                            \
    do {                                                                                           \
        int64_t fixture_until = 0;                                                                 \
        do {                                                                                       \
            fixture_begin(f);                                                                      \
            (err) = (call);                                                                        \
        } while (fixture_waits(f, err, &fixture_until, #call));                                    \
    } while (0)

/* Whether a verb is to be tried again, a moment later: it found no core. *until is 0 at first. */
bool fixture_waits(struct fixture *f, enum err err, int64_t *until, const char *what);

/* A moment of waiting for something else; fails after a minute with what is waited for. Whoever
 * waits in a test calls it in each round, so that no test ends because a loop gave up, and none
 * waits for ever. *until is 0 at first. */
void fixture_wait(int64_t *until, const char *what);

/* Ends the request of the data verbs and begins the next: results of before are gone. Fails the
 * test if a database call had failed. */
void fixture_begin(struct fixture *f);

/* Runs an operation in `count` processes at once, each with its own connection and request, and
 * gives what each of them returned. */
typedef enum err fixture_operation(struct fixture *f, int index, void *context);
void fixture_race(struct fixture *f, int count, fixture_operation *operation, void *context,
                  enum err *results);

/* Changes the schema, each engine in its own words, as the role that migrates. */
void fixture_script(struct fixture *f, const char *sqlite, const char *postgres);

/* A statement by the administrator of the PostgreSQL server, on a connection of its own that stays
 * open: held locks stay held until fixture_admin_close. %s in it becomes the database's name. */
struct pg_conn *fixture_admin(const struct fixture *f, const char *sql);
void fixture_admin_close(struct pg_conn *conn);

/* How many rows a COUNT query with one UUID parameter finds. sql is a constant. */
int64_t fixture_count(struct fixture *f, const char *sql, const struct uuid *id);

/* What was tried before does not count any more (data/session/throttle.h). */
void fixture_forget_attempts(struct fixture *f);

/* How many audit events have this action and outcome ("success", "failure", "refusal"): of those
 * that are counted in one row, each. */
int64_t fixture_count_events(struct fixture *f, const char *action, const char *outcome);

/* Requests through app_serve. The answer lives until the next request. Cookies go to and come from
 * the jar in use; a redirect is not followed. */
struct response *fixture_get(struct fixture *f, const char *path);

/* Posts a form, "name=value&…" as a browser encodes it, with the form token of the last page; if
 * there is none yet, any page is asked for one. */
struct response *fixture_post(struct fixture *f, const char *path, const char *form);

/* The same with the token that is in these bytes: a form that is sent once more, as it was. */
struct response *fixture_post_body(struct fixture *f, const char *path, const char *body);

/* The same for forms that hash a password: sent again as long as no core is free for it. */
struct response *fixture_post_patiently(struct fixture *f, const char *path, const char *form);

/* Whether such a form is to be sent once more, a moment later. *until is 0 at first. */
bool fixture_is_to_come_again(const struct response *response, int64_t *until);

/* The same with everything to be chosen: an input as the transport delivers it. cookie is filled
 * from the jar if it is NULL. */
struct response *fixture_serve(struct fixture *f, struct request_input *input);

/* The form token that the jar's next form must carry. */
const char *fixture_csrf(struct fixture *f);

/* Writes stars over the form tokens of a page, which no two pages have alike. */
void fixture_blank_tokens(char *html);

/* Chooses one of the jars: several browsers. */
void fixture_use_jar(struct fixture *f, int index);

/* The user chooses a time zone in their profile. */
void fixture_set_time_zone(struct fixture *f, const struct fixture_user *user, const char *zone);

/* Puts a fresh session of the user into the jar, without the cost of a password hash. */
void fixture_sign_in(struct fixture *f, const struct fixture_user *user);

/* The session in the jar enters an organization, as its button does, or goes back. */
void fixture_enter(struct fixture *f, const struct fixture_organization *organization);
void fixture_leave(struct fixture *f);

/* The user as an actor who has entered an organization, their own or another. */
struct actor fixture_inside(const struct fixture_user *user,
                            const struct fixture_organization *organization);

/* Looks into the last answer. */
const char *fixture_header(const struct response *response, const char *name); /* NULL: none */
bool fixture_has(const struct response *response, const char *text);

/* Fails the test with the page's text if it does not hold. */
void fixture_assert_status(const struct response *response, int status);
void fixture_assert_has(const struct response *response, const char *text);
void fixture_assert_has_not(const struct response *response, const char *text);
void fixture_assert_redirect(const struct response *response, const char *path);

/* The text between two marks of the last answer, in the page's arena; NULL if it is not there. */
const char *fixture_between(struct fixture *f, const struct response *response, const char *before,
                            const char *after);

#endif
