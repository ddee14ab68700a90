#ifndef PAGES_PASSKEY_FORM_H
#define PAGES_PASSKEY_FORM_H

#include "crypt/passkey.h"
#include "pages/shell/page.h"

/* What pages with passkeys have in common. */

/* The configured public origin and its host. */
struct passkey_site passkey_form_site(struct page *page) NONNULL;

/* The cookie that the page's forms are bound to, and challenges with them; "" if there is none. */
const char *passkey_form_cookie(const struct page *page) NONNULL;

/* Puts CHALLENGE, RP and PASSKEY_URL into the page's view. */
void passkey_form_show(struct page *page, enum passkey_purpose purpose) NONNULL;

/* Adds the form that signs in with a passkey to the page's view, as PASSKEY_FORM. */
void passkey_form_offer(struct page *page) NONNULL;

#endif
