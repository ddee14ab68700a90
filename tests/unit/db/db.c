#include "test.h"

#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/db_self.h"
#include "data/db/db_table.h"
#include "data/db/db_work.h"
#include "data/db/migration.h"
#include "data/db/query.h"
#include "fixture.h"

static struct audit_event event_of(struct fixture *f)
{
    return (struct audit_event){.action = "test.change",
                                .record_type = "organization",
                                .record_id = f->own.id,
                                .organization_id = f->own.id};
}

static enum err rename_inside(struct fixture *f, const char *name)
{
    enum err err = db_change_one(f->db, "UPDATE organizations SET name = $1 WHERE id = $2",
                                 db_text(name), db_uuid(&f->own.id));
    struct audit_event event = event_of(f);
    return err != ERR_NONE ? err : audit_record(f->db, &f->command, &event);
}

static const char *name_of(struct fixture *f)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, "SELECT name FROM organizations WHERE id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    return db_get_text(&result, 0, 0);
}

static void success_commits_and_an_error_rolls_back(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, rename_inside(f, "Kept")), ERR_NONE);
    assert_string_equal(name_of(f), "Kept");

    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(rename_inside(f, "Lost"), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
    assert_string_equal(name_of(f), "Kept");
}

static void an_open_transaction_ends_with_the_request(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(rename_inside(f, "Lost"), ERR_NONE);
    fixture_begin(f); /* the next request; nobody called db_finish */
    assert_string_not_equal(name_of(f), "Lost");
    assert_int_equal(db_begin(f->db), ERR_NONE); /* and the writer lock is free */
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
}

/* Runs in a child, because what it does is a bug that ends the process. */
static int exit_code_of(struct fixture *f, void (*bug)(struct fixture *f))
{
    pid_t child = fork();
    if (child == 0) {
        (void)close(STDERR_FILENO);
        struct fixture own = *f; /* the parent's connection stays the parent's */
        if (fixture_reconnect(&own, false) != ERR_NONE)
            _exit(2);
        bug(&own);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void change_without_event(struct fixture *f)
{
    if (db_begin(f->db) != ERR_NONE)
        _exit(1);
    enum err err = db_change(f->db, "UPDATE organizations SET name = $1 WHERE id = $2",
                             db_text("Secretly"), db_uuid(&f->own.id));
    (void)!db_finish(f->db, err);
}

static void change_outside(struct fixture *f)
{
    (void)!db_change(f->db, "UPDATE organizations SET name = $1 WHERE id = $2", db_text("Outside"),
                     db_uuid(&f->own.id));
}

static void read_past_the_end(struct fixture *f)
{
    struct db_result result;
    if (db_select(f->db, &result, "SELECT name FROM organizations WHERE id = $1",
                  db_uuid(&f->own.id)) != ERR_NONE)
        _exit(1);
    (void)db_get_text(&result, 1, 0);
}

static void change_while_reading(struct fixture *f)
{
    db_only_read(f->db);
    if (db_begin(f->db) != ERR_NONE)
        _exit(1);
    (void)!db_change(f->db, "UPDATE sessions SET ended_at = $1 WHERE organization_id = $2",
                     db_time(1), db_uuid(&f->own.id));
}

static void a_request_that_reads_may_write_its_events_and_nothing_else(void **state)
{
    struct fixture *f = *state;
    enum { EXIT_BUG = 70 };
    struct audit_event event = {.action = "user.view", .record_type = "user"};
    assert_int_equal(exit_code_of(f, change_while_reading), EXIT_BUG);
    fixture_begin(f);
    db_only_read(f->db);
    assert_int_equal(audit_record_alone(f->db, &f->command, &event), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "user.view", "success"), 1);
    fixture_begin(f); /* the next request may write again */
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change(f->db,
                                                "UPDATE sessions SET ended_at = $1 "
                                                "WHERE organization_id = $2",
                                                db_time(1), db_uuid(&f->own.id))),
                     ERR_NONE);
}

static void bugs_end_the_process(void **state)
{
    struct fixture *f = *state;
    enum { EXIT_BUG = 70 };
    assert_int_equal(exit_code_of(f, change_without_event), EXIT_BUG);
    assert_int_equal(exit_code_of(f, change_outside), EXIT_BUG);
    assert_int_equal(exit_code_of(f, read_past_the_end), EXIT_BUG);
    fixture_begin(f);
    assert_string_equal(name_of(f), f->own.name);
}

