#ifndef DATA_RECORD_EDGE_H
#define DATA_RECORD_EDGE_H

#include "data/db/query.h"
#include "data/listing/record_brief.h"

/* Inside the data module: the links that lead to a record, each with what there is to say of its
 * source, for the walk of record_use.h. Only links that count: those of live versions, and of
 * versions that are pinned by something that counts. */

/* All links that lead to most records fit into one question, however many steps away they are. Of a
 * record with more, one question is asked for each step: for some targets, and the links to them.
 */
enum { RECORD_EDGES_AT_ONCE = 500, RECORD_EDGE_TARGETS = 50, RECORD_EDGES_MAX = 2000 };

struct record_edge {
    const struct record_kind *kind;
    struct uuid source_id;
    int64_t source_version;
    const char *sort;
    const char *label;
    int64_t target_version;
    struct uuid target_id;
    struct record_brief source;
    const char *marks; /* of the source, as they are stored */
};

/* The links to some targets, at most RECORD_EDGE_TARGETS. Of each source the newest version is
 * first; there are RECORD_EDGES_MAX if there are more. */
void record_edge_select(struct query *q, struct db *db, const struct uuid *organization_id,
                        const struct uuid *targets, int count) NONNULL;

/* The links to the root, those to their sources, and so on, in the same order. Whether a step goes
 * on from the version that was reached is not looked at: the walk does. There are
 * RECORD_EDGES_AT_ONCE if there are more. */
void record_edge_select_all(struct query *q, struct db *db, const struct record_head *root) NONNULL;

struct record_edge record_edge_read(const struct db_result *result, int row) NONNULL;

#endif
