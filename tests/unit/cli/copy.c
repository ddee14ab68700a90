/* `rostrum copy` as an operator runs it, from each engine into the other and into its own. */

#include "test.h"

#include "backups.h"
#include "base/json.h"
#include "crypt/token.h"
#include "data/backup/copy_content.h"

enum { HEX_LEN = 2 * HASH_LEN + 1, KILLS_MAX = 60, FIRST_KILL_US = 10000 };

static char source[PATH_LEN]; /* the address that is copied from */

static int copy(const char *more)
{
    char arguments[4 * PATH_LEN];
    put(arguments, sizeof arguments, "copy --from '%s' --to '%s' %s", source, target, more);
    return rostrum(arguments);
}

static void copy_well(void)
{
    if (copy("") != 0)
        fail_msg("%s", out);
}

/* The report as JSON. */
static json_t *copy_for_program(struct fixture *f)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "'%s/rostrum' copy --from '%s' --to '%s' --json 2>'%s/err' </dev/null",
        folder_of_build(), source, target, f->dir);
    if (run_text(text) != 0)
        fail_msg("%s", out);
    json_t *report = json_loads(out, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(report);
    return json_keep(f->arena, report);
}

static const json_t *table_of(const json_t *report, const char *name)
{
    size_t i = 0;
    json_t *table = NULL;
    json_array_foreach(json_object_get(report, "tables"), i, table)
    {
        if (strcmp(json_text(table, "name"), name) == 0)
            return table;
    }
    fail_msg("no table %s", name);
    return NULL;
}

static bool has_other_engine(void)
{
    return getenv("ROSTRUM_TEST_POSTGRES") != NULL;
}

static int open_source(void **state)
{
    int status = open_installation(state);
    struct fixture *f = *state;
    put(source, sizeof source, "%s", f->database_url);
    if (has_other_engine())
        new_target_on(f, !f->is_postgres);
    return status;
}

/* What comes along */

static void assert_is_all_there(struct fixture *f, const struct rich *rich, int64_t events,
                                const struct uuid *since)
{
    struct db *before = look(f);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1"), events + 2);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1 "
                              "AND action = 'installation.copy'"),
                     2);
    assert_int_equal(count(f, "SELECT count(*) FROM audit_sequence WHERE event_id > $1"),
                     events + 2);
    assert_true(count(f, "SELECT count(*) FROM sessions WHERE id > $1 AND ended_at IS NULL") > 0);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM content_versions WHERE version < $1", since), 0);
    assert_string_equal(get_prompt(f, &rich->ids[RECORD_PROMPT]).body.data, rich_text);
    assert_string_equal(name_of(f, &f->own.users[PERSONA_PRODUCT_MANAGER]),
                        f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    look_away(f, before);
}

static void everything_comes_along_and_is_served(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    char arguments[2 * PATH_LEN];
    rich_make(f, &rich);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE id > $1");
    struct uuid since = uuid_make();
    copy_well();
    assert_out_has("every one is the same in both");
    assert_int_equal(ask_ready(target_app), 0);
    assert_out_has("Status: 200");
    assert_is_all_there(f, &rich, events, &since);
    put(arguments, sizeof arguments, "audit verify --database '%s'", target_app);
    assert_int_equal(rostrum(arguments), 0);
    assert_out_has("Verified: ");
    assert_int_equal(copy(""), 1); /* never twice into the same */
    assert_out_has("never writes over a database");
}

/* The tables that a copy itself writes into: the log, its own row, and versions of content. */
static bool is_written_by_copies(const char *name)
{
    return strncmp(name, "audit_", strlen("audit_")) == 0 ||
           strcmp(name, "content_versions") == 0 || strcmp(name, "daily_counts") == 0;
}

static void there_and_back_every_digest_is_the_same(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    size_t i = 0;
    json_t *table = NULL;
    if (!has_other_engine())
        skip();
    rich_make(f, &rich);
    json_t *there = copy_for_program(f);
    assert_string_equal(json_text(there, "from"), f->is_postgres ? "postgresql" : "sqlite");
    assert_string_equal(json_text(there, "to"), f->is_postgres ? "sqlite" : "postgresql");
    char database[sizeof target_name];
    put(source, sizeof source, "%s", target_app);
    put(database, sizeof database, "%s", target_name);
    target_name[0] = '\0'; /* it is still needed */
    new_target_on(f, f->is_postgres);
    json_t *back = copy_for_program(f);
    json_array_foreach(json_object_get(there, "tables"), i, table)
    {
        const char *name = json_text(table, "name");
        if (!is_written_by_copies(name))
            assert_true(json_equal(table, table_of(back, name)));
    }
    assert_int_equal(ask_ready(target_app), 0);
    drop_target();
    put(target_name, sizeof target_name, "%s", database);
}

