#ifndef PAGES_TRIAL_CALL_H
#define PAGES_TRIAL_CALL_H

#include "data/endpoint/endpoint_call.h"
#include "pages/shell/page.h"

/* Adds a call to a view for trial/calls.tpl, {{#CALL}}: what was sent, and what came back or has
 * come so far. */
void trial_call_show(struct page *page, struct view *view,
                     const struct endpoint_call *call) NONNULL;

#endif
