#include "test.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/listing/record_list.h"
#include "data/record/record_load.h"
#include "data/record/record_offer.h"
#include "data/release/label_history.h"
#include "data/release/label_proposal.h"
#include "data/release/record_desk.h"
#include "kinds.h"

static struct uuid make_two(struct fixture *f, const struct kind_maker *maker, const char *name)
{
    return kind_make_versions(f, maker, name, 2);
}

static enum err propose(struct fixture *f, const struct kind_maker *maker, int who,
                        const struct label_change *change, struct uuid *proposal_id)
{
    struct problem problem;
    enum err err =
        label_propose(f->db, actor_of(f, who), maker->store, change, proposal_id, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

static struct label_change production(const struct uuid *id, int64_t from, int64_t to)
{
    return (struct label_change){*id, "production", from, to, "tested on Monday", false};
}

static enum err propose_move(struct fixture *f, const struct kind_maker *maker, int who,
                             const struct uuid *id, int64_t from, int64_t to,
                             struct uuid *proposal_id)
{
    struct label_change change = production(id, from, to);
    return propose(f, maker, who, &change, proposal_id);
}

static enum err approve(struct fixture *f, const struct kind_maker *maker, int who,
                        const struct uuid *id)
{
    struct problem problem;
    enum err err =
        label_proposal_approve(f->db, actor_of(f, who), maker->store, id, "fine", &problem);
    if (err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

static enum err reject(struct fixture *f, const struct kind_maker *maker, int who,
                       const struct uuid *id, const char *reason)
{
    struct problem problem;
    return label_proposal_reject(f->db, actor_of(f, who), maker->store, id, reason, &problem);
}

static enum err withdraw(struct fixture *f, const struct kind_maker *maker, int who,
                         const struct uuid *id)
{
    struct problem problem;
    return label_proposal_withdraw(f->db, actor_of(f, who), maker->store, id, &problem);
}

static struct label_proposal get_proposal(struct fixture *f, const struct kind_maker *maker,
                                          int who, const struct uuid *id)
{
    struct label_proposal proposal;
    assert_int_equal(label_proposal_get(f->db, actor_of(f, who), maker->store, id, &proposal),
                     ERR_NONE);
    return proposal;
}

static int64_t production_of(struct fixture *f, const struct kind_maker *maker,
                             const struct uuid *id)
{
    int64_t version = 0;
    assert_int_equal(label_version(f->db, get_head(f, maker->store, id), "production", &version),
                     ERR_NONE);
    return version;
}

static void another_person_approves(struct fixture *f, const struct kind_maker *maker)
{
    struct uuid id = make_two(f, maker, "proposed");
    struct uuid proposal_id;
    assert_int_equal(propose_move(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &id, 0, 2, &proposal_id),
                     ERR_NONE);
    assert_int_equal(production_of(f, maker, &id), 0);
    assert_int_equal(approve(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &proposal_id), ERR_DENIED);
    assert_int_equal(approve(f, maker, PERSONA_ENTERPRISE_TEAM, &proposal_id), ERR_DENIED);
    assert_int_equal(approve(f, maker, PERSONA_PLATFORM_ADMIN, &proposal_id), ERR_DENIED);
    /* what lets a record do more is for those who may move it */
    bool widens = maker->store->scope != NULL;
    assert_int_equal(approve(f, maker, PERSONA_PRODUCT_MANAGER, &proposal_id),
                     widens ? ERR_DENIED : ERR_NONE);
    if (widens)
        assert_int_equal(approve(f, maker, PERSONA_DEVOPS_ENGINEER, &proposal_id), ERR_NONE);
    assert_int_equal(production_of(f, maker, &id), 2);
    assert_int_equal(approve(f, maker, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_CONFLICT);
    struct label_proposal proposal = get_proposal(f, maker, PERSONA_DEVOPS_ENGINEER, &proposal_id);
    assert_string_equal(proposal.state, "approved");
    assert_ptr_equal(proposal.kind, maker->store->kind);
    assert_string_equal(proposal.record_name, "proposed");
    assert_string_equal(proposal.proposed_by_name, "Dana Dev of Northwind");
    assert_string_equal(proposal.decided_by_name,
                        widens ? "Ora Ops of Northwind" : "Petra Product of Northwind");
    assert_string_equal(proposal.decision_reason, "fine");
    assert_false(proposal.may_decide);
}

/* An administrator who can reset the approver's password is not a second person. */
static void nobody_approves_for_whoever_reset_their_password(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_two(f, maker, "reset");
        struct uuid link_id = uuid_make();
        struct uuid proposal_id;
        assert_int_equal(propose_move(f, maker, PERSONA_CUSTOMER_ADMIN, &id, 0, 2, &proposal_id),
                         ERR_NONE);
        fixture_begin(f);
        assert_int_equal(db_begin(f->db), ERR_NONE);
        enum err err = db_change_one(
            f->db,
            "INSERT INTO one_time_links (organization_id, id, user_id, purpose, token_hash, "
            "created_by, created_at, expires_at, used_at) "
            "VALUES ($1, $2, $3, 'password_reset', $4, $5, $6, $6, $6)",
            db_uuid(&f->own.id), db_uuid(&link_id),
            db_uuid(&f->own.users[PERSONA_PRODUCT_MANAGER].id), db_bytes(&kind, sizeof kind),
            db_uuid(&f->own.users[PERSONA_CUSTOMER_ADMIN].id), db_time(clock_now()));
        const struct audit_event event = {.action = "user.link", .record_type = "user"};
        if (err == ERR_NONE)
            err = audit_record(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &event);
        assert_int_equal(db_finish(f->db, err), ERR_NONE);
        fixture_begin(f);
        assert_int_equal(approve(f, maker, PERSONA_PRODUCT_MANAGER, &proposal_id), ERR_DENIED);
        assert_int_equal(production_of(f, maker, &id), 0);
        assert_int_equal(approve(f, maker, PERSONA_DEVOPS_ENGINEER, &proposal_id), ERR_NONE);
        assert_int_equal(production_of(f, maker, &id), 2);
    }
}

static void of_every_kind_another_person_approves(void **state)
{
    struct fixture *f = *state;
    int refusals = 0;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        another_person_approves(f, &kind_makers[kind]);
        refusals += kind_makers[kind].store->scope == NULL ? 3 : 4;
        assert_int_equal(fixture_count_events(f, "label.propose", "success"), kind + 1);
        assert_int_equal(fixture_count_events(f, "label.approve", "success"), kind + 1);
        assert_int_equal(fixture_count_events(f, "label.approve", "refusal"), refusals);
        assert_int_equal(fixture_count_events(f, "label.move", "success"), kind + 1);
    }
}

static void the_history_names_both(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_two(f, maker, "both");
        struct uuid proposal_id;
        struct label_history history;
        assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 1, &proposal_id),
                         ERR_NONE);
        assert_int_equal(approve(f, maker, PERSONA_DEVOPS_ENGINEER, &proposal_id), ERR_NONE);
        const struct label_history_filter filter = {get_head(f, maker->store, &id), "production",
                                                    "", 0};
        assert_int_equal(
            label_history(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filter, &history),
            ERR_NONE);
        assert_int_equal(history.count, 1);
        assert_string_equal(history.entries[0].moved_by_name, "Ora Ops of Northwind");
        assert_string_equal(history.entries[0].proposed_by_name, "Petra Product of Northwind");
        assert_string_equal(history.entries[0].reason, "tested on Monday");
        assert_true(uuid_equal(&history.entries[0].proposal_id, &proposal_id));
    }
}

