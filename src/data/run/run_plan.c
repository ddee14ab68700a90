#include "data/run/run_plan.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/number.h"
#include "data/agent/agent.h"
#include "data/endpoint/endpoint_prices.h"
#include "data/prompt/prompt.h"
#include "data/set/set.h"
#include "data/user/user_record.h"
#include "domain/endpoint/endpoint_answer.h"
#include "domain/record/name.h"

/* ---- the cases ----------------------------------------------------------------------------- */

static enum err read_version(struct db *db, const struct actor *actor, const struct set *set,
                             int64_t number, struct record_version *version)
{
    const struct record_source live = {.head = &set->head, .label = "production"};
    enum err err = number == 0 ? record_version_get_source(db, actor, &live, version)
                               : record_version_get(db, actor, &set->head, number, version);
    return number == 0 && err == ERR_NOT_FOUND
               ? record_version_get(db, actor, &set->head, set->head.version, version)
               : err;
}

static enum err load_set(struct db *db, const struct actor *actor, const struct run_draft *draft,
                         struct run_plan *plan, struct problem *problem)
{
    struct set set;
    struct record_version version;
    struct set_content *content = arena_alloc(db_arena(db), sizeof *content);
    plan->missing = RUN_SET_GONE;
    enum err err = record_load(db, actor, &set_store, &draft->set_id, set_store.kind->read,
                               RECORD_HEAD_ONLY, &set);
    if (err == ERR_NONE)
        err = read_version(db, actor, &set, draft->set_version, &version);
    if (err == ERR_NOT_FOUND || err == ERR_DENIED)
        return problem_refuse(problem, ERR_INVALID, "set",
                              "This test set or its version is not there. Choose another.");
    if (err != ERR_NONE)
        return err;
    set_content_read(db_arena(db), &version.content, content);
    plan->set_name = set.head.name;
    plan->set_version = version.version;
    run_cases_choose(db_arena(db), &content->cases, draft->case_ids, &plan->cases);
    plan->judge.choice = draft->judge;
    if (plan->cases.count == 0)
        return problem_refuse(problem, ERR_INVALID, "set",
                              draft->case_ids[0] == '\0'
                                  ? "This test set has no cases. Add some first."
                                  : "None of these cases is in this version of the test set.");
    plan->missing = RUN_JUDGE_GONE;
    return draft->is_judge_known
               ? ERR_NONE
               : run_judge_choose(db, actor, &content->settings, &plan->judge.choice, problem);
}

const struct set_case *run_plan_case(const struct run_plan *plan, int64_t position)
{
    return plan->cases.items[position % plan->cases.count];
}

/* Nobody knows what is paid elsewhere: no amount is shown in it. */
static const char no_currency[] = "USD";

/* ---- where they are sent ------------------------------------------------------------------- */