static void a_conflict_dooms_the_transaction(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(rename_inside(f, "Lost"), ERR_NONE);
    enum err err = db_change(f->db,
                             "UPDATE addresses SET email_index = (SELECT email_index FROM "
                             "addresses WHERE user_id = $1) WHERE user_id = $2",
                             db_uuid(&f->own.users[0].id), db_uuid(&f->own.users[1].id));
    assert_int_equal(err, ERR_CONFLICT);
    /* a caller that overlooks it does not commit */
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_CONFLICT);
    assert_string_equal(name_of(f), f->own.name);
    assert_false(db_has_failed(f->db));
}

static void a_failure_is_remembered_until_the_request_ends(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    assert_int_equal(
        db_select(f->db, &result, "SELECT nothing FROM nowhere WHERE id = $1", db_int(1)),
        ERR_UNAVAILABLE);
    assert_true(db_has_failed(f->db));
    assert_int_equal(db_begin(f->db), ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    assert_string_equal(name_of(f), f->own.name); /* the next request is served */
}

static void writes_may_be_forbidden_for_one_request(void **state)
{
    struct fixture *f = *state;
    db_forbid_writes(f->db);
    assert_int_equal(db_begin(f->db), ERR_DENIED);
    assert_string_equal(name_of(f), f->own.name);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
}

static void values_come_back_as_they_were_given(void **state)
{
    struct fixture *f = *state;
    static const char bytes[] = "a\0b";
    struct uuid id = uuid_make();
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, "SELECT $1, $2, $3, $4, $5, $6, $7, $8", db_null(),
                               db_int(INT64_MIN), db_bool(true), db_time(INT64_MAX), db_text("öä"),
                               db_bytes(bytes, 3), db_uuid(&id), db_bytes("", 0)),
                     ERR_NONE);
    assert_true(db_is_null(&result, 0, 0));
    assert_int_equal(db_get_int(&result, 0, 1), INT64_MIN);
    assert_true(db_get_bool(&result, 0, 2));
    assert_int_equal(db_get_time(&result, 0, 3), INT64_MAX);
    assert_string_equal(db_get_text(&result, 0, 4), "öä");
    assert_int_equal(db_get_bytes(&result, 0, 5).len, 3);
    assert_memory_equal(db_get_bytes(&result, 0, 5).data, bytes, 3);
    struct uuid back = db_get_uuid(&result, 0, 6);
    assert_true(uuid_equal(&back, &id));
    assert_non_null(db_get_bytes(&result, 0, 7).data); /* empty is not null */
    assert_int_equal(db_get_bytes(&result, 0, 7).len, 0);
}

/* $2 before $1, $1 twice, and one left out. */
static void parameters_are_bound_by_their_number(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    assert_int_equal(db_select(f->db, &result, "SELECT $2, $1, $1, $4", db_int(1), db_int(2),
                               db_int(3), db_int(4)),
                     ERR_NONE);
    assert_int_equal(db_get_int(&result, 0, 0), 2);
    assert_int_equal(db_get_int(&result, 0, 1), 1);
    assert_int_equal(db_get_int(&result, 0, 2), 1);
    assert_int_equal(db_get_int(&result, 0, 3), 4);
}

/* One read transaction for all queries of a request: another process's commit is not seen in it. */
static enum err rename_elsewhere(struct fixture *f, int index, void *context)
{
    (void)index;
    enum err err = db_begin(f->db);
    return err != ERR_NONE ? err : db_finish(f->db, rename_inside(f, context));
}

static void close_own(struct fixture *f)
{
    (void)!db_end_request(f->db);
    arena_destroy(f->arena);
    db_close(f->db);
}

static void the_reads_of_a_request_see_one_state(void **state)
{
    struct fixture *f = *state;
    const char *before = name_of(f);
    struct fixture other = *f; /* the same people on a connection of its own */
    assert_int_equal(fixture_reconnect(&other, false), ERR_NONE);
    assert_int_equal(rename_elsewhere(&other, 0, "Meanwhile"), ERR_NONE);
    assert_string_equal(name_of(&other), "Meanwhile");
    close_own(&other);
    assert_string_equal(name_of(f), before);
    fixture_begin(f);
    assert_string_equal(name_of(f), "Meanwhile");
}

