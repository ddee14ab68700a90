#ifndef TESTS_BACKUPS_H
#define TESTS_BACKUPS_H

/* The built `rostrum`, which makes backups of the fixture's database and restores them. */

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypt/keyring_file.h"
#include "crypt/signed_note.h"
#include "data/audit/audit.h"
#include "data/db/migration.h"
#include "data/user/erasure_ledger.h"
#include "data/user/user.h"
#include "data/user/user_erase.h"
#include "programs.h"
#include "rich.h"

enum { WRITERS = 4, WRITE_PAUSE_US = 50000 };

static char backups[PATH_LEN];    /* the folder of the backups */
static char target[PATH_LEN];     /* the address of what is restored into, as its owner */
static char target_app[PATH_LEN]; /* and as the application */
static char target_name[64];      /* its database in PostgreSQL */
static int target_number;

static inline void psql(const char *sql)
{
    char text[2 * PATH_LEN];
    put(text, sizeof text, "psql -q -h '%s' -U rostrum_admin -d postgres -c \"%s\" 2>&1",
        getenv("ROSTRUM_TEST_POSTGRES"), sql);
    if (run_text(text) != 0)
        fail_msg("%s", out);
}

static inline void drop_target(void)
{
    char sql[PATH_LEN];
    put(sql, sizeof sql, "DROP DATABASE IF EXISTS \\\"%s\\\" WITH (FORCE)", target_name);
    if (target_name[0] != '\0')
        psql(sql);
    target_name[0] = '\0';
}

/* A new place to restore or copy into: an empty database, or a file that is not there. */
static inline void new_target_on(struct fixture *f, bool is_postgres)
{
    char sql[PATH_LEN];
    drop_target();
    target_number++;
    if (!is_postgres) {
        put(target, sizeof target, "sqlite:%s/restored-%d.db", f->dir, target_number);
        put(target_app, sizeof target_app, "%s", target);
        return;
    }
    put(target_name, sizeof target_name, "restored_%d_%d", (int)getpid(), target_number);
    put(sql, sizeof sql,
        "CREATE DATABASE \\\"%s\\\" OWNER rostrum_owner ENCODING 'UTF8' TEMPLATE template0",
        target_name);
    psql(sql);
    static const char url[] = "postgresql://%s@/%s?host=%s";
    const char *host = getenv("ROSTRUM_TEST_POSTGRES");
    put(target, sizeof target, url, "rostrum_owner", target_name, host);
    put(target_app, sizeof target_app, url, "rostrum", target_name, host);
}

static inline void new_target(struct fixture *f)
{
    new_target_on(f, f->is_postgres);
}

/* From now on `rostrum` works on the fixture's database, and there is a target. */
static inline void use_installation(struct fixture *f)
{
    char keyring[96];
    put(keyring, sizeof keyring, "%s/key-ring", f->dir);
    (void)setenv("ROSTRUM_KEY_RING", keyring, 1);
    (void)setenv("ROSTRUM_DATABASE", f->database_url, 1);
    put(backups, sizeof backups, "%s/backups", f->dir);
    new_target(f);
}

static inline int open_installation(void **state)
{
    int status = fixture_open(state);
    use_installation(*state);
    return status;
}

static inline int close_installation(void **state)
{
    drop_target();
    return fixture_close(state);
}

/* Makes a backup; its path, which is all that goes to standard output. */
static inline char *back_up(struct fixture *f)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "'%s/rostrum' backup '%s' 2>'%s/err' </dev/null || cat '%s/err'",
        folder_of_build(), backups, f->dir, f->dir);
    (void)run_text(text);
    out[strcspn(out, "\n")] = '\0';
    if (strncmp(out, backups, strlen(backups)) != 0)
        fail_msg("%s", out);
    static char paths[8][PATH_LEN]; /* of the last ones */
    static int next;
    char *path = paths[next++ % 8];
    put(path, PATH_LEN, "%s", out);
    return path;
}

static inline const char *last_name(const char *path)
{
    return strrchr(path, '/') + 1;
}

static inline int restore(const char *path, const char *more)
{
    char arguments[4 * PATH_LEN];
    put(arguments, sizeof arguments, "restore '%s' --database '%s' %s", path, target, more);
    return rostrum(arguments);
}

static inline void restore_well(const char *path, const char *more)
{
    if (restore(path, more) != 0) { /* why stands at its end, and cmocka says 1,024 bytes */
        size_t len = strlen(out);
        fail_msg("%s", len > 900 ? out + len - 900 : out);
    }
}

