#ifndef DOMAIN_RUN_PROMPTFOO_SHAPE_H
#define DOMAIN_RUN_PROMPTFOO_SHAPE_H

#include "base/json.h"
#include "domain/run/run_state.h"

/* What promptfoo made and graded: the file of "promptfoo eval -o results.json", version 3 of its
 * results (promptfoo, src/types/index.ts: OutputFile, EvaluateSummaryV3, EvaluateResult). A column
 * of it is a prompt at a provider, which promptIdx counts; a test stands there once for each
 * column, and with --repeat once more for each repeat. */

enum {
    RUN_PROMPTFOO_BYTES_MAX = 4 * 1024 * 1024,
    RUN_PROMPTFOO_RESULTS_MAX = 4000, /* of all columns together */
    RUN_PROMPTFOO_COLUMNS_MAX = 50,
    RUN_PROMPTFOO_NOTES_MAX = 50,
    RUN_PROMPTFOO_DEPTH = 64,        /* of its JSON: it repeats the whole configuration */
    RUN_PROMPTFOO_MODEL_MAX = 200,   /* bytes */
    RUN_PROMPTFOO_FINDINGS_MAX = 50, /* of a result */
};

/* One test at one provider. */
struct run_promptfoo_result {
    const char *place; /* "results[3]": for people */
    int column;        /* index into columns */
    int64_t test;      /* testIdx */
    const char *id;    /* metadata.id of the test, as our export writes it; "" */
    const char *name;  /* its description; "" */
    json_t *variables; /* an object of texts, as far as they are not texts as JSON */
    enum result_state state;
    const char *output, *error;          /* "": none */
    const char *findings;                /* domain/run/run_finding.h */
    int64_t input_tokens, output_tokens; /* -1: not said */
    int64_t cost_nanos;                  /* in US dollars; -1: not said */
    int64_t duration_ms;
};

struct run_promptfoo_column {
    int64_t index;        /* promptIdx */
    const char *provider; /* "openai:gpt-5": its id, or its label where there is none */
    const char *prompt;   /* its label; "" */
    int count, pass_count;
};

/* Something of a result that is not taken along: once, with how many have it. */
struct run_promptfoo_note {
    const char *what;  /* "namedScores" */
    const char *place; /* where it is first */
    int count;
};

struct run_promptfoo {
    int64_t made_at;                      /* when promptfoo ended, microseconds */
    struct run_promptfoo_result *results; /* in the order of the file */
    int count;
    struct run_promptfoo_column *columns; /* by index */
    int column_count;
    struct run_promptfoo_note notes[RUN_PROMPTFOO_NOTES_MAX]; /* more are not kept */
    int note_count;
};

#endif
