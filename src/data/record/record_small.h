#ifndef DATA_RECORD_SMALL_H
#define DATA_RECORD_SMALL_H

#include "data/record/record_version.h"

/* The contents of a page of versions, of those that are small: for saying of each in short what it
 * changed. What is larger than RECORD_SMALL_MAX, sealed and in all its parts, is never read. */

enum { RECORD_SMALL_MAX = 16384 /* bytes */ };

struct record_small_list {
    struct record_version *versions; /* newest first: only version and content are set */
    int count;
};

/* Asks ahead (query_ahead) for the newest ones. */
void record_small_ahead(struct db *db, const struct record_head *head) NONNULL;

/* As record_version_list, and one more: what the last of the page is compared with. ERR_DENIED for
 * who may not read. */
MUST_USE enum err record_small_list(struct db *db, const struct actor *actor,
                                    const struct record_head *head, int64_t before_version,
                                    struct record_small_list *list) NONNULL;

/* NULL: it is large, or not of this page. */
const struct record_content *record_small_find(const struct record_small_list *list,
                                               int64_t version) NONNULL;

#endif
