#ifndef PAGES_PAGE_PRESS_H
#define PAGES_PAGE_PRESS_H

#include "base/problem.h"
#include "pages/shell/page.h"

/* Forms that are a button alone: "Withdraw", "Release the hold", "Take it back". */

struct page_button {
    const char *words; /* what a refused form is offered again with: "Withdraw the request" */
    const char *path;  /* where it leads, whatever comes of it */
    const char *done;  /* what the page there says then; a verb may say something else */
    enum err (*verb)(struct page *page, struct page_button *button, struct problem *problem);
};

/* Runs the verb. ERR_CONFLICT is told on the page that the button leads to, with the problem's
 * message. */
MUST_USE enum err page_press(struct page *page, struct page_button *button) NONNULL;

#endif
