/* The built `rostrum`, run as a person runs it: exit status, output, and what it leaves behind. */

#include "test.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "bundles.h"
#include "cli/command/command.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/db/migration.h"
#include "data/organization/organization.h"
#include "data/organization/setup_code.h"
#include "data/prompt/prompt.h"
#include "data/release/label_proposal.h"
#include "data/session/session.h"
#include "data/sign_in/session_sign_in.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_line.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_upload.h"
#include "data/user/user.h"
#include "domain/prompt/prompt_chat.h"

#define ADDRESS "http://127.0.0.1:9"
#define SETUP   "Set up Rostrum at " ADDRESS "/setup?code="

enum { OUTPUT_MAX = 16 * 1024, PEOPLE = 7 };

struct fixture {
    char dir[64];
    char database[128];
    char keyring[128];
    char out[OUTPUT_MAX];
    char err[OUTPUT_MAX];
};

static int fixture_open(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/cli-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    (void)snprintf(f->database, sizeof f->database, "%s/data/rostrum.db", f->dir);
    (void)snprintf(f->keyring, sizeof f->keyring, "%s/keys/key-ring", f->dir);
    char url[160];
    (void)snprintf(url, sizeof url, "sqlite:%s", f->database);
    (void)setenv("ROSTRUM_DATABASE", url, 1);
    (void)setenv("ROSTRUM_KEY_RING", f->keyring, 1);
    (void)setenv("ROSTRUM_PUBLIC_URL", ADDRESS, 1);
    *state = f;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

static int fixture_close(void **state)
{
    struct fixture *f = *state;
    int failure = nftw(f->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(f);
    return failure;
}

static size_t read_file(const char *path, char *out, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(out, 1, size - 1, file);
    out[len] = '\0';
    (void)fclose(file);
    return len;
}

/* Runs rostrum with arguments for the shell; out and err of the fixture hold what it printed. */
static int rostrum(struct fixture *f, const char *arguments)
{
    const char *folder = getenv("top_builddir");
    char command[1024];
    char out[128], err[128];
    (void)snprintf(out, sizeof out, "%s/out", f->dir);
    (void)snprintf(err, sizeof err, "%s/err", f->dir);
    int len = snprintf(command, sizeof command, "{ '%s/rostrum' %s; } >'%s' 2>'%s' </dev/null",
                       folder != NULL ? folder : ".", arguments, out, err);
    assert_true(len > 0 && (size_t)len < sizeof command);
    int status = system(command);
    assert_true(WIFEXITED(status));
    (void)read_file(out, f->out, sizeof f->out);
    (void)read_file(err, f->err, sizeof f->err);
    return WEXITSTATUS(status);
}

static void assert_has(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", piece, text);
}

static void assert_has_not(const char *text, const char *piece)
{
    if (strstr(text, piece) != NULL)
        fail_msg("\"%s\" is in \"%s\"", piece, text);
}

static mode_t mode_of(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 07777;
}

static bool is_there(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* The database, for looking into it; close() ends it. */
static struct command look(const struct fixture *f)
{
    struct command command;
    char url[160];
    (void)snprintf(url, sizeof url, "sqlite:%s", f->database);
    struct command_options options = {.database_url = url, .keyring_path = f->keyring};
    struct keyring *keyring = NULL;
    assert_int_equal(keyring_open(options.keyring_path, &keyring), ERR_NONE);
    command = (struct command){.keyring = keyring, .arena = arena_create(256 << 20)};
    command.actor = (struct actor){.kind = ACTOR_COMMAND, .is_active = true};
    assert_int_equal(db_open(&(struct db_config){.url = url, .keyring = keyring}, &command.db),
                     ERR_NONE);
    struct uuid request_id = uuid_make();
    db_begin_request(command.db, command.arena, &request_id);
    return command;
}

static void close_look(struct command *command)
{
    assert_int_equal(db_end_request(command->db), ERR_NONE);
    db_close(command->db);
    arena_destroy(command->arena);
    keyring_close(command->keyring);
}

static int64_t number(struct command *command, const char *sql)
{
    struct db_result result;
    assert_int_equal(db_select(command->db, &result, sql, db_int(0)), ERR_NONE);
    assert_int_equal(result.row_count, 1);
    return db_get_int(&result, 0, 0);
}

/* Calling it */

static void called_wrongly_it_says_how(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, ""), 2);
    assert_string_equal(f->out, "");
    assert_has(f->err, "usage: rostrum COMMAND");
    assert_int_equal(rostrum(f, "invent"), 2);
    assert_has(f->err, "there is no command invent");
    assert_int_equal(rostrum(f, "init --what"), 2);
    assert_int_equal(rostrum(f, "init --database"), 2);
    assert_int_equal(rostrum(f, "init migrate"), 2);
    assert_has(f->err, "a word too much: migrate");
    assert_int_equal(rostrum(f, "init --public-url ftp://x"), 2);
    assert_has(f->err, "must begin with http:// or https://");
    assert_false(is_there(f->keyring));
}

static void help_and_version_go_to_standard_output(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "help"), 0);
    assert_has(f->out, "usage: rostrum COMMAND");
    assert_string_equal(f->err, "");
    assert_int_equal(rostrum(f, "--help"), 0);
    assert_has(f->out, "--key-ring PATH");
    assert_int_equal(rostrum(f, "--version"), 0);
    assert_string_equal(f->out, "rostrum " ROSTRUM_VERSION "\n");
    assert_int_equal(rostrum(f, "help >/dev/full"), 1);
    assert_has(f->err, "the output can't be written");
}

