#include "test.h"

#include "base/clock.h"
#include "base/clock_day.h"
#include "data/audit/audit.h"
#include "data/release/label_history.h"
#include "data/release/label_set.h"
#include "data/release/protected_label.h"
#include "data/trail/audit_list.h"
#include "kinds.h"

static struct record_label_list labels_of(struct fixture *f, const struct kind_maker *maker,
                                          const struct uuid *id)
{
    struct record_label_list list;
    assert_int_equal(record_label_list(f->db, get_head(f, maker->store, id), &list), ERR_NONE);
    return list;
}

static void a_label_is_on_one_version(void **state)
{
    struct fixture *f = *state;
    const int manager = PERSONA_PRODUCT_MANAGER;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "labelled", 3);
        int64_t revision = get_head(f, maker->store, &id)->revision;
        assert_int_equal(kind_move_label(f, maker, manager, &id, "staging", 0, 1), ERR_NONE);
        assert_int_equal(
            kind_move_label(f, maker, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 2), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, manager, &id, "staging", 1, 3), ERR_NONE);
        struct record_label_list list = labels_of(f, maker, &id);
        assert_int_equal(list.count, 2);
        assert_string_equal(list.labels[0].label, "production");
        assert_int_equal(list.labels[0].version, 2);
        assert_true(list.labels[0].is_protected);
        assert_string_equal(list.labels[1].label, "staging");
        assert_int_equal(list.labels[1].version, 3);
        assert_false(list.labels[1].is_protected);
        assert_int_equal(kind_move_label(f, maker, manager, &id, "staging", 3, 0), ERR_NONE);
        assert_int_equal(labels_of(f, maker, &id).count, 1);
        /* A label is no change of the record: nobody's form becomes stale by it. */
        assert_int_equal(get_head(f, maker->store, &id)->revision, revision);
        assert_int_equal(get_head(f, maker->store, &id)->version, 3);
    }
}

static void moves_that_make_no_sense_are_refused(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "refused", 2);
        assert_int_equal(kind_move_label(f, maker, who, &id, "latest", 0, 1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "Not A Label", 0, 1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "v2", 0, 1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "2", 0, 1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "", 0, 1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 3), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, -1), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 0), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 1, 2), ERR_STALE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 2), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 2, 2), ERR_INVALID);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 0, 1), ERR_STALE);
        struct problem problem;
        struct label_change change = {id, "beta", 2, 1, "two\nlines", .accepts_uses = false};
        assert_int_equal(kind_move(f, maker, who, &change, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "reason");
        assert_int_equal(kind_archive(f, maker, who, &id), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "beta", 2, 1), ERR_CONFLICT);
        assert_int_equal(fixture_count_events(f, "label.move", "success"), kind + 1);
    }
}

static const enum err who_may_move[FIXTURE_USER_COUNT][3] = {
    /* own free, another's free, protected */
    [PERSONA_INDIVIDUAL_DEVELOPER] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
    [PERSONA_ENTERPRISE_TEAM] = {ERR_NONE, ERR_NONE, ERR_DENIED},
    [PERSONA_DEVOPS_ENGINEER] = {ERR_NONE, ERR_NONE, ERR_NONE},
    [PERSONA_PRODUCT_MANAGER] = {ERR_NONE, ERR_NONE, ERR_DENIED},
    [PERSONA_CUSTOMER_ADMIN] = {ERR_NONE, ERR_NONE, ERR_NONE},
    [PERSONA_PLATFORM_ADMIN] = {ERR_DENIED, ERR_DENIED, ERR_DENIED},
    [FIXTURE_SUPERUSER] = {ERR_NONE, ERR_NONE, ERR_NONE},
};

static void check_who_may_move(struct fixture *f, const struct kind_maker *maker, int who)
{
    const struct actor *actor = actor_of(f, who);
    struct problem problem;
    struct uuid own =
        kind_make(f, maker, PERSONA_ENTERPRISE_TEAM, arena_printf(f->arena, "own-%d", who));
    struct uuid other =
        kind_make(f, maker, PERSONA_ENTERPRISE_TEAM, arena_printf(f->arena, "other-%d", who));
    assert_int_equal(record_transfer(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, &own,
                                     &actor->user_id, &problem),
                     ERR_NONE);
    assert_int_equal(kind_move_label(f, maker, who, &own, "beta", 0, 1), who_may_move[who][0]);
    assert_int_equal(kind_move_label(f, maker, who, &other, "beta", 0, 1), who_may_move[who][1]);
    assert_int_equal(kind_move_label(f, maker, who, &own, "production", 0, 1),
                     who_may_move[who][2]);
    bool may_move = false;
    assert_int_equal(
        label_may_move(f->db, actor, get_head(f, maker->store, &own), "production", &may_move),
        ERR_NONE);
    assert_int_equal(may_move, who_may_move[who][2] == ERR_NONE);
    fixture_begin(f);
}

