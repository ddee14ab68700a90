/* What erasure and retention take away leaves a log that verifies: exported by the built `rostrum`,
 * checked by both verifiers, and held against what was signed and kept before. */

#include "test.h"

#include "backups.h"
#include "data/retention/retention_nobody.h"

static const struct fixture_user *person(struct fixture *f)
{
    return &f->own.users[PERSONA_DEVOPS_ENGINEER]; /* who is in events as actor and as subject */
}

/* A shell script in the fixture's folder; $rostrum, $source and $key are what they say. */
static int run_here(struct fixture *f, const char *script)
{
    char text[8 * PATH_LEN];
    char *rostrum_path = realpath(arena_printf(f->arena, "%s/rostrum", folder_of_build()), NULL);
    char *source = realpath(getenv("top_srcdir"), NULL);
    assert_true(rostrum_path != NULL && source != NULL);
    put(text, sizeof text, "cd '%s' && rostrum='%s' source='%s' && { %s\n} 2>&1 </dev/null", f->dir,
        rostrum_path, source, script);
    free(rostrum_path);
    free(source);
    fixture_begin(f); /* the engine's files are nobody's but the command's */
    return run_text(text);
}

static void must(struct fixture *f, const char *script)
{
    if (run_here(f, script) != 0)
        fail_msg("%s: %s", script, out);
}

static void keep_what_is_signed(struct fixture *f)
{
    must(f, "$rostrum audit keys >keys && $rostrum audit export before.jsonl && "
            "cat checkpoints/*.jsonl >kept && test -s kept");
}

/* Exports; both verifiers find the log sound, with every event that was signed before. */
static void check_log(struct fixture *f)
{
    must(f, "$rostrum audit export after.jsonl && "
            "$rostrum audit verify --key keys --kept kept after.jsonl");
    assert_out_has("Verified: ");
    assert_out_has("that were kept");
    must(f, "python3 $source/tests/audit_verify.py --key keys --kept kept after.jsonl");
    assert_out_has(": sound: ");
    must(f, "$rostrum audit verify --key keys --kept kept");
    /* And they would have said so. */
    must(f, "sed '0,/\"action\":\"prompt.create\"/s//\"action\":\"prompt.delete\"/' after.jsonl "
            ">changed.jsonl && ! cmp -s after.jsonl changed.jsonl");
    assert_int_equal(run_here(f, "$rostrum audit verify --key keys changed.jsonl"), 1);
    assert_int_equal(run_here(f, "python3 $source/tests/audit_verify.py --key keys changed.jsonl"),
                     1);
}

/* ---- erasure ------------------------------------------------------------------------------ */

static void erase_owner(struct fixture *f)
{
    struct problem problem;
    struct uuid id;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct erasure_draft draft = {person(f)->id, f->own.users[PERSONA_ENTERPRISE_TEAM].id,
                                  "Asked by letter"};
    struct erasure_case erasure;
    fixture_begin(f);
    assert_int_equal(erasure_grace_set(f->db, admin, 0), ERR_NONE);
    assert_int_equal(erasure_request(f->db, admin, &draft, &id, &problem), ERR_NONE);
    assert_int_equal(erasure_get(f->db, admin, &id, &erasure), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        approval_approve(f->db, actor_of(f, FIXTURE_SUPERUSER), &erasure.approval_id, "", &problem),
        ERR_NONE);
    fixture_begin(f);
    must(f, "$rostrum erase run");
    assert_out_has("1 erasure carried out.");
    assert_null(name_of(f, person(f)));
}

static void a_log_verifies_after_a_person_was_erased(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    rich_make(f, &rich);
    assert_true(fixture_count(f, "SELECT count(*) FROM audit_events WHERE actor_id = $1",
                              &person(f)->id) > 0);
    assert_true(fixture_count(f,
                              "SELECT count(*) FROM audit_events WHERE subject_id = $1 "
                              "AND personal_details IS NOT NULL",
                              &person(f)->id) > 0);
    keep_what_is_signed(f);
    erase_owner(f);
    check_log(f);
    must(f, arena_printf(f->arena, "! grep -F -e '%s' -e '%s' before.jsonl after.jsonl",
                         person(f)->full_name, person(f)->email));
}

/* ---- retention ---------------------------------------------------------------------------- */

enum { STRANGERS = 3 };
static const struct uuid nobody;

/* Sign-ins with unknown addresses are in a log of no organization. */
static void add_strangers(struct fixture *f)
{
    for (int i = 0; i < STRANGERS; i++) {
        struct audit_event event = {
            .action = "session.sign_in", .record_type = "session", .outcome = AUDIT_FAILURE};
        fixture_begin(f);
        db_note_client(f->db, arena_printf(f->arena, "192.0.2.%d", i + 1)); /* or it is counted */
        (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, nobody});
        assert_int_equal(audit_record_alone(f->db, NULL, &event), ERR_NONE);
    }
    fixture_begin(f);
}

static void prune(struct fixture *f)
{
    enum { DAYS = 401 };
    struct uuid id;
    struct problem problem;
    clock_travel(clock_now() + DAYS * CLOCK_DAY);
    struct retention_run dry = retention_dry(f);
    assert_true(dry.due_count > 10);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_NONE);
    struct retention_run live = retention_step_some(&timer, &id, 1000);
    assert_int_equal(live.state, RETENTION_DONE);
    assert_int_equal(live.deleted_count, dry.due_count);
    int64_t pruned = 0;
    fixture_begin(&timer);
    (void)db_enter(timer.db, (struct db_scope){DB_ORGANIZATION, nobody});
    assert_int_equal(retention_nobody_prune(timer.db, &f->command, &pruned), ERR_NONE);
    assert_true(pruned >= STRANGERS);
    retention_disconnect(&timer);
    clock_travel(0);
    fixture_begin(f);
}

static void a_log_verifies_after_events_were_pruned(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "old", "Text");
    for (int i = 0; i < 12; i++) {
        fixture_begin(f);
        (void)save_body(f, &id, arena_printf(f->arena, "Version %d", i));
    }
    add_strangers(f);
    keep_what_is_signed(f);
    int64_t before = fixture_count(
        f, "SELECT count(*) FROM audit_events WHERE organization_id = $1", &f->own.id);
    prune(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM audit_events WHERE record_id = $1", &id), 0);
    assert_true(before > 13);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "new", "Text");
    fixture_begin(f);
    check_log(f);
    /* The timer's own command, as its role: nothing is left to do, and the files are scrubbed. */
    must(f, "ROSTRUM_DATABASE=$(echo \"$ROSTRUM_DATABASE\" | sed 's,//[^@]*@,//rostrum_timer@,') "
            "$rostrum retention run --live");
    if (strstr(out, "error") != NULL || strstr(out, "deleted") != NULL)
        fail_msg("%s", out);
}

int main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, open_installation, close_installation)
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_log_verifies_after_a_person_was_erased),
        ON_BOTH(a_log_verifies_after_events_were_pruned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
