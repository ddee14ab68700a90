#ifndef DATA_LEGAL_HOLD_H
#define DATA_LEGAL_HOLD_H

#include "base/problem.h"
#include "data/approval/approval_list.h"

/* Legal holds: what a court or an authority may ask for is neither deleted nor anonymized, whoever
 * wants it and whatever the rules of retention say. A hold is on a person, a record or the whole
 * organization. Placing, asking for release, releasing and every refusal are events; a release
 * needs the approval of a second person. */

enum { LEGAL_HOLD_REASON_MAX = 500, LEGAL_HOLD_LIMIT = 50 };

/* What a hold is on, besides records, which go by the names of their kinds. */
#define LEGAL_HOLD_PERSON       "user"
#define LEGAL_HOLD_ORGANIZATION "organization"

struct legal_hold {
    struct uuid id;
    const char *kind; /* "user", "organization", "prompt" … */
    struct uuid subject_id;
    const char *subject_name; /* NULL: it is gone or erased */
    struct uuid placed_by;
    const char *placed_by_name; /* NULL: erased */
    int64_t placed_at;
    const char *released_by_name;
    int64_t released_at; /* 0: it holds */
    const char *reason;
};

struct legal_hold_list {
    struct legal_hold *items; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

struct legal_hold_draft {
    const char *kind;
    struct uuid subject_id; /* of the organization itself: nil will do */
    const char *reason;
};

/* Places a hold. ERR_DENIED without the right, ERR_INVALID (field "reason", "kind") for what is
 * missing, ERR_NOT_FOUND (field "name") for a subject that the organization does not have,
 * ERR_CONFLICT (likewise) if one holds it already. */
MUST_USE enum err legal_hold_place(struct db *db, const struct actor *actor,
                                   const struct legal_hold_draft *draft, struct uuid *id,
                                   struct problem *problem) NONNULL;

/* Asks a second person to approve the release. As approval_request; ERR_NOT_FOUND for a hold that
 * does not hold any more. */
MUST_USE enum err legal_hold_ask_release(struct db *db, const struct actor *actor,
                                         const struct uuid *id, const char *reason,
                                         struct uuid *approval_id, struct problem *problem) NONNULL;

/* Releases what was approved. ERR_CONFLICT without an approval that can be used, ERR_NOT_FOUND. */
MUST_USE enum err legal_hold_release(struct db *db, const struct actor *actor,
                                     const struct uuid *id, struct problem *problem) NONNULL;

/* Those that hold, or those that were released. ERR_DENIED; ERR_INVALID for a bad cursor. */
MUST_USE enum err legal_hold_list(struct db *db, const struct actor *actor, bool is_released,
                                  const char *cursor, struct legal_hold_list *list) NONNULL;

/* By id, in the actor's organization. ERR_NOT_FOUND. */
MUST_USE enum err legal_hold_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct legal_hold *hold) NONNULL;

#endif
