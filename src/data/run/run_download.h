#ifndef DATA_RUN_DOWNLOAD_H
#define DATA_RUN_DOWNLOAD_H

#include "data/run/run_case.h"
#include "data/run/run_result.h"

/* The results of a run one batch after another, by position, with what was sent: a run of any size
 * needs the memory of one batch. */

struct run_download {
    struct db *db;
    struct test_run run;
    const char *format; /* "csv" */
    int64_t after;      /* the last position that was given; -1: none yet */
    bool is_over;
};

/* Of download->run, which was loaded with the head, in download->format: leaves the event
 * "test.export". ERR_DENIED for who may not read the record. */
MUST_USE enum err run_download_begin(struct db *db, const struct actor *actor,
                                     const struct record_head *head,
                                     struct run_download *download) NONNULL;

/* The next batch, in a request of its own, whose results are the arena's. cases are empty if the
 * version of the test set is gone. */
MUST_USE enum err run_download_next(struct run_download *download, struct arena *arena,
                                    struct test_result_list *list, struct run_cases *cases) NONNULL;

#endif
