#ifndef DATA_RECORD_LIST_H
#define DATA_RECORD_LIST_H

#include "data/db/db.h"
#include "data/listing/record_list_shape.h"

/* The list of an organization's records of one kind: filtered, searched, sorted, paged by keyset in
 * both directions. Its cost does not grow with the table: a list walks an index, and where a filter
 * or a search matches so rarely that the walk is long, it stops after RECORD_LIST_BUDGET and can be
 * continued. A search lists those first that have the words in their names and tags, each at the
 * beginning of a word: an index knows them; then the others, both in the order of the list. */

/* Asks ahead (query_ahead) for what record_list reads of a list without a filter. */
void record_list_ahead(struct db *db, const struct actor *actor, const struct record_kind *kind,
                       const struct record_filter *filter) NONNULL;

/* ERR_INVALID for a cursor that is none of ours or of another order, for a limit, and for a text
 * that is too long or not UTF-8; if it is q, list->q_problem says why. ERR_DENIED for another's
 * organization, unless the actor's persona sees the names of all. */
MUST_USE enum err record_list(struct db *db, const struct actor *actor,
                              const struct record_kind *kind, const struct record_filter *filter,
                              struct record_list *list) NONNULL;

#endif
