#ifndef CLI_DEMO_USAGE_H
#define CLI_DEMO_USAGE_H

#include "cli/demo/demo_story.h"

/* What the programs of the company were served in the last 30 days: most of what is in production,
 * by three tokens; of some the version before it until lately; and something that is archived. On
 * an error the person has been told. */
MUST_USE enum err demo_usage(const struct demo *demo) NONNULL;

#endif
