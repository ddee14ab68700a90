#ifndef CLI_DEMO_PLAY_H
#define CLI_DEMO_PLAY_H

#include "cli/demo/demo_story.h"

/* That many days before today, moved into working hours. */
int64_t demo_time(const struct demo *demo, double days_ago) NONNULL;

/* Plays the histories of all records in the order of their days. On an error the
 * person has been told where it stopped. */
MUST_USE enum err demo_play(const struct demo *demo) NONNULL;

#endif
