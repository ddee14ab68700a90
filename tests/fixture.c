#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypt/keyring_file.h"
#include "crypt/password.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_driver.h"
#include "data/db/migration.h"
#include "data/mail/mail_queue.h"
#include "data/organization/organization.h"
#include "data/user/user.h"
#include "data/vault/vault.h"
#include "fixture_engine.h"

enum { DATA_ARENA = 256 << 20, PAUSE_US = 5000 };
#define PATIENCE CLOCK_MINUTE

/* Of FIXTURE_PASSWORD with today's settings: Argon2id takes its time. */
static const char password_hashed[] = "$argon2id$v=19$m=65536,t=3,p=1$s8m7x7zNjfVG6mp06rCPiA$"
                                      "gvz4shnnx5yNkD4oCywlAaBDpu1TgKmWmVGBpue3eZw";

static bool is_child; /* of a race */

void fixture_wait(int64_t *until, const char *what)
{
    if (*until == 0)
        *until = clock_monotonic() + PATIENCE;
    (void)usleep(PAUSE_US);
    if (clock_monotonic() < *until)
        return;
    if (is_child) { /* where a failure would go on with the next test */
        print_error("waited a minute for: %s\n", what);
        _exit(97);
    }
    fail_msg("waited a minute for: %s", what);
}

bool fixture_waits(struct fixture *f, enum err err, int64_t *until, const char *what)
{
    if (err != ERR_UNAVAILABLE || db_has_failed(f->db))
        return false;
    fixture_wait(until, what);
    return true;
}

void fixture_begin(struct fixture *f)
{
    if (f->arena != NULL) {
        assert_int_equal(db_end_request(f->db), ERR_NONE);
        audit_sequence_written(f->db, f->arena);
        arena_destroy(f->arena);
    }
    f->arena = arena_create(DATA_ARENA);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
}

static void make_user(struct fixture *f, struct fixture_organization *organization, int index)
{
    static const char *const words[FIXTURE_USER_COUNT] = {"dev",   "team",     "ops",  "product",
                                                          "admin", "platform", "super"};
    static const char *const names[FIXTURE_USER_COUNT] = {
        "Dana Dev",  "Terry Team",   "Ora Ops",  "Petra Product",
        "Ada Admin", "Pat Platform", "Sam Super"};
    struct fixture_user *user = &organization->users[index];
    (void)snprintf(user->email, sizeof user->email, "%s@%s.example", words[index],
                   organization == &f->own ? "northwind" : "contoso");
    (void)snprintf(user->full_name, sizeof user->full_name, "%s of %s", names[index],
                   organization->name);
    bool is_superuser = index == FIXTURE_SUPERUSER;
    enum persona persona = is_superuser ? PERSONA_CUSTOMER_ADMIN : (enum persona)index;
    struct user_new user_new = {
        .organization_id = organization->id,
        .email = user->email,
        .full_name = user->full_name,
        .persona = persona,
        .is_superuser = is_superuser,
        .hashed_password = password_hashed,
    };
    struct problem problem;
    assert_int_equal(user_create(f->db, &f->command, &user_new, &user->id, &problem), ERR_NONE);
    uuid_format(&user->id, user->id_text);
    user->actor = (struct actor){.kind = ACTOR_USER,
                                 .user_id = user->id,
                                 .organization_id = organization->id,
                                 .home_organization_id = organization->id,
                                 .persona = persona,
                                 .is_active = true,
                                 .is_superuser = is_superuser};
}

struct actor fixture_inside(const struct fixture_user *user,
                            const struct fixture_organization *organization)
{
    struct actor actor = user->actor;
    actor.organization_id = organization->id;
    return actor;
}

static void make_organization(struct fixture *f, struct fixture_organization *organization,
                              const char *name)
{
    organization->name = name;
    assert_false(password_needs_rehash(password_hashed));
    assert_int_equal(organization_create(f->db, &f->command, name, &organization->id), ERR_NONE);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++)
        make_user(f, organization, i);
}

static void open_database(struct fixture *f)
{
    struct db_config config = {.url = f->database_url, .keyring = f->keyring, .may_create = true};
    assert_int_equal(db_open(&config, &f->db), ERR_NONE);
    fixture_begin(f);
}

