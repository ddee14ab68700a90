#include "test.h"

#include "base/clock.h"
#include "base/clock_day.h"
#include "data/audit/audit.h"
#include "data/record/label_history.h"
#include "data/record/protected_label.h"
#include "data/trail/audit_list.h"
#include "prompts.h"

static struct uuid make_versions(struct fixture *f, const char *name, int count)
{
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, name, "version 1");
    for (int i = 2; i <= count; i++)
        save_body(f, &id, arena_printf(f->arena, "version %d", i));
    return id;
}

static void a_label_stands_on_one_version(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "labelled", 3);
    struct prompt_label_list list;
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "staging", 0, 1), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 2), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "staging", 1, 3), ERR_NONE);
    const struct actor *actor = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_int_equal(prompt_label_list(f->db, actor, &id, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.labels[0].label, "production");
    assert_int_equal(list.labels[0].version, 2);
    assert_true(list.labels[0].is_protected);
    assert_string_equal(list.labels[1].label, "staging");
    assert_int_equal(list.labels[1].version, 3);
    assert_false(list.labels[1].is_protected);
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "staging", 3, 0), ERR_NONE);
    assert_int_equal(prompt_label_list(f->db, actor, &id, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
}

static void moves_that_make_no_sense_are_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "refused", 2);
    const int who = PERSONA_CUSTOMER_ADMIN;
    assert_int_equal(move_label(f, who, &id, "latest", 0, 1), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "Not A Label", 0, 1), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "", 0, 1), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "beta", 0, 3), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "beta", 0, -1), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "beta", 0, 0), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "beta", 1, 2), ERR_STALE);
    assert_int_equal(move_label(f, who, &id, "beta", 0, 2), ERR_NONE);
    assert_int_equal(move_label(f, who, &id, "beta", 2, 2), ERR_INVALID);
    assert_int_equal(move_label(f, who, &id, "beta", 0, 1), ERR_STALE);
    struct problem problem;
    struct label_change change = {id, "beta", 2, 1, "two\nlines"};
    assert_int_equal(label_move(f->db, actor_of(f, who), &change, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "reason");
    assert_int_equal(prompt_archive(f->db, actor_of(f, who), &id), ERR_NONE);
    assert_int_equal(move_label(f, who, &id, "beta", 2, 1), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), 1);
}

static void who_may_move_which_label(void **state)
{
    struct fixture *f = *state;
    static const enum err table[FIXTURE_USER_COUNT][3] = {
        /* own free, another's free, protected */
        [PERSONA_INDIVIDUAL_DEVELOPER] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
        [PERSONA_ENTERPRISE_TEAM] = {ERR_NONE, ERR_NONE, ERR_DENIED},
        [PERSONA_DEVOPS_ENGINEER] = {ERR_NONE, ERR_NONE, ERR_NONE},
        [PERSONA_PRODUCT_MANAGER] = {ERR_NONE, ERR_NONE, ERR_DENIED},
        [PERSONA_CUSTOMER_ADMIN] = {ERR_NONE, ERR_NONE, ERR_NONE},
        [PERSONA_PLATFORM_ADMIN] = {ERR_DENIED, ERR_DENIED, ERR_DENIED},
        [FIXTURE_SUPERUSER] = {ERR_NONE, ERR_NONE, ERR_NONE},
    };
    for (int who = 0; who < FIXTURE_USER_COUNT; who++) {
        const struct actor *actor = actor_of(f, who);
        struct problem problem;
        struct uuid own =
            make_prompt(f, PERSONA_ENTERPRISE_TEAM, arena_printf(f->arena, "own-%d", who), "x");
        struct uuid other =
            make_prompt(f, PERSONA_ENTERPRISE_TEAM, arena_printf(f->arena, "other-%d", who), "x");
        assert_int_equal(prompt_transfer(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &own,
                                         &actor->user_id, &problem),
                         ERR_NONE);
        assert_int_equal(move_label(f, who, &own, "beta", 0, 1), table[who][0]);
        assert_int_equal(move_label(f, who, &other, "beta", 0, 1), table[who][1]);
        assert_int_equal(move_label(f, who, &own, "production", 0, 1), table[who][2]);
        bool may_move = false;
        struct prompt prompt = get_prompt(f, &own);
        assert_int_equal(label_may_move(f->db, actor, &prompt, "production", &may_move), ERR_NONE);
        assert_int_equal(may_move, table[who][2] == ERR_NONE);
        fixture_begin(f);
    }
    assert_int_equal(fixture_count_events(f, "label.move", "refusal"), 7);
}

