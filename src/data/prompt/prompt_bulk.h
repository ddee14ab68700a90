#ifndef DATA_PROMPT_BULK_H
#define DATA_PROMPT_BULK_H

#include "data/record/record_bulk.h"

/* One change to many prompts: see record_bulk.h. */

/* Adds the tag, or takes it off. Like every save it makes a version. ERR_INVALID also for a bad
 * tag. */
struct prompt_tag_change {
    const char *tag;
    bool is_added; /* false: taken off */
};
MUST_USE enum err prompt_bulk_tag(struct db *db, const struct actor *actor,
                                  const struct record_selection *selection,
                                  const struct prompt_tag_change *change,
                                  struct record_bulk_result *result) NONNULL;

/* Why prompt_bulk_tag would refuse the tag, in static storage; NULL if it would not. */
const char *prompt_bulk_tag_problem(const char *tag) NONNULL;

MUST_USE record_bulk_verb prompt_bulk_archive NONNULL;

#endif
