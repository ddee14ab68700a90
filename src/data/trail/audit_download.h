#ifndef DATA_AUDIT_DOWNLOAD_H
#define DATA_AUDIT_DOWNLOAD_H

#include "data/trail/audit_list.h"

/* The events of a filter one batch after another, newest first, with all that the actor may read of
 * them: a log of any length needs the memory of one batch. */

enum { AUDIT_DOWNLOAD_BATCH = 500 };

struct audit_download {
    struct db *db;
    struct actor actor;
    struct audit_filter filter; /* until the moment that it began; before: where it goes on */
    char before[64];
    int64_t count; /* events */
    int64_t done;
    bool hides; /* what is inside records */
};

/* Counts the events up to now, and leaves the event "audit.download": what was asked for, and in
 * which format. ERR_DENIED for those who may not export the log. What the filter points to stays
 * the caller's. */
MUST_USE enum err audit_download_begin(struct db *db, const struct actor *actor,
                                       const struct audit_filter *filter, const char *format,
                                       struct audit_download *download) NONNULL;

/* The next batch, in a request of its own, whose results are the arena's. An empty list says that
 * it was the last; download->done counts. */
MUST_USE enum err audit_download_next(struct audit_download *download, struct arena *arena,
                                      struct audit_list *list) NONNULL;

#endif
