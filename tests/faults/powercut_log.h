#ifndef TESTS_FAULTS_POWERCUT_LOG_H
#define TESTS_FAULTS_POWERCUT_LOG_H

#include <stdint.h>

/* What powercut_record writes into $POWERCUT_LOG for each operation, in the order in which they
 * happened, and powercut for each answer that a client got. Behind a write follow its bytes. */

enum powercut_op {
    POWERCUT_WRITE = 1,
    POWERCUT_TRUNCATE, /* to `offset` bytes */
    POWERCUT_SYNC,
    POWERCUT_REMOVE,
    POWERCUT_ANSWER, /* the save number `offset` was acknowledged */
};

enum powercut_file { POWERCUT_DATABASE, POWERCUT_WAL, POWERCUT_FILES };

struct powercut_entry {
    uint32_t op;
    uint32_t file;
    int64_t offset;
    uint64_t len;
};

#endif
