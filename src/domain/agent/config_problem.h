#ifndef DOMAIN_CONFIG_PROBLEM_H
#define DOMAIN_CONFIG_PROBLEM_H

#include <stdbool.h>

#include "base/arena.h"

/* What is wrong with a structured value (an agent's config, a team's settings), and where. */

enum { CONFIG_PROBLEMS_MAX = 20 };

/* The path is like "tools[2].parameters.type"; "" is the value as a whole. A key that is no plain
 * word stands quoted: metadata["a b"]. Texts in the arena or static. */
struct config_problem {
    const char *path;
    const char *message;
};

struct config_problems {
    struct config_problem items[CONFIG_PROBLEMS_MAX]; /* in the order of the value */
    int count;
    bool has_more;
};

/* Adds a problem; the first CONFIG_PROBLEMS_MAX are kept. */
void config_problem_add(struct config_problems *problems, const char *path,
                        const char *message) NONNULL;

/* All problems as one text for a form's field: "tools[2].name: must be …", one a line. */
MUST_USE const char *config_problems_text(struct arena *arena,
                                          const struct config_problems *problems) NONNULL;

#endif
