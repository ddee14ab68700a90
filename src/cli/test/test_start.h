#ifndef CLI_TEST_START_H
#define CLI_TEST_START_H

#include "base/problem.h"
#include "cli/command/command.h"
#include "data/record/record_store.h"

/* Starting a test run from the command line, as a person. */

struct test_ask {
    const struct record_store *store; /* prompt_store or agent_store */
    const char *name;
    const char *organization; /* its slug */
    const char *email;        /* of the person */
    const char *label;        /* NULL: none, version says */
    int64_t version;          /* 0: the current one */
    const char *set, *endpoint, *model;
    int64_t repeats;
    int64_t token_cap;   /* -1: twice what the run is estimated to take at most */
    const char *results; /* the file of promptfoo that is imported in place of a run; NULL */
    struct text bytes;   /* of it */
    int64_t set_version; /* of it: 0: the released one, or else the current one */
    int64_t column;      /* of it: its promptIdx; -1: the first one */
    const char *junit;   /* the file; NULL: none */
    bool is_json;
};

struct test_started {
    struct actor person;
    struct uuid record_id, run_id;
};

/* Who and what is named: the person and the record in started, the version, and the test set. The
 * scope of the organization is entered. On an error the person has been told. */
struct test_found {
    int64_t version; /* 0: the current one */
    struct uuid set_id;
};
MUST_USE enum err test_find(struct command *command, const struct test_ask *ask,
                            struct test_started *started, struct test_found *found) NONNULL;

/* Says what a verb refused, and gives err back. */
MUST_USE enum err test_explain(const struct problem *problem, const struct test_ask *ask,
                               enum err err) NONNULL;

/* The scope of the organization is entered. On an error the person has been told why nothing was
 * started. */
MUST_USE enum err test_start(struct command *command, const struct test_ask *ask,
                             struct test_started *started) NONNULL;

#endif
