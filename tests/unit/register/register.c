#include "test.h"

#include "data/account/user_change.h"
#include "data/edit/record_state.h"
#include "data/register/register.h"
#include "data/register/register_due.h"
#include "data/release/label_proposal.h"
#include "data/trail/audit_list.h"
#include "kinds.h"

/* Entries of the register of AI systems: who may write them, what is kept, and that an organization
 * can require them before a release to production. */

static struct register_draft draft_with(struct fixture *f, const struct uuid *record_id)
{
    return (struct register_draft){
        .record_id = *record_id,
        .texts = {"Answers  customers\r\nin chat.", "Names, orders", "Customers", "Article 50"},
        .risk = RISK_LIMITED,
        .oversight_id = f->own.users[PERSONA_PRODUCT_MANAGER].id,
        .review_on = INT64_C(1798761600) * CLOCK_SECOND,
    };
}

static enum err save(struct fixture *f, const struct kind_maker *maker, int persona,
                     const struct register_draft *draft, struct problem *problem)
{
    fixture_begin(f);
    return register_save(f->db, actor_of(f, persona), maker->store, draft, problem);
}

static struct register_entry entry_of(struct fixture *f, const struct kind_maker *maker,
                                      const struct uuid *id)
{
    struct register_entry entry;
    fixture_begin(f);
    assert_int_equal(register_entry_get(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                        get_head(f, maker->store, id), &entry),
                     ERR_NONE);
    return entry;
}

static void an_entry_is_saved_in_versions(void **state)
{
    struct fixture *f = *state;
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "registered");
        struct register_entry entry = entry_of(f, maker, &id);
        assert_int_equal(entry.revision, 0);
        assert_string_equal(entry.missing,
                            "purpose, data categories, affected people, human oversight, risk "
                            "class, reason for the risk class, next review");
        struct register_draft draft = draft_with(f, &id);
        assert_int_equal(save(f, maker, PERSONA_DEVOPS_ENGINEER, &draft, &problem), ERR_NONE);
        entry = entry_of(f, maker, &id);
        assert_int_equal(entry.revision, 1);
        assert_string_equal(entry.texts[REGISTER_PURPOSE], "Answers  customers\nin chat.");
        assert_string_equal(entry.texts[REGISTER_RISK_REASON], "Article 50");
        assert_int_equal(entry.risk, RISK_LIMITED);
        assert_string_equal(entry.oversight_name, "Petra Product of Northwind");
        assert_int_equal(entry.review_on, draft.review_on);
        assert_string_equal(entry.missing, "");

        /* The same again makes no version; an older base is refused. */
        draft.based_on_revision = 1;
        assert_int_equal(save(f, maker, PERSONA_DEVOPS_ENGINEER, &draft, &problem), ERR_NONE);
        assert_int_equal(entry_of(f, maker, &id).revision, 1);
        draft.risk = RISK_HIGH;
        draft.texts[REGISTER_RISK_REASON] = "";
        draft.based_on_revision = 0;
        assert_int_equal(save(f, maker, PERSONA_DEVOPS_ENGINEER, &draft, &problem), ERR_STALE);
        draft.based_on_revision = 1;
        assert_int_equal(save(f, maker, PERSONA_DEVOPS_ENGINEER, &draft, &problem), ERR_NONE);

        struct register_entry_list list;
        fixture_begin(f);
        assert_int_equal(register_entry_versions(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                                 get_head(f, maker->store, &id), &list),
                         ERR_NONE);
        assert_int_equal(list.count, 2);
        assert_int_equal(list.items[0].risk, RISK_HIGH);
        assert_string_equal(list.items[0].missing, "reason for the risk class");
        assert_int_equal(list.items[1].risk, RISK_LIMITED);
        assert_string_equal(list.items[1].author_name, "Ora Ops of Northwind");
    }
    assert_int_equal(fixture_count_events(f, "register.update", "success"), 4);
}

/* Every save is one event of the record, with what changed. */
static void assert_told(struct fixture *f, const struct kind_maker *maker)
{
    struct problem problem;
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "told");
    struct register_draft draft = draft_with(f, &id);
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    draft.based_on_revision = 1;
    draft.risk = RISK_HIGH;
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    fixture_begin(f);
    struct audit_filter filter = {.action = "register.update", .record_id = id, .limit = 10};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.entries[0].details,
                        "{\"entry\":{\"before\":\"1\",\"after\":\"2\"},\"risk_class\":{\"before\":"
                        "\"limited\",\"after\":\"high\"}}");
    assert_non_null(
        strstr(list.entries[1].details, "\"register.purpose\":{\"before\":null,\"after\":"));
}

static void an_event_says_what_was_before_and_after(void **state)
{
    struct fixture *f = *state;
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++)
        assert_told(f, &kind_makers[kind]);
}

