#ifndef DATA_RUN_GRADE_H
#define DATA_RUN_GRADE_H

#include "crypt/token.h"
#include "data/endpoint/endpoint_work.h"
#include "data/run/run_row.h"
#include "data/vault/vault.h"
#include "domain/set/set_cases.h"

/* Inside the room: grading what a model answered, and sealing it, before the transaction in which
 * it is written. */

struct run_said {
    const char *request; /* as it was sent */
    const struct endpoint_result *result;
    int64_t cost_nanos; /* -1: not known */
};

/* By the checks of the case alone: passed or failed, and what they found, in the arena. */
enum result_state run_grade(struct arena *arena, const struct set_case *set_case,
                            const struct run_said *said, const char **findings) NONNULL;

/* As a result stores it. */
struct run_graded {
    char digest[SHA256_HEX_LEN]; /* of the output; "": there is none */
    struct db_value output, findings;
};
MUST_USE enum err run_grade_seal(struct db *db, const struct seal_place *result,
                                 const struct endpoint_result *answer, const char *findings,
                                 struct run_graded *graded) NONNULL;

#endif
