#ifndef DATA_EVIDENCE_JUDGE_H
#define DATA_EVIDENCE_JUDGE_H

#include "data/db/db.h"

/* Whether the judge of a run decides. That is asked whenever it matters, and never kept: people may
 * have given verdicts since the run began, and the judge may have changed. */

enum judge_standing {
    JUDGE_DECIDES,      /* it is calibrated, and is now what it was in the run */
    JUDGE_UNCALIBRATED, /* people gave too few verdicts, or it agrees too little with them */
    JUDGE_CHANGED,      /* its prompt says something else now, or what it uses does */
    JUDGE_GONE,         /* its endpoint or model is not there */
    JUDGE_STANDING_COUNT
};

/* Why it only advises, a sentence; NULL of JUDGE_DECIDES. */
extern const char *const judge_standing_texts[JUDGE_STANDING_COUNT];

/* The judge of a run, as it was then. */
struct evidence_judge {
    struct uuid prompt_id;
    const char *label; /* by which its test set named the version; NULL: it named the version */
    int64_t version;
    struct uuid endpoint_id;
    const char *model;
    const char *key; /* data/judge/judge_calibration.h; "": not known, so that it never decides */
};

/* Is it the same one? */
bool evidence_judge_equal(const struct evidence_judge *a, const struct evidence_judge *b) NONNULL;

/* Reads as much as the judge's prompt uses: outside of write transactions. */
MUST_USE enum err evidence_judge_look(struct db *db, const struct uuid *organization_id,
                                      const struct evidence_judge *judge,
                                      enum judge_standing *standing) NONNULL;

/* In the write transaction: is a judge that decided still there, and calibrated? That its text is
 * the same is proven by the version of the organization's content. */
MUST_USE enum err evidence_judge_again(struct db *db, const struct uuid *organization_id,
                                       const struct evidence_judge *judge, bool *decides) NONNULL;

#endif
