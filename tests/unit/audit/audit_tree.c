#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypt/log_check.h"
#include "data/audit/audit.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_export.h"
#include "data/audit/audit_sequence.h"
#include "data/audit/audit_tree.h"
#include "data/trail/audit_proof.h"
#include "fixture.h"
#include "other_verifier.h"

/* What is written is in the tree, and what is in the tree can't be changed unnoticed. */

enum { MANY = 600 };

static char folder[] = "/tmp/audit-tree-test-XXXXXX";

static void must(enum err err)
{
    assert_int_equal(err, ERR_NONE);
}

static void begin(struct fixture *f)
{
    struct uuid id = uuid_make();
    fixture_begin(f); /* with what follows an answer */
    db_begin_request(f->db, f->arena, &id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
}

static void record(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++) {
        struct audit_event event = {.action = "test.do",
                                    .record_type = "user",
                                    .record_id = f->own.users[0].id,
                                    .organization_id = f->own.id,
                                    .details = json_pack("{s:i}", "number", i),
                                    .subject_id = f->own.users[0].id,
                                    .personal_details = json_pack("{s:s}", "name", "Ada")};
        must(audit_record_alone(f->db, &f->command, &event));
    }
    begin(f);
}

static enum err add_line(void *context, struct text line)
{
    return log_check_line(context, line);
}

/* Exports a log and verifies it: the problem, or NULL. */
static const char *verify(struct fixture *f, struct log_report *report)
{
    struct note_key key;
    struct audit_export export;
    must(note_key_of(db_keyring(f->db), NULL, &key));
    struct log_check *check = log_check_begin(f->arena, &key, 1);
    const struct audit_output output = {add_line, check};
    enum err err = audit_export_begin(f->db, 1, &output);
    if (err == ERR_NONE)
        err = audit_export_log(f->db, &f->command, &f->own.id, &export, &output);
    while (err == ERR_NONE && export.done < export.size)
        err = audit_export_next(f->db, &export, &output);
    assert_int_equal(log_check_end(check, report), err);
    return report->problem;
}

static void checkpoint(struct fixture *f)
{
    struct audit_checkpoint newest;
    begin(f);
    must(audit_checkpoint_make(f->db, &f->own.id, &newest));
    assert_int_equal(newest.size,
                     fixture_count(f, "SELECT last_seq FROM audit_heads WHERE organization_id = $1",
                                   &f->own.id));
    begin(f);
}

static void assert_sound(struct fixture *f)
{
    struct log_report report;
    checkpoint(f);
    const char *problem = verify(f, &report);
    if (problem != NULL)
        print_error("%s\n", problem);
    assert_null(problem);
    assert_int_equal(report.event_count, fixture_count(f,
                                                       "SELECT count(*) FROM audit_events "
                                                       "WHERE organization_id = $1",
                                                       &f->own.id));
}

static void every_event_is_a_leaf(void **state)
{
    struct fixture *f = *state;
    record(f, 3);
    assert_sound(f);
    record(f, MANY);
    assert_sound(f);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_nodes WHERE organization_id = $1 "
                                   "AND level = 8",
                                   &f->own.id),
                     fixture_count(f,
                                   "SELECT tree_size / 256 FROM audit_heads "
                                   "WHERE organization_id = $1",
                                   &f->own.id));
}

/* In a database of an earlier version no event has a leaf; some get theirs while others come. */
static void events_of_before_get_their_leaves(void **state)
{
    struct fixture *f = *state;
    bool is_done = false;
    record(f, MANY);
    fixture_script(
        f,
        "DROP TRIGGER audit_sequence_no_update; DROP TRIGGER audit_nodes_no_delete; "
        "DROP TRIGGER audit_checkpoints_no_delete; UPDATE audit_sequence SET leaf_hash = NULL; "
        "UPDATE audit_heads SET tree_size = 0, frontier = NULL; DELETE FROM audit_nodes; "
        "DELETE FROM audit_checkpoints;",
        "SET rostrum.scope = 'all'; ALTER TABLE audit_sequence DISABLE TRIGGER USER; "
        "ALTER TABLE audit_nodes DISABLE TRIGGER USER; "
        "ALTER TABLE audit_checkpoints DISABLE TRIGGER USER; "
        "UPDATE audit_sequence SET leaf_hash = NULL; "
        "UPDATE audit_heads SET tree_size = 0, frontier = NULL; DELETE FROM audit_nodes; "
        "DELETE FROM audit_checkpoints;");
    begin(f);
    must(audit_tree_catch_up(f->db, &f->own.id, &is_done));
    assert_false(is_done);
    struct audit_event event = {
        .action = "test.meanwhile", .record_type = "user", .organization_id = f->own.id};
    must(audit_record_alone(f->db, &f->command, &event));
    begin(f); /* what follows the answer does the rest */
    assert_int_equal(fixture_count(f,
                                   "SELECT last_seq - tree_size FROM audit_heads "
                                   "WHERE organization_id = $1",
                                   &f->own.id),
                     0);
    assert_sound(f);
}

