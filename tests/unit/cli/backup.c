/* `rostrum backup` and `rostrum restore` as an operator runs them, on each engine: what comes back,
 * what is refused, and what an interruption leaves. */

#include "test.h"

#include "backups.h"
#include "crypt/keyring_file.h"

/* What comes back */

static void a_backup_comes_back_whole_and_is_served(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    rich_make(f, &rich);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE id > $1");
    int64_t versions = count(f, "SELECT count(*) FROM prompt_versions WHERE id > $1");
    assert_true(count(f, "SELECT count(*) FROM sessions WHERE id > $1 AND ended_at IS NULL") > 0);
    struct uuid version = uuid_make();
    const char *path = back_up(f);
    restore_well(path, "");
    const char *rules = strstr(out, "making indexes");
    if (f->is_postgres) /* or each batch of a log would be looked for in all of it */
        assert_true(rules != NULL && strstr(rules, "checking the audit logs") != NULL);
    assert_int_equal(ask_ready(target_app), 0);
    assert_out_has("Status: 200");

    struct db *before = look(f);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1"), events + 2);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1 "
                              "AND action = 'installation.restore'"),
                     2);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_sequence WHERE event_id > $1"),
                     count(f, "SELECT count(*) FROM audit_events WHERE id > $1"));
    assert_int_equal(count(f, "SELECT count(*) FROM prompt_versions WHERE id > $1"), versions);
    assert_int_equal(count(f, "SELECT count(*) FROM sessions WHERE id > $1 AND ended_at IS NULL"),
                     0);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM content_versions WHERE version < $1", &version), 0);
    assert_string_equal(get_prompt(f, &rich.ids[RECORD_PROMPT]).body.data, rich_text);
    assert_string_equal(name_of(f, &f->own.users[PERSONA_PRODUCT_MANAGER]),
                        f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    look_away(f, before);
}

static void the_files_are_the_owners_alone_and_name_no_person(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    const char *path = back_up(f);
    put(text, sizeof text, "find '%s' -type f ! -perm 600 -o -type d ! -perm 700", backups);
    assert_int_equal(run_text(text), 0);
    assert_string_equal(out, "");
    /* The wrapped key of each person is in the file apart, and nowhere in the main copy. */
    if (f->is_postgres)
        put(text, sizeof text, "pg_restore -f '%s/main' '%s/rostrum.dump'", f->dir, path);
    else
        put(text, sizeof text, "xxd -p '%s/rostrum.db' | tr -d '\\n' >'%s/main'", path, f->dir);
    assert_int_equal(run_text(text), 0);
    put(text, sizeof text,
        "sed 's/.*wrapped_key\":\"\\([0-9a-f]*\\).*/\\1/' '%s/%s/%s/keys.jsonl' "
        "'%s/organization-keys.jsonl' >'%s/hex'; grep -c . '%s/hex'; "
        "grep -cFf '%s/hex' '%s/main' '%s/organization-keys.jsonl'",
        backups, "personal-keys", last_name(path), path, f->dir, f->dir, f->dir, f->dir, path);
    (void)run_text(text);
    assert_out_has("16\n");
    assert_out_has("/main:0\n");
    assert_out_has("organization-keys.jsonl:2\n");
}

static void events_that_are_lost_are_told(void **state)
{
    struct fixture *f = *state;
    char path[PATH_LEN], text[2 * PATH_LEN];
    assert_int_equal(rostrum("audit checkpoint"), 0);
    put(path, sizeof path, "%s", back_up(f));
    put(text, sizeof text, "grep -c rostrum/ '%s/manifest'", path);
    (void)run_text(text);
    assert_true(strtol(out, NULL, 10) >= 2); /* the checkpoints of both organizations */
    for (int i = 0; i < 3; i++)
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, i == 0 ? "a" : i == 1 ? "b" : "c", "x");
    fixture_begin(f);
    assert_int_equal(rostrum("audit checkpoint"), 0);
    restore_well(path, "");
    assert_out_has("3 events are missing");
    assert_out_has("before the workers start");
}

/* Who was erased */

