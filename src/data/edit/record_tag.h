#ifndef DATA_RECORD_TAG_H
#define DATA_RECORD_TAG_H

#include "data/db/db.h"
#include "data/record/record_head.h"

/* Inside the data module. In the open write transaction: these tags instead of those that a record
 * had, and its marks. */
MUST_USE enum err record_tag_write(struct db *db, const struct record_head *head,
                                   const struct tag_list *tags) NONNULL;

#endif