/* The triggers that refuse it are gone, as for whoever has the database file. */
static void change_log(struct fixture *f, const char *sql)
{
    char sqlite[1024];
    char postgres[1024];
    (void)snprintf(sqlite, sizeof sqlite,
                   "DROP TRIGGER IF EXISTS audit_events_no_update; "
                   "DROP TRIGGER IF EXISTS audit_events_no_delete; "
                   "DROP TRIGGER IF EXISTS audit_sequence_no_update; "
                   "DROP TRIGGER IF EXISTS audit_sequence_no_delete; %s",
                   sql);
    (void)snprintf(postgres, sizeof postgres,
                   "SET rostrum.scope = 'all'; ALTER TABLE audit_events DISABLE TRIGGER USER; "
                   "ALTER TABLE audit_sequence DISABLE TRIGGER USER; %s",
                   sql);
    fixture_script(f, sqlite, postgres);
    begin(f);
}

static void a_changed_event_is_found(void **state)
{
    static const char *const changes[] = {
        "UPDATE audit_events SET outcome = 'failure' WHERE action = 'test.do'",
        "UPDATE audit_events SET personal_details = details WHERE action = 'test.do'",
        "UPDATE audit_events SET details = NULL WHERE action = 'test.do'",
        "UPDATE audit_events SET actor_kind = 'nobody' WHERE action = 'test.do'",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        struct log_report report;
        record(f, 2);
        checkpoint(f);
        change_log(f, changes[i]);
        assert_non_null(strstr(verify(f, &report), "changed"));
    }
}

/* The file of a proof is verified as a log is, and not with any byte of it changed: by this
 * program, and by the one in Python. */
static void assert_checkable(struct fixture *f, const struct audit_proof *proof)
{
    struct other_verifier other = other_verifier_open();
    struct log_report report;
    struct note_key key;
    must(note_key_of(db_keyring(f->db), NULL, &key));
    char *text = audit_proof_text(f->arena, proof);
    size_t len = strlen(text) - 1;
    assert_int_equal(text[len], '\n');
    text[len] = '\0';
    for (size_t i = 0; i <= len; i += 1 + i / 20) {
        struct log_check *check = log_check_begin(f->arena, &key, 1);
        text[i] ^= i > 0 && i < len ? 1 : 0;
        enum err err = log_check_line(check, (struct text){text, len});
        assert_int_equal(log_check_end(check, &report), err);
        assert_int_equal(err, i == 0 || i == len ? ERR_NONE : ERR_INVALID);
        if (i < len && i % 3 == 0)
            other_verifier_add(&other,
                               (struct text){arena_printf(f->arena, "%s\n", text), len + 1});
        text[i] ^= i > 0 && i < len ? 1 : 0;
    }
    assert_int_equal(other_verifier_count(&other, f->arena, &key), 1);
    assert_int_equal(report.event_count, 0);
}

/* Each event, in trees of several sizes; and not one that no checkpoint covers yet. */
static void an_event_is_proved_by_some_hashes(void **state)
{
    struct fixture *f = *state;
    struct db_result ids;
    struct audit_proof proof;
    record(f, MANY);
    checkpoint(f);
    must(db_select(f->db, &ids,
                   "SELECT event_id, seq FROM audit_sequence WHERE organization_id = $1 "
                   "AND seq % 7 = 0 ORDER BY seq LIMIT 1000",
                   db_uuid(&f->own.id)));
    assert_true(ids.row_count > MANY / 8);
    for (int i = 0; i < ids.row_count; i++) {
        struct uuid id = db_get_uuid(&ids, i, 0);
        must(audit_proof_get(f->db, &f->command, &f->own.id, &id, &proof));
        assert_int_equal(proof.seq, db_get_int(&ids, i, 1));
        assert_in_range(proof.path_count, 1, 10);
        if (i % 20 == 0)
            assert_checkable(f, &proof);
    }
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct uuid id = db_get_uuid(&ids, 0, 0);
    assert_int_equal(audit_proof_get(f->db, stranger, &f->own.id, &id, &proof), ERR_NOT_FOUND);
    record(f, 1);
    must(db_select(f->db, &ids,
                   "SELECT event_id FROM audit_sequence WHERE organization_id = $1 "
                   "ORDER BY seq DESC LIMIT 1",
                   db_uuid(&f->own.id)));
    struct uuid last = db_get_uuid(&ids, 0, 0);
    assert_int_equal(audit_proof_get(f->db, &f->command, &f->own.id, &last, &proof), ERR_STALE);
    change_log(f, "UPDATE audit_events SET outcome = 'failure' WHERE action = 'test.do'");
    checkpoint(f);
    assert_int_equal(audit_proof_get(f->db, &f->command, &f->own.id, &last, &proof), ERR_CONFLICT);
}

