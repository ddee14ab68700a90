#ifndef DATA_RECORD_RENAME_H
#define DATA_RECORD_RENAME_H

#include "data/record/record_head.h"
#include "data/record/work.h"

/* Inside the data module: may a record be called so? ERR_CONFLICT (field "name") if another of its
 * kind and organization has the name, archived or not, which the problem then leads to; and for one
 * that is not new if others refer to it by the name that it has. Asks before the database would
 * refuse, which would end the transaction. */
MUST_USE enum err record_rename_check(const struct work *work, const struct record_head *head,
                                      const char *name, bool is_new) NONNULL;

#endif
