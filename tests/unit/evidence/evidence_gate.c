#include "test.h"

#include <string.h>

#include "data/evidence/evidence_override.h"
#include "data/release/label_history.h"
#include "data/release/label_override.h"
#include "data/release/label_proposal.h"
#include "data/release/label_set.h"
#include "evidences.h"
#include "fixture.h"

/* A label moves only to what its rule is met for, whichever way it is moved. */

struct desk {
    struct fixture *f;
    struct uuid prompt, tone, set;
    struct problem problem;
};

static struct desk open_desk(struct fixture *f)
{
    struct desk desk = {.f = f};
    desk.tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    put_label(f, &prompt_store, &desk.tone, "production", 0, 1);
    desk.prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                              "Be @@@prompt:name=tone|label=production@@@.");
    desk.set = give_set(f, "refund-cases", 1);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, &desk.set);
    set_rule(f, &rule);
    return desk;
}

static struct given_run run_of(const struct desk *desk, int64_t version, int pass, int fail)
{
    return (struct given_run){.store = &prompt_store,
                              .record_id = desk->prompt,
                              .version = version,
                              .set_id = desk->set,
                              .pass_count = pass,
                              .fail_count = fail};
}

static enum err move_to(struct desk *desk, int64_t from, int64_t to)
{
    struct label_change change = {.record_id = desk->prompt,
                                  .label = "production",
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = ""};
    fixture_begin(desk->f);
    return label_move(desk->f->db, actor_of(desk->f, PERSONA_DEVOPS_ENGINEER), &prompt_store,
                      &change, &desk->problem);
}

static void assert_refused(struct desk *desk, int64_t from, int64_t to, const char *words)
{
    assert_int_equal(move_to(desk, from, to), ERR_CONFLICT);
    if (strstr(desk->problem.message, words) == NULL)
        fail_msg("%s: not in: %s", words, desk->problem.message);
}

static void a_version_without_a_run_does_not_move(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    assert_int_equal(move_to(&desk, 0, 1), ERR_CONFLICT);
    assert_string_equal(desk.problem.message,
                        "production needs a run of refund-cases with at least 95% passed. v1 has "
                        "none. Run the tests of v1, then move the label.");
    assert_string_equal(desk.problem.field, "to_version");
    struct given_run run = run_of(&desk, 1, 19, 1);
    struct uuid id = give_run(f, &run);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);

    struct label_history history;
    struct record_head *head = get_head(f, &prompt_store, &desk.prompt);
    struct label_history_filter filter = {.head = head, .label = "", .cursor = ""};
    assert_int_equal(label_history(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filter, &history),
                     ERR_NONE);
    assert_true(uuid_equal(&history.entries[0].run_id, &id));
    assert_int_equal(strlen(history.entries[0].digest), SHA256_HEX_LEN - 1);
}

/* Each term, just missed and just met. */
static void each_term_is_looked_at(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 949, 51);
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It passed 94.9% (949 of 1000).");

    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, &desk.set);
    rule.forbids_critical = true;
    rule.max_age_days = 14;
    set_rule(f, &rule);
    run = run_of(&desk, 1, 950, 50);
    run.critical_fail_count = 1;
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It failed 1 case that is critical.");
    run.critical_fail_count = 0;
    run.age_us = 15 * CLOCK_DAY;
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It is 15 days old.");
    assert_refused(&desk, 0, 1,
                   "with at least 95% passed, no critical failure and an age of at most 14 days.");
    run.age_us = 13 * CLOCK_DAY;
    run.grade = "imported";
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It is 15 days old.");
    run.grade = NULL;
    run.is_partial = true;
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It is 15 days old.");
    run.is_partial = false;
    run.set_version = 2;
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It ran v2 of the test set, which is at v1 now.");
    rule.needs_judge = true;
    set_rule(f, &rule);
    run.set_version = 1;
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "It has no judge.");
    rule.needs_judge = false;
    set_rule(f, &rule);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
}

/* Only where the rule says so, and only where we did not grade the same bytes ourselves. */
static void what_another_program_graded_counts_if_the_rule_says_so(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 20, 0);
    run.grade = "imported";
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "v1 has none.");
    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, &desk.set);
    rule.accepts_imported = true;
    rule.max_age_days = 14;
    set_rule(f, &rule);
    struct given_run ours = run_of(&desk, 1, 10, 10);
    ours.age_us = 3 * CLOCK_DAY;
    (void)give_run(f, &ours);
    assert_refused(&desk, 0, 1, "It passed 50% (10 of 20).");
    rule.max_age_days = 2; /* so that ours says nothing any more */
    set_rule(f, &rule);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
}