static void only_those_who_may_change_the_record_write_its_entry(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct problem problem;
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "guarded");
    struct register_draft draft = draft_with(f, &id);
    assert_int_equal(save(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &draft, &problem), ERR_DENIED);
    assert_int_equal(save(f, maker, PERSONA_PLATFORM_ADMIN, &draft, &problem), ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(register_save(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor,
                                   maker->store, &draft, &problem),
                     ERR_NOT_FOUND);
    fixture_begin(f);
    struct register_entry entry;
    assert_int_equal(register_entry_get(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN),
                                        get_head(f, maker->store, &id), &entry),
                     ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "register.update", "refusal"), 2);
    assert_int_equal(fixture_count_events(f, "register.update", "success"), 0);
}

static void what_breaks_a_rule_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct problem problem;
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "ruled");
    struct register_draft draft = draft_with(f, &id);
    draft.texts[REGISTER_AFFECTED_PEOPLE] = "a\x01";
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "affected_people");
    draft = draft_with(f, &id);
    draft.oversight_id = f->other.users[PERSONA_PRODUCT_MANAGER].id;
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "oversight_id");
    struct record_archive_draft archive = {id, true};
    fixture_begin(f);
    assert_int_equal(record_archive(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), maker->store,
                                    &archive, &problem),
                     ERR_NONE);
    draft = draft_with(f, &id);
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_CONFLICT);
}

static void require(struct fixture *f, bool is_required)
{
    fixture_begin(f);
    assert_int_equal(register_require(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), is_required),
                     ERR_NONE);
}

static enum err release(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                        int64_t from, int64_t to, struct problem *problem)
{
    fixture_begin(f);
    struct label_change change = {.record_id = *id,
                                  .label = "production",
                                  .from_version = from,
                                  .to_version = to,
                                  .reason = ""};
    return label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), maker->store, &change, problem);
}

static void a_release_waits_for_the_entry_where_it_is_required(void **state)
{
    struct fixture *f = *state;
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid proposal;
        struct uuid id = kind_make_versions(f, maker, "released", 3);
        assert_int_equal(release(f, maker, &id, 0, 1, &problem), ERR_NONE);
        assert_int_equal(release(f, maker, &id, 1, 2, &problem), ERR_NONE);
        require(f, true);
        assert_int_equal(release(f, maker, &id, 2, 3, &problem), ERR_CONFLICT);
        assert_non_null(strstr(problem.message, "Missing: purpose, data categories"));
        assert_non_null(strstr(problem.record_path, "/register/edit"));
        struct label_change change = {.record_id = id,
                                      .label = "production",
                                      .from_version = 2,
                                      .to_version = 3,
                                      .reason = ""};
        fixture_begin(f);
        assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), maker->store,
                                       &change, &proposal, &problem),
                         ERR_CONFLICT);
        /* Rolling back is never blocked, and other labels are free. */
        assert_int_equal(release(f, maker, &id, 2, 1, &problem), ERR_NONE);
        assert_int_equal(release(f, maker, &id, 1, 2, &problem), ERR_NONE);
        change.label = "staging";
        change.from_version = 0;
        fixture_begin(f);
        assert_int_equal(label_move(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), maker->store,
                                    &change, &problem),
                         ERR_NONE);
        struct register_draft draft = draft_with(f, &id);
        assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
        assert_int_equal(release(f, maker, &id, 2, 3, &problem), ERR_NONE);
        require(f, false);
    }
}

/* The provider stands in the config: of an agent in that of the version that is released, of a team
 * in those of its members. */
