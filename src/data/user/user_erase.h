#ifndef DATA_USER_ERASE_H
#define DATA_USER_ERASE_H

#include "data/db/db.h"

/* What the database itself holds of a person is destroyed: the wrapped key, with which everything
 * about them becomes unreadable, the sealed columns, and every row that is their own (COLUMN_WHOSE
 * of data/vault/columns.h): the address that sign-in finds them by, sessions, links, follows, what
 * they have read, saved filters, imports. The row of the person stays, and whatever refers to it
 * (COLUMN_WHO): an erased user. Their name in comments is taken out before
 * (data/comment/record_mention_forget.h). Inside the open write transaction, whose event the caller
 * writes, in the scope of the organization; rights are the caller's too. *was_there is false if
 * there is no such person, or they are erased already: then nothing is changed. */
MUST_USE enum err user_erase_inside(struct db *db, const struct uuid *organization_id,
                                    const struct uuid *user_id, bool *was_there) NONNULL;

#endif
