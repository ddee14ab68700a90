#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "crypt/signed_note.h"
#include "data/account/user_change.h"
#include "data/approval/approval.h"
#include "data/comment/record_comment.h"
#include "data/db/db_scrub.h"
#include "data/hold/legal_hold.h"
#include "data/privacy/erasure_request.h"
#include "data/privacy/erasure_run.h"
#include "data/privacy/erasure_scan.h"
#include "data/prompt/prompt.h"
#include "data/record/record_owned.h"
#include "data/user/erasure_ledger.h"
#include "data/user/user.h"
#include "prompts.h"
#include "traces.h"

/* Erasing a person: from the request to what is left afterwards. */

static const struct actor *own(struct fixture *f, int persona)
{
    return &f->own.users[persona].actor;
}

static const struct actor *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static const struct actor *second(struct fixture *f)
{
    return own(f, FIXTURE_SUPERUSER);
}

static const struct fixture_user *person(struct fixture *f)
{
    return &f->own.users[PERSONA_PRODUCT_MANAGER];
}

static const char *ledger(struct fixture *f)
{
    return arena_printf(f->arena, "%s/erasures.jsonl", f->dir);
}

static enum err request(struct fixture *f, const struct actor *actor, const struct uuid *to,
                        struct uuid *id, struct problem *problem)
{
    static const struct uuid nil;
    struct erasure_draft draft = {person(f)->id, to == NULL ? nil : *to, "Asked by letter"};
    fixture_begin(f);
    return erasure_request(f->db, actor, &draft, id, problem);
}