/* init */

static void init_makes_what_is_missing_for_its_owner_alone(void **state)
{
    struct fixture *f = *state;
    char folder[128];
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(strncmp(f->out, SETUP, strlen(SETUP)), 0);
    assert_int_equal(strlen(f->out), strlen(SETUP) + CODE_TEXT_LEN - 1 + 1);
    assert_has(f->err, "created the key ring");
    assert_has(f->err, "loses the data");
    assert_has(f->err, "apart from the database");
    assert_int_equal(mode_of(f->keyring), 0600);
    assert_int_equal(mode_of(f->database), 0600);
    (void)snprintf(folder, sizeof folder, "%s/data", f->dir);
    assert_int_equal(mode_of(folder), 0700);
    (void)snprintf(folder, sizeof folder, "%s/keys", f->dir);
    assert_int_equal(mode_of(folder), 0700);
}

static void init_again_keeps_everything_and_makes_a_fresh_code(void **state)
{
    struct fixture *f = *state;
    char first[OUTPUT_MAX], ring[512], ring_again[512];
    assert_int_equal(rostrum(f, "init"), 0);
    (void)snprintf(first, sizeof first, "%s", f->out);
    (void)read_file(f->keyring, ring, sizeof ring);
    assert_int_equal(rostrum(f, "init"), 0);
    assert_has_not(f->err, "created");
    assert_string_not_equal(f->out, first);
    (void)read_file(f->keyring, ring_again, sizeof ring_again);
    assert_string_equal(ring, ring_again);

    struct command command = look(f);
    f->out[strcspn(f->out, "\n")] = first[strcspn(first, "\n")] = '\0';
    assert_int_equal(setup_code_check(command.db, f->out + strlen(SETUP)), ERR_NONE);
    assert_int_equal(setup_code_check(command.db, first + strlen(SETUP)), ERR_NOT_FOUND);
    close_look(&command);
}

static void options_win_over_the_environment(void **state)
{
    struct fixture *f = *state;
    char arguments[512], other[128];
    (void)snprintf(other, sizeof other, "%s/other/a.db", f->dir);
    (void)snprintf(arguments, sizeof arguments,
                   "init --database 'sqlite:%s' --key-ring '%s/other/ring' "
                   "--public-url https://rostrum.example/",
                   other, f->dir);
    assert_int_equal(rostrum(f, arguments), 0);
    assert_has(f->out, "Set up Rostrum at https://rostrum.example/setup?code=");
    assert_true(is_there(other));
    assert_false(is_there(f->database));
    assert_false(is_there(f->keyring));
}

