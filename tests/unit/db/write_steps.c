#include "test.h"

#include "base/clock.h"
#include "closings.h"
#include "data/agent/agent_provider.h"
#include "data/closing/closing_run.h"
#include "data/comment/record_comment.h"
#include "data/edit/record_folder.h"
#include "data/key/key_rotate.h"
#include "data/privacy/erasure_request.h"
#include "data/privacy/erasure_run.h"
#include "data/register/register.h"
#include "data/trail/audit_saved.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_upload.h"
#include "domain/record/comment.h"
#include "prompts.h"
#include "retention.h"
#include "teams.h"
#include "writes.h"

/* What goes on by itself or in steps, and texts that people write beside a content: as
 * write_times.c for the verbs of contents, on both engines. */

enum { VERSIONS = 300, LARGE = 24, RECORDS = 200, COMMENTS = 400, LINES_OF_IMPORT = 3000 };

static const char *letters(struct fixture *f, size_t len, char letter)
{
    char *text = arena_alloc(f->arena, len + 1);
    memset(text, letter, len);
    text[len] = '\0';
    return text;
}

static struct uuid make_versions(struct fixture *f, const char *name, int count, size_t len)
{
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "first");
    for (int i = 1; i < count; i++) {
        fixture_begin(f);
        (void)save_body(f, &id, letters(f, len - 1 - (size_t)i % 2, 'v'));
    }
    return id;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static void comment(struct fixture *f, const struct uuid *record_id)
{
    struct problem problem;
    struct uuid id;
    next(f);
    struct record_comment_draft draft = {.record_id = *record_id,
                                         .body = letters(f, COMMENT_MAX, 'c')};
    took(f, "record_comment_add",
         record_comment_add(f->db, admin(f), &prompt_store, &draft, &id, &problem));
    next(f);
    struct record_comment_edit edit = {*record_id, id, 1, letters(f, COMMENT_MAX, 'd')};
    took(f, "record_comment_edit",
         record_comment_edit(f->db, admin(f), &prompt_store, &edit, &problem));
    next(f);
    took(f, "record_comment_delete",
         record_comment_delete(f->db, admin(f), &prompt_store, record_id, &id, &problem));
}

static void fill_register(struct fixture *f)
{
    struct problem problem;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "registered", AGENT_CONFIG);
    struct register_draft draft = {.record_id = id, .risk = RISK_HIGH};
    next(f);
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        draft.texts[i] = letters(f, REGISTER_TEXT_MAX, 'r');
    took(f, "register_save, all texts",
         register_save(f->db, admin(f), &agent_store, &draft, &problem));
}

static void rename_folder(struct fixture *f)
{
    struct problem problem;
    struct record_folder_plan plan;
    struct record_folder_draft draft = {"many", "many/renamed"};
    for (int i = 0; i < RECORD_FOLDER_MAX; i++) {
        fixture_begin(f);
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "many/%d", i), "x");
    }
    next(f);
    took(f, "record_folder_move",
         record_folder_move(f->db, admin(f), &prompt_store, &draft, RECORD_FOLDER_MAX, &plan,
                            &problem));
}

static void run_texts(struct fixture *f)
{
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "talked about", "x");
    comment(f, &id);
    fill_register(f);
    next(f);
    took(f, "audit_saved_add", audit_saved_add(f->db, admin(f), "All", letters(f, 2000, 'q')));
}

static void texts_at_their_limits(void **state)
{
    measure(*state, "texts", run_texts);
    assert_small(1);
    assert_true(is_short());
}

static void a_folder_at_its_limits(void **state)
{
    measure(*state, "folders", rename_folder);
    assert_small(5); /* 200 records */
    assert_true(is_short());
}

/* ---- retention ------------------------------------------------------------------------------ */

static void archive(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    struct record_archive_draft draft = {*id, true};
    fixture_begin(f);
    must(record_archive(f->db, admin(f), &prompt_store, &draft, &problem));
}

static void run_retention(struct fixture *f)
{
    struct uuid id;
    struct problem problem;
    struct uuid small = make_versions(f, "small", VERSIONS, 4096);
    struct uuid large = make_versions(f, "large", LARGE, PROMPT_BODY_MAX);
    (void)make_versions(f, "kept", LARGE, PROMPT_BODY_MAX);
    archive(f, &small);
    archive(f, &large);
    retention_set_rules(f, "versions archived", 31);
    clock_travel(clock_now() + 40 * CLOCK_DAY);
    next(f);
    struct retention_run dry = retention_dry(f);
    took(f, "retention_step, listing", ERR_NONE);
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    must(retention_live(&timer, &dry.id, &id, &problem));
    (void)db_take_longest_write(timer.db);
    (void)db_take_largest_write(timer.db);
    struct retention_run live = retention_step_some(&timer, &id, 1000);
    took(&timer, "retention_step, 24 versions of 1 MiB, 324 of two records", ERR_NONE);
    assert_int_equal(live.state, RETENTION_DONE);
    assert_int_equal(live.deleted_count, dry.due_count);
    retention_disconnect(&timer);
}

static void retention_at_its_limits(void **state)
{
    measure(*state, "retention", run_retention);
    assert_small(3); /* 500 rows */
    assert_true(is_short());
}

/* ---- the rest ------------------------------------------------------------------------------- */