static void another_test_set_is_no_evidence(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 20, 0);
    run.set_id = give_set(f, "other-cases", 1);
    (void)give_run(f, &run);
    assert_refused(&desk, 0, 1, "v1 has none.");
    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, NULL);
    set_rule(f, &rule);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
}

static void it_may_not_get_worse(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, &desk.set);
    rule.forbids_worse = true;
    set_rule(f, &rule);
    struct given_run run = run_of(&desk, 1, 98, 2);
    (void)give_run(f, &run);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
    (void)save_body(f, &desk.prompt, "Be brief.");
    run = run_of(&desk, 2, 97, 3);
    (void)give_run(f, &run);
    assert_refused(&desk, 1, 2, "It passed 97%, and v1, which is live, 98%.");
    run = run_of(&desk, 2, 98, 2);
    (void)give_run(f, &run);
    assert_int_equal(move_to(&desk, 1, 2), ERR_NONE);
}

/* A byte below, and what was proven is not any more. */
static void what_changed_since_is_named(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    (void)save_body(f, &desk.tone, "Friendly");
    put_label(f, &prompt_store, &desk.tone, "production", 1, 2);
    assert_refused(&desk, 0, 1, "v1 was tested, but this changed since: tone (v1 to v2).");
    put_label(f, &prompt_store, &desk.tone, "production", 2, 1);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
}

/* The same bytes under another number need no other run. */
static void the_same_bytes_are_proven(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    (void)save_body(f, &desk.prompt, "Be brief.");
    (void)save_body(f, &desk.prompt, "Be @@@prompt:name=tone|label=production@@@.");
    assert_refused(&desk, 0, 2, "v2 has none.");
    assert_int_equal(move_to(&desk, 0, 3), ERR_NONE);
}

static void an_agent_runs_on_its_own_model(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid agent = make_agent(f, PERSONA_ENTERPRISE_TEAM, "Support", AGENT_CONFIG);
    struct evidence_rule_draft rule = rule_of(&agent_store, &agent, NULL);
    set_rule(f, &rule);
    struct given_run run = {.store = &agent_store,
                            .record_id = agent,
                            .version = 1,
                            .set_id = give_set(f, "cases", 1),
                            .pass_count = 20};
    (void)give_run(f, &run);
    struct label_change change = {agent, "production", 0, 1, "", .accepts_uses = false};
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(label_move(f->db, actor, &agent_store, &change, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "It ran on another model"));
    run.model = "gpt-4.1";
    (void)give_run(f, &run);
    assert_int_equal(label_move(f->db, actor, &agent_store, &change, &problem), ERR_NONE);
}

/* ---- every way ---------------------------------------------------------------------------- */

static void approving_and_publishing_obey(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct uuid id;
    struct label_change change = {desk.prompt, "production", 0, 1, "", .accepts_uses = false};
    const struct actor *pm = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &prompt_store,
                                   &change, &id, &desk.problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_int_equal(label_proposal_approve(f->db, pm, &prompt_store, &id, "", &desk.problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(desk.problem.message, "v1 has none."));

    static const char *const labels[] = {"staging", "production"};
    struct label_set set = {.version = 1, .labels = labels, .count = 2};
    fixture_begin(f);
    assert_int_equal(label_set(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &prompt_store,
                               &desk.prompt, &set, &desk.problem),
                     ERR_CONFLICT);
    fixture_begin(f);
    struct prompt_draft draft = draft_from(f, &desk.prompt);
    struct record_saved saved;
    draft.body = text_of("Be published");
    draft.is_published = true;
    draft.labels = labels;
    draft.label_count = 2;
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &desk.problem),
        ERR_CONFLICT);
    assert_non_null(strstr(desk.problem.message, "v2 has none."));
    assert_int_equal(get_prompt(f, &desk.prompt).version, 1);

    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    assert_int_equal(label_proposal_approve(f->db, pm, &prompt_store, &id, "", &desk.problem),
                     ERR_NONE);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), 2);
}

static enum err publish(struct desk *desk, const char *body, struct record_saved *saved)
{
    static const char *const labels[] = {"production"};
    fixture_begin(desk->f);
    struct prompt_draft draft = draft_from(desk->f, &desk->prompt);
    draft.body = text_of(body);
    draft.is_published = true;
    draft.labels = labels;
    draft.label_count = 1;
    return prompt_update(desk->f->db, actor_of(desk->f, PERSONA_CUSTOMER_ADMIN), &draft, saved,
                         &desk->problem);
}