/* The runner to which it is carried; what is typed of the endpoint there is words. */
static enum err load_runner(struct db *db, const struct actor *actor, const struct run_draft *draft,
                            struct run_plan *plan, struct problem *problem)
{
    const char *message = NULL;
    enum err err = runner_find(db, &actor->organization_id, &draft->runner_id, &plan->runner);
    if (err == ERR_NOT_FOUND || (err == ERR_NONE && plan->runner.withdrawn_at != 0))
        return problem_refuse(problem, ERR_INVALID, "model",
                              "This runner is not registered any more. Choose another.");
    if (err != ERR_NONE)
        return err;
    if (name_check(draft->endpoint_name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "at_endpoint", message);
    if (!endpoint_model_is(draft->model))
        return problem_refuse(
            problem, ERR_INVALID, "at_model",
            "Enter the name that the model has there: printable ASCII characters, "
            "no spaces or commas.");
    plan->endpoint = (struct endpoint){.organization_id = actor->organization_id,
                                       .name = name_normalize(db_arena(db), draft->endpoint_name),
                                       .models = draft->model,
                                       .data_class = plan->runner.data_class,
                                       .currency = no_currency};
    plan->price = NULL;
    plan->parameters = (struct endpoint_parameters){
        .model = draft->model, .temperature = draft->temperature, .max_tokens = draft->max_tokens};
    return ERR_NONE;
}

static enum err load_endpoint(struct db *db, const struct actor *actor,
                              const struct run_draft *draft, struct run_plan *plan,
                              struct problem *problem)
{
    struct endpoint_price_list *prices = arena_alloc(db_arena(db), sizeof *prices);
    plan->missing = RUN_ENDPOINT_GONE;
    enum err err = endpoint_find(db, &actor->organization_id, &draft->endpoint_id, &plan->endpoint);
    if (err == ERR_NOT_FOUND ||
        (err == ERR_NONE && (plan->endpoint.archived_at != 0 ||
                             !endpoint_model_in(plan->endpoint.models, draft->model))))
        return problem_refuse(problem, ERR_INVALID, "model",
                              "This endpoint or model is not there any more. Choose another.");
    if (err == ERR_NONE)
        err = endpoint_prices(db, &actor->organization_id, &draft->endpoint_id, prices);
    if (err != ERR_NONE)
        return err;
    plan->price = endpoint_price_of(prices, draft->model, clock_now() / CLOCK_DAY);
    plan->parameters = (struct endpoint_parameters){
        .model = draft->model, .temperature = draft->temperature, .max_tokens = draft->max_tokens};
    return ERR_NONE;
}

static enum err check_class(struct db *db, const struct run_plan *plan, struct problem *problem)
{
    const char *why = NULL;
    if (trial_may_send(db_arena(db), &plan->content, plan->endpoint.data_class, &why) == ERR_NONE)
        return ERR_NONE;
    return problem_refuse(problem, ERR_INVALID, "model", why);
}

/* ---- the judge ----------------------------------------------------------------------------- */

static enum err load_judge(struct db *db, const struct actor *actor, struct run_plan *plan,
                           struct problem *problem)
{
    const struct run_judge_choice choice = plan->judge.choice;
    plan->missing = RUN_JUDGE_GONE;
    plan->has_judge = plan->estimate.has_judge = !uuid_is_nil(&choice.prompt_id);
    if (!plan->has_judge)
        return ERR_NONE;
    if (!uuid_is_nil(&plan->runner.id))
        return problem_refuse(problem, ERR_INVALID, "set",
                              "This test set has a judge, and answers that are carried by file are "
                              "graded by checks alone. Choose an endpoint, or a test set without a "
                              "judge.");
    if (choice.model == NULL || choice.model[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "judge_model",
                              "This test set has a judge. Choose the model that judges.");
    if (uuid_equal(&choice.endpoint_id, &plan->endpoint.id))
        return problem_refuse(problem, ERR_INVALID, "judge_model",
                              "A judge must be at another endpoint than the model that it judges. "
                              "Choose a model of another endpoint.");
    enum err err = run_judge_load(db, actor, &choice, &plan->content, &plan->judge, problem);
    return err == ERR_NOT_FOUND || err == ERR_DENIED || err == ERR_STOPPED
               ? problem_refuse(problem, ERR_INVALID, "set",
                                "The judge of this test set can no longer be read.")
               : err;
}

const struct record_store *run_plan_store(const struct test_run *run)
{
    if (run->kind == NULL)
        return NULL;
    return run->kind->id == RECORD_PROMPT  ? &prompt_store
           : run->kind->id == RECORD_AGENT ? &agent_store
                                           : NULL;
}

enum err run_plan_load_material(struct db *db, const struct actor *actor,
                                const struct run_draft *draft, struct run_plan *plan,
                                struct problem *problem)
{
    const struct trial_input input = {draft->store, draft->record_id, draft->version,
                                      draft->set_id};
    *plan = (struct run_plan){.missing = RUN_RECORD_GONE};
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = trial_load(db, actor, &input, &plan->content, problem);
    if (err == ERR_NONE)
        err = evidence_digest(db, actor, plan->content.head, plan->content.version, &plan->digest);
    return err == ERR_NONE ? load_set(db, actor, draft, plan, problem) : err;
}

enum err run_plan_load(struct db *db, const struct actor *actor, const struct run_draft *draft,
                       struct run_plan *plan, struct problem *problem)
{
    enum err err = run_plan_load_material(db, actor, draft, plan, problem);
    if (err == ERR_NONE)
        err = uuid_is_nil(&draft->runner_id) ? load_endpoint(db, actor, draft, plan, problem)
                                             : load_runner(db, actor, draft, plan, problem);
    if (err == ERR_NONE)
        err = check_class(db, plan, problem);
    return err == ERR_NONE ? load_judge(db, actor, plan, problem) : err;
}

/* A token that was revoked spends no more. One that has expired does: what it began goes on. */
static enum err check_token(struct db *db, const struct test_run *run)
{
    struct db_result rows;
    if (uuid_is_nil(&run->token_id))
        return ERR_NONE;
    enum err err = db_select(db, &rows,
                             "SELECT 1 FROM api_tokens WHERE organization_id = $1 AND id = $2 "
                             "AND revoked_at IS NULL",
                             db_uuid(&run->organization_id), db_uuid(&run->token_id));
    return err == ERR_NONE && rows.row_count == 0 ? ERR_NOT_FOUND : err;
}

enum err run_plan_person(struct db *db, const struct test_run *run, struct actor *actor)
{
    struct user_record record;
    enum err err = user_record_find(db, &run->organization_id, &run->created_by, &record);
    if (err != ERR_NONE)
        return err;
    *actor = user_record_actor(&record);
    return actor->is_active ? check_token(db, run) : ERR_NOT_FOUND;
}

static enum err make_request(struct arena *arena, const struct run_plan *plan,
                             const struct set_case *set_case, struct trial_made *made)
{
    const struct trial_case given = {set_case->variables, set_case->messages};
    return trial_request(arena, &plan->content, &given, &plan->parameters, made);
}

enum err run_plan_take(struct arena *arena, const struct run_plan *plan,
                       const struct set_case *set_case, struct trial_made *made,
                       struct run_case_take *take)
{
    struct trial_made asked;
    *take = (struct run_case_take){.own = {0}};
    if (make_request(arena, plan, set_case, made) != ERR_NONE || made->missing.count > 0)
        return ERR_INVALID;
    take->own = run_take_of(arena, made->request, plan->price);
    if (!plan->has_judge)
        return ERR_NONE;
    enum err err = run_judge_take(arena, &plan->judge, set_case, take->own.output_tokens,
                                  &take->judge, &asked);
    if (err != ERR_NONE)
        made->problem = asked.problem;
    return err;
}

/* ---- parameters ---------------------------------------------------------------------------- */

const char *run_parameters_format(struct arena *arena, const struct run_draft *draft)
{
    json_t *json = json_keep(arena, json_object());
    if (draft->temperature != NULL)
        json_object_set(json, "temperature", draft->temperature);
    if (draft->max_tokens > 0)
        json_object_set_new(json, "max_tokens", json_integer(draft->max_tokens));
    return json_object_size(json) == 0 ? "" : json_format(arena, json, JSON_LINE).data;
}

void run_parameters_read(struct arena *arena, const char *text, struct run_draft *draft)
{
    if (text[0] == '\0')
        return;
    json_t *json = json_stored(arena, (struct text){text, strlen(text)}, "parameters of a run");
    draft->temperature = json_object_get(json, "temperature");
    draft->max_tokens =
        number_of_json(NUMBER_MAX_OUTPUT_TOKENS, json_object_get(json, "max_tokens"), 0);
}