static void add_number(struct buf *buf, uint64_t number)
{
    for (int i = 56; i >= 0; i -= 8)
        buf_add_char(buf, (char)(number >> i & 0xff));
}

/* As copy_rows.h says, without its code. */
static void the_digest_is_what_it_is_said_to_be(void **state)
{
    struct fixture *f = *state;
    uint8_t hash[HASH_LEN] = {0};
    char hex[HEX_LEN];
    json_t *report = copy_for_program(f);
    struct uuid ids[] = {f->own.id, f->other.id};
    if (memcmp(ids[0].bytes, ids[1].bytes, sizeof ids[0].bytes) > 0) {
        ids[0] = f->other.id;
        ids[1] = f->own.id;
    }
    for (int i = 0; i < 2; i++) {
        struct buf buf;
        buf_init(&buf, f->arena);
        buf_add(&buf, hash, sizeof hash);
        buf_add_char(&buf, 2);
        add_number(&buf, strlen("production"));
        buf_add(&buf, "production", strlen("production"));
        buf_add_char(&buf, 3);
        buf_add(&buf, ids[i].bytes, sizeof ids[i].bytes);
        sha256(buf.data, buf.len, hash);
    }
    for (int i = 0; i < HASH_LEN; i++)
        (void)snprintf(hex + (size_t)i * 2, 3, "%02x", hash[i]);
    const json_t *table = table_of(report, "protected_labels");
    assert_int_equal(json_integer_value(json_object_get(table, "rows")), 2);
    assert_string_equal(json_text(table, "sha256"), hex);
}

/* What an interruption leaves */

static bool start_and_kill_copy(int after_us)
{
    char *const arguments[] = {"rostrum", "copy", "--from", source, "--to", target, NULL};
    return start_and_kill_program(arguments, after_us);
}

/* Not by a worker, and a command does not take it for whole. */
static void assert_is_not_whole(void)
{
    char arguments[2 * PATH_LEN];
    assert_int_equal(ask_ready(target_app), EXIT_CONFIG);
    put(arguments, sizeof arguments, "backup '%s' --database '%s'", backups, target_app);
    assert_int_equal(rostrum(arguments), 1);
    assert_out_has("copy");
}

static void killed_at_any_point_it_goes_on(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    int kills = 0;
    rich_make(f, &rich);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE id > $1");
    struct uuid since = uuid_make();
    /* Each time it lives a sixth longer, so that it comes further, on a fast machine and a slow
     * one. */
    for (int us = FIRST_KILL_US; kills < KILLS_MAX && !start_and_kill_copy(us); us += us / 6) {
        int ready = kills++ % 4 == 0 ? ask_ready(target_app) : EXIT_CONFIG;
        if (ready == 0) /* it was killed between its last act and its end */
            break;
        assert_int_equal(ready, EXIT_CONFIG);
    }
    assert_in_range(kills, 3, KILLS_MAX - 1);
    assert_int_equal(ask_ready(target_app), 0);
    assert_is_all_there(f, &rich, events, &since);
}

static void a_full_disk_is_told_and_it_goes_on_with_room(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    new_target_on(f, false);
    put(text, sizeof text,
        "trap '' XFSZ; ulimit -f 1500; '%s/rostrum' copy --from '%s' --to '%s' 2>&1 </dev/null",
        folder_of_build(), source, target);
    assert_int_equal(run_text(text), 1);
    assert_int_equal(ask_ready(target_app), EXIT_CONFIG);
    copy_well();
    assert_int_equal(ask_ready(target_app), 0);
}

