#ifndef PAGES_RECORD_AFFECTS_H
#define PAGES_RECORD_AFFECTS_H

#include "data/record/record_source.h"
#include "pages/record/record_page.h"

/* Whom the move of a label reaches: those that follow it, and those that use them, to any depth,
 * and the programs that fetched the version that it leaves; record/affects.tpl as {{>AFFECTS}}. */

/* A move: of this label, from this version (0: it is on none yet), which the source names by what
 * the page's address says. */
struct record_affects {
    const char *label;
    int64_t from_version;
    struct record_source leaves;
};

/* Asks ahead (query_ahead) for what it says. */
void record_affects_ahead(struct page *page, const struct record_noun *noun,
                          const struct record_source *leaves) NONNULL;

/* Of a record that was loaded. */
MUST_USE enum err record_affects_show(struct page *page, const struct record_head *head,
                                      const struct record_affects *move) NONNULL;

#endif