static void a_database_without_its_key_ring_stops_it(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(unlink(f->keyring), 0);
    assert_int_equal(rostrum(f, "init"), 1);
    assert_string_equal(f->out, "");
    assert_has(f->err, f->keyring);
    assert_has(f->err, "is missing");
    assert_has(f->err, "backup");
    assert_false(is_there(f->keyring));
    assert_int_equal(rostrum(f, "migrate"), 1);
    assert_has(f->err, "there is no key ring at");
    assert_false(is_there(f->keyring));
}

static void the_key_ring_of_another_database_stops_it(void **state)
{
    struct fixture *f = *state;
    char arguments[512];
    assert_int_equal(rostrum(f, "init"), 0);
    (void)snprintf(arguments, sizeof arguments,
                   "init --database 'sqlite:%s/b.db' --key-ring '%s/b-ring'", f->dir, f->dir);
    assert_int_equal(rostrum(f, arguments), 0);
    static const char *const commands[] = {"init", "migrate", "demo"};
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        (void)snprintf(arguments, sizeof arguments, "%s --key-ring '%s/b-ring'", commands[i],
                       f->dir);
        assert_int_equal(rostrum(f, arguments), 1);
        assert_string_equal(f->out, "");
        assert_has(f->err, "this key ring does not belong to this database");
    }
    assert_int_equal(rostrum(f, "init"), 0);
}

static void a_key_ring_that_is_open_or_damaged_stops_it(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(chmod(f->keyring, 0640), 0);
    assert_int_equal(rostrum(f, "init"), 1);
    assert_has(f->err, "chmod 600");
    assert_int_equal(chmod(f->keyring, 0600), 0);
    assert_int_equal(truncate(f->keyring, 20), 0);
    assert_int_equal(rostrum(f, "init"), 1);
    assert_has(f->err, "is damaged");
}

static void a_folder_that_cannot_be_made_stops_it(void **state)
{
    struct fixture *f = *state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/data", f->dir);
    int fd = open(path, O_WRONLY | O_CREAT, 0600); /* a file where the folder should be */
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(rostrum(f, "init"), 1);
    assert_string_equal(f->out, "");
    assert_has(f->err, "data");
}

/* migrate */

static void migrate_applies_what_is_missing_once(void **state)
{
    struct fixture *f = *state;
    char expected[64];
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "migrate"), 0);
    assert_string_equal(f->out, "");
    assert_has(f->err, "up to date; nothing was to be done");
    /* An empty file is a database without a schema. */
    assert_int_equal(truncate(f->database, 0), 0);
    char path[160];
    (void)snprintf(path, sizeof path, "%s-wal", f->database);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s-shm", f->database);
    (void)unlink(path);
    assert_int_equal(rostrum(f, "migrate"), 0);
    (void)snprintf(expected, sizeof expected, "%d migration", migration_text_count);
    assert_has(f->err, expected);
    assert_int_equal(rostrum(f, "migrate"), 0);
    assert_has(f->err, "nothing was to be done");
}

static void migrate_makes_no_database(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(unlink(f->database), 0);
    assert_int_equal(rostrum(f, "migrate"), 1);
    assert_has(f->err, "there is no database at");
    assert_int_equal(rostrum(f, "demo"), 1);
    assert_has(f->err, "there is no database at");
    assert_false(is_there(f->database));
    assert_int_equal(rostrum(f, "migrate --database oracle:x"), 2);
    assert_has(f->err, "option --database: database must be sqlite:PATH or postgresql://");
}

static void a_newer_schema_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    struct command command = look(f);
    assert_int_equal(db_begin(command.db), ERR_NONE);
    enum err err = db_change(command.db,
                             "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
                             "VALUES ($1, $2, $3, $4)",
                             db_int(9999), db_text("later"), db_text("x"), db_time(clock_now()));
    assert_int_equal(db_finish(command.db, err), ERR_NONE);
    close_look(&command);
    static const char *const commands[] = {"init", "migrate", "demo"};
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        assert_int_equal(rostrum(f, commands[i]), 1);
        assert_string_equal(f->out, "");
        assert_has(f->err, "a newer version of Rostrum");
    }
}

