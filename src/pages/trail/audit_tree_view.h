#ifndef PAGES_AUDIT_TREE_VIEW_H
#define PAGES_AUDIT_TREE_VIEW_H

#include "data/trail/audit_list.h"
#include "pages/shell/page.h"

/* What can be proved of the log, as pages show it. */

/* The state of the whole log as {{>TREE}}, for those who may see all of it. The first asks ahead.
 */
void audit_tree_ahead(struct page *page) NONNULL;
MUST_USE enum err audit_tree_show(struct page *page) NONNULL;

/* The proof of one event as {{>PROOF}}, or why there is none yet. */
MUST_USE enum err audit_tree_show_proof(struct page *page, const struct audit_entry *entry) NONNULL;

#endif
