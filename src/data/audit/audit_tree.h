#ifndef DATA_AUDIT_TREE_H
#define DATA_AUDIT_TREE_H

#include "crypt/chain.h"
#include "data/db/db.h"

/* The tree of an organization's events as it is stored: leaves in audit_sequence, the frontier in
 * audit_heads, the nodes of some levels in audit_nodes. It grows with the numbers, by whoever gives
 * them. Behind the numbers it is only in a database that an earlier version wrote to: then leaves
 * are made and added in batches, by audit_tree_catch_up, and new events wait for their turn. */

struct audit_head {
    int64_t last_seq;
    struct chain chain; /* of the first chain.size events, usually of all */
};

/* In the turn of the one who gives numbers. No row is an empty tree. */
MUST_USE enum err audit_head_load(struct db *db, const struct uuid *organization_id,
                                  struct audit_head *head) NONNULL;
void audit_head_save(struct db *db, const struct uuid *organization_id,
                     const struct audit_head *head) NONNULL;

/* The event got the number last_seq: adds its leaf, unless the tree is behind. */
void audit_head_add(struct db *db, const struct uuid *organization_id, struct audit_head *head,
                    const chain_hash leaf) NONNULL;

/* Adds at most a batch of the leaves that the tree lacks, in a transaction of its own; *is_done if
 * none are lacking any more. ERR_NONE also if somebody else is at it. */
MUST_USE enum err audit_tree_catch_up(struct db *db, const struct uuid *organization_id,
                                      bool *is_done) NONNULL;

/* Which organizations have logs, the nil one with them: at most limit of those behind `after`, and
 * that one too if is_first. In the scope of all. */
MUST_USE enum err audit_tree_list(struct db *db, const struct uuid *after, bool is_first,
                                  struct uuid *ids, int limit, int *count) NONNULL;

/* Reads the hashes of a tree, for proofs, in few queries; lives in the request's arena. */
struct chain_source audit_tree_source(struct db *db, const struct uuid *organization_id) NONNULL;

#endif