/* demo */

struct person {
    char email[128];
    char password[128];
    char persona[64];
};

static void a_locked_out_person_gets_a_link(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    assert_int_equal(rostrum(f, "user link lena.hartmann@example.com"), 0);
    assert_has(f->out, ADDRESS "/reset/");
    assert_int_equal(rostrum(f, "user link nobody@example.com"), 1);
    assert_has(f->err, "nobody has the address nobody@example.com.");
    assert_string_equal(f->out, "");
    assert_int_equal(rostrum(f, "user link"), 2);
}

/* "demo EMAIL PASSWORD PERSONA" on each line. */
static void read_people(char *out, struct person people[PEOPLE])
{
    int count = 0;
    char *rest = NULL;
    for (char *line = strtok_r(out, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        assert_true(count < PEOPLE);
        struct person *person = &people[count++];
        int end = 0;
        assert_int_equal(sscanf(line, "demo %127s %127s %n", person->email, person->password, &end),
                         2);
        (void)snprintf(person->persona, sizeof person->persona, "%s", line + end);
    }
    assert_int_equal(count, PEOPLE);
}

static void assert_signs_in(struct command *command, const struct person *person)
{
    struct session_client client = {.address = "127.0.0.1", .agent = "test"};
    struct session session;
    struct sign_in result;
    enum err err = ERR_UNAVAILABLE;
    for (int i = 0; err == ERR_UNAVAILABLE && i < 60; i++) /* others may have the cores */
        err = session_sign_in(command->db, person->email, person->password, &client, &result);
    assert_int_equal(err, ERR_NONE);
    assert_int_equal(session_find(command->db, result.token, &session), ERR_NONE);
    bool is_superuser = strcmp(person->persona, "superuser") == 0;
    assert_int_equal(session.actor.is_superuser, is_superuser);
    if (!is_superuser)
        assert_string_equal(persona_names[session.actor.persona], person->persona);
}

static void demo_makes_people_who_can_sign_in(void **state)
{
    struct fixture *f = *state;
    struct person people[PEOPLE];
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    read_people(f->out, people);
    struct command command = look(f);
    for (int i = 0; i < PEOPLE; i++) {
        assert_true(strlen(people[i].password) >= 15);
        assert_non_null(strstr(people[i].email, "@example.com"));
        assert_string_equal(people[i].persona, i < PERSONA_COUNT ? persona_names[i] : "superuser");
        for (int j = 0; j < i; j++)
            assert_string_not_equal(people[i].password, people[j].password);
        assert_signs_in(&command, &people[i]);
    }
    close_look(&command);
}

static void assert_history(struct command *command)
{
    assert_int_equal(number(command, "SELECT count(*) FROM prompts WHERE version > $1"), 30);
    assert_true(number(command, "SELECT min(version) FROM prompts WHERE version > $1") >= 2);
    assert_true(number(command, "SELECT max(version) FROM prompts WHERE version > $1") <= 6);
    assert_true(number(command, "SELECT count(*) FROM prompts WHERE archived_at > $1") >= 2);
    assert_true(number(command, "SELECT count(*) FROM prompts WHERE type = 'chat' "
                                "AND version > $1") >= 5);
    assert_true(number(command, "SELECT count(*) FROM record_links "
                                "WHERE sort = 'reference' AND $1 = 0") >= 5);
    assert_true(number(command, "SELECT count(DISTINCT owner_id) FROM prompts "
                                "WHERE version > $1") >= 4);
    assert_true(number(command, "SELECT count(*) FROM label_moves WHERE created_at > $1") >= 60);
    assert_true(number(command, "SELECT count(*) FROM label_proposals WHERE state = 'open' "
                                "AND created_at > $1") >= 1);
    assert_true(number(command, "SELECT count(*) FROM label_proposals WHERE state = 'rejected' "
                                "AND created_at > $1") >= 1);
}

static void assert_crew(struct command *command)
{
    assert_int_equal(number(command, "SELECT count(*) FROM agents WHERE version > $1"), 18);
    assert_int_equal(number(command, "SELECT count(*) FROM agents WHERE archived_at > $1"), 1);
    assert_true(number(command, "SELECT max(version) FROM agents WHERE version > $1") >= 5);
    assert_int_equal(number(command, "SELECT count(*) FROM teams WHERE version > $1"), 8);
    assert_int_equal(number(command, "SELECT count(*) FROM teams WHERE archived_at > $1"), 1);
    assert_int_equal(number(command, "SELECT count(DISTINCT kind) FROM teams WHERE version > $1"),
                     6);
    assert_true(number(command, "SELECT max(position) FROM team_members WHERE position > $1") ==
                11);
    assert_true(number(command, "SELECT count(*) FROM team_members WHERE agent_version > $1") >= 2);
    assert_true(number(command, "SELECT count(*) FROM record_links WHERE sort = 'handoff' "
                                "AND source_version > $1") >= 3);
    assert_true(number(command,
                       "SELECT count(*) FROM team_members WHERE agent_label = 'production' "
                       "AND position >= $1") >= 2);
    assert_true(number(command, "SELECT max(version) FROM teams WHERE version > $1") >= 3);
    assert_int_equal(number(command, "SELECT count(*) FROM sets WHERE version > $1"), 2);
    assert_int_equal(number(command, "SELECT count(*) FROM set_labels WHERE version > $1"), 2);
    static const char *const labels[] = {"production", "staging"};
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const char *sql = "SELECT count(*) FROM %s WHERE label = '%s' AND version > $1";
        assert_true(number(command, arena_printf(command->arena, sql, "agent_labels", labels[i])) >=
                    3);
        assert_true(number(command, arena_printf(command->arena, sql, "team_labels", labels[i])) >=
                    1);
    }
    assert_true(number(command, "SELECT count(*) FROM agent_tags WHERE position >= $1") >= 18);
    assert_true(number(command, "SELECT count(*) FROM team_tags WHERE position >= $1") >= 8);
    assert_int_equal(number(command, "SELECT count(*) FROM label_proposals WHERE kind = 'agent' "
                                     "AND state = 'open' AND created_at > $1"),
                     1);
    assert_int_equal(number(command, "SELECT count(*) FROM agents WHERE updated_at < created_at "
                                     "OR version < $1"),
                     0);
}

