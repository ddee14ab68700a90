#include "test.h"

#include "data/record/label_history.h"
#include "data/record/label_proposal.h"
#include "prompts.h"

static struct uuid make_two(struct fixture *f, const char *name)
{
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, name, "one");
    save_body(f, &id, "two");
    return id;
}

static enum err propose(struct fixture *f, int who, const struct uuid *id, int64_t from, int64_t to,
                        struct uuid *proposal_id)
{
    struct problem problem;
    struct label_change change = {*id, "production", from, to, "tested on Monday"};
    enum err err = label_propose(f->db, actor_of(f, who), &change, proposal_id, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

static enum err approve(struct fixture *f, int who, const struct uuid *id)
{
    struct problem problem;
    enum err err = label_proposal_approve(f->db, actor_of(f, who), id, "fine", &problem);
    if (err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

static int64_t production_of(struct fixture *f, const struct uuid *id)
{
    struct prompt_label_list list;
    assert_int_equal(prompt_label_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), id, &list),
                     ERR_NONE);
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.labels[i].label, "production") == 0)
            return list.labels[i].version;
    return 0;
}

static void another_person_approves(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "proposed");
    struct uuid proposal_id;
    struct label_proposal proposal;
    assert_int_equal(propose(f, PERSONA_INDIVIDUAL_DEVELOPER, &id, 0, 2, &proposal_id), ERR_NONE);
    assert_int_equal(production_of(f, &id), 0);
    assert_int_equal(approve(f, PERSONA_INDIVIDUAL_DEVELOPER, &proposal_id), ERR_DENIED);
    assert_int_equal(approve(f, PERSONA_ENTERPRISE_TEAM, &proposal_id), ERR_DENIED);
    assert_int_equal(approve(f, PERSONA_PLATFORM_ADMIN, &proposal_id), ERR_DENIED);
    assert_int_equal(approve(f, PERSONA_PRODUCT_MANAGER, &proposal_id), ERR_NONE);
    assert_int_equal(production_of(f, &id), 2);
    assert_int_equal(approve(f, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_CONFLICT);
    assert_int_equal(
        label_proposal_get(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), &proposal_id, &proposal),
        ERR_NONE);
    assert_string_equal(proposal.state, "approved");
    assert_string_equal(proposal.prompt_name, "proposed");
    assert_string_equal(proposal.proposed_by_name, "Dana Dev of Northwind");
    assert_string_equal(proposal.decided_by_name, "Petra Product of Northwind");
    assert_string_equal(proposal.decision_reason, "fine");
    assert_false(proposal.may_decide);
    assert_int_equal(fixture_count_events(f, "label.propose", "success"), 1);
    assert_int_equal(fixture_count_events(f, "label.approve", "success"), 1);
    assert_int_equal(fixture_count_events(f, "label.approve", "refusal"), 3);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), 1);
}

static void the_history_names_both(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "both");
    struct uuid proposal_id;
    struct label_history history;
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 1, &proposal_id), ERR_NONE);
    assert_int_equal(approve(f, PERSONA_DEVOPS_ENGINEER, &proposal_id), ERR_NONE);
    assert_int_equal(label_history(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER),
                                   &(struct label_history_filter){id, "production", "", 0},
                                   &history),
                     ERR_NONE);
    assert_int_equal(history.count, 1);
    assert_string_equal(history.entries[0].moved_by_name, "Ora Ops of Northwind");
    assert_string_equal(history.entries[0].proposed_by_name, "Petra Product of Northwind");
    assert_string_equal(history.entries[0].reason, "tested on Monday");
    assert_true(uuid_equal(&history.entries[0].proposal_id, &proposal_id));
}

/* Even with every right, nobody approves their own. */
static void nobody_approves_their_own(void **state)
{
    struct fixture *f = *state;
    static const int people[] = {PERSONA_PRODUCT_MANAGER, PERSONA_DEVOPS_ENGINEER,
                                 PERSONA_CUSTOMER_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        struct uuid id = make_two(f, arena_printf(f->arena, "own-%zu", i));
        struct uuid proposal_id;
        struct problem problem;
        assert_int_equal(propose(f, people[i], &id, 0, 2, &proposal_id), ERR_NONE);
        assert_int_equal(approve(f, people[i], &proposal_id), ERR_DENIED);
        assert_int_equal(
            label_proposal_reject(f->db, actor_of(f, people[i]), &proposal_id, "", &problem),
            ERR_DENIED);
        assert_int_equal(production_of(f, &id), 0);
    }
}

static void a_label_that_moved_since_makes_it_stale(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "stale");
    struct uuid proposal_id;
    struct label_proposal proposal;
    struct problem problem;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id), ERR_NONE);
    assert_int_equal(label_proposal_get(f->db, admin, &proposal_id, &proposal), ERR_NONE);
    assert_false(proposal.is_stale);
    assert_true(proposal.may_decide);
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 1), ERR_NONE);
    assert_int_equal(approve(f, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_STALE);
    assert_int_equal(production_of(f, &id), 1);
    assert_int_equal(label_proposal_get(f->db, admin, &proposal_id, &proposal), ERR_NONE);
    assert_true(proposal.is_stale);
    assert_string_equal(proposal.state, "open");
    assert_int_equal(label_proposal_reject(f->db, admin, &proposal_id, "too late", &problem),
                     ERR_NONE);
}

