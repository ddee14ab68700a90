#ifndef DOMAIN_JUDGE_AGREEMENT_H
#define DOMAIN_JUDGE_AGREEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* How far a judge agrees with people who gave verdicts on the same results. Shares are in
 * thousandths. */

enum {
    JUDGE_VERDICTS_MIN = 50, /* fewer say nothing */
    JUDGE_FLOOR = 850,       /* the least agreement of a judge that may decide, unless changed */
    JUDGE_KAPPA_NONE = -2000 /* it is not defined */
};

/* Results by what people and the judge said. */
struct judge_counts {
    int64_t both_pass, both_fail;
    int64_t only_judge_passes; /* people failed it: what the judge would let through */
    int64_t only_people_pass;
};

struct judge_agreement {
    int64_t count;
    int agreement; /* the share on which both say the same */
    int base_rate; /* what a judge would agree on that always gives people's commoner verdict */
    int kappa; /* Cohen's: agreement beyond chance, 1000 at most; JUDGE_KAPPA_NONE: both sides gave
                  one verdict alone, so that chance explains everything */
};

/* J. Cohen, "A Coefficient of Agreement for Nominal Scales" (Educational and Psychological
 * Measurement 20, 1960). Without verdicts all shares are 0. */
void judge_agree(const struct judge_counts *counts, struct judge_agreement *agreement) NONNULL;

/* May a judge decide: JUDGE_VERDICTS_MIN verdicts at least, an agreement of the floor or more, and
 * more than chance? */
bool judge_is_calibrated(const struct judge_agreement *agreement, int floor) NONNULL;

#endif
