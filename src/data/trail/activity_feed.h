#ifndef DATA_ACTIVITY_FEED_H
#define DATA_ACTIVITY_FEED_H

#include "data/trail/audit_list.h"

/* What happened to the records of the actor's organization, newest first, at most limit events, for
 * everyone who may see such records: versions, releases, proposals, archivings. What was refused
 * did not happen, and an approval is told by the move that it made. Reads a few rows of an index of
 * its own, however long the log is. ERR_DENIED for those who may not see records. The first asks
 * ahead (query_ahead). */
void activity_feed_ahead(struct db *db, const struct actor *actor, int limit) NONNULL;
MUST_USE enum err activity_feed(struct db *db, const struct actor *actor, int limit,
                                struct audit_list *list) NONNULL;

#endif
