#include "cli/demo/demo_tests.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/setting.h"
#include "cli/demo/demo_cases.h"
#include "cli/demo/demo_crew.h"
#include "cli/demo/demo_play.h"
#include "cli/demo/demo_prompt.h"
#include "data/endpoint/endpoint_change.h"
#include "data/endpoint/endpoint_prices.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/prompt/prompt.h"
#include "data/release/label_override.h"
#include "data/release/label_set.h"
#include "data/run/run_feed.h"
#include "data/run/run_report.h"
#include "data/run/run_start.h"
#include "data/run/run_verdict.h"
#include "data/set/set.h"

/* ---- the story ----------------------------------------------------------------------------- */

static const char judged_name[] = "support/refund-answer";

static const struct demo_prompt judge_prompt = {
    .name = "support/answer-judge",
    .description = "Reads an answer to a customer and says whether it keeps our house style.",
    .tags = "support, judge",
    .days_ago = 12,
    .who = LENA,
    .why = "What the checks can't see",
    .body = "You read what our support model answered to a customer.\n\n"
            "The request:\n{{input}}\n\nThe answer:\n{{output}}\n\n"
            "What a person would have wanted:\n{{expected}}\n\n"
            "Pass it if it says first what happens with the money, names the day, and stays "
            "polite without flattering. Fail it if it promises what the policy does not.",
};

static const struct demo_set judged_set = {
    .name = "support/refund-tone",
    .description = "How a refund answer reads to the customer. A judge reads it as well.",
    .tags = "support, refund",
    .days_ago = 11.9,
    .who = LENA,
    .why = "Six requests and what we would have said",
};

enum { ANSWERED_TOKENS = 71, READ_TOKENS = 412, ANSWER_MS = 840, JUDGING_MS = 610 };

/* Its cases, settings and what the set is for. */
static const char *content_of(struct arena *arena)
{
    json_t *cases = json_array();
    for (int i = 0; i < DEMO_CASES; i++) {
        const struct demo_case *one = &demo_cases[i];
        json_t *variables =
            json_pack("{s:s, s:s, s:s}", "customer_message", one->message, "order_summary",
                      one->order, "refund_policy", "Full refund within 30 days, on Thursdays.");
        json_t *checks = json_pack("[{s:s, s:s, s:b}]", "type", "contains_not", "value",
                                   "unfortunately", "ignore_case", 1);
        json_array_append_new(cases,
                              json_pack("{s:s, s:s, s:b, s:o, s:s, s:o}", "id", one->id, "name",
                                        one->name, "critical", one->is_critical, "variables",
                                        variables, "expected", one->expected, "checks", checks));
    }
    json_t *settings = json_pack("{s:{s:s, s:s}, s:{s:{s:s}}}", "for", "kind", "prompt", "name",
                                 judged_name, "judge", "prompt", "name", judge_prompt.name);
    json_t *content =
        json_keep(arena, json_pack("{s:o, s:o}", "cases", cases, "settings", settings));
    return json_format(arena, content, JSON_LINE).data;
}

/* ---- endpoints ----------------------------------------------------------------------------- */

static enum err make_endpoint(const struct demo *demo, const char *name, const char *model,
                              const char *prices, struct uuid *id)
{
    struct db *db = demo->command->db;
    const struct actor *admin = &demo->actors[AMARA];
    struct problem problem;
    const struct endpoint_draft draft = {.name = name,
                                         .url = "https://" DEMO_MODEL_HOST "/v1",
                                         .models = model,
                                         .data_class = ENDPOINT_INTERNAL,
                                         .currency = "EUR",
                                         .secret_kind = ENDPOINT_SECRET_NONE,
                                         .secret = "",
                                         .timeout_s = 30,
                                         .context_tokens = 128000};
    enum err err = endpoint_create(db, admin, &draft, id, &problem);
    const struct endpoint based_on = {.id = *id, .revision = 1};
    if (err == ERR_NONE)
        err = command_next_request(demo->command);
    if (err == ERR_NONE)
        err = endpoint_prices_set(db, admin, &based_on, (struct text){prices, strlen(prices)},
                                  &problem);
    return err == ERR_NONE ? command_next_request(demo->command) : err;
}

/* ---- records ------------------------------------------------------------------------------- */

struct play {
    const struct demo *demo;
    struct demo_record judge, set;
    struct uuid prompt_id; /* support/refund-answer */
    struct uuid models, judges;
    struct uuid run_id;
};

static enum err release(const struct play *play, const struct demo_record *record)
{
    struct problem problem;
    const struct label_change change = {
        .record_id = record->id, .label = "production", .to_version = 1, .reason = ""};
    enum err err = label_move(play->demo->command->db, &play->demo->actors[PRIYA], record->store,
                              &change, &problem);
    return err == ERR_NONE ? command_next_request(play->demo->command) : err;
}

