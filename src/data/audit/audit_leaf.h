#ifndef DATA_AUDIT_LEAF_H
#define DATA_AUDIT_LEAF_H

#include "crypt/chain.h"
#include "data/db/db.h"

/* What of an event the tree of its organization holds: one line of JSON, its keys in this order and
 * without white space, so that everybody who hashes it gets the same leaf:
 *
 *     {"organization":"UUID","id":"UUID","time":"2026-05-03T14:05:06.123456Z",
 *      "actor_kind":"user","actor":"UUID","outside":false,"action":"prompt.update",
 *      "record_type":"prompt","record":"UUID","outcome":"success","request":"UUID","part":0,
 *      "subject":null,"details":"SHA-256 in hex","personal_details":null}
 *
 * (in one line). The first twelve are the header of the event, as it is stored in clear. The last
 * two are SHA-256 of the sealed details as they are stored, not of what they say: so the leaf
 * stays what it is when the key of a person is destroyed. What an event does not have is null. Its
 * number is not part of it: that is its place in the tree. leaf = SHA-256(0x00 | line). */

struct audit_header {
    struct uuid organization_id;
    struct uuid id;
    int64_t occurred_at;
    const char *actor_kind;
    struct uuid actor_id; /* nil: none */
    bool is_outside;
    const char *action;
    const char *record_type;
    struct uuid record_id; /* nil: none */
    const char *outcome;
    struct uuid request_id;
    int64_t request_part;
    struct uuid subject_id;       /* nil: none */
    struct text details;          /* SHA-256 of what is sealed; NULL: nothing */
    struct text personal_details; /* likewise */
};

/* The columns of audit_events e, from which audit_header_read reads it: from column first on. */
#define AUDIT_HEADER_COLUMNS                                                                       \
    "e.id, e.occurred_at, e.actor_kind, e.actor_id, e.is_outside, e.action, e.record_type, "       \
    "e.record_id, e.outcome, e.request_id, e.request_part, e.subject_id, sha256(e.details), "      \
    "sha256(e.personal_details)"
void audit_header_read(const struct db_result *result, int row, int first,
                       const struct uuid *organization_id, struct audit_header *header) NONNULL;

/* The line, without a line break, in the arena. */
struct text audit_header_line(struct arena *arena, const struct audit_header *header) NONNULL;

void audit_header_leaf(struct arena *arena, const struct audit_header *header,
                       chain_hash leaf) NONNULL;

#endif
