#ifndef DOMAIN_RUN_COMPARE_H
#define DOMAIN_RUN_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What became of each case of a test set from one run to another. Cases are matched by their ids,
 * so that the runs may be of different versions of the set. */

/* What a run says of a case, all its repeats together. */
struct run_case {
    const char *case_id;
    int64_t position; /* of its first result in the run */
    bool is_critical;
    int64_t count;                           /* results that are there, at least 1 */
    int64_t pass_count;                      /* of these; the rest failed or are in error */
    int64_t cost_nanos, duration_ms, tokens; /* of all together; what is not known counts as 0 */
    const char *output_digest;               /* of the first result; "": there is none */
};

struct run_case_list {
    struct run_case *items; /* each case_id once, in the order of the set */
    int count;
};

/* In the order in which people read them. */
enum run_change {
    RUN_CASE_BROKEN,  /* every repeat passed, and now not every one does */
    RUN_CASE_WORSE,   /* fewer pass than before, of those that did not all pass */
    RUN_CASE_FIXED,   /* not every repeat passed, and now every one does */
    RUN_CASE_BETTER,  /* more pass than before, but not all */
    RUN_CASE_FAILING, /* as many fail as before */
    RUN_CASE_NEW,     /* only the later run has it */
    RUN_CASE_GONE,    /* only the earlier run has it */
    RUN_CASE_PASSING, /* every repeat passes in both */
    RUN_CHANGE_COUNT
};
/* "broken": in addresses; NULL at the end. */
extern const char *const run_change_names[RUN_CHANGE_COUNT + 1];
extern const char *const run_change_titles[RUN_CHANGE_COUNT];

struct run_difference {
    enum run_change change;
    bool is_critical;                      /* in either run */
    const struct run_case *before, *after; /* NULL: that run does not have it */
};

struct run_comparison {
    struct run_difference *items; /* by change, critical ones first, in the order of the set */
    int count;
    int counts[RUN_CHANGE_COUNT];
    int critical_broken_count; /* of those that are broken or worse */
};

/* In the arena; points into both lists. */
void run_compare(struct arena *arena, const struct run_case_list *before,
                 const struct run_case_list *after, struct run_comparison *comparison) NONNULL;

/* "12 fixed, 2 broken, 1 critical": "no differences" where every case did as before. In the arena.
 */
MUST_USE const char *run_comparison_words(struct arena *arena,
                                          const struct run_comparison *comparison) NONNULL;

#endif
