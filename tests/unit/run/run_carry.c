#include "test.h"

#include <string.h>

#include "carries.h"

/* Test runs that are carried by file: what is sealed, who may carry it, what is refused by name,
 * and that nothing of a refused upload stays. */

static struct carry *carry_of(void)
{
    static struct carry carry;
    struct arena *arena = carry.arena;
    if (arena == NULL)
        arena = arena_create_lasting(64 << 20);
    else
        arena_reset(arena);
    carry = (struct carry){.arena = arena};
    return &carry;
}

static void expect(struct fixture *f, const struct carry *carry, struct text file,
                   const char *message)
{
    struct problem problem;
    enum err err = carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, file, &problem);
    if (err != ERR_INVALID || strcmp(problem.message, message) != 0)
        fail_msg("%s: %s instead of %s", err_name(err),
                 problem.message == NULL ? "" : problem.message, message);
    assert_string_equal(problem.field, "answers");
    struct test_run run = runs_find(f, &carry->run_id);
    assert_int_equal(run.state, RUN_WAITING);
    assert_int_equal(run.result_count, 0);
    assert_int_equal(runs_results(f, &run).count, 0);
}

static void no_worker_touches_it(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    carries_begin(f, carry, 1);
    assert_false(runs_step(f, runs_echo));
    struct test_run run = runs_find(f, &carry->run_id);
    assert_int_equal(run.state, RUN_WAITING);
    assert_int_equal(run.fed_count, 0);
    assert_string_equal(run.runner_name, "Runner 7");
    assert_string_equal(run.endpoint_name, "Hall 7");
    assert_true(uuid_is_nil(&run.endpoint_id));
}

static void it_is_sealed_to_its_runner_and_whole(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct text file, again;
    struct problem problem;
    struct runner_key other;
    carries_begin(f, carry, 2);
    assert_int_equal(carries_download(f, PERSONA_PRODUCT_MANAGER, carry, &file, &problem),
                     ERR_NONE);
    assert_null(memmem(file.data, file.len, "Say yes", 7));
    carries_open(carry, file);
    assert_int_equal(carry->document.case_count, 3);
    assert_int_equal(carry->document.repeats, 2);
    assert_int_equal(carry->document.token_cap, 1000000);
    assert_string_equal(carry->document.name, "answers/one");
    assert_string_equal(carry->document.model, "local-1");
    assert_non_null(strstr(carry->document.cases[0].request, "Say yes."));
    assert_string_equal(carry->digest, runs_find(f, &carry->run_id).carry_digest);
    assert_int_equal(carries_download(f, PERSONA_PRODUCT_MANAGER, carry, &again, &problem),
                     ERR_NONE);
    carries_open(carry, again);
    assert_string_equal(carry->digest, runs_find(f, &carry->run_id).carry_digest);
    const char *why = NULL;
    runner_key_make(&other);
    assert_int_equal(run_file_open(carry->arena, &other, file, &again, &why), ERR_INVALID);
    assert_int_equal(fixture_count_events(f, "test.carry", "success"), 2);
}

static void its_answers_end_it_as_if_the_model_had_been_asked_here(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    carries_begin(f, carry, 2);
    carries_take(f, carry);
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, carries_answers(carry), &problem),
        ERR_NONE);
    struct test_run run = runs_find(f, &carry->run_id);
    assert_int_equal(run.state, RUN_DONE);
    assert_int_equal(run.result_count, 6);
    assert_int_equal(run.pass_count, 4);
    assert_int_equal(run.fail_count, 2);
    assert_int_equal(run.critical_fail_count, 0);
    assert_int_equal(run.input_tokens, 600);
    assert_int_equal(run.output_tokens, 60);
    assert_int_equal(run.cost_nanos, 0);
    assert_int_equal(run.p50_ms, 40);
    assert_int_equal(run.grade, RUN_FULL);
    assert_false(run.is_priced);
    struct test_result_list list = runs_results(f, &run);
    assert_int_equal(list.count, 6);
    for (int i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].state, i < 2 ? RESULT_FAILED : RESULT_PASSED);
        assert_int_equal(list.items[i].cost_nanos, -1);
        assert_non_null(strstr(list.items[i].output, "Say "));
    }
    assert_int_equal(fixture_count_events(f, "test.upload", "success"), 1);
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, carries_answers(carry), &problem),
        ERR_CONFLICT);
    assert_string_equal(problem.message, "The answers to this run were uploaded already.");
    endpoints_begin(f);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM carried_runs WHERE organization_id = $1 "
                                   "AND document IS NOT NULL",
                                   &f->own.id),
                     0);
    assert_false(runs_step(f, runs_echo));
}

