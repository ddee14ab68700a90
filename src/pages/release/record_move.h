#ifndef PAGES_RECORD_MOVE_H
#define PAGES_RECORD_MOVE_H

#include "pages/record/record_page.h"

/* The page that a label moves through: the changes that the move makes live, and the form that
 * carries it out or proposes it, whichever this person may. */

struct record_move {
    const char *label;
    int64_t to_version; /* 0: the newest */
    const char *reason; /* as it was typed */
};

/* Shows it after a refusal: the form's messages, and the status as record_page_refuse. err ERR_NONE
 * is the first look at it, of which form is NULL. ERR_INVALID without a page if the label or the
 * version can't be: the caller knows a page without them. */
MUST_USE enum err record_move_show(struct page *page, const struct record_noun *noun,
                                   const struct record_head *head, const struct record_move *move,
                                   struct form *form, enum err err)
    __attribute__((nonnull(1, 2, 3, 4)));

#endif
