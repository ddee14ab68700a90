#include "domain/run/run_state.h"

#include <string.h>

const char *const run_state_names[RUN_STATE_COUNT] = {
    [RUN_WAITING] = "waiting",   [RUN_RUNNING] = "running", [RUN_DONE] = "done",
    [RUN_CANCELED] = "canceled", [RUN_STOPPED] = "stopped", [RUN_FAILED] = "failed",
};

const char *const run_reason_names[RUN_REASON_COUNT] = {
    [RUN_NO_REASON] = "",
    [RUN_TOKENS] = "tokens",
    [RUN_COST] = "cost",
    [RUN_PERSON_GONE] = "person",
    [RUN_RECORD_GONE] = "record",
    [RUN_SET_GONE] = "set",
    [RUN_ENDPOINT_GONE] = "endpoint",
    [RUN_JUDGE_GONE] = "judge",
    [RUN_CHANGED] = "changed",
};

const char *const run_reason_texts[RUN_REASON_COUNT] = {
    [RUN_NO_REASON] = "",
    [RUN_TOKENS] = "The next call could have passed the cap in tokens.",
    [RUN_COST] = "The next call could have passed the cap in money.",
    [RUN_PERSON_GONE] = "The person who started it no longer has access.",
    [RUN_RECORD_GONE] = "This version can no longer be read, or is stopped.",
    [RUN_SET_GONE] = "This version of the test set can no longer be read.",
    [RUN_ENDPOINT_GONE] = "The endpoint is archived, or no longer has this model.",
    [RUN_JUDGE_GONE] = "The judge's prompt, endpoint or model is no longer there.",
    [RUN_CHANGED] = "Something that this version or its judge uses changed during the run.",
};

const char *const run_grade_names[RUN_GRADE_COUNT] = {
    [RUN_FULL] = "full",
    [RUN_IMPORTED] = "imported",
};

const char *const result_state_names[RESULT_STATE_COUNT] = {
    [RESULT_OPEN] = "open",
    [RESULT_PASSED] = "passed",
    [RESULT_FAILED] = "failed",
    [RESULT_ERROR] = "error",
};

/* -1: none of them. */
static int find(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

enum err run_state_parse(const char *name, enum run_state *state)
{
    int found = find(run_state_names, RUN_STATE_COUNT, name);
    *state = found < 0 ? RUN_WAITING : (enum run_state)found;
    return found < 0 ? ERR_INVALID : ERR_NONE;
}

bool run_state_is_over(enum run_state state)
{
    return state != RUN_WAITING && state != RUN_RUNNING;
}

enum err run_reason_parse(const char *name, enum run_reason *reason)
{
    int found = find(run_reason_names, RUN_REASON_COUNT, name);
    *reason = found < 0 ? RUN_NO_REASON : (enum run_reason)found;
    return found < 0 ? ERR_INVALID : ERR_NONE;
}

enum err run_grade_parse(const char *name, enum run_grade *grade)
{
    int found = find(run_grade_names, RUN_GRADE_COUNT, name);
    *grade = found < 0 ? RUN_FULL : (enum run_grade)found;
    return found < 0 ? ERR_INVALID : ERR_NONE;
}

const char *run_imported_words(struct arena *arena, const char *person, const char *file)
{
    return arena_printf(arena, "Graded by promptfoo, not by Rostrum. Imported by %s, file %s.",
                        person, file);
}

enum err result_state_parse(const char *name, enum result_state *state)
{
    int found = find(result_state_names, RESULT_STATE_COUNT, name);
    *state = found < 0 ? RESULT_OPEN : (enum result_state)found;
    return found < 0 ? ERR_INVALID : ERR_NONE;
}

enum result_rank result_rank_of(enum result_state state, bool is_critical)
{
    static const enum result_rank ranks[RESULT_STATE_COUNT] = {RANK_OPEN, RANK_PASSED, RANK_FAILED,
                                                               RANK_ERROR};
    bool is_bad = state == RESULT_FAILED || state == RESULT_ERROR;
    return is_bad && is_critical ? RANK_CRITICAL : ranks[state];
}
