#ifndef PAGES_REQUEST_DISK_H
#define PAGES_REQUEST_DISK_H

#include "data/db/db_disk.h"
#include "pages/shell/page.h"

/* What is said to whom the disk of the database refused a change: nothing of it was made. A form
 * comes back as it was typed. */

/* For whoever gets no form back, a program too; NULL if the request did not fail by the disk. */
struct disk_words {
    const char *title;
    const char *text;
};
struct disk_words page_disk_words(const struct page *page) NONNULL;

/* What is said to a program besides the status; NULL: the usual. */
const char *page_refusal_detail(const struct page *page) NONNULL;

/* Why the form that was sent is to be shown again, as it was typed: nothing of it was done.
 * DB_DISK_FINE if it was not a form, or not the disk. */
MUST_USE enum db_disk page_lost_to_disk(const struct page *page) NONNULL;

/* A request that is served again for that reason changes nothing: 503, with the form. Otherwise 0.
 */
MUST_USE int page_offer_for_disk(struct page *page, struct request *request,
                                 enum db_disk disk) NONNULL;

#endif
