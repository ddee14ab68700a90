#ifndef DATA_REGISTER_EXPORT_H
#define DATA_REGISTER_EXPORT_H

#include "data/register/register_list.h"

/* The register as a whole, for a printable form or a file: one page of rows after another, so that
 * a register of any length needs the memory of one. */

struct register_export {
    struct db *db;
    struct actor actor;
    struct register_filter filter; /* cursor: where it goes on; NULL: at the end */
    char cursor[REGISTER_CURSOR_LEN];
    int64_t count; /* of what the filter lets through */
};

/* Counts the rows that a filter lets through, and leaves an event ("register.export") with how many
 * of them are taken out: all, or at most `most` (0: all). What the filter points to stays the
 * caller's. Errors as register_list. */
MUST_USE enum err register_export_begin(struct db *db, const struct actor *actor,
                                        const struct register_filter *filter, int64_t most,
                                        struct register_export *export) NONNULL;

/* The next page of rows, in the request that is served; an empty one: there are no more. */
MUST_USE enum err register_export_next(struct register_export *export,
                                       struct register_list *list) NONNULL;

/* The same in a request of its own, whose results are the arena's. */
MUST_USE enum err register_export_next_alone(struct register_export *export, struct arena *arena,
                                             struct register_list *list) NONNULL;

#endif
