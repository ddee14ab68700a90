#ifndef PAGES_REQUEST_ONCE_H
#define PAGES_REQUEST_ONCE_H

#include "pages/shell/page.h"

/* A form that is sent again, because its answer did not come or a button was pressed twice, is
 * carried out once: its token, which no two pages have alike, its address and what was typed make
 * its id (db_name_form). For those who are signed in; what is done before needs a link or a
 * password, and only adds a session when it is done twice. */

/* Before the handler. */
void page_once_begin(struct page *page) NONNULL;

/* After the handler: if the form changed nothing now because it did before, that is the answer, in
 * place of what the handler said: the record's page, or the page above the form's address. */
MUST_USE bool page_once_was_done(struct page *page, const struct route *routes,
                                 int route_count) NONNULL;

/* It is not known whether the form was carried out: what was typed is shown with a button that
 * sends it again as it was. False if it can't be shown so. */
MUST_USE bool page_once_offer(struct page *page) NONNULL;

#endif