static struct uuid requested(struct fixture *f)
{
    struct uuid id;
    struct problem problem;
    enum err err = request(f, admin(f), NULL, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    return id;
}

static struct erasure_case get(struct fixture *f, const struct uuid *id)
{
    struct erasure_case erasure;
    fixture_begin(f);
    assert_int_equal(erasure_get(f->db, admin(f), id, &erasure), ERR_NONE);
    return erasure;
}

static void approve(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    struct uuid approval_id = get(f, id).approval_id;
    fixture_begin(f);
    assert_int_equal(approval_approve(f->db, second(f), &approval_id, "", &problem), ERR_NONE);
}

static enum err carry_out(struct fixture *f, const struct uuid *id, struct problem *problem)
{
    fixture_begin(f);
    return erasure_carry_out(f->db, admin(f), id, ledger(f), problem);
}

static void let_grace_pass(void)
{
    clock_travel(clock_now() + 7 * CLOCK_DAY + CLOCK_MINUTE);
}

/* ---- the way there ------------------------------------------------------------------------- */

static void an_erasure_takes_two_people_and_a_week(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct user user;
    struct uuid id = requested(f);
    assert_int_equal(get(f, &id).state, ERASURE_WAITING);
    assert_int_equal(carry_out(f, &id, &problem), ERR_CONFLICT);
    approve(f, &id);
    assert_int_equal(get(f, &id).state, ERASURE_SCHEDULED);
    assert_int_equal(carry_out(f, &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.message, "The grace period is not over yet.");
    let_grace_pass();
    assert_int_equal(get(f, &id).state, ERASURE_DUE);
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    struct erasure_case erasure = get(f, &id);
    assert_int_equal(erasure.state, ERASURE_ERASED);
    assert_null(erasure.user_name);
    assert_int_equal(user_get(f->db, admin(f), &person(f)->id, &user), ERR_NONE);
    assert_null(user.full_name);
    assert_null(user.email);
    assert_int_equal(user.state, USER_INACTIVE);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM addresses WHERE user_id = $1", &person(f)->id), 0);
    assert_int_equal(fixture_count_events(f, "user.erase", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.use", "success"), 1);
    assert_int_equal(carry_out(f, &id, &problem), ERR_CONFLICT); /* once */
    clock_travel(0);
}

static void the_certificate_is_signed_and_the_ledger_has_a_line(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct note_key key;
    const struct note_key *signer = NULL;
    const char *text = NULL;
    struct uuid id = requested(f);
    approve(f, &id);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    const char *certificate = get(f, &id).certificate;
    assert_int_equal(note_key_of(f->keyring, NULL, &key), ERR_NONE);
    assert_int_equal(signed_note_open(f->arena, &key, 1, certificate, &text, &signer), ERR_NONE);
    assert_non_null(strstr(text, person(f)->id_text));
    assert_null(strstr(text, person(f)->full_name));
    struct erasure *lines = NULL;
    int count = 0;
    assert_int_equal(erasure_ledger_read(f->arena, ledger(f), &lines, &count), ERR_NONE);
    assert_int_equal(count, 1);
    assert_true(uuid_equal(&lines[0].user_id, &person(f)->id));
    clock_travel(0);
}

static void it_is_undone_until_it_is_done(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = requested(f);
    approve(f, &id);
    fixture_begin(f);
    assert_int_equal(erasure_cancel(f->db, own(f, PERSONA_DEVOPS_ENGINEER), &id, &problem),
                     ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(erasure_cancel(f->db, second(f), &id, &problem), ERR_NONE);
    assert_int_equal(get(f, &id).state, ERASURE_CANCELLED);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "approval.withdraw", "success"), 1);
    clock_travel(0);
    id = requested(f); /* and it can be asked for again */
    approve(f, &id);
}

static void a_person_asks_and_takes_it_back(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct erasure_case erasure;
    fixture_begin(f);
    assert_int_equal(erasure_ask(f->db, &person(f)->actor, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(erasure_ask(f->db, &person(f)->actor, &problem), ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(erasure_find(f->db, &person(f)->actor, &person(f)->id, &erasure), ERR_NONE);
    assert_int_equal(erasure.state, ERASURE_ASKED);
    struct uuid id = erasure.id;
    fixture_begin(f);
    assert_int_equal(erasure_cancel(f->db, &person(f)->actor, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(erasure_ask(f->db, &person(f)->actor, &problem), ERR_NONE);
    id = requested(f); /* an administrator takes it up */
    struct erasure_case taken = get(f, &id);
    assert_true(uuid_equal(&taken.asked_by, &person(f)->id));
    fixture_begin(f);
    assert_int_equal(erasure_cancel(f->db, &person(f)->actor, &id, &problem), ERR_DENIED);
}

static void what_is_owned_goes_to_someone_first(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    struct user_owned owned;
    fixture_begin(f);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "owned", "text");
    assert_int_equal(request(f, admin(f), NULL, &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "hand_over_to");
    assert_int_equal(request(f, admin(f), &person(f)->id, &id, &problem), ERR_CONFLICT);
    assert_int_equal(request(f, admin(f), &own(f, PERSONA_DEVOPS_ENGINEER)->user_id, &id, &problem),
                     ERR_NONE);
    approve(f, &id);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        user_count_owned(f->db, admin(f), &own(f, PERSONA_DEVOPS_ENGINEER)->user_id, &owned),
        ERR_NONE);
    assert_int_equal(owned.counts[RECORD_PROMPT], 1);
    clock_travel(0);
}

static void a_legal_hold_blocks_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid hold_id, again;
    struct uuid id = requested(f);
    approve(f, &id);
    fixture_begin(f);
    struct legal_hold_draft hold = {
        .kind = "user", .subject_id = person(f)->id, .reason = "A lawsuit"};
    assert_int_equal(legal_hold_place(f->db, admin(f), &hold, &hold_id, &problem), ERR_NONE);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "legal hold"));
    assert_int_equal(fixture_count_events(f, "legal_hold.refuse", "refusal"), 1);
    assert_int_equal(get(f, &id).state, ERASURE_DUE);
    fixture_begin(f);
    assert_int_equal(erasure_cancel(f->db, admin(f), &id, &problem), ERR_NONE);
    assert_int_equal(request(f, admin(f), NULL, &again, &problem), ERR_CONFLICT);
    clock_travel(0);
}

static void only_administrators_of_the_organization_erase(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    assert_int_equal(request(f, own(f, PERSONA_DEVOPS_ENGINEER), NULL, &id, &problem), ERR_DENIED);
    assert_int_equal(request(f, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, NULL, &id, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(fixture_count_events(f, "user.request_erasure", "refusal"), 1);
    fixture_begin(f);
    struct erasure_draft superuser = {second(f)->user_id, {{0}}, "No"};
    assert_int_equal(erasure_request(f->db, admin(f), &superuser, &id, &problem), ERR_DENIED);
}

/* ---- comments ------------------------------------------------------------------------------- */

static void a_mention_in_a_comment_becomes_an_erased_user(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_head head;
    struct record_comment_list list;
    struct uuid comment_id;
    const struct fixture_user *other = &f->own.users[PERSONA_DEVOPS_ENGINEER];
    fixture_begin(f);
    struct uuid record = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "talk", "Text");
    const char *body = arena_printf(f->arena, "@%s and @%s, or @%s?", person(f)->full_name,
                                    other->full_name, person(f)->full_name);
    struct record_comment_draft draft = {record, {0}, body};
    assert_int_equal(
        record_comment_add(f->db, admin(f), &prompt_store, &draft, &comment_id, &problem),
        ERR_NONE);
    struct uuid id = requested(f);
    approve(f, &id);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    fixture_begin(f);
    head = *get_head(f, &prompt_store, &record);
    struct record_comment_filter filter = {&head, {0}, ""};
    assert_int_equal(record_comment_list(f->db, admin(f), &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(
        list.comments[0].body,
        arena_printf(f->arena, "Erased user and @%s, or Erased user?", other->full_name));
    assert_int_equal(list.comments[0].mention_count, 1);
    const struct record_comment_mention *mention = &list.comments[0].mentions[0];
    assert_true(uuid_equal(&mention->user_id, &other->id));
    assert_int_equal(mention->start, strlen("Erased user and "));
    assert_int_equal(mention->len, 1 + strlen(other->full_name));
    clock_travel(0);
}

/* ---- what may name the person --------------------------------------------------------------- */

static void texts_that_may_name_the_person_are_listed(void **state)
{
    struct fixture *f = *state;
    struct erasure_case erasure = {.scan_ended_at = 0};
    struct erasure_findings findings;
    const char *name = person(f)->full_name;
    fixture_begin(f);
    const char *body = arena_printf(f->arena, "Write to %s about it", person(f)->email);
    struct uuid address = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "one", body);
    struct uuid named =
        make_prompt(f, PERSONA_CUSTOMER_ADMIN, "two", arena_printf(f->arena, "As %s said", name));
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "three", "Nobody is named here");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &named, "petra", 0, 1), ERR_NONE);
    for (int i = 0; i < 60; i++)
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "many/%d", i), "x");
    struct uuid id = requested(f);
    int steps = 0;
    while (erasure.scan_ended_at == 0) { /* each step ends as a crash might */
        fixture_begin(f);
        assert_int_equal(erasure_scan(f->db, admin(f), &id, 0, &erasure), ERR_NONE);
        steps++;
    }
    assert_true(steps > 20);
    assert_true(erasure.scanned_count > 60);
    fixture_begin(f);
    assert_int_equal(erasure_findings(f->db, admin(f), &id, &findings), ERR_NONE);
    assert_int_equal(findings.count, erasure.found_count);
    int found = 0;
    for (int i = 0; i < findings.count; i++) {
        const struct erasure_finding *finding = &findings.items[i];
        bool is_body = strcmp(finding->source, "prompt_versions.body") == 0;
        if (is_body && uuid_equal(&finding->record_id, &address)) {
            assert_string_equal(finding->match, "address");
            assert_string_equal(finding->kind, "prompt");
            assert_int_equal(finding->number, 1);
            found++;
        } else if (is_body && uuid_equal(&finding->record_id, &named)) {
            assert_string_equal(finding->match, "name");
            found++;
        } else if (is_body)
            fail_msg("a body that names nobody");
        if (strcmp(finding->source, "label_moves.label") == 0) {
            assert_string_equal(finding->match, "part");
            assert_true(uuid_equal(&finding->record_id, &named));
            found++;
        }
    }
    assert_int_equal(found, 3);
    struct uuid first = findings.items[0].id;
    fixture_begin(f);
    assert_int_equal(erasure_finding_review(f->db, admin(f), &id, &first, true), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(erasure_findings(f->db, admin(f), &id, &findings), ERR_NONE);
    assert_true(findings.items[findings.count - 1].reviewed_at > 0);
    assert_int_equal(erasure_findings(f->db, own(f, PERSONA_DEVOPS_ENGINEER), &id, &findings),
                     ERR_NOT_FOUND);
}

static struct erasure_case scan_all(struct fixture *f, const struct uuid *id)
{
    struct erasure_case erasure = {.scan_ended_at = 0};
    while (erasure.scan_ended_at == 0) {
        fixture_begin(f);
        assert_int_equal(erasure_scan(f->db, admin(f), id, CLOCK_SECOND, &erasure), ERR_NONE);
    }
    return erasure;
}

static void what_was_written_in_the_grace_period_is_found_before_the_end(void **state)
{
    struct fixture *f = *state;
    struct erasure_findings findings;
    struct problem problem;
    fixture_begin(f);
    const char *body = arena_printf(f->arena, "Ask %s", person(f)->full_name);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "before", body);
    struct uuid id = requested(f);
    approve(f, &id);
    int64_t before = scan_all(f, &id).found_count;
    fixture_begin(f);
    assert_int_equal(erasure_findings(f->db, admin(f), &id, &findings), ERR_NONE);
    struct uuid first = findings.items[0].id;
    assert_int_equal(erasure_finding_review(f->db, admin(f), &id, &first, true), ERR_NONE);
    fixture_begin(f);
    body = arena_printf(f->arena, "Ask %s again", person(f)->full_name);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "after", body);
    assert_int_equal(scan_all(f, &id).found_count, before); /* not yet */
    let_grace_pass();
    struct erasure_case again = scan_all(f, &id);
    assert_int_equal(again.found_count, before + 1);
    fixture_begin(f);
    assert_int_equal(erasure_findings(f->db, admin(f), &id, &findings), ERR_NONE);
    assert_int_equal(findings.count, before + 1); /* each once, and one is still reviewed */
    assert_true(findings.items[findings.count - 1].reviewed_at > 0);
    assert_int_equal(scan_all(f, &id).scan_ended_at, again.scan_ended_at); /* no third time */
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    clock_travel(0);
}