static void many_writers_at_once_all_succeed_without_a_gap(void **state)
{
    struct fixture *f = *state;
    enum { WRITERS = 8 };
    enum err results[WRITERS];
    int64_t before = fixture_count_events(f, "test.change", "success");
    fixture_begin(f);
    fixture_race(f, WRITERS, rename_elsewhere, "Together", results);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(results[i], ERR_NONE);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "test.change", "success"), before + WRITERS);
    struct db_result gaps;
    assert_int_equal(db_select(f->db, &gaps,
                               "SELECT COUNT(*), MAX(seq) FROM audit_sequence WHERE "
                               "organization_id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    assert_int_equal(db_get_int(&gaps, 0, 0), db_get_int(&gaps, 0, 1)); /* seq has no gap */
}

static void evidence_is_append_only(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "DELETE FROM audit_events WHERE organization_id = $1",
                               db_uuid(&f->own.id)),
                     ERR_UNAVAILABLE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    struct uuid id = uuid_make();
    db_begin_request(f->db, f->arena, &id);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "UPDATE audit_events SET action = $1", db_text("other")),
                     ERR_UNAVAILABLE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    db_begin_request(f->db, f->arena, &id);
}

static void an_unusable_address_does_not_open(void **state)
{
    struct fixture *f = *state;
    struct db *db = NULL;
    assert_int_equal(db_open(&(struct db_config){.url = "oracle:x", .keyring = f->keyring}, &db),
                     ERR_INVALID);
    assert_int_equal(
        db_open(&(struct db_config){.url = "sqlite:/nowhere/x.db", .keyring = f->keyring}, &db),
        ERR_NOT_FOUND);
    assert_int_equal(db_open(&(struct db_config){.url = "sqlite:/nowhere/x.db",
                                                 .keyring = f->keyring,
                                                 .may_create = true},
                             &db),
                     ERR_UNAVAILABLE);
}

static void migrations_apply_once_and_another_history_is_refused(void **state)
{
    struct fixture owner = *(struct fixture *)*state;
    struct fixture *f = &owner;
    int applied = -1;
    assert_int_equal(fixture_reconnect(f, true), ERR_NONE);
    assert_int_equal(migration_check(f->db), ERR_NONE);
    assert_int_equal(migration_apply(f->db, &applied), ERR_NONE);
    assert_int_equal(applied, 0);

    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change(f->db,
                             "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
                             "VALUES ($1, $2, $3, $4)",
                             db_int(9999), db_text("future"), db_text("x"), db_time(clock_now()));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(migration_check(f->db), ERR_CONFLICT); /* a newer schema */
    assert_int_equal(migration_apply(f->db, &applied), ERR_CONFLICT);

    assert_int_equal(db_begin(f->db), ERR_NONE);
    err = db_change(f->db, "DELETE FROM schema_migrations WHERE number = $1", db_int(9999));
    if (err == ERR_NONE)
        err = db_change(f->db, "UPDATE schema_migrations SET checksum = $1 WHERE number = 1",
                        db_text("another"));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(migration_check(f->db), ERR_CONFLICT); /* another history */
    close_own(f);
}

static void composed_statements_number_their_values(void **state)
{
    struct fixture *f = *state;
    struct db_result now, later;
    struct query q;
    for (int with_name = 0; with_name < 2; with_name++) { /* a filter that may be left out */
        query_begin(&q, f->db, "SELECT name, CAST(");
        query_bind(&q, "", db_int(7));
        query_bind(&q, " AS bigint) FROM organizations WHERE id = ", db_uuid(&f->own.id));
        if (with_name != 0)
            query_bind(&q, " AND name = ", db_text("Nobody's"));
        query_bind(&q, " AND name <> ", db_text("'; DROP TABLE organizations; --"));
        assert_int_equal(query_run(&q, &now), ERR_NONE);
        assert_int_equal(now.row_count, with_name == 0);
        if (with_name == 0) {
            assert_string_equal(db_get_text(&now, 0, 0), "Northwind");
            assert_int_equal(db_get_int(&now, 0, 1), 7);
        }
    }
    /* Asked for now, answered with the next; the text stays when q is begun anew. */
    query_begin(&q, f->db, "SELECT name FROM organizations WHERE id = ");
    query_bind(&q, "", db_uuid(&f->other.id));
    query_later(&q, &later);
    query_begin(&q, f->db, "SELECT count(*) FROM users WHERE organization_id = ");
    query_bind(&q, "", db_uuid(&f->own.id));
    query_later(&q, &now);
    assert_int_equal(db_collect(f->db), ERR_NONE);
    assert_string_equal(db_get_text(&later, 0, 0), "Contoso");
    assert_int_equal(db_get_int(&now, 0, 0), FIXTURE_USER_COUNT);
}

