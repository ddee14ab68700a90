#ifndef DATA_RECORD_PUT_BACK_H
#define DATA_RECORD_PUT_BACK_H

#include "data/edit/record_save.h"

/* Inside the data module: undoing what a program did to a record. */

/* How it was before: the version that was current, and the properties. */
struct record_past {
    int64_t version;
    const char *description;
    const char *tags; /* separated by commas */
};

/* Content, description and tags as they were, for what is as the key says it. The content makes a
 * new version, "Restored version N", if it differs. Begins and ends the transaction; errors as of
 * record_restore_version(). */
MUST_USE enum err record_put_back(const struct work *work, const struct record_store *store,
                                  const struct record_key *key,
                                  const struct record_past *past) NONNULL;

#endif
