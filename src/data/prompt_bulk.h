#ifndef DATA_PROMPT_BULK_H
#define DATA_PROMPT_BULK_H

#include "data/prompt.h"

/* One change to many prompts: one transaction, rights asked for each, an event for each. */

enum { PROMPT_BULK_MAX = 100 };

struct prompt_selection {
    const struct uuid *ids;
    int count;
};

enum prompt_bulk_outcome {
    PROMPT_BULK_CHANGED,
    PROMPT_BULK_UNCHANGED, /* it was so already */
    PROMPT_BULK_DENIED,    /* the actor may see but not change it */
    PROMPT_BULK_NOT_FOUND,
    PROMPT_BULK_REFUSED, /* a rule: too many tags, or archived */
};

struct prompt_bulk_item {
    struct uuid id;
    const char *name; /* NULL if not found */
    enum prompt_bulk_outcome outcome;
};

struct prompt_bulk_result {
    struct prompt_bulk_item *items; /* in the order of the selection, repetitions left out */
    int count;
    int changed_count;
    int refused_count; /* denied, not found and refused */
};

/* Adds the tag, or takes it off. Like every save it makes a version. ERR_INVALID (field "tag" or
 * "ids") for a bad tag, or no prompts or too many. */
struct prompt_tag_change {
    const char *tag;
    bool is_added; /* false: taken off */
};
MUST_USE enum err prompt_bulk_tag(struct db *db, const struct actor *actor,
                                  const struct prompt_selection *selection,
                                  const struct prompt_tag_change *change,
                                  struct prompt_bulk_result *result) NONNULL;

/* Why prompt_bulk_tag would refuse the tag, in static storage; NULL if it would not. */
const char *prompt_bulk_tag_problem(const char *tag) NONNULL;

MUST_USE enum err prompt_bulk_archive(struct db *db, const struct actor *actor,
                                      const struct prompt_selection *selection,
                                      struct prompt_bulk_result *result) NONNULL;

#endif