/* Every byte of the file, one bit of it. */
static void a_file_in_which_a_bit_was_changed_is_refused(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct answer_file read;
    const char *why = NULL;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    struct text file = carries_answers(carry);
    const char *ids[] = {"c1", "c2", "c3"};
    const struct answer_plan plan = {&carry->key.public, carry->digest, ids, 3, 3, false};
    struct arena *scratch = arena_create_lasting(32 << 20);
    assert_int_equal(answer_file_read(scratch, file, &plan, &read, &why), ERR_NONE);
    for (size_t i = 0; i < file.len; i++) {
        arena_reset(scratch);
        char *changed = arena_copy(scratch, file.data, file.len);
        changed[i] = (char)(changed[i] ^ (1 << (i % 7)));
        if (answer_file_read(scratch, (struct text){changed, file.len}, &plan, &read, &why) !=
            ERR_INVALID)
            fail_msg("byte %zu", i);
    }
    for (size_t len = 0; len < file.len; len++) {
        arena_reset(scratch);
        if (answer_file_read(scratch, (struct text){file.data, len}, &plan, &read, &why) !=
            ERR_INVALID)
            fail_msg("cut at %zu", len);
    }
    arena_destroy(scratch);
    assert_int_equal(carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, file, &problem), ERR_NONE);
}

static void what_is_wrong_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct carries_lines lines, good;
    carries_begin(f, carry, 2);
    carries_take(f, carry);
    carries_lines(carry, 6, "", &good);

    lines = good; /* changed */
    char *text = arena_strdup(carry->arena, lines.items[5].data);
    text[150] = text[150] == '3' ? '4' : '3';
    lines.items[5].data = text;
    expect(f, carry, carries_join(carry, &lines),
           "Case c2, repeat 2: changed since it was signed.");

    lines = good; /* missing */
    memmove(&lines.items[3], &lines.items[4], 4 * sizeof lines.items[0]);
    lines.count--;
    expect(f, carry, carries_join(carry, &lines), "Case c3, repeat 1: missing.");

    lines = good; /* doubled */
    memmove(&lines.items[3], &lines.items[2], 6 * sizeof lines.items[0]);
    lines.count++;
    expect(f, carry, carries_join(carry, &lines), "Case c2, repeat 1: there twice.");

    lines = good; /* in another order */
    lines.items[4] = good.items[5];
    lines.items[5] = good.items[4];
    expect(f, carry, carries_join(carry, &lines), "Case c2, repeat 2: not in its place.");

    lines = good; /* cut */
    lines.count--;
    expect(f, carry, carries_join(carry, &lines),
           "It has no end: it was cut off, or the run is not over.");
    lines.count = 3;
    expect(f, carry, carries_join(carry, &lines), "Case c3, repeat 1: missing.");

    struct carries_lines other; /* of two attempts, each properly signed */
    carries_lines(carry, 6, "", &other);
    lines = good;
    lines.items[4] = other.items[4];
    expect(f, carry, carries_join(carry, &lines),
           "Case c1, repeat 2: of another attempt than the answer before it.");

    lines = good; /* something behind the end */
    lines.items[lines.count++] = good.items[1];
    expect(f, carry, carries_join(carry, &lines), "There is more after the end of the file.");

    lines = good; /* no file of answers */
    lines.items[0] = (struct text){"hello\n", 6};
    expect(f, carry, carries_join(carry, &lines),
           "This is not a file of answers that \"rostrum run-cases\" wrote.");
    expect(f, carry, (struct text){"", 0},
           "This is not a file of answers that \"rostrum run-cases\" wrote.");
}

static void answers_of_others_are_refused(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct runner_key other;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    const struct carry own = *carry;
    runner_key_make(&other); /* signed by nobody who is known */
    carry->key = other;
    carry->document.runner = runner_public_text(carry->arena, &other.public);
    expect(f, carry, carries_answers(carry),
           "These answers are signed by another key than that of Runner 7.");
    carry->document.runner = own.document.runner; /* and in his name */
    expect(f, carry, carries_answers(carry),
           "The head of the file was changed since it was signed.");
    *carry = own; /* of another run */
    struct run_draft draft = carries_draft(carry);
    carry->run_id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    expect(f, carry, carries_answers(carry), "These are the answers to another run.");
    *carry = own; /* sealed to somebody else */
    carry->document.answer_key = "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08";
    expect(f, carry, carries_answers(carry), "Case c1, repeat 1: not sealed to this installation.");
    *carry = own;
    carry->document.answer_kid = "gone";
    expect(f, carry, carries_answers(carry),
           "The answers are sealed to a master key that was retired since. Start the run again.");
    *carry = own;
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, carries_answers(carry), &problem),
        ERR_NONE);
}

static void a_withdrawn_runner_signs_nothing_more(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct text file;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    endpoints_begin(f);
    assert_int_equal(runner_withdraw(f->db, endpoints_admin(f), &carry->runner_id), ERR_NONE);
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, carries_answers(carry), &problem),
        ERR_CONFLICT);
    assert_int_equal(carries_download(f, PERSONA_PRODUCT_MANAGER, carry, &file, &problem),
                     ERR_CONFLICT);
    struct uuid id;
    const struct run_draft draft = carries_draft(carry);
    endpoints_begin(f);
    assert_int_equal(run_start(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &id, &problem),
                     ERR_INVALID);
    assert_string_equal(problem.field, "model");
    assert_int_equal(runs_find(f, &carry->run_id).state, RUN_WAITING);
}

