#ifndef DATA_RECORD_MANY_H
#define DATA_RECORD_MANY_H

#include "data/record/record_version.h"

/* Inside the data module: many versions of records of one kind, each with its content, in one
 * question. */

enum { RECORD_MANY = 20 };

struct record_wanted {
    struct uuid id;
    int64_t version;
};

struct record_got {
    bool is_there;           /* and the actor may read it */
    struct record_head head; /* store, ids, owner, name, folder, description, current version */
    struct record_version version; /* number, content and stop_id: whether it is given out is the
                                      caller's to ask (record_stop_check) */
};

/* At most RECORD_MANY, in their order, of the actor's organization. */
MUST_USE enum err record_many_load(struct db *db, const struct actor *actor,
                                   const struct record_store *store,
                                   const struct record_wanted *wanted, int count,
                                   struct record_got *got) __attribute__((nonnull));

#endif
