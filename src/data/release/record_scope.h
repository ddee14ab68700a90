#ifndef DATA_RECORD_SCOPE_H
#define DATA_RECORD_SCOPE_H

#include "data/release/label_proposal_list.h"

/* What a move of a label makes wider (domain/record/scope.h): events of releases and proposals say
 * it, and lists of proposals show it. */

/* For each proposal of the list the subjects in which the version that it proposes may do more than
 * the one that the label was on: "tools, limits", in the arena. NULL: none, a removal, a kind that
 * does nothing by itself, a proposal that is decided, or a content that the actor may not read.
 * stores are by record_kind_id. One round trip for up to eight proposals of a kind. */
MUST_USE enum err record_scope_proposals(struct db *db, const struct actor *actor,
                                         const struct record_store *const *stores,
                                         const struct label_proposal_list *list,
                                         const char **wider) NONNULL;

/* Inside the data module: notes what a move of a label from one version (0: none) to another (0:
 * removed) lets the record do more, for its rights and its events. Before the write transaction, in
 * which nothing is done whose size a person chooses; versions never change. A version that is not
 * there is left to the verb. */
MUST_USE enum err record_scope_note(struct work *work, const struct record_store *store,
                                    const struct uuid *id, int64_t from, int64_t to) NONNULL;

/* What was noted of such a move; REACH_WIDER if nothing was, of what may do something by itself. */
enum label_reach record_scope_reach(const struct work *work, const struct record_store *store,
                                    int64_t from, int64_t to) NONNULL;

/* "tools, limits": in what it was noted to be wider; NULL: nothing was. In the arena. */
const char *record_scope_words(const struct work *work, int64_t from, int64_t to) NONNULL;

/* Adds {"wider": [subjects]} to the details of an event about such a move. */
void record_scope_describe(json_t *details, const struct work *work, int64_t from,
                           int64_t to) NONNULL;

#endif
