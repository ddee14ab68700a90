#ifndef DOMAIN_RUN_MATCH_H
#define DOMAIN_RUN_MATCH_H

#include "domain/run/run_promptfoo.h"
#include "domain/set/set_cases.h"

/* Which cases of a version of a test set the results of a file belong to: by the id of the case in
 * the test's metadata, or as its description; or else by its variables, if one case alone has
 * exactly these. */

struct run_match_result {
    const struct run_promptfoo_result *result;
    int at;          /* index into the cases of the set; -1: it belongs to none */
    int repeat;      /* 0, 1 … of this case, in the order of the file */
    const char *why; /* of at -1: a sentence; NULL */
};

struct run_match {
    struct run_match_result *items; /* of the column, in the order of the file */
    int count;
    int taken_count;      /* that belong to a case */
    int repeats;          /* of each case that is there */
    int case_count;       /* that are there */
    const int *places;    /* by index into the cases: their place among those, -1: not there */
    const char *case_ids; /* of those that are there, a line each; "": all are */
};

/* Matches the results of one column. ERR_INVALID: *problem is a sentence: no result belongs to a
 * case, a case is there more often than another, or more than ten times. In the arena; the items
 * are set in any case. */
MUST_USE enum err run_match(struct arena *arena, const struct run_promptfoo *file, int column,
                            const struct set_cases *cases, struct run_match *match,
                            const char **problem) NONNULL;

#endif
