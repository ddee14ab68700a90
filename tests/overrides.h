#ifndef TESTS_OVERRIDES_H
#define TESTS_OVERRIDES_H

#include "agents.h"
#include "data/evidence/evidence_override.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/release/label_override.h"
#include "fixture.h"

/* Labels with a rule that nothing meets, for the tests. */

static inline void override_rule(struct fixture *f, const struct record_store *store,
                                 const struct uuid *record_id, const char *label)
{
    struct problem problem;
    const struct evidence_rule_draft rule = {.kind = store->kind,
                                             .store = store,
                                             .record_id = *record_id,
                                             .label = label,
                                             .min_pass_permille = 950};
    assert_int_equal(evidence_rule_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &rule, &problem),
                     ERR_NONE);
}

/* The label gets a rule, and is moved to version 1 all the same. */
static inline struct uuid override_make(struct fixture *f, const struct record_store *store,
                                        const struct uuid *record_id, const char *label,
                                        const char *reason)
{
    struct problem problem;
    struct evidence_overrides list;
    const struct evidence_override_filter filter = {.is_open_only = true};
    const struct actor *devops = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    const struct label_change change = {
        .record_id = *record_id, .label = label, .to_version = 1, .reason = reason};
    override_rule(f, store, record_id, label);
    assert_int_equal(label_override(f->db, devops, store, &change, &problem), ERR_NONE);
    assert_int_equal(evidence_override_list(f->db, devops, &filter, &list), ERR_NONE);
    assert_true(list.count > 0);
    return list.items[0].id;
}

static inline void override_review(struct fixture *f, const struct record_store *store,
                                   const struct uuid *record_id, const struct uuid *id,
                                   const char *review)
{
    struct problem problem;
    assert_int_equal(evidence_override_review(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), store,
                                              record_id, id, review, &problem),
                     ERR_NONE);
}

#endif