static void who_was_erased_stays_erased(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    fixture_begin(f); /* a row of their own in the backup, which goes again */
    assert_int_equal(audit_saved_add(f->db, &user->actor, "Mine", "action=prompt."), ERR_NONE);
    fixture_begin(f);
    char *ledger = arena_printf(f->arena, "%s/erasures.jsonl", f->dir);
    char path[PATH_LEN], ledger_path[PATH_LEN];
    put(ledger_path, sizeof ledger_path, "%s", ledger);
    put(path, sizeof path, "%s", back_up(f));
    erase(f, user, ledger_path);
    restore_well(path, ""); /* by the ledger: the personal keys still have theirs */
    assert_out_has("erasures.jsonl has 1");
    assert_erased(f, user);

    (void)back_up(f); /* by the newest personal keys: the ledger is lost */
    new_target(f);
    restore_well(path, "--erasures /nonexistent");
    assert_erased(f, user);

    new_target(f); /* a ledger that is damaged keeps everyone out */
    FILE *file = fopen(ledger_path, "a");
    assert_non_null(file);
    assert_true(fputs("damaged\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(restore(path, ""), 1);
    assert_out_has("people who were erased could come back");
}

/* It came back whole by other means than a restore. A line of the ledger that this database is
 * newer than, and does not know of, is of an erasure that was never committed. */
static void a_recovered_database_is_taken_in(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    const struct fixture_user *other = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    struct erasure erased = {f->own.id, user->id, clock_now()};
    struct erasure undone = {f->own.id, other->id, clock_now() - CLOCK_HOUR};
    char ledger[PATH_LEN], arguments[2 * PATH_LEN];
    put(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    assert_int_equal(erasure_ledger_append(ledger, &undone), ERR_NONE);
    assert_int_equal(erasure_ledger_append(ledger, &erased), ERR_NONE);
    fixture_begin(f);
    put(arguments, sizeof arguments, "recovered --database '%s'", f->owner_url);
    if (rostrum(arguments) != 0)
        fail_msg("%s", out);
    assert_out_has("erasures.jsonl has 2");
    assert_out_has("persons erased again, or without a key: 1");
    put(target_app, sizeof target_app, "%s", f->database_url);
    assert_erased(f, user);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1 "
                              "AND action = 'installation.restore'"),
                     2);
    assert_int_equal(ask_ready(target_app), 0);
    assert_out_has("Status: 200");
}

/* How many files of the backups have the wrapped key, which is written there in hexadecimal. */
static long count_with_key(const char *key_hex)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "grep -rlF '%s' '%s' | wc -l", key_hex, backups);
    (void)run_text(text);
    return strtol(out, NULL, 10);
}

static void read_key(struct fixture *f, const struct uuid *user_id, char *hex, size_t size)
{
    struct db_result result;
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT wrapped_key FROM data_keys WHERE owner_id = $1",
                               db_uuid(user_id)),
                     ERR_NONE);
    struct text key = db_get_bytes(&result, 0, 0);
    assert_true(2 * key.len < size);
    for (size_t i = 0; i < key.len; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", (unsigned char)key.data[i]);
}