static void who_had_another_name_is_found_under_it(void **state)
{
    struct fixture *f = *state;
    struct erasure_findings findings;
    struct problem problem;
    const struct fixture_user *user = person(f);
    fixture_begin(f);
    const char *body = arena_printf(f->arena, "Ask %s", user->full_name);
    struct uuid prompt_id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "old name", body);
    struct user before;
    assert_int_equal(user_get(f->db, &user->actor, &user->id, &before), ERR_NONE);
    struct user_change change = {.id = user->id,
                                 .version = before.version,
                                 .persona = PERSONA_PRODUCT_MANAGER,
                                 .full_name = "Xanthippe Quill",
                                 .email = "x.quill@changed.example",
                                 .time_zone = "UTC"};
    fixture_begin(f);
    assert_int_equal(
        user_update(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &change, &problem),
        ERR_NONE);
    struct uuid id = requested(f);
    (void)scan_all(f, &id);
    fixture_begin(f);
    assert_int_equal(erasure_findings(f->db, admin(f), &id, &findings), ERR_NONE);
    bool is_found = false;
    for (int i = 0; i < findings.count; i++)
        is_found = is_found || (uuid_equal(&findings.items[i].record_id, &prompt_id) &&
                                strcmp(findings.items[i].source, "prompt_versions.body") == 0 &&
                                strcmp(findings.items[i].match, "name") == 0);
    assert_true(is_found);
}

