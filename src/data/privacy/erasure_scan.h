#ifndef DATA_ERASURE_SCAN_H
#define DATA_ERASURE_SCAN_H

#include "data/privacy/erasure_list.h"
#include "domain/person_match.h"

/* What people wrote may name the person who is to be erased, as they are called
 * or were: every sealed text of the organization
 * and the names of its records are opened, in batches outside of write transactions, and what may
 * name the person is listed for review. Once the grace period is over everything is searched again,
 * for what was written meanwhile. It ends with the erasure: then the name is not known. */

/* Goes on for about slice_us microseconds (0: one batch) from where it was, however it ended then.
 * Gives the case with its progress; scan_ended_at is set at the end. ERR_CONFLICT if another is
 * at it, or the person is erased; ERR_NOT_FOUND. */
MUST_USE enum err erasure_scan(struct db *db, const struct actor *actor, const struct uuid *id,
                               int64_t slice_us, struct erasure_case *erasure) NONNULL;

/* A text that may name the person. */
struct erasure_finding {
    struct uuid id;
    const char *source; /* "prompt_versions.body" */
    const char *match;  /* person_match_names */
    struct uuid row_id;
    const char *kind; /* of the record it belongs to: "prompt" …; "" for none */
    struct uuid record_id;
    int64_t number; /* of its version; 0: none */
    int64_t reviewed_at;
};
struct erasure_findings {
    struct erasure_finding *items; /* the first ERASURE_FINDINGS_SHOWN, what waits first */
    int count;
    bool has_more;
};
MUST_USE enum err erasure_findings(struct db *db, const struct actor *actor, const struct uuid *id,
                                   struct erasure_findings *findings) NONNULL;

/* Notes that a finding was looked at ("user.review_erasure"), or takes that back. */
MUST_USE enum err erasure_finding_review(struct db *db, const struct actor *actor,
                                         const struct uuid *erasure_id, const struct uuid *id,
                                         bool is_reviewed) NONNULL;

#endif