/* Even with every right, nobody approves their own. */
static void nobody_approves_their_own(void **state)
{
    struct fixture *f = *state;
    static const int people[] = {PERSONA_PRODUCT_MANAGER, PERSONA_DEVOPS_ENGINEER,
                                 PERSONA_CUSTOMER_ADMIN, FIXTURE_SUPERUSER};
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        for (size_t i = 0; i < COUNT_OF(people); i++) {
            struct uuid id = make_two(f, maker, arena_printf(f->arena, "own-%zu", i));
            struct uuid proposal_id;
            assert_int_equal(propose_move(f, maker, people[i], &id, 0, 2, &proposal_id), ERR_NONE);
            assert_int_equal(approve(f, maker, people[i], &proposal_id), ERR_DENIED);
            assert_int_equal(reject(f, maker, people[i], &proposal_id, ""), ERR_DENIED);
            assert_int_equal(production_of(f, maker, &id), 0);
        }
    }
}

static void a_label_that_moved_since_makes_it_stale(void **state)
{
    struct fixture *f = *state;
    const int admin = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_two(f, maker, "stale");
        struct uuid proposal_id;
        assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id),
                         ERR_NONE);
        struct label_proposal proposal = get_proposal(f, maker, admin, &proposal_id);
        assert_false(proposal.is_stale);
        assert_true(proposal.may_decide);
        assert_int_equal(
            kind_move_label(f, maker, PERSONA_DEVOPS_ENGINEER, &id, "production", 0, 1), ERR_NONE);
        assert_int_equal(approve(f, maker, admin, &proposal_id), ERR_STALE);
        assert_int_equal(production_of(f, maker, &id), 1);
        proposal = get_proposal(f, maker, admin, &proposal_id);
        assert_true(proposal.is_stale);
        assert_string_equal(proposal.state, "open");
        assert_int_equal(reject(f, maker, admin, &proposal_id, "too late"), ERR_NONE);
    }
}

