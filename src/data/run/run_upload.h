#ifndef DATA_RUN_UPLOAD_H
#define DATA_RUN_UPLOAD_H

#include "base/text.h"
#include "data/run/run_carry.h"

/* The answers to a run that was carried by file, as its runner signed them (crypt/answer_file.h):
 * all of them or none. They are checked, opened and graded before the transaction in which the
 * results are written and the run ends: done, or stopped by its cap in tokens. */

/* "test.upload". ERR_INVALID with a problem of the field "answers" that names what is wrong, and
 * the case; ERR_CONFLICT: it has ended or was uploaded already, or its runner was withdrawn;
 * ERR_DENIED for who may not carry it. */
MUST_USE enum err run_upload(struct db *db, const struct actor *actor,
                             const struct record_head *head, const struct test_run *run,
                             struct text file, struct problem *problem) NONNULL;

#endif