static void rejecting_and_withdrawing_close_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "closed");
    struct uuid proposal_id;
    struct label_proposal proposal;
    struct problem problem;
    const struct actor *proposer = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(propose(f, PERSONA_ENTERPRISE_TEAM, &id, 0, 2, &proposal_id), ERR_NONE);
    assert_int_equal(propose(f, PERSONA_INDIVIDUAL_DEVELOPER, &id, 0, 2, &proposal_id),
                     ERR_CONFLICT);
    struct label_proposal_list list;
    struct label_proposal_filter filter = {id, true, ""};
    assert_int_equal(label_proposal_list(f->db, proposer, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    proposal_id = list.proposals[0].id;
    assert_true(list.proposals[0].may_withdraw);
    assert_false(list.proposals[0].may_decide);
    assert_int_equal(label_proposal_withdraw(f->db, admin, &proposal_id, &problem), ERR_DENIED);
    assert_int_equal(label_proposal_withdraw(f->db, proposer, &proposal_id, &problem), ERR_NONE);
    assert_int_equal(label_proposal_withdraw(f->db, proposer, &proposal_id, &problem),
                     ERR_CONFLICT);
    assert_int_equal(approve(f, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_CONFLICT);
    assert_int_equal(propose(f, PERSONA_ENTERPRISE_TEAM, &id, 0, 1, &proposal_id), ERR_NONE);
    assert_int_equal(label_proposal_reject(f->db, proposer, &proposal_id, "", &problem),
                     ERR_DENIED);
    assert_int_equal(label_proposal_reject(f->db, admin, &proposal_id, "a\nb", &problem),
                     ERR_INVALID);
    assert_int_equal(label_proposal_reject(f->db, admin, &proposal_id, "no", &problem), ERR_NONE);
    assert_int_equal(label_proposal_get(f->db, admin, &proposal_id, &proposal), ERR_NONE);
    assert_string_equal(proposal.state, "rejected");
    assert_int_equal(production_of(f, &id), 0);
    assert_int_equal(label_proposal_list(f->db, proposer, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    filter.is_open_only = false;
    assert_int_equal(label_proposal_list(f->db, proposer, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_int_equal(fixture_count_events(f, "label.withdraw", "success"), 1);
    assert_int_equal(fixture_count_events(f, "label.reject", "success"), 1);
}

static void bad_proposals_are_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "bad");
    struct uuid proposal_id;
    assert_int_equal(propose(f, PERSONA_PLATFORM_ADMIN, &id, 0, 2, &proposal_id), ERR_DENIED);
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 1, 2, &proposal_id), ERR_STALE);
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 3, &proposal_id), ERR_INVALID);
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 0, &proposal_id), ERR_INVALID);
}

static void the_organization_has_a_list_in_pages(void **state)
{
    struct fixture *f = *state;
    struct uuid proposal_id;
    for (int i = 0; i < LABEL_PROPOSAL_LIMIT + 3; i++) {
        struct uuid id =
            make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "p-%02d", i), "x");
        assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 1, &proposal_id), ERR_NONE);
    }
    struct label_proposal_list list;
    struct label_proposal_filter filter = {.is_open_only = true, .cursor = ""};
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    for (int open_only = 0; open_only < 2; open_only++) {
        filter = (struct label_proposal_filter){.is_open_only = open_only != 0, .cursor = ""};
        assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_NONE);
        assert_int_equal(list.count, LABEL_PROPOSAL_LIMIT);
        assert_string_equal(list.proposals[0].prompt_name, "p-52");
        filter.cursor = list.next;
        assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_NONE);
        assert_int_equal(list.count, 3);
        assert_null(list.next);
    }
    filter.cursor = "zzz";
    assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_INVALID);
}

static void another_organization_sees_no_proposals(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_two(f, "hidden");
    struct uuid proposal_id;
    struct label_proposal proposal;
    struct label_proposal_list list;
    struct problem problem;
    assert_int_equal(propose(f, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id), ERR_NONE);
    for (int who = 0; who < PERSONA_PLATFORM_ADMIN; who++) {
        const struct actor *actor = &f->other.users[who].actor;
        assert_int_equal(label_proposal_get(f->db, actor, &proposal_id, &proposal), ERR_NOT_FOUND);
        assert_int_equal(label_proposal_approve(f->db, actor, &proposal_id, "", &problem),
                         ERR_NOT_FOUND);
        assert_int_equal(label_proposal_reject(f->db, actor, &proposal_id, "", &problem),
                         ERR_NOT_FOUND);
        assert_int_equal(label_proposal_withdraw(f->db, actor, &proposal_id, &problem),
                         ERR_NOT_FOUND);
        assert_int_equal(
            label_proposal_list(f->db, actor, &(struct label_proposal_filter){id, true, ""}, &list),
            ERR_NOT_FOUND);
        assert_int_equal(
            label_proposal_list(f->db, actor, &(struct label_proposal_filter){.cursor = ""}, &list),
            ERR_NONE);
        assert_int_equal(list.count, 0);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(another_person_approves),
        TEST(the_history_names_both),
        TEST(nobody_approves_their_own),
        TEST(a_label_that_moved_since_makes_it_stale),
        TEST(rejecting_and_withdrawing_close_it),
        TEST(bad_proposals_are_refused),
        TEST(the_organization_has_a_list_in_pages),
        TEST(another_organization_sees_no_proposals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