static struct label_proposal_list list_of(struct fixture *f, const struct kind_maker *maker,
                                          const struct uuid *id, bool is_open_only)
{
    struct label_proposal_list list;
    struct label_proposal_filter filter = {get_head(f, maker->store, id), is_open_only, "", false};
    assert_int_equal(
        label_proposal_list(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &filter, &list), ERR_NONE);
    return list;
}

static void reject_and_withdraw(struct fixture *f, const struct kind_maker *maker)
{
    const int proposer = PERSONA_ENTERPRISE_TEAM;
    const int admin = PERSONA_CUSTOMER_ADMIN;
    struct uuid id = make_two(f, maker, "closed");
    struct uuid proposal_id;
    assert_int_equal(propose_move(f, maker, proposer, &id, 0, 2, &proposal_id), ERR_NONE);
    assert_int_equal(propose_move(f, maker, PERSONA_INDIVIDUAL_DEVELOPER, &id, 0, 2, &proposal_id),
                     ERR_CONFLICT);
    struct label_proposal_list list = list_of(f, maker, &id, true);
    assert_int_equal(list.count, 1);
    proposal_id = list.proposals[0].id;
    assert_true(list.proposals[0].may_withdraw);
    assert_false(list.proposals[0].may_decide);
    assert_int_equal(withdraw(f, maker, admin, &proposal_id), ERR_DENIED);
    assert_int_equal(withdraw(f, maker, proposer, &proposal_id), ERR_NONE);
    assert_int_equal(withdraw(f, maker, proposer, &proposal_id), ERR_CONFLICT);
    assert_int_equal(approve(f, maker, admin, &proposal_id), ERR_CONFLICT);
    assert_int_equal(propose_move(f, maker, proposer, &id, 0, 1, &proposal_id), ERR_NONE);
    assert_int_equal(reject(f, maker, proposer, &proposal_id, ""), ERR_DENIED);
    assert_int_equal(reject(f, maker, admin, &proposal_id, "a\nb"), ERR_INVALID);
    assert_int_equal(reject(f, maker, admin, &proposal_id, "no"), ERR_NONE);
    assert_string_equal(get_proposal(f, maker, admin, &proposal_id).state, "rejected");
    assert_int_equal(production_of(f, maker, &id), 0);
    assert_int_equal(list_of(f, maker, &id, true).count, 0);
    assert_int_equal(list_of(f, maker, &id, false).count, 2);
}

