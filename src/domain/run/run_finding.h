#ifndef DOMAIN_RUN_FINDING_H
#define DOMAIN_RUN_FINDING_H

#include "base/json.h"
#include "domain/grade/grade.h"

/* What the checks of a case found, as it is stored: [{"type", "passed", "reason"}], a check each.
 */
const char *run_finding_format(struct arena *arena, const struct grade_result *graded) NONNULL;

/* Back; "" is none. In the arena. */
void run_finding_parse(struct arena *arena, const char *text, struct grade_result *graded) NONNULL;

#endif