static void a_name_is_found_in_whole_words_only(void **state)
{
    (void)state;
    struct person_words words = {.count = 0};
    struct arena *arena = arena_create(1 << 20);
    static const struct {
        const char *text;
        enum person_match match;
    } cases[] = {
        {"Mail ANA.LIND@example.com today", PERSON_ADDRESS},
        {"as Ana Lind\xC3\xA9n says", PERSON_NAME},
        {"as ana linden says", PERSON_NAME},
        {"ask Ana", PERSON_PART},
        {"ask Lind", PERSON_PART},
        {"{\"content\":\"Dear\\nAna Lind\\u00e9n,\\nhello\"}", PERSON_NAME}, /* JSON */
        {"{\"x\":\"{\\\"to\\\":\\\"\\\\nana.lind@example.com\\\"}\"}", PERSON_ADDRESS},
        {"mailto:?to=ana.lind%40example.com", PERSON_ADDRESS},
        {"100% C:\\wana \\u12 \\ud83d \\ud83d\\ude00", PERSON_NOT},
        {"once ana berg", PERSON_NAME}, /* as she was called */
        {"bananas", PERSON_NOT},
        {"anaconda and Lindens", PERSON_NOT},
        {"", PERSON_NOT},
    };
    person_words_add(arena, "Ana Lind\xC3\xA9n", "ana.lind@example.com", &words);
    person_words_add(arena, "Ana Berg", NULL, &words);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (person_match(arena, &words, cases[i].text, strlen(cases[i].text)) != cases[i].match)
            fail_msg("%s", cases[i].text);
    arena_destroy(arena);
}