static void make_database(struct fixture *f, bool is_migrated)
{
    int applied_count = 0;
    if (!f->is_postgres && !is_migrated) {
        assert_int_equal(migration_apply(f->db, &applied_count), ERR_NONE);
        assert_true(applied_count > 0);
        fixture_keep_migrated(f);
    }
    assert_int_equal(vault_check_keyring(f->db), ERR_NONE);
}

static void close_data(struct fixture *f)
{
    db_close(f->db);
    keyring_close(f->keyring);
}

static const char runtime_variable[] = "ROSTRUM_RUNTIME";

static struct fixture *create_folder(const void *initial_state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->is_altered = calloc(1, sizeof *f->is_altered);
    assert_non_null(f->is_altered);
    f->is_postgres = fixture_is_postgres(initial_state);
    f->jar = &f->jars[0];
    f->close = close_data;
    f->command = (struct actor){.kind = ACTOR_COMMAND, .is_active = true};
    const char *home = getenv("TMPDIR");
    int len = snprintf(f->dir, sizeof f->dir, "%s/rostrum-test-XXXXXX",
                       home != NULL && strlen(home) < 32 ? home : "/tmp");
    assert_true(len > 0 && (size_t)len < sizeof f->dir);
    assert_non_null(mkdtemp(f->dir));
    /* no other test has the cores that hash in there */
    assert_int_equal(setenv(runtime_variable, f->dir, 1), 0);
    /* and no search ends early because the machine is slow */
    assert_int_equal(setenv("ROSTRUM_SEARCH_MS", "60000", 1), 0);
    (void)snprintf(f->database_url, sizeof f->database_url, "sqlite:%s/rostrum.db", f->dir);
    (void)snprintf(f->owner_url, sizeof f->owner_url, "%s", f->database_url);
    return f;
}

struct fixture *fixture_create(const void *initial_state, enum fixture_kind kind, bool for_app)
{
    struct fixture *f = create_folder(initial_state);
    const struct fixture_rows *rows = NULL;
    bool is_copy = fixture_copy_restore(f, kind, &rows);
    char path[sizeof f->dir + 16];
    (void)snprintf(path, sizeof path, "%s/key-ring", f->dir);
    if (!is_copy)
        assert_int_equal(keyring_create(path), ERR_NONE);
    assert_int_equal(keyring_open(path, &f->keyring), ERR_NONE);
    if (f->is_postgres)
        fixture_create_postgres(f, rows);
    f->command.organization_id = f->own.id;
    if (is_copy && for_app) /* which connects itself */
        return f;
    bool is_migrated = !is_copy && fixture_copy_migrated(f);
    open_database(f);
    if (is_copy)
        return f;
    assert_int_not_equal(kind, FIXTURE_KEPT);
    make_database(f, is_migrated);
    if (kind == FIXTURE_PEOPLE) {
        make_organization(f, &f->own, "Northwind");
        make_organization(f, &f->other, "Contoso");
        f->command.organization_id = f->own.id;
    }
    fixture_begin(f);
    fixture_copy_keep(f, kind);
    return f;
}

int fixture_open_empty(void **state)
{
    *state = fixture_create(*state, FIXTURE_EMPTY, false);
    return 0;
}

int fixture_open(void **state)
{
    *state = fixture_create(*state, FIXTURE_PEOPLE, false);
    return 0;
}

void fixture_keep_rows(struct fixture *f)
{
    fixture_begin(f);
    fixture_copy_keep(f, FIXTURE_KEPT);
}

int fixture_open_mail(void **state)
{
    int status = fixture_open(state);
    struct fixture *f = *state;
    if (status == 0)
        mail_switch(f->db, true);
    return status;
}

