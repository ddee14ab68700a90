#include "test.h"

#include <strings.h>

#include "data/record/record_offer.h"
#include "data/release/label_proposal.h"
#include "data/release/record_label.h"
#include "records.h"

/* What a list offers to be filtered by, and how many records its views have. */

static struct record_offers offers_as(struct fixture *f, int persona,
                                      const struct record_kind *kind)
{
    struct record_offers offers;
    assert_int_equal(record_offer_ask(f->db, &f->own.users[persona].actor, kind, &offers),
                     ERR_NONE);
    assert_int_equal(record_offer_read(f->db, &offers), ERR_NONE);
    return offers;
}

static struct uuid make_one(struct fixture *f, const struct record_kind *kind, int persona,
                            const char *name, const char *tags)
{
    struct record_made made = {.persona = persona, .name = name, .tags = tags};
    return records_make(f, kind, &made);
}

static void the_most_used_values_come_first_with_their_counts(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        (void)make_one(f, kind, PERSONA_PRODUCT_MANAGER, "one", "Common, rare");
        (void)make_one(f, kind, PERSONA_PRODUCT_MANAGER, "two", "common");
        (void)make_one(f, kind, PERSONA_ENTERPRISE_TEAM, "three", "COMMON, other");
        struct uuid gone = make_one(f, kind, PERSONA_ENTERPRISE_TEAM, "four", "common, gone");
        struct problem problem;
        struct record_archive_draft draft = {.id = gone};
        assert_int_equal(record_archive(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                        record_stores[i], &draft, &problem),
                         ERR_NONE);
        struct record_offers offers = offers_as(f, PERSONA_ENTERPRISE_TEAM, kind);
        assert_int_equal(offers.tag_count, 3);
        assert_int_equal(offers.tags[0].count, 3);
        assert_int_equal(strcasecmp(offers.tags[0].name, "common"), 0);
        assert_int_equal(offers.tags[1].count, 1);
        assert_int_equal(offers.owners[0].count, 2);
        assert_string_equal(offers.owners[0].name, f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        assert_int_equal(offers.owners[1].count, 1);
        assert_true(offers.all_count >= 3);
        assert_int_equal(offers.own_count, 1);
        assert_int_equal(offers.archived_count, 1);
        assert_int_equal(offers.review_count, 0);
        fixture_begin(f);
    }
}

static void proposals_are_counted_by_record(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[i];
        struct uuid id = make_one(f, kind, PERSONA_PRODUCT_MANAGER, "waits", "");
        static const char *const labels[] = {"production", "staging"};
        for (size_t at = 0; at < COUNT_OF(labels); at++) {
            struct label_change change = {
                .record_id = id, .label = labels[at], .to_version = 1, .reason = ""};
            struct problem problem;
            struct uuid proposal;
            assert_int_equal(label_propose(f->db, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].actor,
                                           record_stores[i], &change, &proposal, &problem),
                             ERR_NONE);
        }
        assert_int_equal(offers_as(f, PERSONA_CUSTOMER_ADMIN, kind).review_count, 1);
        fixture_begin(f);
    }
}

/* Of more than is read of an index, a count says that there may be more. */
static void counts_end_at_what_is_read(void **state)
{
    enum { READ = 200 };
    struct fixture *f = *state;
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    for (int i = 0; i <= READ; i++) {
        (void)make_one(f, kind, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "p %d", i), "all");
        if (i % 50 == 0)
            fixture_begin(f);
    }
    struct record_offers offers = offers_as(f, PERSONA_PRODUCT_MANAGER, kind);
    assert_int_equal(offers.tags[0].count, RECORD_OFFER_MANY + READ);
    assert_int_equal(offers.owners[0].count, RECORD_OFFER_MANY + READ);
    assert_int_equal(offers.own_count, RECORD_OFFER_MANY + READ);
    assert_int_equal(offers.all_count, READ + 1);
}

static void another_organization_offers_nothing_of_this_one(void **state)
{
    struct fixture *f = *state;
    struct record_offers offers;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    (void)make_one(f, kind, PERSONA_PRODUCT_MANAGER, "ours", "ours");
    assert_int_equal(
        record_offer_ask(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, kind, &offers),
        ERR_NONE);
    assert_int_equal(record_offer_read(f->db, &offers), ERR_NONE);
    assert_int_equal(offers.tag_count, 0);
    assert_int_equal(offers.owner_count, 0);
    assert_int_equal(offers.all_count, 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_most_used_values_come_first_with_their_counts),
        TEST(proposals_are_counted_by_record),
        TEST(counts_end_at_what_is_read),
        TEST(another_organization_offers_nothing_of_this_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
