#ifndef DOMAIN_FRAMEWORK_CARD_INTERNAL_H
#define DOMAIN_FRAMEWORK_CARD_INTERNAL_H

#include "domain/framework/framework_work_internal.h"

/* Write the card of A2A in its generations 1.0 and 0.3: framework.h. Of a team it is that of its
 * entry, with a skill for each member. */
MUST_USE enum err framework_card_write(struct framework_work *work, const char **problem) NONNULL;
MUST_USE enum err framework_card_write_old(struct framework_work *work,
                                           const char **problem) NONNULL;

#endif
