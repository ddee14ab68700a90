#ifndef PAGES_REQUEST_TURN_H
#define PAGES_REQUEST_TURN_H

#include "base/turn.h"
#include "pages/shell/page.h"

/* What is heavy waits its turn (base/turn.h): a step of the request. 0: it has one, or needs none.
 * 503: the person or their organization has as many as they may at once; nothing was done, and
 * nothing can be written any more. page_refuse() then says so: a page that loads itself again, a
 * form as it was typed. */
int page_take_turn(struct page *page, struct request *request, struct turns *turns) NONNULL;

#endif
