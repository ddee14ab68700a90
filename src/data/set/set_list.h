#ifndef DATA_SET_LIST_H
#define DATA_SET_LIST_H

#include "data/db/db.h"
#include "data/record/record_head.h"

/* The test sets that are for a record now, by name, archived ones left out; at most SET_LIST_MAX.
 * The record was loaded; who may not see sets gets none. */
enum { SET_LIST_MAX = 100 };
struct set_row {
    struct uuid id;
    const char *name;
    int64_t version;      /* the current one */
    int64_t live_version; /* that with the label production; 0: none */
    int64_t updated_at;
};
struct set_list {
    struct set_row *items;
    int count;
};
void set_list_for_ahead(struct db *db, const struct record_head *head) NONNULL;
MUST_USE enum err set_list_for(struct db *db, const struct actor *actor,
                               const struct record_head *head, struct set_list *list) NONNULL;

/* Those that are for no record: shared, the last changed first. Of the actor's organization. */
MUST_USE enum err set_list_shared(struct db *db, const struct actor *actor,
                                  struct set_list *list) NONNULL;

#endif
