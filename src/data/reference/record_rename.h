#ifndef DATA_RECORD_RENAME_H
#define DATA_RECORD_RENAME_H

#include "data/record/record_head.h"
#include "data/record/work.h"
#include "data/reference/record_link.h"

/* Inside the data module: may a record be called so? ERR_CONFLICT (field "name") if another of its
 * kind and organization has the name, archived or not, which the problem then leads to; and for one
 * that is not new if others refer to it by the name that it has. Asks before the database would
 * refuse, which would end the transaction. */
MUST_USE enum err record_rename_check(const struct work *work, const struct record_head *head,
                                      const char *name, bool is_new) NONNULL;

/* What a record refers to is read together with it: so a token that is restricted to a folder
 * neither writes elsewhere nor refers to what is elsewhere. name: the new one, NULL if it stays.
 * ERR_DENIED. */
MUST_USE enum err record_folder_check(const struct work *work, const char *name,
                                      const struct record_links *links)
    __attribute__((nonnull(1, 3)));

#endif