static void rejecting_and_withdrawing_close_it(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        reject_and_withdraw(f, &kind_makers[kind]);
        assert_int_equal(fixture_count_events(f, "label.withdraw", "success"), kind + 1);
        assert_int_equal(fixture_count_events(f, "label.reject", "success"), kind + 1);
    }
}

static void bad_proposals_are_refused(void **state)
{
    struct fixture *f = *state;
    const int manager = PERSONA_PRODUCT_MANAGER;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_two(f, maker, "bad");
        struct uuid proposal_id;
        assert_int_equal(propose_move(f, maker, PERSONA_PLATFORM_ADMIN, &id, 0, 2, &proposal_id),
                         ERR_DENIED);
        assert_int_equal(propose_move(f, maker, manager, &id, 1, 2, &proposal_id), ERR_STALE);
        assert_int_equal(propose_move(f, maker, manager, &id, 0, 3, &proposal_id), ERR_INVALID);
        assert_int_equal(propose_move(f, maker, manager, &id, 0, 0, &proposal_id), ERR_INVALID);
        assert_int_equal(list_of(f, maker, &id, false).count, 0);
    }
}

/* The id of a proposal about a prompt is none in the pages of agents. */
static void a_proposal_is_found_among_its_kind_only(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        const struct kind_maker *other = &kind_makers[(kind + 1) % RECORD_KIND_COUNT];
        struct uuid id = make_two(f, maker, "kind");
        struct uuid proposal_id;
        struct label_proposal proposal;
        assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id),
                         ERR_NONE);
        assert_int_equal(label_proposal_get(f->db, admin, other->store, &proposal_id, &proposal),
                         ERR_NOT_FOUND);
        assert_int_equal(approve(f, other, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_NOT_FOUND);
        assert_int_equal(reject(f, other, PERSONA_CUSTOMER_ADMIN, &proposal_id, ""), ERR_NOT_FOUND);
        assert_int_equal(withdraw(f, other, PERSONA_PRODUCT_MANAGER, &proposal_id), ERR_NOT_FOUND);
        assert_string_equal(get_proposal(f, maker, PERSONA_CUSTOMER_ADMIN, &proposal_id).state,
                            "open");
    }
}

static void the_organization_has_a_list_in_pages(void **state)
{
    struct fixture *f = *state;
    struct uuid proposal_id;
    for (int i = 0; i < LABEL_PROPOSAL_LIMIT + 3; i++) {
        const struct kind_maker *maker = &kind_makers[i % RECORD_KIND_COUNT];
        struct uuid id =
            kind_make(f, maker, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "p-%02d", i));
        assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 1, &proposal_id),
                         ERR_NONE);
    }
    struct label_proposal_list list;
    struct label_proposal_filter filter;
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    for (int open_only = 0; open_only < 2; open_only++) {
        filter = (struct label_proposal_filter){.is_open_only = open_only != 0, .cursor = ""};
        assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_NONE);
        assert_int_equal(list.count, LABEL_PROPOSAL_LIMIT);
        for (int i = 0; i < RECORD_KIND_COUNT; i++) {
            int made = LABEL_PROPOSAL_LIMIT + 2 - i;
            assert_string_equal(list.proposals[i].record_name,
                                arena_printf(f->arena, "p-%02d", made));
            assert_int_equal(list.proposals[i].kind->id, made % RECORD_KIND_COUNT);
        }
        filter.cursor = list.next;
        assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_NONE);
        assert_int_equal(list.count, 3);
        assert_null(list.next);
    }
    filter.cursor = "zzz";
    assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_INVALID);
}

