#ifndef PAGES_START_BLOCK_H
#define PAGES_START_BLOCK_H

#include "data/release/label_proposal_list.h"
#include "pages/shell/page.h"

/* The start page is made of blocks; start.c says which persona sees which, and where.
 * The others of this folder are blocks. */

struct start {
    struct page *page;
    const char *column; /* where the next block goes: "MAIN_BLOCK" or "ASIDE_BLOCK" */
    int shown_count;    /* blocks so far */
    struct label_proposal_list *proposals; /* the open ones, once a block has asked; or NULL */
};

struct start_block {
    void (*ahead)(struct page *page);      /* asks ahead for what it shows; may be NULL */
    enum err (*show)(struct start *start); /* shows it, or nothing if it has nothing to say */
};

/* For blocks: the view of a block with this template. */
struct view *start_add(struct start *start, const char *file) NONNULL;

#endif
