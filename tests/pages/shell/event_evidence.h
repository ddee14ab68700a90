#ifndef TESTS_PAGES_SHELL_EVENT_EVIDENCE_H
#define TESTS_PAGES_SHELL_EVENT_EVIDENCE_H

#include <stdio.h>

#include "data/evidence/evidence_override.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/release/label_override.h"
#include "event_walk.h"
#include "kinds.h"

/* For event_rows.h: a label with a rule, and one that was moved all the same. */

static void with_rule(struct walk *walk)
{
    struct problem problem;
    const struct record_store *store = kind_makers[walk->kind->id].store;
    const struct evidence_rule_draft rule = {.kind = store->kind,
                                             .store = store,
                                             .record_id = walk->rich.ids[walk->kind->id],
                                             .label = "walked",
                                             .min_pass_permille = 950};
    assert_int_equal(
        evidence_rule_set(walk->f->db, actor_of(walk->f, PERSONA_CUSTOMER_ADMIN), &rule, &problem),
        ERR_NONE);
}

static void with_override(struct walk *walk)
{
    struct problem problem;
    struct evidence_overrides list;
    char record[UUID_TEXT_LEN], text[UUID_TEXT_LEN];
    const struct record_store *store = kind_makers[walk->kind->id].store;
    const struct actor *devops = actor_of(walk->f, PERSONA_DEVOPS_ENGINEER);
    struct label_change change = {.record_id = walk->rich.ids[walk->kind->id],
                                  .label = "walked",
                                  .to_version = 1,
                                  .reason = "fire"};
    with_rule(walk);
    assert_int_equal(label_override(walk->f->db, devops, store, &change, &problem), ERR_NONE);
    struct evidence_override_filter filter = {.is_open_only = true};
    assert_int_equal(evidence_override_list(walk->f->db, devops, &filter, &list), ERR_NONE);
    uuid_format(&change.record_id, record);
    uuid_format(&list.items[0].id, text);
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/overrides/%s/review", walk->kind->path,
                   record, text);
    walk->has_path = true;
}

/* clang-format off */
#define EVIDENCE_ROWS                                                                              \
    {"*/{id}/releases/rules", "label=production&min_pass=95&do=save", "label.rule",                \
     .prepare = NULL},                                                                             \
    {"*/{id}/releases/override", "label=walked&from_version=0&to_version=1&reason=fire",           \
     "label.move label.break_glass", .prepare = with_rule},                                        \
    {"*/{id}/overrides/{id}/review", "review=fine", "label.review_override",                       \
     .prepare = with_override},                                                                    \
    {"/settings/labels", "kind=prompt&label=production&min_pass=95&do=save", "label.rule",         \
     .prepare = NULL}
/* clang-format on */

#endif