static void hide_from(struct fixture *f, const struct kind_maker *maker, const struct actor *actor,
                      const struct uuid *proposal_id)
{
    const struct record_store *store = maker->store;
    struct label_proposal proposal;
    struct label_proposal_list list;
    struct problem problem;
    assert_int_equal(label_proposal_get(f->db, actor, store, proposal_id, &proposal),
                     ERR_NOT_FOUND);
    assert_int_equal(label_proposal_approve(f->db, actor, store, proposal_id, "", &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(label_proposal_reject(f->db, actor, store, proposal_id, "", &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(label_proposal_withdraw(f->db, actor, store, proposal_id, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(
        label_proposal_list(f->db, actor, &(struct label_proposal_filter){.cursor = ""}, &list),
        ERR_NONE);
    assert_int_equal(list.count, 0);
}

static void another_organization_sees_no_proposals(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = make_two(f, maker, "hidden");
        struct uuid proposal_id;
        struct problem problem;
        struct label_change change = production(&id, 0, 1);
        assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id),
                         ERR_NONE);
        for (int who = 0; who < PERSONA_PLATFORM_ADMIN; who++) {
            const struct actor *actor = &f->other.users[who].actor;
            struct uuid none;
            hide_from(f, maker, actor, &proposal_id);
            assert_int_equal(label_propose(f->db, actor, maker->store, &change, &none, &problem),
                             ERR_NOT_FOUND);
        }
    }
}

/* On the record's page, in the list of what is in review, in its counts, in the inbox. */
static void assert_waits_nowhere(struct fixture *f, const struct kind_maker *maker,
                                 const struct uuid *id)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct record_kind *kind = maker->store->kind;
    const struct record_filter in_review = {.stage = RECORD_IN_REVIEW};
    struct record_head *head = arena_alloc(db_arena(f->db), maker->store->size);
    struct record_desk desk;
    struct record_offers offers;
    struct record_list list;
    assert_int_equal(record_load(f->db, actor, maker->store, id, kind->see, RECORD_HEAD_ONLY, head),
                     ERR_NONE);
    assert_int_equal(record_desk_load(f->db, actor, head, &desk), ERR_NONE);
    assert_int_equal(desk.waiting_count, 0);
    assert_int_equal(record_offer_ask(f->db, actor, kind, &offers), ERR_NONE);
    assert_int_equal(record_offer_read(f->db, &offers), ERR_NONE);
    assert_int_equal(offers.review_count, 0);
    assert_int_equal(record_list(f->db, actor, kind, &in_review, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
}

static void what_nobody_decides_about_expires(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid id = make_two(f, maker, "late");
    struct uuid proposal_id, again;
    assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &proposal_id),
                     ERR_NONE);
    assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &again),
                     ERR_CONFLICT);
    clock_travel(clock_now() + 15 * CLOCK_DAY);
    assert_string_equal(get_proposal(f, maker, PERSONA_CUSTOMER_ADMIN, &proposal_id).state,
                        "expired");
    assert_waits_nowhere(f, maker, &id);
    assert_int_equal(fixture_count_events(f, "label.expire", "success"), 0); /* nobody wrote yet */
    assert_int_equal(approve(f, maker, PERSONA_CUSTOMER_ADMIN, &proposal_id), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "label.expire", "success"), 1);
    assert_string_equal(get_proposal(f, maker, PERSONA_CUSTOMER_ADMIN, &proposal_id).state,
                        "expired");
    assert_int_equal(propose_move(f, maker, PERSONA_PRODUCT_MANAGER, &id, 0, 2, &again), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "label.expire", "success"), 1);
    assert_int_equal(approve(f, maker, PERSONA_CUSTOMER_ADMIN, &again), ERR_NONE);
    clock_travel(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(of_every_kind_another_person_approves),
        TEST(nobody_approves_for_whoever_reset_their_password),
        TEST(the_history_names_both),
        TEST(nobody_approves_their_own),
        TEST(a_label_that_moved_since_makes_it_stale),
        TEST(rejecting_and_withdrawing_close_it),
        TEST(what_nobody_decides_about_expires),
        TEST(bad_proposals_are_refused),
        TEST(a_proposal_is_found_among_its_kind_only),
        TEST(the_organization_has_a_list_in_pages),
        TEST(another_organization_sees_no_proposals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