static void only_who_started_it_or_may_change_the_record_carries_it(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct text file;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    struct text answers = carries_answers(carry);
    assert_int_equal(carries_download(f, PERSONA_INDIVIDUAL_DEVELOPER, carry, &file, &problem),
                     ERR_DENIED);
    assert_int_equal(carries_upload(f, PERSONA_INDIVIDUAL_DEVELOPER, carry, answers, &problem),
                     ERR_DENIED);
    assert_int_equal(carries_download(f, PERSONA_CUSTOMER_ADMIN, carry, &file, &problem), ERR_NONE);
    assert_int_equal(carries_upload(f, PERSONA_CUSTOMER_ADMIN, carry, answers, &problem), ERR_NONE);
}

static void a_canceled_run_takes_no_answers(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct text file;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    struct text answers = carries_answers(carry);
    struct record_head head = carries_head(f, carry);
    struct test_run run = runs_find(f, &carry->run_id);
    assert_int_equal(run_cancel(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &head, &run, &problem),
                     ERR_NONE);
    assert_int_equal(carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, answers, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.message,
                        "This run was canceled. Start it again, and carry that one.");
    assert_int_equal(carries_download(f, PERSONA_PRODUCT_MANAGER, carry, &file, &problem),
                     ERR_CONFLICT);
}

static void a_cap_in_tokens_ends_it_with_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    struct carries_lines lines;
    carries_begin(f, carry, 1);
    carries_take(f, carry);
    carries_lines(carry, 2, "whim", &lines);
    expect(f, carry, carries_join(carry, &lines), "Its end gives a reason that there is not.");
    carries_lines(carry, 2, "tokens", &lines);
    assert_int_equal(
        carries_upload(f, PERSONA_PRODUCT_MANAGER, carry, carries_join(carry, &lines), &problem),
        ERR_NONE);
    struct test_run run = runs_find(f, &carry->run_id);
    assert_int_equal(run.state, RUN_STOPPED);
    assert_int_equal(run.reason, RUN_TOKENS);
    assert_int_equal(run.result_count, 2);
    assert_int_equal(run.fed_count, 2);
}

static enum err try(struct fixture *f, const struct run_draft *draft, struct problem *problem)
{
    struct uuid id;
    endpoints_begin(f);
    return run_start(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), draft, &id, problem);
}

static void what_can_not_be_carried_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    struct carry *carry = carry_of();
    struct problem problem;
    carries_begin(f, carry, 1);
    struct run_draft draft = carries_draft(carry);
    draft.model = "two words";
    assert_int_equal(try(f, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "at_model");
    draft = carries_draft(carry);
    draft.endpoint_name = "";
    assert_int_equal(try(f, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "at_endpoint");
    draft = carries_draft(carry);
    draft.cost_cap_nanos = 1000000000;
    assert_int_equal(try(f, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "cost_cap");
    draft = carries_draft(carry);
    runs_judge(f, "Judge", "judge-1", &draft);
    assert_int_equal(try(f, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "set");
}

static void what_comes_from_outside_is_read_with_suspicion(void **state)
{
    (void)state;
    struct arena *arena = carry_of()->arena;
    struct run_answer answer;
    struct run_document document;
    static const char *const wrong[] = {
        "",
        "{",
        "[]",
        "{}",
        "{\"outcome\":\"made-up\"}",
        "{\"outcome\":\"answered\",\"status\":-1,\"duration_ms\":1,\"attempts\":1}",
        "{\"outcome\":\"answered\",\"status\":200,\"duration_ms\":1000000001,\"attempts\":1}",
        "{\"outcome\":\"answered\",\"status\":200,\"duration_ms\":1,\"attempts\":101}",
        "{\"outcome\":\"answered\",\"status\":200,\"duration_ms\":1,\"attempts\":1,"
        "\"input_tokens\":9000000000}",
        "{\"outcome\":\"answered\",\"status\":200,\"duration_ms\":1,\"attempts\":1,"
        "\"tool_calls\":{}}",
        "{\"outcome\":\"answered\",\"status\":200,\"duration_ms\":1}",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const struct text text = {wrong[i], strlen(wrong[i])};
        if (run_answer_read(arena, text, &answer) != ERR_INVALID)
            fail_msg("%s", wrong[i]);
        assert_int_equal(run_document_read(arena, text, &document), ERR_INVALID);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_worker_touches_it),
        TEST(it_is_sealed_to_its_runner_and_whole),
        TEST(its_answers_end_it_as_if_the_model_had_been_asked_here),
        TEST(a_file_in_which_a_bit_was_changed_is_refused),
        TEST(what_is_wrong_is_refused_by_name),
        TEST(answers_of_others_are_refused),
        TEST(a_withdrawn_runner_signs_nothing_more),
        TEST(only_who_started_it_or_may_change_the_record_carries_it),
        TEST(a_canceled_run_takes_no_answers),
        TEST(a_cap_in_tokens_ends_it_with_what_is_there),
        TEST(what_can_not_be_carried_is_refused_at_its_field),
        TEST(what_comes_from_outside_is_read_with_suspicion),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(carry_of()->arena);
    return failed;
}