static enum err rename_composed(struct fixture *f, const struct uuid *id, bool is_one)
{
    struct query q;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    query_begin(&q, f->db, "UPDATE ");
    query_add(&q, "organizations");
    query_bind(&q, " SET name = ", db_text("Renamed"));
    query_bind(&q, " WHERE id = ", db_uuid(id));
    enum err err = is_one ? query_change_one(&q) : query_run(&q, &(struct db_result){0});
    db_note_audit(f->db, &f->own.id);
    return db_finish(f->db, err);
}

static void composed_changes_say_how_many_there_were(void **state)
{
    struct fixture *f = *state;
    struct uuid nobody = uuid_make();
    assert_int_equal(rename_composed(f, &nobody, true), ERR_NOT_FOUND);
    assert_int_equal(rename_composed(f, &nobody, false), ERR_NONE);
    assert_int_equal(rename_composed(f, &f->own.id, true), ERR_NONE);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM organizations WHERE name = 'Renamed' AND id = $1",
                      &f->own.id),
        1);
}

static void change_composed_without_event(struct fixture *f)
{
    struct query q;
    if (db_begin(f->db) != ERR_NONE)
        _exit(1);
    query_begin(&q, f->db, "UPDATE ");
    query_add(&q, "organizations");
    query_bind(&q, " SET name = ", db_text("Renamed"));
    enum err err = query_run(&q, &(struct db_result){0});
    (void)!db_finish(f->db, err);
}

static void bind_too_much(struct fixture *f)
{
    struct query q;
    query_begin(&q, f->db, "SELECT 1 WHERE 1 IN (");
    for (int i = 0; i <= QUERY_PARAMS_MAX; i++)
        query_bind(&q, i == 0 ? "" : ", ", db_int(i));
}

static void bugs_in_composed_statements_end_the_process(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(exit_code_of(f, change_composed_without_event), 70);
    assert_int_equal(exit_code_of(f, bind_too_much), 70);
}

static void every_table_is_listed_and_says_what_is_not_usual(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < db_table_count; i++) {
        const struct db_table *table = &db_tables[i];
        bool has = false;
        bool is_usual = table->is_audited && !table->may_change_while_reading &&
                        !table->may_change_alone && table->is_visible;
        assert_int_equal(db_has_table(f->db, table->name, &has), ERR_NONE);
        assert_true(has);
        assert_true(is_usual == (table->why == NULL));
    }
    static const char sqlite_sql[] = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' "
                                     "AND name NOT LIKE 'sqlite%'";
    static const char postgres_sql[] = "SELECT count(*) FROM pg_class WHERE relkind = 'r' "
                                       "AND pg_table_is_visible(oid) "
                                       "AND relnamespace <> 'pg_catalog'::regnamespace";
    struct db_result result;
    assert_int_equal(db_query(f->db, f->is_postgres ? postgres_sql : sqlite_sql, NULL, 0, &result),
                     ERR_NONE);
    assert_int_equal(db_get_int(&result, 0, 0), db_table_count);
}

static bool is_audited(const char *sql)
{
    return db_changed_table(sql)->is_audited;
}

static void change_content_alone(struct fixture *f)
{
    if (db_begin_alone(f->db) != ERR_NONE)
        _exit(1);
    (void)!db_change(f->db, "UPDATE organizations SET name = $1 WHERE id = $2", db_text("Alone"),
                     db_uuid(&f->own.id));
}

static void what_is_alone_changes_no_content(void **state)
{
    struct fixture *f = *state;
    enum { EXIT_BUG = 70 };
    assert_int_equal(exit_code_of(f, change_content_alone), EXIT_BUG);
    fixture_begin(f);
    assert_string_equal(name_of(f), f->own.name);
    struct audit_event event = event_of(f);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, audit_record(f->db, &f->command, &event)), ERR_NONE);
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(audit_record(f->db, &f->command, &event), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "test.change", "success"), 1);
}

/* Of each id there is one; SQLite, where writers take turns, has it for everyone. */
static void a_lock_is_taken_without_waiting(void **state)
{
    struct fixture *f = *state;
    bool is_ours = false;
    assert_int_equal(db_begin_alone(f->db), ERR_NONE);
    assert_int_equal(db_try_lock(f->db, &f->own.id, &is_ours), ERR_NONE);
    assert_true(is_ours);
    if (f->is_postgres) {
        struct fixture other = *f;
        assert_int_equal(fixture_reconnect(&other, false), ERR_NONE);
        assert_int_equal(db_begin(other.db), ERR_NONE); /* that of its changes is another */
        assert_int_equal(db_try_lock(other.db, &f->own.id, &is_ours), ERR_NONE);
        assert_false(is_ours);
        assert_int_equal(db_try_lock(other.db, &f->other.id, &is_ours), ERR_NONE);
        assert_true(is_ours);
        assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
        assert_int_equal(db_try_lock(other.db, &f->own.id, &is_ours), ERR_NONE);
        assert_true(is_ours);
        close_own(&other);
    } else {
        assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    }
}