static enum err make_records(struct play *play)
{
    struct problem problem;
    const struct demo *demo = play->demo;
    play->judge = (struct demo_record){.name = judge_prompt.name,
                                       .description = judge_prompt.description,
                                       .tags = judge_prompt.tags,
                                       .prompt = &judge_prompt,
                                       .store = &prompt_store,
                                       .text = judge_prompt.body};
    play->set = (struct demo_record){.name = judged_set.name,
                                     .description = judged_set.description,
                                     .tags = judged_set.tags,
                                     .set = &judged_set,
                                     .store = &set_store,
                                     .text = content_of(demo->home)};
    clock_travel(demo_time(demo, judge_prompt.days_ago));
    enum err err = demo_save_prompt(demo, &play->judge, LENA, judge_prompt.why, &problem);
    if (err == ERR_NONE)
        err = command_next_request(demo->command);
    if (err == ERR_NONE)
        err = release(play, &play->judge);
    clock_travel(demo_time(demo, judged_set.days_ago));
    if (err == ERR_NONE)
        err = demo_save_set(demo, &play->set, LENA, judged_set.why, &problem);
    if (err == ERR_NONE)
        err = command_next_request(demo->command);
    return err == ERR_NONE ? release(play, &play->set) : err;
}

static enum err find_prompt(const struct demo *demo, const char *name, struct prompt *prompt)
{
    return prompt_get_by_name(demo->command->db, &demo->actors[LENA], name, prompt);
}

/* ---- a run --------------------------------------------------------------------------------- */

static bool judge_passes(int64_t place, int64_t repeat)
{
    return demo_cases[place].is_good != (repeat < demo_cases[place].wrong_count);
}

static void answer(const struct play *play, const struct test_run *run,
                   const struct endpoint_claimed *claimed, struct endpoint_result *result)
{
    struct arena *arena = play->demo->command->arena;
    bool is_judge = claimed->call.position >= run->planned_count;
    int64_t position = is_judge ? (claimed->call.position - run->planned_count) / run->judge_repeats
                                : claimed->call.position;
    int64_t place = position % DEMO_CASES;
    bool passes = judge_passes(place, position / DEMO_CASES);
    const char *verdict = arena_printf(
        arena, "{\"pass\": %s, \"score\": %s, \"reason\": \"%s\"}", passes ? "true" : "false",
        passes ? "0.9" : "0.2",
        passes == demo_cases[place].is_good ? demo_cases[place].reason : "The day is not clear.");
    *result = (struct endpoint_result){
        .outcome = ENDPOINT_ANSWERED,
        .status = 200,
        .duration_ms = (is_judge ? JUDGING_MS : ANSWER_MS) + position % 7 * 31,
        .completion = {.content = is_judge ? verdict : demo_cases[place].answer,
                       .refusal = "",
                       .finish_reason = "stop",
                       .error = "",
                       .input_tokens = READ_TOKENS + position,
                       .output_tokens = is_judge ? ANSWERED_TOKENS / 2 : ANSWERED_TOKENS}};
}

/* A step of a worker. ERR_NOT_FOUND: nothing is left. */
static enum err step(const struct play *play)
{
    struct test_run run;
    struct endpoint_claimed claimed;
    struct endpoint_result result;
    struct db *db = play->demo->command->db;
    const struct uuid *organization_id = &play->demo->actors[LENA].organization_id;
    enum err err = run_feed(db);
    if (err != ERR_NOT_FOUND)
        return err;
    err = endpoint_claim(db, &claimed);
    if (err != ERR_NONE)
        return err;
    err = run_find(db, organization_id, &claimed.call.run_id, &run);
    if (err != ERR_NONE)
        return err;
    answer(play, &run, &claimed, &result);
    return run_report(db, &claimed, &result);
}

static enum err start(struct play *play, double days_ago, int64_t version, int64_t repeats)
{
    struct problem problem = {.message = ""};
    const struct demo *demo = play->demo;
    const struct run_draft draft = {
        .store = &prompt_store,
        .record_id = play->prompt_id,
        .version = version,
        .set_id = play->set.id,
        .endpoint_id = play->models,
        .model = "northwind-large",
        .repeats = repeats,
        .token_cap = 500000,
        .cost_cap_nanos = -1,
        .case_ids = "",
        .judge = {.endpoint_id = play->judges, .model = "northwind-judge"}};
    clock_travel(demo_time(demo, days_ago));
    enum err err =
        run_start(demo->command->db, &demo->actors[LENA], &draft, &play->run_id, &problem);
    while (err == ERR_NONE) {
        err = command_next_request(demo->command);
        if (err == ERR_NONE)
            err = step(play);
    }
    return err == ERR_NOT_FOUND ? command_next_request(demo->command) : err;
}

