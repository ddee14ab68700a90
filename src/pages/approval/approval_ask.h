#ifndef PAGES_APPROVAL_ASK_H
#define PAGES_APPROVAL_ASK_H

#include "pages/shell/page.h"

/* Forms in which one person asks a second one to approve something: the reason, and the password of
 * whoever did not type it lately. */

/* Makes the request about the record of the address; *approval_id is its id. */
typedef enum err approval_ask_verb(struct db *db, const struct actor *actor, const struct uuid *id,
                                   const char *reason, struct uuid *approval_id,
                                   struct problem *problem);

/* Reads the form and asks. ERR_NONE: answered, with the page of the request. Otherwise the form has
 * the messages, but for ERR_NOT_FOUND and ERR_UNAVAILABLE. */
MUST_USE enum err approval_ask(struct page *page, struct form *form,
                               approval_ask_verb *verb) NONNULL;

/* The same, answered with another page: that of the request can't be seen from outside the
 * organization. path NULL: with that of the request. */
MUST_USE enum err approval_ask_at(struct page *page, struct form *form, approval_ask_verb *verb,
                                  const char *path) __attribute__((nonnull(1, 2, 3)));

#endif
