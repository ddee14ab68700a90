#ifndef PAGES_LOGIN_H
#define PAGES_LOGIN_H

#include "pages/sign_in/kept_form.h"

/* For page_refuse(): someone who is not signed in asked for a page that needs it. A GET goes to
 * /login and comes back afterwards; a POST is answered 403 with the sign-in form, which keeps
 * everything that was typed and continues with it after signing in. */
MUST_USE enum err page_login_required(struct page *page) NONNULL;

/* The sign-in form once more, with what was kept and the reason. */
MUST_USE enum err page_login_again(struct page *page, const struct kept_form *kept,
                                   const char *message) NONNULL;

/* The browser behind a request, cut to a sensible size. */
struct session_client page_client(const struct page *page) NONNULL;

/* The browser gets the cookie of a session that has just begun; form tokens are bound to it from
 * here on. The session that it had, of the same person or another, ends ("session.sign_out"). */
MUST_USE enum err page_begin_session(struct page *page, const char *token) NONNULL;

/* Somebody with this address signed in: from now on the browser is a device that they know. */
void page_remember_device(struct page *page, const char *email) NONNULL;

/* A form that needs a password hash while no core is free: shown again as it was typed, 503 with
 * Retry-After. Gives err on if the database is what failed. */
MUST_USE enum err page_show_busy(struct page *page, struct form *form, const char *title,
                                 const char *file) NONNULL;

#endif