/* What a run proved is proven of the same bytes, also if they are published with the label. */
static void a_version_that_says_what_was_tested_is_published_with_its_label(void **state)
{
    static const char same[] = "Be @@@prompt:name=tone|label=production@@@.";
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct record_saved saved;
    assert_int_equal(publish(&desk, same, &saved), ERR_CONFLICT);
    assert_non_null(strstr(desk.problem.message, "Publish without the label, run the tests, then "
                                                 "move it."));
    struct given_run run = run_of(&desk, 1, 20, 0);
    struct uuid id = give_run(f, &run);
    assert_int_equal(publish(&desk, "Be brief.", &saved), ERR_CONFLICT);
    assert_int_equal(get_prompt(f, &desk.prompt).version, 1);
    assert_int_equal(publish(&desk, same, &saved), ERR_NONE);
    assert_int_equal(saved.version, 2);

    struct label_history history;
    struct record_head *head = get_head(f, &prompt_store, &desk.prompt);
    struct label_history_filter filter = {.head = head, .label = "", .cursor = ""};
    assert_int_equal(label_history(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filter, &history),
                     ERR_NONE);
    assert_int_equal(history.entries[0].to_version, 2);
    assert_true(uuid_equal(&history.entries[0].run_id, &id));

    (void)save_body(f, &desk.tone, "Friendly"); /* a byte below */
    put_label(f, &prompt_store, &desk.tone, "production", 1, 2);
    assert_int_equal(publish(&desk, same, &saved), ERR_CONFLICT);
    assert_non_null(strstr(desk.problem.message, "tone (v1 to v2)"));
    assert_int_equal(get_prompt(f, &desk.prompt).version, 2);
}

static void a_label_may_be_removed_and_others_are_free(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &desk.prompt, "staging", 0, 1),
                     ERR_NONE);
    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    assert_int_equal(move_to(&desk, 0, 1), ERR_NONE);
    assert_int_equal(move_to(&desk, 1, 0), ERR_NONE);
}

/* ---- rules -------------------------------------------------------------------------------- */

static void the_rule_of_a_kind_holds_where_there_is_no_other(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct uuid other = make_prompt(f, PERSONA_PRODUCT_MANAGER, "other", "hello");
    struct evidence_rule_draft rule = rule_of(NULL, NULL, NULL);
    set_rule(f, &rule);
    fixture_begin(f);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &other, "production", 0, 1),
                     ERR_CONFLICT);
    rule = rule_of(&prompt_store, &other, NULL);
    rule.is_free = true;
    set_rule(f, &rule);
    fixture_begin(f);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &other, "production", 0, 1), ERR_NONE);
    assert_refused(&desk, 0, 1, "a run of refund-cases");
    rule = rule_of(&prompt_store, &desk.prompt, NULL);
    assert_int_equal(
        evidence_rule_remove(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &rule, &desk.problem),
        ERR_NONE);
    assert_refused(&desk, 0, 1, "a run of any test set");
}

static void rules_are_of_those_who_protect_labels(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &desk.prompt, NULL);
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        rule.max_age_days = persona + 1;
        fixture_begin(f);
        assert_int_equal(evidence_rule_set(f->db, actor_of(f, persona), &rule, &desk.problem),
                         persona == PERSONA_CUSTOMER_ADMIN ? ERR_NONE : ERR_DENIED);
    }
    int64_t events = fixture_count_events(f, "label.rule", "success");
    set_rule(f, &rule); /* no change */
    rule.max_age_days = PERSONA_CUSTOMER_ADMIN + 1;
    set_rule(f, &rule);
    assert_int_equal(fixture_count_events(f, "label.rule", "success"), events);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct evidence_rule_draft bad = rule;
    bad.label = "v2";
    assert_int_equal(evidence_rule_set(f->db, admin, &bad, &desk.problem), ERR_INVALID);
    bad = rule;
    bad.set_id = uuid_make();
    assert_int_equal(evidence_rule_set(f->db, admin, &bad, &desk.problem), ERR_INVALID);
    assert_string_equal(desk.problem.field, "set_id");
    bad = rule;
    bad.min_pass_permille = 1001;
    assert_int_equal(evidence_rule_set(f->db, admin, &bad, &desk.problem), ERR_INVALID);
    assert_int_equal(evidence_rule_set(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &rule,
                                       &desk.problem),
                     ERR_NOT_FOUND);
}

/* ---- at the same time ----------------------------------------------------------------------- */

struct race {
    struct uuid prompt, tone;
};

/* One moves what the other's version uses, at once: the label never is on what was not proven. */
static enum err race(struct fixture *f, int index, void *context)
{
    struct race *race = context;
    struct problem problem;
    bool is_first = index % 2 == 0;
    struct label_change change = {.record_id = is_first ? race->prompt : race->tone,
                                  .label = "production",
                                  .from_version = is_first ? 0 : 1,
                                  .to_version = is_first ? 1 : 2,
                                  .reason = ""};
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &prompt_store, &change,
                      &problem);
}

