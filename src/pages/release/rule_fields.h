#ifndef PAGES_RULE_FIELDS_H
#define PAGES_RULE_FIELDS_H

#include "data/evidence/evidence_rule_set.h"
#include "pages/record/record_page.h"
#include "web/form.h"

/* The form of a label's rule, of a record and of a kind: record/rule_form.tpl as {{>RULE_FORM}}. */

enum rule_action { RULE_SAVE, RULE_FREE, RULE_REMOVE };

struct rule_typed {
    const char *kind; /* of a rule for all of a kind: its name */
    const char *label;
    struct uuid set_id;
    const char *min_pass;
    bool forbids_critical;
    int64_t max_age_days;
    bool forbids_worse;
    bool needs_judge;
    bool accepts_imported;
    int action;
};

extern const struct form_field rule_fields[];
extern const int rule_fields_count;

/* Asks ahead (query_ahead) for what the form needs. */
void rule_fields_ahead(struct page *page) NONNULL;

/* Fills the form from a rule (its id is nil: one as it is offered first). */
MUST_USE enum err rule_fields_show(struct page *page, struct view *view,
                                   const struct evidence_rule *rule) NONNULL;

/* What was typed, for the verbs; ERR_INVALID (of the form) for a percentage that is none. */
MUST_USE enum err rule_fields_draft(struct form *form, const struct rule_typed *typed,
                                    struct evidence_rule_draft *draft) NONNULL;

/* Carries it out. */
MUST_USE enum err rule_fields_run(struct page *page, const struct rule_typed *typed,
                                  const struct evidence_rule_draft *draft,
                                  struct problem *problem) NONNULL;

#endif