static void who_may_move_which_label(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        for (int who = 0; who < FIXTURE_USER_COUNT; who++)
            check_who_may_move(f, &kind_makers[kind], who);
        assert_int_equal(fixture_count_events(f, "label.move", "refusal"), 7 * (kind + 1));
    }
}

static void another_organization_can_move_nothing(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_store *store = kind_makers[kind].store;
        struct uuid id = kind_make_versions(f, &kind_makers[kind], "ours", 2);
        struct label_change change = {id, "beta", 0, 1, "", .accepts_uses = false};
        struct record_head *head = arena_alloc(f->arena, store->size);
        for (int who = 0; who < PERSONA_PLATFORM_ADMIN; who++) {
            const struct actor *actor = &f->other.users[who].actor;
            struct problem problem;
            assert_int_equal(label_move(f->db, actor, store, &change, &problem), ERR_NOT_FOUND);
            /* Labels and their history are for who loaded the record. */
            assert_int_equal(
                record_load(f->db, actor, store, &id, store->kind->see, RECORD_HEAD_ONLY, head),
                ERR_NOT_FOUND);
        }
        assert_int_equal(labels_of(f, &kind_makers[kind], &id).count, 0);
    }
}

struct raced {
    const struct kind_maker *maker;
    struct uuid id;
};

static enum err move_once(struct fixture *f, int index, void *context)
{
    const struct raced *raced = context;
    struct problem problem;
    struct label_change change = {raced->id,     "production", 0,
                                  index % 2 + 1, "",           .accepts_uses = false};
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), raced->maker->store, &change,
                      &problem);
}

static void of_movers_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct raced raced = {&kind_makers[kind], {{0}}};
        enum err results[4];
        int moved = 0;
        raced.id = kind_make_versions(f, raced.maker, "raced", 2);
        fixture_race(f, 4, move_once, &raced, results);
        for (int i = 0; i < 4; i++) {
            assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
            moved += results[i] == ERR_NONE;
        }
        assert_int_equal(moved, 1);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM label_moves WHERE record_id = $1", &raced.id),
            1);
    }
}

static struct label_answer answer_at(struct fixture *f, const struct kind_maker *maker,
                                     const struct uuid *id, const char *label, int64_t time)
{
    struct label_answer answer;
    assert_int_equal(label_at(f->db, get_head(f, maker->store, id), label, time, &answer),
                     ERR_NONE);
    return answer;
}

/* "What was production on 3 May?" */
static void check_the_past(struct fixture *f, const struct kind_maker *maker, int64_t day)
{
    const struct {
        const char *label;
        int64_t time;
        int64_t version;
    } table[] = {
        {"production", day, 0},
        {"production", day + 2 * CLOCK_DAY, 1},
        {"production", day + 4 * CLOCK_DAY - 1, 1},
        {"production", day + 5 * CLOCK_DAY, 2},
        {"production", day + 7 * CLOCK_DAY, 0},
        {"staging", day + 7 * CLOCK_DAY, 0},
        {"latest", day - 1, 0},
        {"latest", day + 2 * CLOCK_DAY, 1},
        {"latest", day + 5 * CLOCK_DAY, 2},
    };
    clock_travel(day);
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "past");
    clock_travel(day + CLOCK_DAY);
    assert_int_equal(kind_move_label(f, maker, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 1),
                     ERR_NONE);
    clock_travel(day + 3 * CLOCK_DAY);
    (void)kind_save_text(f, maker, &id, "two");
    clock_travel(day + 4 * CLOCK_DAY);
    assert_int_equal(kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 2),
                     ERR_NONE);
    clock_travel(day + 6 * CLOCK_DAY);
    assert_int_equal(kind_move_label(f, maker, PERSONA_DEVOPS_ENGINEER, &id, "production", 2, 0),
                     ERR_NONE);
    for (size_t i = 0; i < COUNT_OF(table); i++)
        assert_int_equal(answer_at(f, maker, &id, table[i].label, table[i].time).version,
                         table[i].version);
    struct label_answer answer = answer_at(f, maker, &id, "production", day + 5 * CLOCK_DAY);
    assert_true(answer.since >= day + 4 * CLOCK_DAY && answer.since < day + 5 * CLOCK_DAY);
    assert_string_equal(answer.moved_by_name, "Ada Admin of Northwind");
}

