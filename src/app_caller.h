#ifndef APP_CALLER_H
#define APP_CALLER_H

#include "base/rate.h"
#include "data/token/api_token_use.h"
#include "pages/shell/page.h"

/* Who asks: a person by a session, a program by its token. Both give 0, or the status that ends the
 * request; page->actor stays NULL for who is not known. */

/* The person of a session's cookie, and what waits for them. */
int app_find_session(struct page *page, const char *token) NONNULL;

/* Whoever the request says that it is from, in the way of its route's kind. A token's request
 * counts in its rate, and its use is noted. */
int app_find_caller(struct page *page, struct rates *rates, struct api_token_uses *uses) NONNULL;

#endif