static void a_move_below_at_the_same_moment_is_seen(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    (void)save_body(f, &desk.tone, "Friendly");
    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    struct race both = {desk.prompt, desk.tone};
    enum err results[2];
    fixture_race(f, 2, race, &both, results);
    assert_int_equal(results[1], ERR_NONE);
    fixture_begin(f);
    struct db_result rows;
    assert_int_equal(
        db_select(f->db, &rows,
                  "SELECT record_id FROM label_moves WHERE organization_id = $1 ORDER BY "
                  "created_at, id",
                  db_uuid(&f->own.id)),
        ERR_NONE);
    if (results[0] == ERR_NONE) { /* then it was first */
        struct uuid second = db_get_uuid(&rows, 1, 0);
        assert_int_equal(rows.row_count, 3);
        assert_true(uuid_equal(&second, &desk.prompt));
    } else {
        assert_int_equal(results[0], ERR_CONFLICT);
        assert_int_equal(rows.row_count, 2);
    }
}

/* ---- break-glass ---------------------------------------------------------------------------- */

static enum err break_glass(struct desk *desk, int persona, const char *reason)
{
    struct label_change change = {
        .record_id = desk->prompt, .label = "production", .to_version = 1, .reason = reason};
    fixture_begin(desk->f);
    return label_override(desk->f->db, actor_of(desk->f, persona), &prompt_store, &change,
                          &desk->problem);
}

static void break_glass_moves_and_stays_marked(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    assert_int_equal(break_glass(&desk, PERSONA_DEVOPS_ENGINEER, " "), ERR_INVALID);
    assert_string_equal(desk.problem.field, "reason");
    assert_int_equal(break_glass(&desk, PERSONA_PRODUCT_MANAGER, "on fire"), ERR_DENIED);
    assert_int_equal(break_glass(&desk, PERSONA_DEVOPS_ENGINEER, "on fire"), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "label.break_glass", "success"), 1);

    struct evidence_overrides list;
    struct record_head *head = get_head(f, &prompt_store, &desk.prompt);
    struct evidence_override_filter filter = {.head = head, .is_open_only = true};
    const struct actor *pm = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(evidence_override_list(f->db, pm, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].reason, "on fire");
    assert_non_null(strstr(list.items[0].missing, "v1 has none."));
    assert_true(list.items[0].may_review);
    struct uuid id = list.items[0].id;

    const struct actor *mover = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(evidence_override_review(f->db, mover, &prompt_store, &desk.prompt, &id, "ok",
                                              &desk.problem),
                     ERR_DENIED);
    assert_int_equal(evidence_override_review(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                              &prompt_store, &desk.prompt, &id, "ok",
                                              &desk.problem),
                     ERR_DENIED);
    assert_int_equal(
        evidence_override_review(f->db, pm, &prompt_store, &desk.prompt, &id, "", &desk.problem),
        ERR_INVALID);
    assert_int_equal(evidence_override_review(f->db, pm, &prompt_store, &desk.prompt, &id,
                                              "Right, tests follow", &desk.problem),
                     ERR_NONE);
    assert_int_equal(evidence_override_review(f->db, pm, &prompt_store, &desk.prompt, &id,
                                              "once more", &desk.problem),
                     ERR_CONFLICT);
    fixture_begin(f);
    head = get_head(f, &prompt_store, &desk.prompt);
    filter.head = head;
    assert_int_equal(evidence_override_list(f->db, pm, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    filter.is_open_only = false;
    assert_int_equal(evidence_override_list(f->db, pm, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].review, "Right, tests follow");
}

static void what_is_met_needs_no_break_glass(void **state)
{
    struct fixture *f = *state;
    struct desk desk = open_desk(f);
    struct given_run run = run_of(&desk, 1, 20, 0);
    (void)give_run(f, &run);
    assert_int_equal(break_glass(&desk, PERSONA_DEVOPS_ENGINEER, "on fire"), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "label.break_glass", "success"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
        TEST(a_version_without_a_run_does_not_move),
        TEST(each_term_is_looked_at),
        TEST(what_another_program_graded_counts_if_the_rule_says_so),
        TEST(another_test_set_is_no_evidence),
        TEST(it_may_not_get_worse),
        TEST(what_changed_since_is_named),
        TEST(the_same_bytes_are_proven),
        TEST(an_agent_runs_on_its_own_model),
        TEST(approving_and_publishing_obey),
        TEST(a_version_that_says_what_was_tested_is_published_with_its_label),
        TEST(a_label_may_be_removed_and_others_are_free),
        TEST(the_rule_of_a_kind_holds_where_there_is_no_other),
        TEST(rules_are_of_those_who_protect_labels),
        TEST(a_move_below_at_the_same_moment_is_seen),
        TEST(break_glass_moves_and_stays_marked),
        TEST(what_is_met_needs_no_break_glass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