/* A chat keeps all its messages, also the one behind a placeholder. */
static void assert_chat(struct command *command)
{
    struct db_result result;
    struct prompt prompt;
    struct prompt_chat chat;
    const char *problem = NULL;
    assert_int_equal(db_select(command->db, &result,
                               "SELECT id, organization_id FROM prompts WHERE name = $1 "
                               "AND version >= 2",
                               db_text("product/roadmap-questions")),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    struct uuid id = db_get_uuid(&result, 0, 0);
    command->actor.organization_id = db_get_uuid(&result, 0, 1);
    assert_int_equal(record_load(command->db, &command->actor, &prompt_store, &id,
                                 PERMISSION_PROMPT_SEE, RECORD_WHOLE, &prompt),
                     ERR_NONE);
    assert_int_equal(
        prompt_chat_parse(command->arena, prompt.body.data, prompt.body.len, &chat, &problem),
        ERR_NONE);
    assert_int_equal(chat.count, 3);
    assert_int_equal(chat.messages[0].role, CHAT_SYSTEM);
    assert_has(chat.messages[0].content, "Please do not forward.");
    assert_string_equal(chat.messages[1].placeholder, "history");
    assert_int_equal(chat.messages[2].role, CHAT_USER);
    assert_string_equal(chat.messages[2].content, "{{question}}");
}

static void assert_dates(struct command *command)
{
    struct db_result result;
    assert_int_equal(db_select(command->db, &result,
                               "SELECT min(occurred_at), max(occurred_at) FROM audit_events "
                               "WHERE action LIKE 'prompt.%' AND request_part >= $1",
                               db_int(0)),
                     ERR_NONE);
    int64_t now = clock_now();
    int64_t first = db_get_int(&result, 0, 0);
    int64_t last = db_get_int(&result, 0, 1);
    assert_true(first < now - 110 * CLOCK_DAY && first > now - 125 * CLOCK_DAY);
    assert_true(last < now && last > now - CLOCK_DAY);
    assert_int_equal(number(command, "SELECT count(*) FROM prompts WHERE updated_at < created_at "
                                     "OR version < $1"),
                     0);
}

/* As if the newest open proposal had been made long ago. */
static void age_a_proposal(struct fixture *f)
{
    struct command command = look(f);
    struct db_result result;
    assert_int_equal(db_select(command.db, &result,
                               "SELECT organization_id, id FROM label_proposals "
                               "WHERE state = $1 ORDER BY created_at DESC LIMIT 1",
                               db_text("open")),
                     ERR_NONE);
    struct uuid organization_id = db_get_uuid(&result, 0, 0);
    struct uuid id = db_get_uuid(&result, 0, 1);
    assert_int_equal(db_begin(command.db), ERR_NONE);
    assert_int_equal(db_change_one(command.db,
                                   "UPDATE label_proposals SET created_at = $1 WHERE id = $2",
                                   db_time(clock_now() - 15 * CLOCK_DAY), db_uuid(&id)),
                     ERR_NONE);
    assert_int_equal(audit_record(command.db, &command.actor,
                                  &(struct audit_event){.action = "test.age",
                                                        .record_type = "proposal",
                                                        .organization_id = organization_id}),
                     ERR_NONE);
    assert_int_equal(db_finish(command.db, ERR_NONE), ERR_NONE);
    close_look(&command);
}

/* Whatever runs from a timer notes what has expired. */
static void assert_timers_expire(struct fixture *f)
{
    static const char *const timers[] = {"erase run", "retention run --dry-run"};
    for (int i = 0; i < (int)COUNT_OF(timers); i++) {
        age_a_proposal(f);
        assert_int_equal(rostrum(f, timers[i]), 0);
        struct command command = look(f);
        assert_int_equal(number(&command, "SELECT count(*) FROM audit_events WHERE "
                                          "action = 'label.expire' AND request_part >= $1"),
                         i + 1);
        close_look(&command);
    }
}

static void demo_fills_a_library_with_a_history(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    struct command command = look(f);
    assert_history(&command);
    assert_crew(&command);
    assert_chat(&command);
    assert_dates(&command);
    assert_int_equal(number(&command, "SELECT count(*) FROM audit_events "
                                      "WHERE outcome <> 'success' AND request_part >= $1"),
                     0);
    close_look(&command);
    assert_timers_expire(f);
}

/* Someone of the demonstration, and someone of a new organization. */
static struct actor find_admin(struct command *command)
{
    struct db_result result;
    assert_int_equal(db_select(command->db, &result,
                               "SELECT id, organization_id FROM users WHERE user_persona = $1",
                               db_text("Customer Admin")),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    return (struct actor){.kind = ACTOR_USER,
                          .user_id = db_get_uuid(&result, 0, 0),
                          .organization_id = db_get_uuid(&result, 0, 1),
                          .home_organization_id = db_get_uuid(&result, 0, 1),
                          .persona = PERSONA_CUSTOMER_ADMIN,
                          .is_active = true};
}

static struct actor make_admin(struct command *command)
{
    struct actor actor = {.kind = ACTOR_USER, .persona = PERSONA_CUSTOMER_ADMIN, .is_active = true};
    struct problem problem;
    assert_int_equal(
        organization_create(command->db, &command->actor, "Elsewhere", &actor.organization_id),
        ERR_NONE);
    actor.home_organization_id = actor.organization_id;
    const struct user_new user = {.organization_id = actor.organization_id,
                                  .email = "admin@elsewhere.example",
                                  .full_name = "Ada Elsewhere",
                                  .persona = PERSONA_CUSTOMER_ADMIN};
    assert_int_equal(user_create(command->db, &command->actor, &user, &actor.user_id, &problem),
                     ERR_NONE);
    return actor;
}

/* Fails the test with the first record that would not move, and why. */
static void assert_none_refused(struct command *command, const struct actor *actor,
                                const struct uuid *id)
{
    struct import_line_list list;
    struct import_line_filter filter = {*id, IMPORT_REFUSED, 0, NULL};
    assert_int_equal(import_line_list(command->db, actor, &filter, &list), ERR_NONE);
    for (int i = 0; i < list.count; i++)
        fail_msg("%s: %s: %s", list.lines[i].name, list.lines[i].notes[0].path,
                 list.lines[i].notes[0].message);
}

static void the_demonstration_moves_to_another_organization(void **state)
{
    struct fixture *f = *state;
    struct import import = {.state = IMPORT_CHECKING};
    struct problem problem;
    struct uuid id;
    const char *before = NULL, *after = NULL;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    struct command command = look(f);
    struct actor here = find_admin(&command);
    struct actor there = make_admin(&command);
    const char *document = bundle_of(command.db, &here, &before);
    struct import_draft draft = {"demo.json", {document, strlen(document)}, false};
    assert_int_equal(import_create(command.db, &there, &draft, &id, &problem), ERR_NONE);
    while (import.state == IMPORT_CHECKING)
        assert_int_equal(import_check(command.db, &there, &id, CLOCK_MINUTE, &import), ERR_NONE);
    assert_none_refused(&command, &there, &id);
    assert_int_equal(import_change_count(&import), 30 + 18 + 8);
    assert_int_equal(import_start(command.db, &there, &id, CLOCK_MINUTE, &import, &problem),
                     ERR_NONE);
    assert_int_equal(import.state, IMPORT_DONE);
    (void)bundle_of(command.db, &there, &after);
    assert_string_equal(after, before);
    close_look(&command);
}

/* Where its models may be called, nothing of which is asked. */
static void demo_with_models_has_a_judge(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(setenv("ROSTRUM_MODEL_HOSTS", "models.northwind.example", 1), 0);
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    assert_int_equal(unsetenv("ROSTRUM_MODEL_HOSTS"), 0);
    struct command command = look(f);
    assert_int_equal(number(&command, "SELECT count(*) FROM test_runs WHERE state = 'done' "
                                      "AND created_at > $1"),
                     2);
    assert_int_equal(number(&command, "SELECT count(*) FROM judge_verdicts WHERE turn > $1"), 60);
    assert_int_equal(number(&command, "SELECT count(*) FROM judge_verdicts "
                                      "WHERE passed <> judge_passed AND turn > $1"),
                     5);
    assert_int_equal(number(&command, "SELECT count(*) FROM label_overrides WHERE created_at > $1"),
                     1);
    close_look(&command);
}

static void demo_is_only_for_a_new_database(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rostrum(f, "init"), 0);
    assert_int_equal(rostrum(f, "demo"), 0);
    assert_int_equal(rostrum(f, "demo"), 1);
    assert_string_equal(f->out, "");
    assert_has(f->err, "has users already");
    struct command command = look(f);
    assert_int_equal(number(&command, "SELECT count(*) FROM users WHERE version > $1"), PEOPLE);
    close_look(&command);
    assert_int_equal(rostrum(f, "init"), 0); /* keeps it, and offers no set-up any more */
    assert_string_equal(f->out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
        TEST(called_wrongly_it_says_how),
        TEST(help_and_version_go_to_standard_output),
        TEST(init_makes_what_is_missing_for_its_owner_alone),
        TEST(init_again_keeps_everything_and_makes_a_fresh_code),
        TEST(options_win_over_the_environment),
        TEST(a_database_without_its_key_ring_stops_it),
        TEST(the_key_ring_of_another_database_stops_it),
        TEST(a_key_ring_that_is_open_or_damaged_stops_it),
        TEST(a_folder_that_cannot_be_made_stops_it),
        TEST(migrate_applies_what_is_missing_once),
        TEST(migrate_makes_no_database),
        TEST(a_newer_schema_is_refused),
        TEST(demo_makes_people_who_can_sign_in),
        TEST(a_locked_out_person_gets_a_link),
        TEST(demo_fills_a_library_with_a_history),
        TEST(the_demonstration_moves_to_another_organization),
        TEST(demo_with_models_has_a_judge),
        TEST(demo_is_only_for_a_new_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
