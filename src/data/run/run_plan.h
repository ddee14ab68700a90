#ifndef DATA_RUN_PLAN_H
#define DATA_RUN_PLAN_H

#include "data/endpoint/endpoint.h"
#include "data/evidence/evidence_digest.h"
#include "data/run/run_case.h"
#include "data/run/run_judge.h"
#include "data/runner/runner.h"
#include "data/trial/trial_request.h"
#include "domain/endpoint/endpoint_price_list.h"
#include "domain/run/run_take.h"

/* What a run is made of, read once: the version, the cases, where they are sent and at what price.
 */

enum { RUN_OPEN_MAX = 5 /* of one person */ };

/* What is to be run. */
struct run_draft {
    const struct record_store *store; /* prompt_store or agent_store */
    struct uuid record_id;
    int64_t version; /* 0: the current one */
    struct uuid set_id;
    int64_t set_version; /* 0: the one with the label production, or else the current one */
    struct uuid endpoint_id;
    const char *model;
    struct uuid runner_id;     /* it is carried there by file, and endpoint_id is nil; else nil */
    const char *endpoint_name; /* of a run that is carried: what the endpoint is called there */
    json_t *temperature;       /* a number; NULL: as the version says */
    int64_t max_tokens;        /* 0: as the version says */
    int64_t repeats;
    int64_t token_cap, cost_cap_nanos; /* -1: none */
    const char *case_ids;              /* a line each; "": all */
    struct uuid again_of;              /* nil */
    struct run_judge_choice judge;     /* its endpoint and model; the rest as the test set says, */
    bool is_judge_known;               /* unless it is said here: prompt_id nil for none */
};

/* What all calls take, found out by run_start.h. */
struct run_estimate {
    int64_t version, set_version;
    int64_t case_count, call_count;      /* call_count = case_count * repeats */
    int64_t input_tokens, output_tokens; /* of all calls; output_tokens: at most */
    int64_t cost_nanos;                  /* at most; -1: the model has no price */
    const char *currency;
    const char *objection;    /* why it will be no evidence (domain/run/run_served.h); NULL */
    bool is_over_cap;         /* so that it may stop before its end */
    bool has_judge;           /* known even where the estimate is refused */
    int64_t judge_call_count; /* how often the judge is asked; all numbers but call_count have it */
};

struct run_plan {
    struct trial_content content;  /* and the version's number */
    struct evidence_digest digest; /* of everything that the version would serve now */
    const char *set_name;
    int64_t set_version;
    struct run_cases cases;   /* that are run, in the order of the set */
    struct endpoint endpoint; /* of a run that is carried only its name, its model and its class */
    struct runner runner;     /* of one that is */
    const struct endpoint_price *price; /* today; NULL: there is none */
    struct endpoint_parameters parameters;
    bool has_judge;
    struct run_judge judge;
    enum run_reason missing; /* what could not be had, where it could not be read */
    struct run_estimate estimate;
};

/* ERR_INVALID with a problem if something is not there any more, of a set without cases, or if the
 * judge is at the endpoint that it judges;
 * ERR_DENIED, ERR_NOT_FOUND. plan->missing says what is missing, also for a worker. */
MUST_USE enum err run_plan_load(struct db *db, const struct actor *actor,
                                const struct run_draft *draft, struct run_plan *plan,
                                struct problem *problem) NONNULL;

/* Of it what is not sent anywhere: the version with its digest, and the cases with the judge that
 * they name. Errors likewise. */
MUST_USE enum err run_plan_load_material(struct db *db, const struct actor *actor,
                                         const struct run_draft *draft, struct run_plan *plan,
                                         struct problem *problem) NONNULL;

/* What asking the model about a case takes, and what asking the judge does: nothing without one.
 * made->request: the document that is sent. ERR_INVALID as trial_request, and with names in
 * made->missing where the case has no value for a variable. */
struct run_case_take {
    struct run_take own, judge;
};
MUST_USE enum err run_plan_take(struct arena *arena, const struct run_plan *plan,
                                const struct set_case *set_case, struct trial_made *made,
                                struct run_case_take *take) NONNULL;

/* The person who started a run, with the rights that they have now. ERR_NOT_FOUND if they, or the
 * token that did it for them, may not go on. */
MUST_USE enum err run_plan_person(struct db *db, const struct test_run *run,
                                  struct actor *actor) NONNULL;

/* Of the record that a run is of; NULL: of a kind that is not run. */
const struct record_store *run_plan_store(const struct test_run *run) NONNULL;

/* The case of a position of the run: repeat * case_count + where the case is. */
const struct set_case *run_plan_case(const struct run_plan *plan, int64_t position) NONNULL;

/* The parameters as they are stored, {"temperature": 0.2, "max_tokens": 500}, and back. */
const char *run_parameters_format(struct arena *arena, const struct run_draft *draft) NONNULL;
void run_parameters_read(struct arena *arena, const char *text, struct run_draft *draft) NONNULL;

#endif
