#ifndef PAGES_USER_ACCESS_H
#define PAGES_USER_ACCESS_H

#include "data/user/user_shape.h"
#include "pages/shell/page.h"

/* On a person's page: what they have open, and taking it back. */

void user_access_show_ahead(struct page *page, const struct uuid *user_id) NONNULL;

/* Adds the section ACCESS of user_show.tpl for who may change the person. */
MUST_USE enum err user_access_show(struct page *page, const struct user *user) NONNULL;

#endif