static void the_past_has_an_answer(void **state)
{
    struct fixture *f = *state;
    int64_t day = 0;
    assert_int_equal(clock_parse_day("2026-05-01", &day), ERR_NONE);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        check_the_past(f, &kind_makers[kind], day);
}

static struct label_history history_of(struct fixture *f, const struct label_history_filter *filter)
{
    struct label_history history;
    assert_int_equal(label_history(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), filter, &history),
                     ERR_NONE);
    return history;
}

/* 12 moves of two labels, read in pages of 5. */
static void check_the_history(struct fixture *f, const struct kind_maker *maker)
{
    struct uuid id = kind_make_versions(f, maker, "history", 2);
    for (int i = 0; i < 12; i++)
        assert_int_equal(kind_move_label(f, maker, PERSONA_PRODUCT_MANAGER, &id,
                                         i % 2 == 0 ? "a" : "b", i < 2 ? 0 : (i / 2 + 1) % 2 + 1,
                                         (i / 2) % 2 + 1),
                         ERR_NONE);
    struct label_history_filter filter = {get_head(f, maker->store, &id), "", "", 5};
    struct label_history history;
    int count = 0;
    int64_t before = INT64_MAX;
    do {
        history = history_of(f, &filter);
        for (int i = 0; i < history.count; i++, count++) {
            const struct label_history_entry *entry = &history.entries[i];
            assert_true(entry->created_at < before);
            before = entry->created_at;
            assert_ptr_equal(entry->kind, maker->store->kind);
            assert_true(uuid_equal(&entry->record_id, &id));
            assert_string_equal(entry->record_name, "history");
            assert_string_equal(entry->moved_by_name, "Petra Product of Northwind");
            assert_string_equal(entry->reason, "because");
            assert_null(entry->proposed_by_name);
        }
        filter.cursor = history.next;
    } while (history.next != NULL);
    assert_int_equal(count, 12);
    history = history_of(f, &(struct label_history_filter){filter.head, "a", "", 0});
    assert_int_equal(history.count, 6);
    assert_string_equal(history.entries[5].label, "a");
    assert_int_equal(history.entries[5].from_version, 0);
    assert_int_equal(history.entries[5].to_version, 1);
}

static void the_history_is_paged_newest_first(void **state)
{
    struct fixture *f = *state;
    struct label_history history;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        check_the_history(f, &kind_makers[kind]);
    struct uuid id = kind_make_versions(f, &kind_makers[RECORD_PROMPT], "second", 1);
    assert_int_equal(move_label(f, PERSONA_PRODUCT_MANAGER, &id, "a", 0, 1), ERR_NONE);
    /* Those of all kinds of records stand in one list. */
    struct label_history_filter filter = {.label = "", .cursor = "", .limit = 100};
    history = history_of(f, &filter);
    assert_int_equal(history.count, RECORD_KIND_COUNT * 12 + 1);
    assert_string_equal(history.entries[0].record_name, "second");
    for (int i = 1; i < history.count; i++)
        assert_int_equal(history.entries[i].kind->id, RECORD_KIND_COUNT - 1 - (i - 1) / 12);
    filter.cursor = "1.x";
    assert_int_equal(label_history(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &filter, &history),
                     ERR_INVALID);
}

static void events_of_moves_have_before_and_after(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "moved", 2);
        struct audit_list log;
        struct audit_entry entry;
        assert_int_equal(kind_move_label(f, maker, who, &id, "production", 0, 1), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "production", 1, 2), ERR_NONE);
        assert_int_equal(audit_list_record(f->db, actor_of(f, who), &f->own.id, &id, 10, &log),
                         ERR_NONE);
        assert_int_equal(log.count, 4);
        assert_string_equal(log.entries[3].action, "label.move");
        assert_string_equal(log.entries[3].record_type, maker->store->kind->name);
        assert_int_equal(audit_get(f->db, actor_of(f, who), &f->own.id, &log.entries[3].id, &entry),
                         ERR_NONE);
        json_t *details = json_loads(entry.details, 0, NULL);
        json_t *expected =
            json_pack("{s:{s:s, s:s}, s:{s:s, s:s}, s:{s:n, s:s}}", "label", "before", "production",
                      "after", "production", "version", "before", "1", "after", "2", "reason",
                      "before", "after", "because");
        assert_non_null(expected);
        if (kind == RECORD_TEAM) /* its stop phrase is another one */
            json_object_set_new(expected, "wider", json_pack("[s]", "limits"));
        if (!json_equal(details, expected))
            fail_msg("%s", entry.details);
        json_decref(details);
        json_decref(expected);
    }
}

