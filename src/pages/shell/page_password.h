#ifndef PAGES_PAGE_PASSWORD_H
#define PAGES_PAGE_PASSWORD_H

#include "pages/shell/page.h"

/* Calls the handler of the page's route. The one place where a route that says PASSWORD_ASKED asks:
 * it goes on if the password was given within SESSION_REAUTH, or came with the form as
 * "current_password" and is right; the handler never sees that field. Otherwise the answer is a
 * page that asks for it, which keeps everything that was typed and sends it again together with the
 * password. */
MUST_USE enum err page_password_run(struct page *page) NONNULL;

/* True if the password was given within SESSION_REAUTH: sensitive forms show a password field if
 * not. */
bool page_is_reauthenticated(const struct page *page) NONNULL;

/* The refusal of a sensitive form until the password is right: checks `password` unless the session
 * is fresh, and adds the message to the form's field "current_password". ERR_NONE, ERR_INVALID,
 * ERR_LIMITED (page_wait.h) or ERR_UNAVAILABLE. */
MUST_USE enum err page_reauthenticate(struct page *page, struct form *form,
                                      const char *password) NONNULL;

#endif
