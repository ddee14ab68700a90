#ifndef PAGES_LOGIN_H
#define PAGES_LOGIN_H

#include "pages/page.h"

/* For the application: somebody who is not signed in asked for a page that needs it. A GET goes to
 * /login and comes back afterwards; a POST is answered 403 with the sign-in form, which keeps
 * everything that was typed and continues with it after signing in. */
MUST_USE enum err page_login_required(struct page *page) NONNULL;

#endif