static void remove_folder(const char *dir)
{
    DIR *folder = opendir(dir);
    assert_non_null(folder);
    const struct dirent *entry = NULL;
    while ((entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    (void)rmdir(dir);
}

int fixture_close(void **state)
{
    struct fixture *f = *state;
    enum err err = db_end_request(f->db); /* a test may have ended on a failure it wanted */
    (void)err;
    arena_destroy(f->arena);
    f->close(f);
    if (f->is_postgres)
        fixture_close_postgres(f);
    remove_folder(f->dir);
    (void)unsetenv(runtime_variable);
    free(f->is_altered);
    free(f);
    clock_travel(0);
    return 0;
}

int fixture_keep(void **state)
{
    (void)state;
    return 0;
}

enum err fixture_reconnect(struct fixture *f, bool as_owner)
{
    struct db_config config = {.url = as_owner ? f->owner_url : f->database_url,
                               .keyring = f->keyring};
    enum err err = db_open(&config, &f->db);
    *f->is_altered |= as_owner;
    if (err != ERR_NONE)
        return err;
    f->arena = arena_create(DATA_ARENA);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    return ERR_NONE;
}

void fixture_script(struct fixture *f, const char *sqlite, const char *postgres)
{
    struct fixture owner = *f;
    fixture_begin(f); /* whatever the test's connection has read would be in the way */
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    assert_int_equal(db_begin(owner.db), ERR_NONE);
    enum err err = db_script(owner.db, f->is_postgres ? postgres : sqlite);
    assert_int_equal(db_finish(owner.db, err), ERR_NONE);
    assert_int_equal(db_end_request(owner.db), ERR_NONE);
    arena_destroy(owner.arena);
    db_close(owner.db);
}

struct race {
    struct fixture *f;
    fixture_operation *operation;
    int index;
    void *context;
};

static enum err run_once(struct db *db, void *context)
{
    const struct race *race = context;
    assert_ptr_equal(db, race->f->db);
    return race->operation(race->f, race->index, race->context);
}

/* A child of a race: waits for the pipe to close, so that all begin together. */
static void run_child(struct fixture *f, int wait_fd, int index, fixture_operation *operation,
                      void *context)
{
    char byte = 0;
    is_child = true;
    if (fixture_reconnect(f, false) != ERR_NONE)
        _exit(99);
    if (read(wait_fd, &byte, 1) != 0)
        _exit(98);
    struct race race = {f, operation, index, context};
    enum err err = db_retry(f->db, run_once, &race);
    db_close(f->db);
    _exit((int)err);
}

void fixture_race(struct fixture *f, int count, fixture_operation *operation, void *context,
                  enum err *results)
{
    pid_t children[32];
    assert_in_range(count, 1, COUNT_OF(children));
    fixture_begin(f);
    int gate[2];
    assert_int_equal(pipe(gate), 0);
    for (int i = 0; i < count; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            close(gate[1]);
            run_child(f, gate[0], i, operation, context);
        }
    }
    close(gate[0]);
    close(gate[1]);
    for (int i = 0; i < count; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_in_range(WEXITSTATUS(status), ERR_NONE, ERR_UNAVAILABLE);
        results[i] = (enum err)WEXITSTATUS(status);
    }
}

int64_t fixture_count(struct fixture *f, const char *sql, const struct uuid *id)
{
    fixture_begin(f);
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, sql, db_uuid(id)), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

void fixture_forget_attempts(struct fixture *f)
{
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    enum err err = db_change(f->db, "DELETE FROM attempts WHERE attempt_count >= $1", db_int(0));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

int64_t fixture_count_events(struct fixture *f, const char *action, const char *outcome)
{
    fixture_begin(f);
    struct db_result result;
    assert_int_equal(
        db_select(f->db, &result,
                  "SELECT CAST(COALESCE(sum(COALESCE(n.event_count, 1)), 0) AS bigint) "
                  "FROM audit_events e LEFT JOIN audit_refusals n "
                  "ON n.organization_id = e.organization_id AND n.event_id = e.id "
                  "WHERE e.action = $1 AND e.outcome = $2",
                  db_text(action), db_text(outcome)),
        ERR_NONE);
    return db_get_int(&result, 0, 0);
}

void fixture_set_time_zone(struct fixture *f, const struct fixture_user *user, const char *zone)
{
    struct user own;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &user->actor, &user->id, &own), ERR_NONE);
    struct user_change change = {
        .id = own.id,
        .version = own.version,
        .full_name = own.full_name,
        .email = own.email,
        .time_zone = zone,
        .persona = own.persona,
        .is_superuser = own.is_superuser,
    };
    assert_int_equal(user_update(f->db, &user->actor, &change, &problem), ERR_NONE);
    fixture_begin(f);
}
