#ifndef DATA_RUN_RESULT_FILE_H
#define DATA_RUN_RESULT_FILE_H

#include <jansson.h>

#include "base/buf.h"
#include "data/run/run_case.h"
#include "data/run/run_result.h"

/* Results of a run as programs read them: JSON and CSV have the same columns; and the JUnit report
 * (domain/run/run_junit.h). */

enum { RESULT_FILE_COLUMNS = 25 };
extern const char *const result_file_names[RESULT_FILE_COLUMNS];

/* A value for each column, null where there is none; new references. cases: of the run, count 0 if
 * its test set is gone. */
void result_file_values(struct arena *arena, const struct test_result *result,
                        const struct run_cases *cases, json_t *values[RESULT_FILE_COLUMNS]) NONNULL;

/* Why it did not pass, a sentence each: an array, which is the arena's. */
json_t *result_file_reasons(struct arena *arena, const struct test_result *result) NONNULL;
const char *result_file_join(struct arena *arena, const json_t *reasons) NONNULL;

/* A run as a JUnit report. What did not reach its end must not look like a run that passed: it has
 * an error more. */
struct result_file_junit {
    const struct test_run *run;
    const char *record_name, *set_name;
    int64_t count; /* of its results, those that are not there yet too */
};
bool result_file_is_whole(const struct test_run *run) NONNULL;
/* Why it is not whole, in words. */
const char *result_file_end_words(struct arena *arena, const struct test_run *run) NONNULL;
void result_file_junit_begin(struct buf *buf, const struct result_file_junit *file) NONNULL;
/* case_name: "" of a case without one. */
void result_file_junit_add(struct buf *buf, const struct result_file_junit *file,
                           const struct test_result *result, const char *case_name) NONNULL;
void result_file_junit_end(struct buf *buf, const struct result_file_junit *file) NONNULL;

#endif