/* A copy that is over, as if it had been killed before its rows were compared. */
static void make_unfinished(struct fixture *f)
{
    uint8_t mark[HASH_LEN + 1 + sizeof(struct uuid)] = {0};
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(copy_source_id(f->db, mark), ERR_NONE);
    struct db *before = look(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err =
        db_change(f->db,
                  "INSERT INTO installation (name, value, created_at) "
                  "VALUES ($1, $2, $3)",
                  db_text(MIGRATION_COPY_MARK), db_bytes(mark, sizeof mark), db_time(clock_now()));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    look_away(f, before);
}

static void a_source_that_was_changed_between_two_runs_is_noticed(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    copy_well();
    make_unfinished(f);
    assert_is_not_whole();
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db,
                                   "UPDATE users SET version = version + 1 WHERE "
                                   "organization_id = $1 AND id = $2",
                                   db_uuid(&f->own.id), db_uuid(&user->id)),
                     ERR_NONE);
    assert_int_equal(audit_record(f->db, &f->command,
                                  &(struct audit_event){.action = "test.change",
                                                        .record_type = "user",
                                                        .organization_id = f->own.id}),
                     ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_int_equal(copy(""), 1);
    assert_out_has("the table users is not the same in both");
    assert_is_not_whole();
}

/* What is refused */

static void a_database_that_holds_anything_else_is_refused(void **state)
{
    struct fixture *f = *state;
    char before[PATH_LEN];
    put(before, sizeof before, "%s", target);
    put(target, sizeof target, "%s", f->owner_url);
    int64_t events = count(f, "SELECT count(*) FROM audit_events WHERE id > $1");
    put(source, sizeof source, "%s?x", f->owner_url);
    assert_int_not_equal(copy(""), 0);
    put(source, sizeof source, "%s", f->owner_url);
    assert_int_equal(copy(""), 2); /* onto itself */
    assert_int_equal(count(f, "SELECT count(*) FROM audit_events WHERE id > $1"), events);
    put(target, sizeof target, "%s", before);
    if (strncmp(target, "sqlite:", 7) == 0)
        put(before, sizeof before, "sqlite3 '%s' 'CREATE TABLE others (id integer)'", target + 7);
    else
        put(before, sizeof before,
            "psql -q -h '%s' -U rostrum_owner -d '%s' -c 'CREATE TABLE others (id integer)'",
            getenv("ROSTRUM_TEST_POSTGRES"), target_name);
    assert_int_equal(run_text(before), 0);
    assert_int_equal(copy(""), 1);
    assert_out_has("never writes over a database");
}

static void the_copy_of_another_installation_is_refused(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    copy_well();
    put(text, sizeof text, "init --database 'sqlite:%s/new.db'", f->dir);
    assert_int_equal(rostrum(text), 0);
    put(source, sizeof source, "sqlite:%s/new.db", f->dir);
    assert_int_equal(copy(""), 1);
    assert_out_has("no unfinished copy of this one");
}

static void an_older_schema_and_a_wrong_key_ring_are_refused(void **state)
{
    struct fixture *f = *state;
    char text[4 * PATH_LEN];
    put(text, sizeof text, "%s/other-ring", f->dir);
    assert_int_equal(keyring_create(text), ERR_NONE);
    put(text, sizeof text, "--key-ring '%s/other-ring'", f->dir);
    assert_int_equal(copy(text), 1);
    fixture_script(
        f,
        "DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)",
        "DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)");
    assert_int_equal(copy(""), 1);
    assert_out_has("of an older version");
    assert_int_equal(copy("--from x"), 1);
    assert_out_has("no address of a database");
}

static void no_password_of_an_address_is_printed(void **state)
{
    (void)state;
    put(source, sizeof source, "postgresql://u:hush-hush@127.0.0.1:1/d");
    assert_int_equal(copy(""), 1);
    assert_null(strstr(out, "hush-hush"));
}

#define ON_BOTH(name) cmocka_unit_test_setup_teardown(name, open_source, close_installation)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(everything_comes_along_and_is_served),
        ON_BOTH(there_and_back_every_digest_is_the_same),
        ON_BOTH(the_digest_is_what_it_is_said_to_be),
        ON_BOTH(killed_at_any_point_it_goes_on),
        ON_BOTH(a_full_disk_is_told_and_it_goes_on_with_room),
        ON_BOTH(a_source_that_was_changed_between_two_runs_is_noticed),
        ON_BOTH(a_database_that_holds_anything_else_is_refused),
        ON_BOTH(the_copy_of_another_installation_is_refused),
        ON_BOTH(an_older_schema_and_a_wrong_key_ring_are_refused),
        ON_BOTH(no_password_of_an_address_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
