#ifndef TESTS_JUDGES_H
#define TESTS_JUDGES_H

#include <stdio.h>

#include "agents.h"
#include "data/judge/judge_calibration.h"
#include "runs.h"

/* A test set with a judge, what the judge says, and people who give verdicts, for the tests. */

#define JUDGE_BODY     "Was {{output}} right for {{input}}? Wanted: {{expected}} {{note}}"
#define JUDGE_SETTINGS "{\"judge\":{\"prompt\":{\"name\":\"judges/strict\"},\"repeats\":3}}"

enum { JUDGE_REPEATS = 3, JUDGE_CASES = 3 };

struct judges {
    struct runs runs;
    struct uuid prompt; /* the judge's */
    struct run_draft draft;
};

/* The set names its judge by its label production. */
static inline struct judges judges_plant(struct fixture *f)
{
    struct problem problem;
    struct judges world = {.runs = runs_plant(f)};
    struct endpoint_draft other = endpoints_draft();
    other.name = "Judges";
    struct uuid judges = endpoints_make(f, &other);
    assert_int_equal(endpoints_price(f, &judges, 1, "gpt-5,2020-01-01,1,10", &problem), ERR_NONE);
    fixture_begin(f);
    world.prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "judges/strict", JUDGE_BODY);
    put_label(f, &prompt_store, &world.prompt, "production", 0, 1);
    world.runs.set =
        make_set(f, PERSONA_PRODUCT_MANAGER, "answers/judged", RUN_CASES, JUDGE_SETTINGS);
    world.draft = runs_draft(&world.runs);
    world.draft.judge = (struct run_judge_choice){.endpoint_id = judges, .model = "gpt-5"};
    return world;
}

/* What a test tells both models, and what they were asked. */
struct judges_play {
    const char *said;     /* by the judge; NULL: it passes what does not say no */
    const char *answered; /* by the judged model; NULL: what it was told */
    const char *asked;    /* of the judge, last */
    enum endpoint_outcome failing;
    char kept[16384]; /* what asked points to: the arena of a step is over after it */
};
static struct judges_play judges_play;

static inline bool judges_is_asked(const struct endpoint_claimed *claimed)
{
    return strstr(claimed->call.request, "response_format") != NULL;
}

static inline void judges_speak(struct fixture *f, const struct endpoint_claimed *claimed,
                                struct endpoint_result *result)
{
    runs_echo(f, claimed, result);
    if (!judges_is_asked(claimed)) {
        if (judges_play.answered != NULL)
            result->completion.content = judges_play.answered;
        return;
    }
    if (judges_play.failing != ENDPOINT_ANSWERED) {
        *result = runs_failure(judges_play.failing);
        return;
    }
    (void)snprintf(judges_play.kept, sizeof judges_play.kept, "%s", claimed->call.request);
    judges_play.asked = judges_play.kept;
    bool is_no = strstr(result->completion.content, "Say no.") != NULL;
    result->completion.content = judges_play.said != NULL ? judges_play.said
                                 : is_no ? "{\"pass\": false, \"score\": 0.2, \"reason\": \"No\"}"
                                         : "{\"pass\": true, \"score\": 0.8, \"reason\": \"Yes\"}";
}

static inline int judges_open(void **state)
{
    judges_play = (struct judges_play){.failing = ENDPOINT_ANSWERED};
    return fixture_open(state);
}

static inline int judges_open_app(void **state)
{
    judges_play = (struct judges_play){.failing = ENDPOINT_ANSWERED};
    return fixture_open_app(state);
}

static inline struct test_result judges_result(struct fixture *f, const struct test_run *run,
                                               int64_t position)
{
    struct test_result result;
    struct test_run now = runs_find(f, &run->id);
    assert_int_equal(result_get(f->db, &now, position, &result), ERR_NONE);
    return result;
}

/* Of a result as it was looked at before. */
static inline enum err judges_give(struct fixture *f, const struct judges *world,
                                   const struct test_run *run, const struct test_result *result,
                                   bool passed)
{
    struct problem problem;
    struct record_head head = {
        .store = &prompt_store, .id = world->runs.prompt, .organization_id = f->own.id};
    const struct run_verdict_draft draft = {
        .passed = passed, .note = "Seen.", .seen = result->verdict_count};
    int64_t position = result->position;
    struct test_run now = runs_find(f, &run->id);
    struct test_result there;
    assert_int_equal(result_get(f->db, &now, position, &there), ERR_NONE);
    return run_verdict_give(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &head, &now, &there,
                            &draft, &problem);
}

/* Verdicts on every result of so many runs, of which people agree with the judge on all but so
 * many. */
static inline struct test_run judges_calibrate(struct fixture *f, const struct judges *world,
                                               int run_count, int dispute_count)
{
    struct test_run run = {.judge_key = ""};
    struct run_draft draft = world->draft;
    draft.repeats = 10;
    for (int i = 0; i < run_count; i++) {
        struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
        run = runs_drive(f, &id, judges_speak);
        for (int64_t at = 0; at < run.result_count; at++) {
            run = runs_find(f, &id);
            struct test_result result = judges_result(f, &run, at);
            bool is_disputed = dispute_count-- > 0;
            assert_int_equal(
                judges_give(f, world, &run, &result, result.judge_passed != is_disputed), ERR_NONE);
        }
        run = runs_find(f, &id);
    }
    return run;
}

#endif