static void a_release_waits_for_the_provider_of_the_model(void **state)
{
#define KNOWN   "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt\"}}"
#define OTHER   "{\"model\":{\"provider\":\"openai\",\"name\":\"o3\"}}"
#define UNKNOWN "{\"model\":{\"name\":\"gpt\"}}"
    static const char words[] = "provider of the model, in the config";
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "anyone's", UNKNOWN);
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "of anyone", &id, NULL, 1);
    const struct kind_maker *agents = &kind_makers[RECORD_AGENT];
    const struct kind_maker *teams = &kind_makers[RECORD_TEAM];
    require(f, true);
    struct register_draft draft = draft_with(f, &id);
    assert_int_equal(save(f, agents, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    draft.record_id = team;
    assert_int_equal(save(f, teams, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    assert_string_equal(entry_of(f, agents, &id).missing, words);
    assert_string_equal(entry_of(f, teams, &team).missing, words);
    assert_int_equal(release(f, agents, &id, 0, 1, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, words));
    assert_string_equal(problem.record_name, "the config");
    assert_int_equal(release(f, teams, &team, 0, 1, &problem), ERR_CONFLICT);
    assert_string_equal(problem.record_name, "the team");

    fixture_begin(f);
    (void)save_config(f, &id, KNOWN);
    assert_string_equal(entry_of(f, agents, &id).missing, "");
    assert_string_equal(entry_of(f, teams, &team).missing, "");
    assert_int_equal(release(f, agents, &id, 0, 1, &problem), ERR_CONFLICT);
    assert_int_equal(release(f, agents, &id, 0, 2, &problem), ERR_NONE);
    assert_int_equal(release(f, teams, &team, 0, 1, &problem), ERR_NONE);
    /* And back: the version that says it, not the current one. */
    fixture_begin(f);
    (void)save_config(f, &id, OTHER);
    (void)save_config(f, &id, UNKNOWN);
    assert_int_equal(release(f, agents, &id, 2, 4, &problem), ERR_CONFLICT);
    assert_int_equal(release(f, agents, &id, 2, 3, &problem), ERR_NONE);
}

/* Whoever owns an agent or a team, and whoever oversees it, is reminded: 14 days before, and for as
 * long as the day is past; nobody of what is archived. */
static void whoever_owns_or_oversees_is_reminded(void **state)
{
    struct fixture *f = *state;
    const struct actor *owner = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct actor *overseer = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct register_due_list due;
    struct problem problem;
    int64_t today = clock_now() / CLOCK_DAY * CLOCK_DAY;
    for (int kind = RECORD_AGENT; kind <= RECORD_TEAM; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "reviewed");
        struct register_draft draft = draft_with(f, &id);
        draft.oversight_id = overseer->user_id;
        int64_t days[] = {today + 15 * CLOCK_DAY, today + 14 * CLOCK_DAY, today - CLOCK_DAY};
        for (int i = 0; i < (int)COUNT_OF(days); i++) {
            draft.review_on = days[i];
            draft.based_on_revision = i;
            assert_int_equal(save(f, maker, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_NONE);
            fixture_begin(f);
            assert_int_equal(register_due_list(f->db, owner, &due), ERR_NONE);
            assert_int_equal(due.count, i == 0 ? 0 : 1);
            assert_true(i == 0 ||
                        (!due.items[0].is_oversight && uuid_equal(&due.items[0].record_id, &id) &&
                         due.items[0].review_on == days[i]));
            assert_int_equal(register_due_list(f->db, overseer, &due), ERR_NONE);
            assert_int_equal(due.count, i == 0 ? 0 : 1);
            assert_true(i == 0 || due.items[0].is_oversight);
            assert_int_equal(register_due_list(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &due),
                             ERR_NONE);
            assert_int_equal(due.count, 0);
        }
        struct record_archive_draft archive = {id, true};
        assert_int_equal(record_archive(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                        &archive, &problem),
                         ERR_NONE);
        fixture_begin(f);
        assert_int_equal(register_due_list(f->db, owner, &due), ERR_NONE);
        assert_int_equal(due.count, 0);
    }
}

static void a_deactivated_person_oversees_nothing(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct problem problem;
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "overseen");
    struct register_draft draft = draft_with(f, &id);
    draft.oversight_id = f->own.users[PERSONA_ENTERPRISE_TEAM].id;
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        user_deactivate(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft.oversight_id), ERR_NONE);
    assert_string_equal(entry_of(f, maker, &id).missing, "human oversight");
}

static void only_administrators_require_the_register(void **state)
{
    struct fixture *f = *state;
    bool is_required = true;
    fixture_begin(f);
    assert_int_equal(register_require(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), true),
                     ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(
        register_is_required(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &is_required), ERR_NONE);
    assert_false(is_required);
    require(f, true);
    require(f, true);
    assert_int_equal(fixture_count_events(f, "organization.require_register", "success"), 1);
    assert_int_equal(fixture_count_events(f, "organization.require_register", "refusal"), 1);
    assert_int_equal(
        register_is_required(f->db, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, &is_required),
        ERR_NONE);
    assert_false(is_required);
}

static void a_deleted_record_takes_its_entry_along(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_TEAM];
    struct problem problem;
    struct db_result left;
    struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "gone");
    struct register_draft draft = draft_with(f, &id);
    assert_int_equal(save(f, maker, PERSONA_PRODUCT_MANAGER, &draft, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, &id,
                                   "gone", &problem),
                     ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_select(f->db, &left,
                               "SELECT (SELECT count(*) FROM register_entries WHERE "
                               "organization_id = $1) + (SELECT count(*) FROM register_versions "
                               "WHERE organization_id = $1)",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    assert_int_equal(db_get_int(&left, 0, 0), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_entry_is_saved_in_versions),
        TEST(an_event_says_what_was_before_and_after),
        TEST(only_those_who_may_change_the_record_write_its_entry),
        TEST(what_breaks_a_rule_is_refused_at_its_field),
        TEST(a_release_waits_for_the_entry_where_it_is_required),
        TEST(a_release_waits_for_the_provider_of_the_model),
        TEST(whoever_owns_or_oversees_is_reminded),
        TEST(a_deactivated_person_oversees_nothing),
        TEST(only_administrators_require_the_register),
        TEST(a_deleted_record_takes_its_entry_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
