#ifndef PAGES_RECORD_EVIDENCE_H
#define PAGES_RECORD_EVIDENCE_H

#include "data/evidence/evidence.h"
#include "pages/record/record_page.h"

/* Whether a version may get a label, as the rule of the label says: record/evidence.tpl as
 * {{>EVIDENCE}}. */

/* Asks ahead (query_ahead) for the rules. */
void record_evidence_ahead(struct page *page, const struct record_noun *noun) NONNULL;

/* Shows it for one move of a record that was loaded; nothing where the label has no rule.
 * is_missing (or NULL): there is a rule, and it is not met. */
MUST_USE enum err record_evidence_show(struct page *page, const struct record_head *head,
                                       const struct evidence_asked *asked, bool *is_missing)
    __attribute__((nonnull(1, 2, 3)));

/* A line about the evidence for a version with a label: {{#KEY}} with EVIDENCE_WORD,
 * EVIDENCE_CLASS, EVIDENCE_URL and EVIDENCE_VERSION. */
MUST_USE enum err record_evidence_line(struct page *page, const struct record_head *head,
                                       const struct evidence_asked *asked,
                                       const struct evidence_rule *rule, struct view *row) NONNULL;

#endif