static void protected_labels_are_set_by_admins(void **state)
{
    struct fixture *f = *state;
    struct protected_label_list list;
    struct problem problem;
    const int manager = PERSONA_PRODUCT_MANAGER;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *devops = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct uuid ids[RECORD_KIND_COUNT];
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        ids[kind] = kind_make_versions(f, &kind_makers[kind], "guarded", 1);
    assert_int_equal(protected_label_set(f->db, admin, "live", true, &problem), ERR_NONE);
    assert_int_equal(protected_label_set(f->db, admin, "live", true, &problem), ERR_NONE);
    assert_int_equal(protected_label_list(f->db, devops, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.labels[0], "live");
    assert_string_equal(list.labels[1], "production");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        assert_int_equal(kind_move_label(f, &kind_makers[kind], manager, &ids[kind], "live", 0, 1),
                         ERR_DENIED);
    assert_int_equal(protected_label_set(f->db, admin, "live", false, &problem), ERR_NONE);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        assert_int_equal(kind_move_label(f, &kind_makers[kind], manager, &ids[kind], "live", 0, 1),
                         ERR_NONE);
    assert_int_equal(protected_label_set(f->db, admin, "latest", true, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "label");
    assert_int_equal(protected_label_set(f->db, devops, "live", true, &problem), ERR_DENIED);
    assert_non_null(problem.message);
    assert_int_equal(fixture_count_events(f, "organization.protect_label", "success"), 2);
    assert_int_equal(fixture_count_events(f, "organization.protect_label", "refusal"), 1);
    assert_int_equal(protected_label_list(f->db, &f->other.users[manager].actor, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
}

/* A new version with labels, as programs publish it. */
static enum err publish(struct fixture *f, const struct actor *actor, const struct uuid *id,
                        bool proposed[2], struct problem *problem)
{
    static const char *const labels[] = {"canary", "production"};
    const struct record_store *store = kind_makers[RECORD_PROMPT].store;
    struct label_set set = {2, labels, 2, proposed};
    proposed[0] = proposed[1] = false;
    return label_set(f->db, actor, store, id, &set, problem);
}

static int64_t count_open(struct fixture *f)
{
    return fixture_count(f,
                         "SELECT count(*) FROM label_proposals WHERE state = 'open' "
                         "AND organization_id = $1",
                         &f->own.id);
}

static void what_programs_may_not_move_is_refused_or_proposed(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    bool proposed[2], proposes = true;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *manager = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct actor *other = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct uuid id = kind_make_versions(f, &kind_makers[RECORD_PROMPT], "published", 2);
    assert_int_equal(protected_label_rule(f->db, manager, &proposes), ERR_NONE);
    assert_false(proposes);
    assert_int_equal(publish(f, manager, &id, proposed, &problem), ERR_DENIED);
    assert_non_null(strstr(problem.message, "production"));
    assert_int_equal(protected_label_set_rule(f->db, manager, true), ERR_DENIED);
    assert_int_equal(protected_label_set_rule(f->db, admin, true), ERR_NONE);
    assert_int_equal(protected_label_set_rule(f->db, admin, true), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "organization.label_rule", "success"), 1);
    assert_int_equal(fixture_count_events(f, "organization.label_rule", "refusal"), 1);
    assert_int_equal(protected_label_rule(f->db, other, &proposes), ERR_NONE);
    assert_false(proposes); /* of one organization only */

    assert_int_equal(publish(f, manager, &id, proposed, &problem), ERR_NONE);
    assert_false(proposed[0]);
    assert_true(proposed[1]);
    assert_int_equal(count_open(f), 1);
    assert_int_equal(publish(f, manager, &id, proposed, &problem), ERR_NONE); /* no second one */
    assert_int_equal(count_open(f), 1);
    assert_int_equal(fixture_count_events(f, "label.propose", "success"), 1);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), 1);

    assert_int_equal(publish(f, admin, &id, proposed, &problem), ERR_NONE); /* who may moves it */
    assert_false(proposed[1]);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), 2);
    assert_int_equal(publish(f, manager, &id, proposed, &problem), ERR_NONE); /* it is there */
    assert_false(proposed[1]);
    assert_int_equal(count_open(f), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_label_is_on_one_version),
        TEST(moves_that_make_no_sense_are_refused),
        TEST(who_may_move_which_label),
        TEST(another_organization_can_move_nothing),
        TEST(of_movers_at_once_one_wins),
        TEST(the_past_has_an_answer),
        TEST(the_history_is_paged_newest_first),
        TEST(events_of_moves_have_before_and_after),
        TEST(what_programs_may_not_move_is_refused_or_proposed),
        TEST(protected_labels_are_set_by_admins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
