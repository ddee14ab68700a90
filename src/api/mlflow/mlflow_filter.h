#ifndef API_MLFLOW_FILTER_H
#define API_MLFLOW_FILTER_H

#include <stdbool.h>

#include "base/arena.h"

/* The filters that clients of MLflow's prompt registry send: conditions on name and tags, AND
 * between them: "name = 'a'", "name LIKE 'a%'", "tags.`mlflow.prompt.is_prompt` = 'true'". */

struct mlflow_filter {
    const char *name;  /* exactly this one; NULL: any */
    const char *like;  /* a pattern, % any text, _ any character; NULL: none */
    bool ignores_case; /* of the pattern: ILIKE */
    bool is_empty;     /* no prompt is like that */
};

/* ERR_INVALID for anything else. */
MUST_USE enum err mlflow_filter_parse(struct arena *arena, const char *text,
                                      struct mlflow_filter *filter) NONNULL;

bool mlflow_filter_has(const struct mlflow_filter *filter, const char *name) NONNULL;

#endif