/* Retention deletes events, and leaves their hashes. */
static void a_deleted_event_leaves_its_hash(void **state)
{
    struct fixture *f = *state;
    struct log_report report;
    record(f, 5);
    checkpoint(f);
    change_log(f, "DELETE FROM audit_events WHERE action = 'test.do'");
    assert_null(verify(f, &report));
    assert_int_equal(report.deleted_count, 5);
    record(f, 5);
    checkpoint(f);
    assert_null(verify(f, &report));
    assert_int_equal(report.deleted_count, 5);
}

static enum err make(struct fixture *f)
{
    struct audit_checkpoint newest;
    begin(f);
    enum err err = audit_checkpoint_make(f->db, &f->own.id, &newest);
    begin(f);
    return err;
}

/* A tree that is not the last signed one with events added never gets a signature. */
static void a_history_that_was_rewritten_is_not_signed(void **state)
{
    struct fixture *f = *state;
    record(f, 5);
    checkpoint(f);
    record(f, 1);
    change_log(f, "UPDATE audit_sequence SET leaf_hash = "
                  "(SELECT b.leaf_hash FROM audit_sequence b WHERE b.organization_id = "
                  "audit_sequence.organization_id AND b.seq = 1) WHERE seq = 2");
    record(f, 1);
    assert_int_equal(make(f), ERR_CONFLICT);
}

/* The table is lost, and with it what it said: the file still has it. */
static void the_file_outside_the_database_is_compared_too(void **state)
{
    struct fixture *f = *state;
    assert_non_null(mkdtemp(folder));
    audit_checkpoint_keep_in(f->db, folder);
    record(f, 5);
    checkpoint(f);
    record(f, 1);
    checkpoint(f);
    fixture_script(f,
                   "DROP TRIGGER audit_checkpoints_no_delete; DELETE FROM audit_checkpoints; "
                   "UPDATE audit_heads SET frontier = zeroblob(length(frontier)); ",
                   "SET rostrum.scope = 'all'; "
                   "ALTER TABLE audit_checkpoints DISABLE TRIGGER USER; "
                   "DELETE FROM audit_checkpoints; UPDATE audit_heads SET "
                   "frontier = decode(repeat('00', length(frontier)), 'hex');");
    assert_int_equal(make(f), ERR_CONFLICT);
    audit_checkpoint_keep_in(f->db, NULL);
    must(make(f)); /* nothing says that it is another */
    char command[128];
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    (void)snprintf(folder, sizeof folder, "/tmp/audit-tree-test-XXXXXX");
}

static void what_is_counted_leaves_its_leaf_as_it_was(void **state)
{
    struct fixture *f = *state;
    struct log_report report;
    for (int i = 0; i < 3; i++) {
        struct audit_event event = {.action = "session.sign_in",
                                    .record_type = "user",
                                    .record_id = f->own.users[i % 2].id,
                                    .organization_id = f->own.id,
                                    .outcome = AUDIT_FAILURE};
        record(f, 1);
        must(audit_record_alone(f->db, NULL, &event));
        begin(f);
        checkpoint(f);
        assert_null(verify(f, &report));
    }
    assert_int_equal(fixture_count_events(f, "session.sign_in", "failure"), 3);
    /* and when retention deletes the events, their counts go as well */
    change_log(f, "DELETE FROM audit_events WHERE action = 'session.sign_in'");
    assert_null(verify(f, &report));
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_refusals WHERE organization_id = $1",
                                   &f->own.id),
                     0);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(every_event_is_a_leaf),
        WITH_DATA(events_of_before_get_their_leaves),
        WITH_DATA(a_changed_event_is_found),
        WITH_DATA(an_event_is_proved_by_some_hashes),
        WITH_DATA(a_deleted_event_leaves_its_hash),
        WITH_DATA(a_history_that_was_rewritten_is_not_signed),
        WITH_DATA(what_is_counted_leaves_its_leaf_as_it_was),
        WITH_DATA(the_file_outside_the_database_is_compared_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