static void another_organization_can_move_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "ours", 2);
    struct label_change change = {id, "beta", 0, 1, ""};
    for (int who = 0; who < PERSONA_PLATFORM_ADMIN; who++) {
        const struct actor *actor = &f->other.users[who].actor;
        struct problem problem;
        struct prompt_label_list list;
        struct label_history history;
        struct label_answer answer;
        assert_int_equal(label_move(f->db, actor, &change, &problem), ERR_NOT_FOUND);
        assert_int_equal(prompt_label_list(f->db, actor, &id, &list), ERR_NOT_FOUND);
        assert_int_equal(
            label_history(f->db, actor, &(struct label_history_filter){id, "", "", 0}, &history),
            ERR_NOT_FOUND);
        assert_int_equal(
            label_at(f->db, actor, &(struct label_question){id, "beta", clock_now()}, &answer),
            ERR_NOT_FOUND);
    }
}

static enum err move_once(struct fixture *f, int index, void *context)
{
    struct problem problem;
    struct label_change change = {*(struct uuid *)context, "production", 0, index % 2 + 1, ""};
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &change, &problem);
}

static void of_movers_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "raced", 2);
    enum err results[4];
    int moved = 0;
    fixture_race(f, 4, move_once, &id, results);
    for (int i = 0; i < 4; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
        moved += results[i] == ERR_NONE;
    }
    assert_int_equal(moved, 1);
    assert_int_equal(fixture_count(f, "SELECT count(*) FROM label_moves WHERE prompt_id = $1", &id),
                     1);
}

static int64_t version_at(struct fixture *f, const struct uuid *id, const char *label, int64_t time)
{
    struct label_answer answer;
    struct label_question question = {*id, label, time};
    assert_int_equal(label_at(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &question, &answer),
                     ERR_NONE);
    return answer.version;
}

/* "What was production on 3 May?" */
static void the_past_has_an_answer(void **state)
{
    struct fixture *f = *state;
    int64_t day = 0;
    assert_int_equal(clock_parse_day("2026-05-01", &day), ERR_NONE);
    clock_travel(day);
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "past", "one");
    clock_travel(day + CLOCK_DAY);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 1), ERR_NONE);
    clock_travel(day + 3 * CLOCK_DAY);
    save_body(f, &id, "two");
    clock_travel(day + 4 * CLOCK_DAY);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 2), ERR_NONE);
    clock_travel(day + 6 * CLOCK_DAY);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 2, 0), ERR_NONE);
    assert_int_equal(version_at(f, &id, "production", day), 0);
    assert_int_equal(version_at(f, &id, "production", day + 2 * CLOCK_DAY), 1);
    assert_int_equal(version_at(f, &id, "production", day + 4 * CLOCK_DAY - 1), 1);
    assert_int_equal(version_at(f, &id, "production", day + 5 * CLOCK_DAY), 2);
    assert_int_equal(version_at(f, &id, "production", day + 7 * CLOCK_DAY), 0);
    assert_int_equal(version_at(f, &id, "staging", day + 7 * CLOCK_DAY), 0);
    assert_int_equal(version_at(f, &id, "latest", day - 1), 0);
    assert_int_equal(version_at(f, &id, "latest", day + 2 * CLOCK_DAY), 1);
    assert_int_equal(version_at(f, &id, "latest", day + 5 * CLOCK_DAY), 2);
    struct label_answer answer;
    struct label_question question = {id, "production", day + 5 * CLOCK_DAY};
    assert_int_equal(label_at(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &question, &answer),
                     ERR_NONE);
    assert_true(answer.since >= day + 4 * CLOCK_DAY && answer.since < day + 5 * CLOCK_DAY);
    assert_string_equal(answer.moved_by_name, "Ada Admin of Northwind");
}

