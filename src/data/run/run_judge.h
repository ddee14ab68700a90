#ifndef DATA_RUN_JUDGE_H
#define DATA_RUN_JUDGE_H

#include "data/endpoint/endpoint.h"
#include "data/evidence/evidence_digest.h"
#include "data/judge/judge_calibration.h"
#include "data/trial/trial_request.h"
#include "domain/endpoint/endpoint_price_list.h"
#include "domain/run/run_take.h"
#include "domain/set/set_cases.h"
#include "domain/set/set_settings.h"

/* The judge of a run: a version of a prompt, on a model of an endpoint other than the judged one.
 * It is given the variables input, output, expected and note, and answers as
 * domain/judge/judge_answer.h says. */

/* Which one. */
struct run_judge_choice {
    struct uuid prompt_id; /* nil: none */
    int64_t version;
    int64_t repeats;
    struct uuid endpoint_id;
    const char *model;
    const char *label; /* by which the test set names the version; NULL: it names the version */
};

struct run_judge {
    struct run_judge_choice choice;
    struct trial_content content;
    struct evidence_digest digest; /* of everything that the prompt would serve now */
    struct endpoint endpoint;
    const struct endpoint_price *price; /* today; NULL: there is none */
    char key[SHA256_HEX_LEN];
};

/* Which prompt and version the settings of a test set mean now; none, if they name none.
 * ERR_INVALID with a problem if it is not there, or the actor may not see it. */
MUST_USE enum err run_judge_choose(struct db *db, const struct actor *actor,
                                   const struct set_settings *settings,
                                   struct run_judge_choice *choice,
                                   struct problem *problem) NONNULL;

/* Reads it. ERR_INVALID with a problem of the field "judge_model": something is not there, the
 * prompt wants to be given more, or data of the class may not be sent there; ERR_DENIED,
 * ERR_NOT_FOUND, ERR_STOPPED. */
MUST_USE enum err run_judge_load(struct db *db, const struct actor *actor,
                                 const struct run_judge_choice *choice,
                                 const struct trial_content *judged, struct run_judge *judge,
                                 struct problem *problem) NONNULL;

/* What a judge is asked about an output, in the arena: the prompt, filled in, behind a frame that
 * says what is material and what to answer. Texts of the case and of the model stand between lines
 * that nobody could know before. ERR_INVALID as trial_request. */
MUST_USE enum err run_judge_request(struct arena *arena, const struct run_judge *judge,
                                    const struct set_case *set_case, const char *output,
                                    struct trial_made *made) NONNULL;

/* What asking about a case takes, all repeats together, before its output, of so many tokens at
 * most, is there. ERR_INVALID likewise. */
MUST_USE enum err run_judge_take(struct arena *arena, const struct run_judge *judge,
                                 const struct set_case *set_case, int64_t output_tokens,
                                 struct run_take *take, struct trial_made *made) NONNULL;

/* The same of a request that was made. */
struct run_take run_judge_take_of(struct arena *arena, const struct run_judge *judge,
                                  const char *request) NONNULL;

#endif
