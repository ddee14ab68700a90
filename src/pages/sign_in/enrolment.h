#ifndef PAGES_ENROLMENT_H
#define PAGES_ENROLMENT_H

#include "pages/sign_in/kept_form.h"

/* The page that sets up an authenticator app. Its secret is stored once a code shows that the app
 * has it: until then only the page knows it, and brings it back signed. */

extern const char enrolment_title[];
extern const char enrolment_file[];

/* The page with a new secret, for the session's person; it carries along what they were doing. */
MUST_USE enum err enrolment_show(struct page *page, int status,
                                 const struct kept_form *kept) NONNULL;

/* Fills its view for a secret. */
MUST_USE enum err enrolment_prepare(struct page *page, const char *secret,
                                    const struct kept_form *kept) NONNULL;

/* The secret that this person's page was given; NULL if that is too long ago, or not theirs. */
const char *enrolment_open(struct page *page, const char *enrolment) NONNULL;

/* Its address for someone on their way to another page. */
const char *enrolment_path(struct page *page, const char *next) NONNULL;

#endif
