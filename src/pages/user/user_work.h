#ifndef PAGES_USER_WORK_H
#define PAGES_USER_WORK_H

#include "data/user/user.h"
#include "pages/shell/page.h"

/* What a person owns and did lately, as far as whoever reads it may see. */

/* Asks ahead for what user_work_show reads. */
void user_work_ahead(struct page *page, const struct uuid *user_id) NONNULL;

/* Adds to the page's view {{#OWNS}} for each kind of record that they own: {{URL}} {{COUNT}} ("25
 * agents") and {{#NEWEST}} {{RECORD_URL}} {{NAME}} with a time (page_time_here); {{#OWNS_NOTHING}};
 * and for who may see it {{#DID}} with {{ALL_URL}}, {{#EVENT}} as audit_view.h says, or
 * {{#DID_NOTHING}}. Gives how many records they own. */
MUST_USE enum err user_work_show(struct page *page, const struct user *user,
                                 int64_t *owned_count) NONNULL;

#endif