/* So long a backup from before an erasure can bring the person back, and no longer. */
static void personal_keys_live_for_30_days(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    char old[PATH_LEN], older[PATH_LEN], path[PATH_LEN], key[PATH_LEN], ledger[PATH_LEN];
    read_key(f, &user->id, key, sizeof key);
    put(path, sizeof path, "%s", back_up(f));
    assert_int_equal(count_with_key(key), 1);
    put(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    erase(f, user, ledger);
    put(old, sizeof old, "%s/personal-keys/%s", backups, last_name(path));
    put(older, sizeof older, "%s/personal-keys/20200101T000000Z", backups);
    assert_int_equal(rename(old, older), 0);
    struct stat status;
    (void)back_up(f);
    assert_int_equal(stat(older, &status), -1);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(count_with_key(key), 0);
    restore_well(path, ""); /* the old backup with the newest personal keys */
}

/* What is refused */

/* Restores in vain: the exit status is 1, it says why, and nothing is left. */
static void assert_refused(struct fixture *f, const char *path, const char *more, const char *why)
{
    char text[2 * PATH_LEN];
    assert_int_equal(restore(path, more), 1);
    assert_out_has(why);
    if (!f->is_postgres) {
        put(text, sizeof text, "ls -d %s* 2>/dev/null", target + strlen("sqlite:"));
        (void)run_text(text);
        assert_string_equal(out, "");
        return;
    }
    put(text, sizeof text, "psql -At '%s' -c '\\d' 2>&1", target);
    assert_int_equal(run_text(text), 0);
    assert_out_has("Did not find any relations");
}

static void change_byte(const char *path, const char *name, long at)
{
    char file_path[PATH_LEN];
    put(file_path, sizeof file_path, "%s/%s", path, name);
    FILE *file = fopen(file_path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    int c = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_true(fputc(c ^ 1, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Signs the manifest anew with another text in the place of one. */
static void forge(struct fixture *f, const char *path, const char *from, const char *to)
{
    char *file_path = arena_printf(f->arena, "%s/manifest", path);
    char note[OUTPUT_MAX];
    FILE *file = fopen(file_path, "r");
    assert_non_null(file);
    note[fread(note, 1, sizeof note - 1, file)] = '\0';
    (void)fclose(file);
    char *end = strstr(note, "\n\n");
    assert_non_null(end);
    end[1] = '\0';
    char *at = strstr(note, from);
    assert_non_null(at);
    const char *text =
        arena_printf(f->arena, "%.*s%s%s", (int)(at - note), note, to, at + strlen(from));
    file = fopen(file_path, "w");
    assert_non_null(file);
    assert_true(fputs(signed_note_make(f->keyring, f->arena, text), file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void what_does_not_verify_is_refused_and_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    const char *path = back_up(f);
    const char *main_file = f->is_postgres ? "rostrum.dump" : "rostrum.db";
    const char *keys = arena_printf(f->arena, "%s/personal-keys/%s", backups, last_name(path));
    static const char *const names[] = {"", "organization-keys.jsonl"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *name = i == 0 ? main_file : names[i];
        change_byte(path, name, 200);
        assert_refused(f, path, "", "is not the file that was backed up");
        change_byte(path, name, 200);
    }
    change_byte(keys, "keys.jsonl", 200);
    assert_refused(f, path, "", "is not the file that was backed up");
    change_byte(keys, "keys.jsonl", 200);
    change_byte(path, "manifest", 60);
    assert_refused(f, path, "", "its manifest was changed");
    change_byte(path, "manifest", 60);
    assert_refused(f, keys, "", "it holds the personal keys, not the database");
    assert_refused(f, f->dir, "", "is no backup");
    const char *partial = arena_printf(f->arena, "%s.partial", path);
    assert_int_equal(rename(path, partial), 0);
    assert_refused(f, partial, "", "it was not finished");
    assert_int_equal(rename(partial, path), 0);

    char schema[64];
    put(schema, sizeof schema, "\"schema\": %d", migration_text_count);
    forge(f, path, schema, "\"schema\": 999");
    assert_refused(f, path, "", "a newer version of Rostrum made it");
    forge(f, path, "\"schema\": 999", schema);
    restore_well(path, "");
}

static void a_log_that_was_changed_is_not_backed_up_as_if_it_were_whole(void **state)
{
    struct fixture *f = *state;
    char last[PATH_LEN], arguments[2 * PATH_LEN];
    assert_int_equal(rostrum("audit checkpoint"), 0);
    fixture_script(f,
                   "DROP TRIGGER audit_events_no_update; "
                   "UPDATE audit_events SET action = 'x' WHERE action = 'organization.create'",
                   "ALTER TABLE audit_events DISABLE TRIGGER USER; SET rostrum.scope = 'all'; "
                   "UPDATE audit_events SET action = 'x' WHERE action = 'organization.create'");
    put(arguments, sizeof arguments, "backup '%s'", backups);
    assert_int_equal(rostrum(arguments), 1);
    assert_out_has("the audit log is not whole");
    assert_int_equal(count_whole(last), 0);
}

static void keys_that_are_missing_or_too_old_are_refused(void **state)
{
    struct fixture *f = *state;
    char keys[PATH_LEN], path[PATH_LEN], away[PATH_LEN], more[2 * PATH_LEN];
    put(path, sizeof path, "%s", back_up(f));
    put(keys, sizeof keys, "%s/personal-keys/%s", backups, last_name(path));
    put(away, sizeof away, "%s/away", f->dir);
    assert_int_equal(rename(keys, away), 0);
    assert_refused(f, path, "", "there are no personal keys in");
    put(more, sizeof more, "--personal-keys '%s'", away);
    char newer[PATH_LEN];
    put(newer, sizeof newer, "%s", back_up(f));
    assert_refused(f, newer, more, "is older than the backup");
    put(more, sizeof more, "--key-ring '%s/other-ring'", f->dir);
    char other[PATH_LEN];
    put(other, sizeof other, "%s/other-ring", f->dir);
    assert_int_equal(keyring_create(other), ERR_NONE);
    assert_refused(f, path, more, "no key of this key ring has signed its manifest");
    put(more, sizeof more, "--personal-keys '%s'", away);
    restore_well(path, more);
}

static void a_database_that_is_there_is_never_written_over(void **state)
{
    struct fixture *f = *state;
    const char *path = back_up(f);
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE id > $1");
    restore_well(path, "");
    assert_int_equal(restore(path, ""), 1);
    assert_out_has("never writes over a database");
    put(target, sizeof target, "%s", f->owner_url);
    assert_int_equal(restore(path, ""), 1);
    assert_out_has("never writes over a database");
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1"), events);
    put(target, sizeof target, "%s",
        f->is_postgres ? "sqlite:/nonexistent/x.db" : "postgresql:///x");
    assert_int_equal(restore(path, ""), 1);
    assert_out_has(f->is_postgres ? "of a PostgreSQL database" : "of a SQLite database");
}

static void a_restore_that_was_not_finished_is_not_served(void **state)
{
    struct fixture *f = *state;
    restore_well(back_up(f), "");
    assert_int_equal(ask_ready(target_app), 0);
    struct db *before = look(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(
        db_finish(f->db, db_change(f->db,
                                   "INSERT INTO installation (name, value, created_at) "
                                   "VALUES ($1, $2, $3)",
                                   db_text(MIGRATION_RESTORE_MARK), db_bytes("", 0),
                                   db_time(clock_now()))),
        ERR_NONE);
    look_away(f, before);
    assert_int_equal(ask_ready(target_app), EXIT_CONFIG);
    assert_out_has("migration.restore_is_not_finished");
    char arguments[2 * PATH_LEN];
    put(arguments, sizeof arguments, "backup '%s' --database '%s'", backups, target_app);
    assert_int_equal(rostrum(arguments), 1);
    assert_out_has("whose restore or copy was not finished");
}

static void a_folder_that_browsers_read_is_refused(void **state)
{
    struct fixture *f = *state;
    char text[2 * PATH_LEN];
    put(text, sizeof text, "mkdir -p '%s/static/x' && touch '%s/static/app.css'", f->dir, f->dir);
    assert_int_equal(run_text(text), 0);
    put(text, sizeof text, "backup '%s/static/x/backups'", f->dir);
    assert_int_equal(rostrum(text), 1);
    assert_out_has("browsers can read what is in");
    put(text, sizeof text, "backup '%s/nowhere/backups'", f->dir);
    assert_int_equal(rostrum(text), 1);
    assert_out_has("can't be created");
}

/* What an interruption leaves */

static void a_full_disk_leaves_no_backup(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN], last[PATH_LEN];
    put(text, sizeof text, "trap '' XFSZ; ulimit -f 20; '%s/rostrum' backup '%s' 2>&1 </dev/null",
        folder_of_build(), backups);
    assert_int_equal(run_text(text), 1);
    assert_out_has("no backup was made");
    assert_int_equal(count_whole(last), 0);
    put(text, sizeof text, "find '%s' -name '*.partial'", backups);
    assert_int_equal(run_text(text), 0);
    assert_string_equal(out, "");
    restore_well(back_up(f), "");
}

static void a_kill_leaves_no_backup_that_only_looks_whole(void **state)
{
    struct fixture *f = *state;
    char last[PATH_LEN], text[2 * PATH_LEN];
    int step_us = f->is_postgres ? 25000 : 4000;
    for (int i = 1; i <= 8; i++)
        start_and_kill(i * step_us);
    if (count_whole(last) > 0)
        restore_well(last, "");
    new_target(f);
    restore_well(back_up(f), ""); /* the lock went with the process */
    put(text, sizeof text, "find '%s' -name '*.partial'", backups);
    assert_int_equal(run_text(text), 0);
    assert_string_equal(out, "");
}

/* While others write */

static void backups_under_load_are_sound(void **state)
{
    struct fixture *f = *state;
    pid_t writers[WRITERS];
    char paths[3][PATH_LEN];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        if (writers[i] == 0)
            write_on(f, i, NULL);
    }
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        put(paths[i], sizeof paths[i], "%s", back_up(f));
    for (int i = 0; i < WRITERS; i++) {
        int status = 0;
        kill(writers[i], SIGKILL);
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_true(WIFSIGNALED(status)); /* it wrote to the end */
    }
    int64_t before_count = 0;
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        new_target(f);
        restore_well(paths[i], "");
        struct db *before = look(f);
        int64_t prompts = count(f, "SELECT count(*) FROM prompts WHERE id > $1");
        assert_true(prompts >= before_count);
        before_count = prompts;
        look_away(f, before);
    }
    assert_true(before_count > 0);
}

/* Only PostgreSQL has a password, and a program of its own. */
static void no_password_is_in_the_arguments_of_a_program(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN], path[4 * PATH_LEN];
    const char *before = getenv("PATH");
    char *kept = strdup(before);
    put(text, sizeof text,
        "printf '#!/bin/sh\\necho \"$*\" >%s/args\\necho \"$PGPASSWORD\" >%s/env\\n"
        "PATH=%s exec pg_dump \"$@\"\\n' >'%s/pg_dump'; chmod 700 '%s/pg_dump'",
        f->dir, f->dir, before, f->dir, f->dir);
    assert_int_equal(run_text(text), 0);
    put(path, sizeof path, "%s:%s", f->dir, before);
    (void)setenv("PATH", path, 1);
    put(path, sizeof path, "postgresql://rostrum:hunter2hunter2@/%s?host=%s", f->database_name,
        getenv("ROSTRUM_TEST_POSTGRES"));
    (void)setenv("ROSTRUM_DATABASE", path, 1);
    (void)back_up(f);
    (void)setenv("PATH", kept, 1);
    (void)setenv("ROSTRUM_DATABASE", f->database_url, 1);
    free(kept);
    put(text, sizeof text, "cat '%s/args'", f->dir);
    assert_int_equal(run_text(text), 0);
    assert_out_has("--format=custom");
    assert_null(strstr(out, "hunter2"));
    put(text, sizeof text, "cat '%s/env'", f->dir);
    assert_int_equal(run_text(text), 0);
    assert_out_has("hunter2hunter2");
}

#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, open_installation, close_installation)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_backup_comes_back_whole_and_is_served),
        ON_BOTH(the_files_are_the_owners_alone_and_name_no_person),
        ON_BOTH(events_that_are_lost_are_told),
        ON_BOTH(a_log_that_was_changed_is_not_backed_up_as_if_it_were_whole),
        ON_BOTH(who_was_erased_stays_erased),
        ON_BOTH(a_recovered_database_is_taken_in),
        ON_BOTH(personal_keys_live_for_30_days),
        ON_BOTH(what_does_not_verify_is_refused_and_leaves_nothing),
        ON_BOTH(keys_that_are_missing_or_too_old_are_refused),
        ON_BOTH(a_database_that_is_there_is_never_written_over),
        ON_BOTH(a_restore_that_was_not_finished_is_not_served),
        ON_BOTH(a_folder_that_browsers_read_is_refused),
        ON_BOTH(a_full_disk_leaves_no_backup),
        ON_BOTH(a_kill_leaves_no_backup_that_only_looks_whole),
        ON_BOTH(backups_under_load_are_sound),
        cmocka_unit_test_prestate_setup_teardown(no_password_is_in_the_arguments_of_a_program,
                                                 open_installation, close_installation,
                                                 (void *)(uintptr_t)fixture_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
