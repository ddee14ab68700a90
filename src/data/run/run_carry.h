#ifndef DATA_RUN_CARRY_H
#define DATA_RUN_CARRY_H

#include "crypt/token.h"
#include "data/run/run_plan.h"
#include "domain/run/run_document.h"

/* Runs that are carried by file to a model that the installation can't reach: what is carried is
 * made as the run begins and kept, so that what a version uses may change while it is on its way;
 * it is sealed to the runner's key when it is downloaded. */

/* What is stored of it: made and sealed before the transaction in which the run begins. */
struct run_carried {
    char digest[SHA256_HEX_LEN];
    struct db_value document;
};
/* ERR_INVALID with a problem: more calls, or more bytes, than a file may have. */
MUST_USE enum err run_carry_prepare(struct db *db, const struct run_draft *draft,
                                    const struct run_plan *plan, const struct uuid *run_id,
                                    struct run_carried *carried, struct problem *problem) NONNULL;

/* May the actor carry it: who started it, or who may change the record, while it is open? */
bool run_may_carry(const struct actor *actor, const struct record_head *head,
                   const struct test_run *run) NONNULL;

/* "test.carry": the run, sealed to the key of its runner. ERR_DENIED; ERR_CONFLICT with a problem:
 * it has ended, or its runner was withdrawn. In the arena. */
MUST_USE enum err run_carry_download(struct db *db, const struct actor *actor,
                                     const struct record_head *head, const struct test_run *run,
                                     struct text *file, struct problem *problem) NONNULL;

/* Inside the room: what is carried. ERR_NOT_FOUND: it is not there any more. */
MUST_USE enum err run_carry_read(struct db *db, const struct test_run *run,
                                 struct run_document *document, struct text *text) NONNULL;

#endif
