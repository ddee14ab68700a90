#include "domain/judge/judge_agreement.h"

enum { WHOLE = 1000 };

/* Rounded down, so that nothing reaches a floor by rounding. */
static int share(int64_t part, int64_t of)
{
    return (int)(part * WHOLE / of);
}

void judge_agree(const struct judge_counts *counts, struct judge_agreement *agreement)
{
    int64_t same = counts->both_pass + counts->both_fail;
    int64_t count = same + counts->only_judge_passes + counts->only_people_pass;
    *agreement = (struct judge_agreement){.count = count, .kappa = JUDGE_KAPPA_NONE};
    if (count == 0)
        return;
    int64_t people_pass = counts->both_pass + counts->only_people_pass;
    int64_t judge_pass = counts->both_pass + counts->only_judge_passes;
    int64_t commoner = people_pass > count - people_pass ? people_pass : count - people_pass;
    agreement->agreement = share(same, count);
    agreement->base_rate = share(commoner, count);
    /* The share on which chance would agree. */
    double chance = ((double)people_pass * (double)judge_pass +
                     (double)(count - people_pass) * (double)(count - judge_pass)) /
                    ((double)count * (double)count);
    if (chance < 1)
        agreement->kappa = (int)(((double)same / (double)count - chance) / (1 - chance) * WHOLE);
}

bool judge_is_calibrated(const struct judge_agreement *agreement, int floor)
{
    return agreement->count >= JUDGE_VERDICTS_MIN && agreement->agreement >= floor &&
           agreement->kappa > 0;
}
