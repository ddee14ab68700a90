#include "test.h"

#include "data/edit/record_state.h"
#include "data/inbox/inbox.h"
#include "data/release/label_proposal.h"
#include "kinds.h"

/* Decisions about a person's proposals, until they are marked as read. */

static const int proposer = PERSONA_INDIVIDUAL_DEVELOPER;

static struct uuid propose(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                           int to)
{
    struct uuid proposal_id;
    struct problem problem;
    struct label_change change = {*id, "production", 0, to, "tested", .accepts_uses = false};
    assert_int_equal(
        label_propose(f->db, actor_of(f, proposer), maker->store, &change, &proposal_id, &problem),
        ERR_NONE);
    return proposal_id;
}

static void reject(struct fixture *f, const struct kind_maker *maker, const struct uuid *id)
{
    struct problem problem;
    assert_int_equal(label_proposal_reject(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                           id, "no", &problem),
                     ERR_NONE);
}

static struct label_proposal_list news_of(struct fixture *f, const struct actor *actor)
{
    const struct label_proposal_filter filter = {.is_news_only = true, .cursor = ""};
    struct label_proposal_list list;
    fixture_begin(f);
    assert_int_equal(label_proposal_list(f->db, actor, &filter, &list), ERR_NONE);
    return list;
}

static void decisions_of_every_kind_are_news_for_the_proposer(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make_versions(f, maker, "one", 2);
        struct uuid first = propose(f, maker, &id, 1);
        struct uuid second = propose(f, maker, &id, 2);
        assert_int_equal(news_of(f, actor_of(f, proposer)).count, 0); /* not decided */
        reject(f, maker, &first);
        reject(f, maker, &second);
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
            assert_int_equal(news_of(f, &f->own.users[persona].actor).count,
                             persona == proposer ? 2 : 0);
            assert_int_equal(news_of(f, &f->other.users[persona].actor).count, 0);
        }
        struct label_proposal_list list = news_of(f, actor_of(f, proposer));
        assert_true(uuid_equal(&list.proposals[0].id, &second));
        assert_string_equal(list.proposals[0].state, "rejected");
        assert_string_equal(list.proposals[0].decision_reason, "no");
        assert_string_equal(list.proposals[0].record_name, "one");
        assert_int_equal(
            inbox_mark_read(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), INBOX_DECISION, &first),
            ERR_NONE);
        assert_int_equal(news_of(f, actor_of(f, proposer)).count, 2);
        assert_int_equal(inbox_mark_read(f->db, actor_of(f, proposer), INBOX_DECISION, &second),
                         ERR_NONE);
        list = news_of(f, actor_of(f, proposer));
        assert_int_equal(list.count, 1);
        assert_true(uuid_equal(&list.proposals[0].id, &first));
        static const struct uuid all;
        assert_int_equal(inbox_mark_read(f->db, actor_of(f, proposer), INBOX_DECISION, &all),
                         ERR_NONE);
        assert_int_equal(news_of(f, actor_of(f, proposer)).count, 0);
        assert_int_equal(inbox_mark_read(f->db, actor_of(f, proposer), INBOX_REVIEW, &first),
                         ERR_INVALID);
    }
}

/* No people see it change, so nothing that is kept of the content is thrown away. */
static void reading_changes_no_content(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    static const char same[] = "SELECT count(*) FROM content_versions WHERE version = $1";
    struct uuid id = kind_make_versions(f, maker, "one", 1);
    struct uuid proposal_id = propose(f, maker, &id, 1);
    struct db_result result;
    reject(f, maker, &proposal_id);
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT version FROM content_versions WHERE organization_id = $1",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    struct uuid version = db_get_uuid(&result, 0, 0);
    assert_int_equal(inbox_mark_read(f->db, actor_of(f, proposer), INBOX_DECISION, &proposal_id),
                     ERR_NONE);
    assert_int_equal(fixture_count(f, same, &version), 1);
}

static void news_of_a_record_go_with_it(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid id = kind_make_versions(f, maker, "gone", 1);
        struct uuid proposal_id = propose(f, maker, &id, 1);
        reject(f, maker, &proposal_id);
        assert_int_equal(news_of(f, actor_of(f, proposer)).count, 1);
        assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                       &id, "gone", &problem),
                         ERR_NONE);
        assert_int_equal(news_of(f, actor_of(f, proposer)).count, 0);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM proposal_news WHERE organization_id = $1",
                          &f->own.id),
            0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(decisions_of_every_kind_are_news_for_the_proposer),
        TEST(reading_changes_no_content),
        TEST(news_of_a_record_go_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
