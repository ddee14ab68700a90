#ifndef DATA_REVIEW_H
#define DATA_REVIEW_H

#include "base/problem.h"
#include "crypt/token.h"
#include "data/db/query.h"
#include "domain/policy.h"

/* Access reviews: an administrator has everyone's access written down (review_snapshot.h), looks at
 * it and signs it (review_sign.h). What was signed stays as it was: its file, and the hash of it.
 * All need the right to change users: ERR_DENIED. */

enum { REVIEW_NOTE_MAX = 1000, REVIEW_SIGNED_MAX = 50, REVIEW_PERIOD_COUNT = 4 };

/* The days after which administrators are reminded; the first, 0, is never. */
extern const int review_periods[REVIEW_PERIOD_COUNT];

struct review {
    struct uuid id;
    int64_t started_at;
    const char *started_by; /* a name; NULL: erased */
    int64_t taken_at;       /* 0: it is still being prepared */
    int64_t signed_at;      /* 0: nobody signed it */
    const char *signed_by;
    int64_t person_count; /* in it */
    int64_t admin_count;
    int64_t flagged_count; /* who deserved a look */
    int64_t token_count;
    int64_t erased_count; /* of those that were in it: their lines are gone */
    const char *csv_sha256;
    const char *note; /* "" */
};

struct review_signed_list {
    struct review *items; /* the newest first */
    int count;
};

/* Those that were signed, at most REVIEW_SIGNED_MAX. */
MUST_USE enum err review_signed(struct db *db, const struct actor *actor,
                                struct review_signed_list *list) NONNULL;

/* One, signed or not. ERR_NOT_FOUND. */
MUST_USE enum err review_get(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct review *review) NONNULL;

/* How often administrators are reminded, in days; one of review_periods, else ERR_INVALID
 * ("access.remind"). */
MUST_USE enum err review_remind_get(struct db *db, const struct actor *actor, int *days) NONNULL;
MUST_USE enum err review_remind_set(struct db *db, const struct actor *actor, int days) NONNULL;

/* Whether a review is due, and since when there was none: the last one that was signed, or the
 * organization began. The first asks ahead (query_ahead). */
struct review_due {
    bool is_due;
    int64_t since;
    bool is_first; /* none was ever signed */
};
void review_due_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err review_due(struct db *db, const struct actor *actor,
                             struct review_due *due) NONNULL;

/* A note is of lines, with at most REVIEW_NOTE_MAX characters: ERR_INVALID with a sentence. */
MUST_USE enum err review_note_check(const char *note, const char **problem) NONNULL;

/* For the room: where a note is sealed. */
struct seal_place;
struct seal_place review_note_place(const struct actor *actor, const struct uuid *id) NONNULL;

/* For the inbox: adds the text of an expression: 1 if a review is due, else 0. $1 is the
 * organization. */
void review_due_add_count(struct query *query) NONNULL;

#endif