static struct uuid upload(struct fixture *f)
{
    enum { SECOND = 1000 * 1000 };
    struct problem problem;
    struct import import = {.state = IMPORT_CHECKING};
    struct uuid id;
    struct buf document;
    next(f);
    buf_init(&document, f->arena);
    for (int i = 0; i < LINES_OF_IMPORT; i++)
        buf_printf(&document, "%s{\"name\": \"i/%d\", \"prompt\": \"Hello %d\"}",
                   i == 0 ? "[" : ",", i, i);
    buf_printf(&document, ",{\"name\": \"i/large\", \"prompt\": \"%s\"}]",
               letters(f, 800 * 1024, 'l'));
    struct import_draft draft = {"large.json", {document.data, document.len}, false};
    took(f, "import_create", import_create(f->db, admin(f), &draft, &id, &problem));
    next(f);
    while (import.state == IMPORT_CHECKING)
        must(import_check(f->db, admin(f), &id, SECOND, &import));
    return id;
}

static void discard(struct fixture *f)
{
    struct uuid id = upload(f);
    next(f);
    took(f, "import_discard", import_discard(f->db, admin(f), &id));
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM import_lines WHERE organization_id = $1",
                                   &f->own.id),
                     0);
}

static void rotate(struct fixture *f)
{
    int count = 0;
    struct key_rotation rotation;
    next(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    must(key_rotation_begin(f->db, &f->command, "", &count));
    took(f, "key_rotation_begin", ERR_NONE);
    while (key_rotation_find(f->db, "", &rotation) == ERR_NONE)
        while (rotation.ended_at == 0)
            must(key_rotation_step(f->db, &f->command, &rotation));
    took(f, "key_rotation_step", ERR_NONE);
}

static void fill_providers(struct fixture *f)
{
    bool has_more = false;
    fixture_begin(f);
    for (int i = 0; i < 20; i++) {
        const char *config =
            arena_printf(f->arena, "{\"model\":{\"name\":\"m\"},\"instructions\":\"%s\"}",
                         letters(f, 200 * 1024, 'a'));
        (void)make_agent(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "agent %d", i), config);
    }
    next(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    must(db_begin(f->db));
    must(db_finish(f->db, db_change(f->db, "DELETE FROM agent_providers WHERE organization_id = $1",
                                    db_uuid(&f->own.id))));
    (void)db_take_longest_write(f->db);
    (void)db_take_largest_write(f->db);
    took(f, "agent_provider_fill, 20 configs of 200 KiB", agent_provider_fill(f->db, &has_more));
}

static void close_all(struct fixture *f)
{
    struct problem problem;
    bool is_done = false;
    (void)make_versions(f, "large", LARGE / 3, PROMPT_BODY_MAX);
    for (int i = 0; i < RECORDS; i++) {
        fixture_begin(f);
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "closed/%d", i),
                          letters(f, 200 * 1024, 'x'));
    }
    (void)upload(f);
    closing_of_own(f);
    clock_travel(clock_now() + 60 * CLOCK_DAY);
    next(f);
    while (!is_done) {
        fixture_begin(f);
        must(closing_step(f->db, &f->command, &f->own.id, &is_done, &problem));
    }
    took(f, "closing_step, 200 records of 200 KiB, 8 versions of 1 MiB", ERR_NONE);
}

/* As many comments as there may be mention the person. */
static void mention(struct fixture *f, const struct fixture_user *person)
{
    struct problem problem;
    struct uuid id;
    struct uuid record = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "talked about", "x");
    for (int i = 0; i < COMMENTS; i++) {
        fixture_begin(f);
        const char *body =
            arena_printf(f->arena, "@%s %s", person->full_name, letters(f, 9000, 'c'));
        struct record_comment_draft draft = {.record_id = record, .body = body};
        must(record_comment_add(f->db, admin(f), &prompt_store, &draft, &id, &problem));
    }
}

static void erase(struct fixture *f)
{
    struct problem problem;
    struct erasure_case erasure;
    struct uuid id;
    const struct fixture_user *person = &f->own.users[PERSONA_ENTERPRISE_TEAM];
    struct erasure_draft draft = {person->id, {{0}}, "Asked by letter"};
    mention(f, person);
    fixture_begin(f);
    must(erasure_request(f->db, admin(f), &draft, &id, &problem));
    must(erasure_get(f->db, admin(f), &id, &erasure));
    fixture_begin(f);
    must(approval_approve(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &erasure.approval_id, "",
                          &problem));
    clock_travel(clock_now() + 8 * CLOCK_DAY);
    next(f);
    took(f, "erasure_carry_out, 400 mentions",
         erasure_carry_out(f->db, admin(f), &id,
                           arena_printf(f->arena, "%s/erasures.jsonl", f->dir), &problem));
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM comment_mentions WHERE user_id = $1", &person->id),
        0);
}

static void an_erasure_at_its_limits(void **state)
{
    measure(*state, "erasure", erase);
    assert_small(5); /* 50 comments of 10,000 characters */
    assert_true(is_short());
}

static void run_steps(struct fixture *f)
{
    discard(f);
    fill_providers(f);
    rotate(f);
    close_all(f);
}

static void steps_at_their_limits(void **state)
{
    measure(*state, "steps", run_steps);
    assert_small(1);
    assert_true(is_short());
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_keep, NULL)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_at_their_limits),    TEST(a_folder_at_its_limits), TEST(retention_at_its_limits),
        TEST(an_erasure_at_its_limits), TEST(steps_at_their_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
