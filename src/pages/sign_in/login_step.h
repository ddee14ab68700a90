#ifndef PAGES_LOGIN_STEP_H
#define PAGES_LOGIN_STEP_H

#include "pages/sign_in/kept_form.h"

/* From the password to the page that asks for a code. */

extern const char login_step_title[];
extern const char login_step_file[];

/* The page, with nothing typed yet. */
MUST_USE enum err login_step_show(struct page *page, const struct kept_form *kept) NONNULL;

/* The right password was given, and a code is asked for: the browser gets the cookie of the step
 * (data/sign_in/sign_in_step.h), to which its forms are bound from here on. Goes to /login/code,
 * or answers with its form, which keeps the form that was being filled in. */
MUST_USE enum err login_step_ask(struct page *page, const char *token,
                                 const struct kept_form *kept) NONNULL;

#endif
