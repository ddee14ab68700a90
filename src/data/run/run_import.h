#ifndef DATA_RUN_IMPORT_H
#define DATA_RUN_IMPORT_H

#include "data/run/run_plan.h"
#include "domain/run/run_match.h"

/* A test run that promptfoo carried out and graded (domain/run/run_promptfoo.h): evidence of a
 * lower grade, RUN_IMPORTED. Its digest is that of what the version would serve as it is imported;
 * its age counts from when promptfoo ended. */

struct run_import_draft {
    const struct record_store *store; /* prompt_store or agent_store */
    struct uuid record_id;
    int64_t version; /* 0: the current one */
    struct uuid set_id;
    int64_t set_version; /* 0: the one with the label production, or else the current one */
    const char *file_name;
    struct text bytes; /* of the file */
    int64_t column;    /* promptIdx; -1: the first one */
};

struct run_import {
    struct run_promptfoo file;
    int column; /* index into file.columns */
    struct run_plan plan;
    struct set_cases cases; /* of the version of the test set */
    struct run_match match;
};

/* Who may change a record may say how it was tested elsewhere; nobody who entered from outside, and
 * no program. */
bool run_may_import(const struct actor *actor, const struct record_head *head) NONNULL;

/* What an import would take. ERR_INVALID with a problem of the field "file", "column", "set",
 * "version", or "" for who entered from outside; import->file.columns are set as soon as the file
 * could be read, and import->match as soon as anything could be compared. ERR_DENIED,
 * ERR_NOT_FOUND, ERR_STOPPED. */
MUST_USE enum err run_import_read(struct db *db, const struct actor *actor,
                                  const struct run_import_draft *draft, struct run_import *import,
                                  struct problem *problem) NONNULL;

/* Reads it and writes it, as a whole or not at all: "test.import". */
MUST_USE enum err run_import(struct db *db, const struct actor *actor,
                             const struct run_import_draft *draft, struct uuid *id,
                             struct problem *problem) NONNULL;

#endif
