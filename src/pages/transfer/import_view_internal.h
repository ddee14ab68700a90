#ifndef PAGES_IMPORT_VIEW_INTERNAL_H
#define PAGES_IMPORT_VIEW_INTERNAL_H

#include "data/transfer/import.h"
#include "pages/shell/page.h"

/* What the pages of an import show. */

/* "/import/ID" and the rest, in the arena. */
MUST_USE const char *import_view_url(struct page *page, const struct uuid *id,
                                     const char *rest) NONNULL;

/* Answers with the progress of checking, of carrying out or of undoing, and the form that continues
 * it (app.js sends it by itself); or, of what stopped, with the reason, until the person goes on.
 */
MUST_USE enum err import_view_progress(struct page *page, const struct import *import) NONNULL;

MUST_USE enum err import_view_stopped(struct page *page, const struct import *import,
                                      const char *reason) NONNULL;

/* Fills the view of transfer/import_plan.tpl: totals, and the lines that the query asks for. */
MUST_USE enum err import_view_plan(struct page *page, const struct import *import) NONNULL;

#endif
