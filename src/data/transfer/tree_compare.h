#ifndef DATA_TREE_COMPARE_H
#define DATA_TREE_COMPARE_H

#include "base/json.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* How a file of a tree (domain/tree/tree_file.h) stands to the record that it was made from. */

enum tree_state {
    TREE_CURRENT,   /* it was made from the current version, or from none: it is to be imported */
    TREE_UNTOUCHED, /* the record went on, and nobody changed the content of the file */
    TREE_BEHIND,    /* both were changed: importing the file would undo the newer version */
};

struct tree_comparison {
    enum tree_state state;
    int64_t version; /* the current one; 0: there is no such record */
};

/* record: as tree_file_read gives it. Errors as record_load. */
MUST_USE enum err tree_compare(struct db *db, const struct actor *actor, enum record_kind_id kind,
                               const json_t *record, struct tree_comparison *out) NONNULL;

#endif