/* The fixture's data verbs go to the restored database, until look_away. */
static inline struct db *look(struct fixture *f)
{
    struct db *before = f->db;
    (void)!db_end_request(f->db);
    assert_int_equal(db_open(&(struct db_config){.url = target_app, .keyring = f->keyring}, &f->db),
                     ERR_NONE);
    fixture_begin(f);
    return before;
}

static inline void look_away(struct fixture *f, struct db *before)
{
    (void)!db_end_request(f->db);
    db_close(f->db);
    f->db = before;
    fixture_begin(f);
}

static inline int64_t count(struct fixture *f, const char *sql)
{
    static const struct uuid nil;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, sql, db_uuid(&nil)), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static inline const char *name_of(struct fixture *f, const struct fixture_user *user)
{
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct user found;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &admin->actor, &user->id, &found), ERR_NONE);
    return found.full_name;
}

/* How many backups look whole; the last one's path. */
static inline int count_whole(char last[PATH_LEN])
{
    int found = 0;
    DIR *folder = opendir(backups);
    last[0] = '\0';
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '2' || strstr(entry->d_name, ".partial") != NULL)
            continue;
        found++;
        if (last[0] == '\0' || strcmp(entry->d_name, last_name(last)) > 0)
            put(last, PATH_LEN, "%s/%s", backups, entry->d_name);
    }
    (void)closedir(folder);
    return found;
}

/* Starts a command and kills it so long afterwards; true if it was over before. */
static inline bool start_and_kill_program(char *const *arguments, int after_us)
{
    char program[PATH_LEN];
    int status = 0;
    put(program, sizeof program, "%s/rostrum", folder_of_build());
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        (void)dup2(null, 1);
        (void)dup2(null, 2);
        (void)execv(program, arguments);
        _exit(127);
    }
    assert_true(pid > 0);
    usleep((useconds_t)after_us);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status);
}

static inline void start_and_kill(int after_us)
{
    char *const arguments[] = {"rostrum", "backup", backups, NULL};
    (void)start_and_kill_program(arguments, after_us);
}

/* In a child: no assertion may fail here, as the tests would go on in it. *kept counts what all
 * writers were told is saved; NULL: nobody asks. */
static inline _Noreturn void write_on(struct fixture *f, int index, volatile int64_t *kept)
{
    struct problem problem;
    struct record_saved saved;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    enum err err = fixture_reconnect(f, false);
    for (int i = 0; err == ERR_NONE; i++) {
        struct prompt_draft draft = draft_of(arena_printf(f->arena, "Busy/writer %d, %d", index, i),
                                             "Written during a backup.");
        err = prompt_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem);
        if (err == ERR_NONE && kept != NULL)
            (void)__atomic_add_fetch(kept, 1, __ATOMIC_SEQ_CST);
        if (kept != NULL)
            usleep(WRITE_PAUSE_US);
        fixture_begin(f);
    }
    _exit(1);
}

/* As the person's administrator does it, with its line in the ledger. */
static inline void erase(struct fixture *f, const struct fixture_user *user, const char *ledger)
{
    bool was_there = false;
    struct audit_event event = {.action = "user.erase",
                                .record_type = "user",
                                .record_id = user->id,
                                .organization_id = f->own.id};
    struct erasure erasure = {f->own.id, user->id, clock_now()};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = user_erase_inside(f->db, &f->own.id, &user->id, &was_there);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command, &event);
    if (err == ERR_NONE)
        err = erasure_ledger_append(ledger, &erasure);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

/* In the restored database: nothing of them is readable, others are there. */
static inline void assert_erased(struct fixture *f, const struct fixture_user *user)
{
    const struct fixture_user *other = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    struct db *before = look(f);
    assert_null(name_of(f, user));
    assert_string_equal(name_of(f, other), other->full_name);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users u LEFT JOIN addresses a "
                                   "ON a.user_id = u.id LEFT JOIN data_keys k "
                                   "ON k.id = u.data_key_id WHERE u.id = $1 AND "
                                   "(a.user_id IS NOT NULL OR k.id IS NOT NULL OR u.is_active "
                                   "OR u.erased_at IS NULL OR u.hashed_password IS NOT NULL)",
                                   &user->id),
                     0);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM audit_views WHERE user_id = $1", &user->id), 0);
    look_away(f, before);
}

#endif
