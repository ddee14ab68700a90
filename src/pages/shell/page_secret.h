#ifndef PAGES_PAGE_SECRET_H
#define PAGES_PAGE_SECRET_H

#include "web/request.h"

/* A secret in an address is in the logs of every server that it passed, and in a browser's list of
 * pages: such a request is refused, whatever it asks for, so that nobody gets used to it. */

/* Is a secret key of an API token (crypt/api_key.h) anywhere in the address? */
bool page_has_secret(const struct request *request) NONNULL;

/* What to say then. */
extern const char page_secret_title[];
extern const char page_secret_text[];

/* The text, or the other if there is none in the address; other may be NULL. */
const char *page_secret_or(const struct request *request, const char *other)
    __attribute__((nonnull(1)));

#endif