/* In SQLite one writes at a time. */
static void who_would_wait_for_the_turn_can_tell(void **state)
{
    struct fixture *f = *state;
    struct fixture other = *f;
    assert_int_equal(fixture_reconnect(&other, false), ERR_NONE);
    fixture_begin(&other);
    assert_true(db_is_turn_free(f->db));
    assert_int_equal(db_begin(other.db), ERR_NONE);
    assert_int_equal(db_is_turn_free(f->db), f->is_postgres);
    assert_true(db_is_turn_free(other.db));
    assert_int_equal(db_finish(other.db, ERR_CONFLICT), ERR_CONFLICT);
    assert_true(db_is_turn_free(f->db));
    close_own(&other);
}

static void the_longest_write_is_told_once(void **state)
{
    struct fixture *f = *state;
    static const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    (void)db_take_longest_write(f->db);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    nanosleep(&pause, NULL);
    assert_int_equal(db_finish(f->db, ERR_DENIED), ERR_DENIED);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    assert_in_range(db_take_longest_write(f->db), 20 * 1000, CLOCK_MINUTE);
    assert_int_equal(db_take_longest_write(f->db), 0);
}

static void a_change_of_any_other_table_needs_an_event(void **state)
{
    (void)state;
    assert_null(db_changed_table("SELECT 1 FROM users"));
    assert_true(is_audited("UPDATE users SET last_seen_at = $1 WHERE id = $2"));
    assert_true(is_audited("INSERT INTO made_tomorrow (id) VALUES ($1)"));
    assert_true(is_audited("DELETE FROM session WHERE id = $1"));
    assert_true(is_audited("DELETE FROM sessions_of_all WHERE id = $1"));
    assert_false(is_audited("UPDATE sessions SET ended_at = $1"));
    assert_false(is_audited("INSERT INTO user_seen(user_id) VALUES ($1)"));
    assert_false(is_audited("DELETE FROM imports"));
}

/* Else what was asked ahead in the last moment of a minute would be asked again. */
static void a_request_has_one_minute(void **state)
{
    struct fixture *f = *state;
    int64_t minute = (clock_now() / CLOCK_MINUTE + 10) * CLOCK_MINUTE;
    clock_stand(minute - 1);
    fixture_begin(f);
    assert_true(db_minute(f->db) == minute - CLOCK_MINUTE);
    clock_stand(minute + CLOCK_SECOND);
    assert_true(db_minute(f->db) == minute - CLOCK_MINUTE);
    fixture_begin(f);
    assert_true(db_minute(f->db) == minute);
    clock_stand(minute + 5 * CLOCK_MINUTE); /* a job that goes on and on */
    assert_true(db_minute(f->db) == minute + 5 * CLOCK_MINUTE);
    clock_travel(0);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(success_commits_and_an_error_rolls_back),
        WITH_DATA(an_open_transaction_ends_with_the_request),
        WITH_DATA(bugs_end_the_process),
        WITH_DATA(a_request_that_reads_may_write_its_events_and_nothing_else),
        WITH_DATA(a_conflict_dooms_the_transaction),
        WITH_DATA(a_failure_is_remembered_until_the_request_ends),
        WITH_DATA(writes_may_be_forbidden_for_one_request),
        WITH_DATA(values_come_back_as_they_were_given),
        WITH_DATA(parameters_are_bound_by_their_number),
        WITH_DATA(the_reads_of_a_request_see_one_state),
        WITH_DATA(many_writers_at_once_all_succeed_without_a_gap),
        WITH_DATA(evidence_is_append_only),
        WITH_DATA(an_unusable_address_does_not_open),
        WITH_DATA(migrations_apply_once_and_another_history_is_refused),
        WITH_DATA(composed_statements_number_their_values),
        WITH_DATA(composed_changes_say_how_many_there_were),
        WITH_DATA(bugs_in_composed_statements_end_the_process),
        WITH_DATA(every_table_is_listed_and_says_what_is_not_usual),
        WITH_DATA(what_is_alone_changes_no_content),
        WITH_DATA(a_lock_is_taken_without_waiting),
        WITH_DATA(who_would_wait_for_the_turn_can_tell),
        WITH_DATA(the_longest_write_is_told_once),
        WITH_DATA(a_request_has_one_minute),
        cmocka_unit_test(a_change_of_any_other_table_needs_an_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
