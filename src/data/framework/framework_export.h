#ifndef DATA_FRAMEWORK_EXPORT_H
#define DATA_FRAMEWORK_EXPORT_H

#include "base/problem.h"
#include "data/framework/framework_load.h"

/* What is given out, and of what it was made. */
struct framework_given {
    struct framework_source source;
    struct framework_export made;
};

/* Loads an agent or a team (framework_load.h), writes it in the format that is asked for, and
 * records the event "KIND.export" with format and version. Errors as framework_load, and
 * ERR_INVALID, with a problem, of what can't be written so: then there is no event. */
MUST_USE enum err framework_export(struct db *db, const struct actor *actor,
                                   const struct framework_ask *ask, struct framework_given *given,
                                   struct problem *problem) NONNULL;

#endif