static void the_history_is_paged_newest_first(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "history", 2);
    struct uuid second = make_versions(f, "second", 1);
    for (int i = 0; i < 12; i++)
        assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, i % 2 == 0 ? "a" : "b",
                                    i < 2 ? 0 : (i / 2 + 1) % 2 + 1, (i / 2) % 2 + 1),
                         ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &second, "a", 0, 1), ERR_NONE);
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct label_history_filter filter = {id, "", "", 5};
    struct label_history history;
    int count = 0;
    int64_t before = INT64_MAX;
    do {
        assert_int_equal(label_history(f->db, actor, &filter, &history), ERR_NONE);
        for (int i = 0; i < history.count; i++, count++) {
            assert_true(history.entries[i].created_at < before);
            before = history.entries[i].created_at;
            assert_string_equal(history.entries[i].prompt_name, "history");
            assert_string_equal(history.entries[i].moved_by_name, "Petra Product of Northwind");
            assert_string_equal(history.entries[i].reason, "because");
            assert_null(history.entries[i].proposed_by_name);
        }
        filter.cursor = history.next;
    } while (history.next != NULL);
    assert_int_equal(count, 12);
    filter = (struct label_history_filter){id, "a", "", 0};
    assert_int_equal(label_history(f->db, actor, &filter, &history), ERR_NONE);
    assert_int_equal(history.count, 6);
    assert_string_equal(history.entries[5].label, "a");
    assert_int_equal(history.entries[5].from_version, 0);
    assert_int_equal(history.entries[5].to_version, 1);
    filter = (struct label_history_filter){.label = "", .cursor = ""};
    assert_int_equal(label_history(f->db, actor, &filter, &history), ERR_NONE);
    assert_int_equal(history.count, 13);
    assert_string_equal(history.entries[0].prompt_name, "second");
    filter.cursor = "1.x";
    assert_int_equal(label_history(f->db, actor, &filter, &history), ERR_INVALID);
}

static void moves_are_told_with_before_and_after(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_versions(f, "told", 2);
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct audit_list log;
    struct audit_entry entry;
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 2), ERR_NONE);
    assert_int_equal(audit_list_record(f->db, actor, &f->own.id, &id, 10, &log), ERR_NONE);
    assert_int_equal(log.count, 4);
    assert_string_equal(log.entries[3].action, "label.move");
    assert_int_equal(audit_get(f->db, actor, &f->own.id, log.entries[3].seq, &entry), ERR_NONE);
    json_t *details = json_loads(entry.details, 0, NULL);
    json_t *expected = json_pack("{s:{s:s, s:s}, s:{s:s, s:s}, s:{s:n, s:s}}", "label", "before",
                                 "production", "after", "production", "version", "before", "1",
                                 "after", "2", "reason", "before", "after", "because");
    assert_non_null(expected);
    if (!json_equal(details, expected))
        fail_msg("%s", entry.details);
    json_decref(details);
    json_decref(expected);
}

static void protected_labels_are_set_by_admins(void **state)
{
    struct fixture *f = *state;
    struct protected_label_list list;
    struct problem problem;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct uuid id = make_versions(f, "guarded", 1);
    assert_int_equal(protected_label_set(f->db, admin, "live", true, &problem), ERR_NONE);
    assert_int_equal(protected_label_set(f->db, admin, "live", true, &problem), ERR_NONE);
    assert_int_equal(protected_label_list(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &list),
                     ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.labels[0], "live");
    assert_string_equal(list.labels[1], "production");
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "live", 0, 1), ERR_DENIED);
    assert_int_equal(protected_label_set(f->db, admin, "live", false, &problem), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "live", 0, 1), ERR_NONE);
    assert_int_equal(protected_label_set(f->db, admin, "latest", true, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "label");
    assert_int_equal(
        protected_label_set(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), "live", true, &problem),
        ERR_DENIED);
    assert_non_null(problem.message);
    assert_int_equal(fixture_count_events(f, "organization.protect_label", "success"), 2);
    assert_int_equal(fixture_count_events(f, "organization.protect_label", "refusal"), 1);
    assert_int_equal(
        protected_label_list(f->db, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, &list),
        ERR_NONE);
    assert_int_equal(list.count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_label_stands_on_one_version),      TEST(moves_that_make_no_sense_are_refused),
        TEST(who_may_move_which_label),           TEST(another_organization_can_move_nothing),
        TEST(of_movers_at_once_one_wins),         TEST(the_past_has_an_answer),
        TEST(the_history_is_paged_newest_first),  TEST(moves_are_told_with_before_and_after),
        TEST(protected_labels_are_set_by_admins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