/* People read every answer of the first run. */
static enum err give_verdicts(const struct play *play)
{
    const struct demo *demo = play->demo;
    const struct record_head head = {.store = &prompt_store,
                                     .id = play->prompt_id,
                                     .organization_id = demo->actors[LENA].organization_id};
    enum err err = ERR_NONE;
    for (int64_t position = 0; err == ERR_NONE && position < DEMO_CASES * 10; position++) {
        struct test_run run;
        struct test_result result;
        struct problem problem;
        const struct demo_case *what = &demo_cases[position % DEMO_CASES];
        bool differs = judge_passes(position % DEMO_CASES, position / DEMO_CASES) != what->is_good;
        const struct run_verdict_draft draft = {.passed = what->is_good,
                                                .note = !differs ? ""
                                                        : what->is_good
                                                            ? "The day is there. It reads well."
                                                            : "Nobody gets money tomorrow."};
        err = run_find(demo->command->db, &head.organization_id, &play->run_id, &run);
        if (err == ERR_NONE)
            err = result_get(demo->command->db, &run, position, &result);
        if (err == ERR_NONE)
            err =
                run_verdict_give(demo->command->db, &demo->actors[position % 2 == 0 ? LENA : MATEO],
                                 &head, &run, &result, &draft, &problem);
        if (err == ERR_NONE)
            err = command_next_request(demo->command);
    }
    return err;
}

/* ---- rules --------------------------------------------------------------------------------- */

static enum err set_rule(const struct demo *demo, const struct evidence_rule_draft *rule)
{
    struct problem problem;
    enum err err = evidence_rule_set(demo->command->db, &demo->actors[AMARA], rule, &problem);
    return err == ERR_NONE ? command_next_request(demo->command) : err;
}

/* Triage is stuck, and nobody has run its tests. */
static enum err break_glass(const struct demo *demo)
{
    struct prompt prompt;
    struct problem problem;
    enum err err = find_prompt(demo, "support/triage-ticket", &prompt);
    if (err != ERR_NONE)
        return err;
    const struct evidence_rule_draft rule = {.kind = prompt_store.kind,
                                             .store = &prompt_store,
                                             .record_id = prompt.head.id,
                                             .label = "production",
                                             .min_pass_permille = 1000,
                                             .forbids_critical = true};
    const struct label_change change = {
        .record_id = prompt.head.id,
        .label = "production",
        .from_version = 3,
        .to_version = 4,
        .reason = "Tickets from Lyon are not sorted since this morning. The tests follow today."};
    clock_travel(demo_time(demo, 2.4));
    err = set_rule(demo, &rule);
    clock_travel(demo_time(demo, 0.3));
    if (err == ERR_NONE)
        err = label_override(demo->command->db, &demo->actors[PRIYA], &prompt_store, &change,
                             &problem);
    return err == ERR_NONE ? command_next_request(demo->command) : err;
}

static enum err play(struct play *play)
{
    struct prompt prompt;
    const struct demo *demo = play->demo;
    enum err err = make_records(play);
    if (err == ERR_NONE)
        err = make_endpoint(demo, "Northwind models", "northwind-large",
                            "northwind-large,2020-01-01,2.50,10", &play->models);
    if (err == ERR_NONE)
        err = make_endpoint(demo, "Judges", "northwind-judge",
                            "northwind-judge,2020-01-01,0.40,1.60", &play->judges);
    if (err == ERR_NONE)
        err = find_prompt(demo, judged_name, &prompt);
    if (err != ERR_NONE)
        return err;
    play->prompt_id = prompt.head.id;
    err = start(play, 9, 3, 10);
    if (err == ERR_NONE)
        err = give_verdicts(play);
    if (err == ERR_NONE)
        err = start(play, 1.2, 6, 1);
    const struct evidence_rule_draft rule = {.kind = prompt_store.kind,
                                             .store = &prompt_store,
                                             .record_id = play->prompt_id,
                                             .label = "production",
                                             .set_id = play->set.id,
                                             .min_pass_permille = 900,
                                             .forbids_critical = true,
                                             .max_age_days = 30,
                                             .needs_judge = true};
    if (err == ERR_NONE)
        err = set_rule(demo, &rule);
    return err == ERR_NONE ? break_glass(demo) : err;
}

enum err demo_tests(const struct demo *demo)
{
    struct play all = {.demo = demo};
    if (strstr(setting_get(SETTING_MODEL_HOSTS), DEMO_MODEL_HOST) == NULL)
        return ERR_NONE;
    enum err err = play(&all);
    clock_travel(0);
    if (err != ERR_NONE)
        command_say("the test runs of the demonstration could not be made (%s).", err_name(err));
    return err;
}
