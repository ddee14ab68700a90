#ifndef DOMAIN_RUN_PROMPTFOO_RESULT_INTERNAL_H
#define DOMAIN_RUN_PROMPTFOO_RESULT_INTERNAL_H

#include "domain/run/run_promptfoo_shape.h"

/* A file that is being read: the first problem ends it. */
struct promptfoo_reading {
    struct arena *arena;
    struct run_promptfoo *file;
    const char *place; /* of the result that is read */
    const char *problem;
};

/* Notes what is wrong with a member of the result that is read, if it is the first thing. key "":
 * the result itself. */
void promptfoo_refuse(struct promptfoo_reading *reading, const char *key, const char *what) NONNULL;

/* One result, and its column if it is the first one of it. */
void promptfoo_read_result(struct promptfoo_reading *reading, const json_t *row)
    __attribute__((nonnull(1)));

#endif