static void a_name_is_found_where_words_have_no_spaces(void **state)
{
    (void)state;
    struct person_words words = {.count = 0};
    struct arena *arena = arena_create(1 << 20);
    static const struct {
        const char *name, *text;
        enum person_match match;
    } cases[] = {
        {"\xE6\x9D\x8E\xE6\x98\x8E", /* Li Ming, in a sentence */
         "\xE8\xAF\xB7\xE8\x81\x94\xE7\xB3\xBB\xE6\x9D\x8E\xE6\x98\x8E\xE4\xBA\x86\xE8\xA7\xA3",
         PERSON_NAME},
        {"\xE6\x9D\x8E \xE6\x98\x8E", "\xE6\x9D\x8E\xE7\x99\xBD", PERSON_NOT}, /* one letter */
        {"\xEA\xB9\x80\xEB\xAF\xBC\xEC\x88\x98", /* Kim Min-su, with a particle */
         "\xEA\xB9\x80\xEB\xAF\xBC\xEC\x88\x98\xEB\x8A\x94", PERSON_NAME},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        words = (struct person_words){.count = 0};
        person_words_add(arena, cases[i].name, "someone@example.com", &words);
        if (person_match(arena, &words, cases[i].text, strlen(cases[i].text)) != cases[i].match)
            fail_msg("%s", cases[i].text);
    }
    arena_destroy(arena);
}

/* ---- what is left ---------------------------------------------------------------------------- */

static void nothing_of_the_person_is_in_the_files_of_the_database(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct traces traces;
    struct uuid id = requested(f);
    approve(f, &id);
    traces_of(f, person(f), &traces);
    if (f->is_postgres) /* as autovacuum does when it likes: it keeps samples of values */
        fixture_admin_close(fixture_admin(f, "ANALYZE"));
    for (int i = 0; i < TRACE_COUNT; i++) /* names are never in clear */
        assert_int_equal(count_files_with(f, traces.items[i]) > 0, i < TRACE_NAME);
    let_grace_pass();
    assert_int_equal(carry_out(f, &id, &problem), ERR_NONE);
    /* whoever reads an older state, such as PostgreSQL's own analysis, holds it up */
    int64_t until = 0;
    while (count_files_with(f, traces.items[TRACE_KEY]) > 0 ||
           count_files_with(f, traces.items[TRACE_INDEX]) > 0) {
        fixture_wait(&until, "a scrub that nobody holds up");
        (void)!db_scrub(f->db);
    }
    for (int i = 0; i < TRACE_COUNT; i++)
        assert_int_equal(count_files_with(f, traces.items[i]), 0);
    clock_travel(0);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(an_erasure_takes_two_people_and_a_week),
        EACH(the_certificate_is_signed_and_the_ledger_has_a_line),
        EACH(it_is_undone_until_it_is_done),
        EACH(a_person_asks_and_takes_it_back),
        EACH(what_is_owned_goes_to_someone_first),
        EACH(a_legal_hold_blocks_it),
        EACH(only_administrators_of_the_organization_erase),
        EACH(a_mention_in_a_comment_becomes_an_erased_user),
        EACH(texts_that_may_name_the_person_are_listed),
        EACH(who_had_another_name_is_found_under_it),
        EACH(what_was_written_in_the_grace_period_is_found_before_the_end),
        cmocka_unit_test(a_name_is_found_in_whole_words_only),
        cmocka_unit_test(a_name_is_found_where_words_have_no_spaces),
        EACH(nothing_of_the_person_is_in_the_files_of_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
