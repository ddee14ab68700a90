#ifndef PAGES_RECORD_SCOPE_H
#define PAGES_RECORD_SCOPE_H

#include "data/record/record_version.h"
#include "data/release/label_proposal_list.h"
#include "pages/record/record_noun.h"

/* What a version may do that the live one may not, for the pages on which a person decides about
 * it: the comparison, the move of a label, the review of a proposal. */

/* Makes {{>SCOPE}} of the page's view: record/scope.tpl, which is a section with a heading of its
 * own (h2, id scope-title); nothing of a prompt, which does nothing by itself. REACH_IN (SUBJECTS:
 * "tools, limits") beside it. live NULL: no version is live; then it says what next may do at all.
 * Both are loaded with their contents (record_version_get). Where noun->diff_ahead asked for them,
 * it asks nothing more. Call it once a page, before or after show_diff. */
MUST_USE enum err
record_scope_show(struct page *page, const struct record_noun *noun, const struct record_head *head,
                  const struct record_version *live, const struct record_version *next)
    __attribute__((nonnull(1, 2, 3, 5)));

/* record_scope_proposals() for lists of proposals of any kinds, such as an inbox. Gives an array
 * with a text or NULL for each; show_wider shows one of them. */
MUST_USE enum err record_scope_wider(struct page *page, const struct label_proposal_list *list,
                                     const char *const **wider) NONNULL;

/* Makes {{#WIDER}}, with the subjects as {{WIDER_SUBJECTS}}; words NULL: nothing. */
void record_scope_show_wider(struct view *view, const char *words) __attribute__((nonnull(1)));

#endif
