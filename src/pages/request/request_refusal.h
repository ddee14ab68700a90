#ifndef PAGES_REQUEST_REFUSAL_H
#define PAGES_REQUEST_REFUSAL_H

#include "pages/shell/page.h"

/* Answers a request that a step of the application refused with a status, as people see it: 401 is
 * the way to the sign-in form, which keeps a form that was sent; 403 of a request that the csrf
 * step gave a form_refusal is the form as it was typed, shown again by the route's own handler;
 * everything else is the error page of the status. */
void page_refuse(struct page *page, int status) NONNULL;

/* The same for a supervisor, a line of text. */
void page_refuse_supervisor(struct page *page, int status) NONNULL;

#endif
