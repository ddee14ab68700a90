#ifndef DOMAIN_LABEL_RULE_H
#define DOMAIN_LABEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* What a label needs before it moves to a version: a test run of exactly what would be served. Here
 * are the words; data/evidence finds the run. */

enum { LABEL_RULE_DAYS_MAX = 3650 };

struct label_rule_terms {
    const char *label;
    const char *set_name; /* NULL: any test set; "": one that is gone */
    int64_t min_pass_permille;
    bool forbids_critical;
    int64_t max_age_days;  /* 0: as old as it may be */
    bool forbids_worse;    /* than what is live, with the same test set */
    bool needs_judge;      /* there must be a judge that decides; one that does not advises */
    bool accepts_imported; /* runs that another program graded count as well */
};

/* "a run of refund-cases with at least 95% passed, no critical failure and at most 14 days old":
 * what "production needs". In the arena. */
MUST_USE const char *label_rule_needs(struct arena *arena,
                                      const struct label_rule_terms *terms) NONNULL;

/* "95%", "99.5%"; less than a tenth is left out, so that nothing seems to reach what it does not.
 */
MUST_USE const char *label_rule_percent(struct arena *arena, int64_t permille) NONNULL;
/* Of so many of all (more than 0). */
MUST_USE const char *label_rule_rate(struct arena *arena, int64_t part, int64_t all) NONNULL;

/* Permille of a percentage as it is typed: "95", "99.5". ERR_INVALID for less than 0, more than 100
 * or more than one digit behind the point. */
MUST_USE enum err label_rule_parse_percent(const char *text, int64_t *permille) NONNULL;

/* What a run of the version says, as far as a rule looks at it. */
struct label_rule_run {
    int64_t pass_count, result_count, critical_fail_count;
    int64_t age_us;
    bool is_judged;
    const char *objection; /* why its judge only advises, a sentence; NULL: it decides */
    int64_t set_version, set_version_now;       /* now 0: the test set is gone */
    bool is_as_served;                          /* its model and parameters are the version's */
    bool is_imported;                           /* another program graded it */
    int64_t live_pass_count, live_result_count; /* of what is live; 0: it has no such run */
    int64_t beside_pass_count;                  /* of the run, counted as that of what is live */
    int64_t version, live_version;
};

/* Why a run says nothing about the version as it would be served now, whatever came of it: a
 * sentence in the arena; NULL if it does. */
MUST_USE const char *label_rule_unfit(struct arena *arena, const struct label_rule_terms *terms,
                                      const struct label_rule_run *run) NONNULL;

/* Why a run does not meet a rule: a sentence in the arena, NULL if it does. */
MUST_USE const char *label_rule_missing(struct arena *arena, const struct label_rule_terms *terms,
                                        const struct label_rule_run *run) NONNULL;

#endif
