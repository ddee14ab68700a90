#ifndef TESTS_PAGES_SHELL_EVENT_RUNS_H
#define TESTS_PAGES_SHELL_EVENT_RUNS_H

#include <stdio.h>

#include "agents.h"
#include "crypt/base64.h"
#include "carries.h"
#include "event_walk.h"
#include "runs.h"

/* For event_rows.h: a record that can be run, and a run of it. */

static struct runs runs_of(struct walk *walk, struct run_draft *draft)
{
    struct fixture *f = walk->f;
    struct runs runs = runs_plant(f);
    *draft = runs_draft(&runs);
    if (walk->kind->id != RECORD_AGENT)
        return runs;
    runs.prompt = make_agent(f, PERSONA_PRODUCT_MANAGER, "To be tested", AGENT_CONFIG);
    runs.set = make_set(f, PERSONA_PRODUCT_MANAGER, "asked",
                        "[{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}]", "{}");
    *draft = runs_draft(&runs);
    draft->store = &agent_store;
    return runs;
}

static void with_run_form(struct walk *walk)
{
    char record[UUID_TEXT_LEN], set[UUID_TEXT_LEN], endpoint[UUID_TEXT_LEN];
    struct run_draft draft;
    struct runs runs = runs_of(walk, &draft);
    uuid_format(&runs.prompt, record);
    uuid_format(&runs.set, set);
    uuid_format(&runs.endpoint, endpoint);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/tests/new", walk->kind->path, record);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "set=%s&model=%s+gpt-5&", set, endpoint);
}

/* A file with a result for the one case. */
static void with_results(struct walk *walk)
{
    char record[UUID_TEXT_LEN], set[UUID_TEXT_LEN];
    struct run_draft draft;
    struct runs runs = runs_of(walk, &draft);
    bool is_prompt = walk->kind->id == RECORD_PROMPT;
    const char *file = arena_printf(
        walk->f->arena,
        "{\"version\":3,\"timestamp\":\"2026-01-02\",\"results\":[{\"promptIdx\":0,\"testIdx\":0,"
        "\"provider\":\"p\",\"vars\":{%s},\"testCase\":{\"description\":\"c1\"},"
        "\"success\":true,\"response\":{\"output\":\"yes\"}}]}",
        is_prompt ? "\"word\":\"yes\"" : "");
    uuid_format(&runs.prompt, record);
    uuid_format(&runs.set, set);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/tests/import", walk->kind->path, record);
    (void)snprintf(walk->own_form, sizeof walk->own_form, "set=%s&kept=%s&", set,
                   base64url_make(walk->f->arena, (struct text){file, strlen(file)}));
}

static void with_run(struct walk *walk)
{
    char record[UUID_TEXT_LEN], run[UUID_TEXT_LEN];
    struct run_draft draft;
    struct runs runs = runs_of(walk, &draft);
    struct uuid id = runs_start(walk->f, PERSONA_PRODUCT_MANAGER, &draft);
    uuid_format(&runs.prompt, record);
    uuid_format(&id, run);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/tests/%s/cancel", walk->kind->path, record,
                   run);
}

/* One that was carried by file and canceled: a form takes no file here (tests/http/carry.test.mjs).
 */
static void with_carried(struct walk *walk)
{
    struct fixture *f = walk->f;
    char record[UUID_TEXT_LEN], run[UUID_TEXT_LEN];
    struct run_draft draft;
    struct problem problem;
    struct carry carry = {.runs = runs_of(walk, &draft)};
    const struct record_store *store = draft.store;
    carry.runner_id = runners_plant(f, "Hall", &carry.key);
    draft = carries_draft(&carry);
    draft.store = store;
    struct uuid id = runs_start(f, PERSONA_PRODUCT_MANAGER, &draft);
    struct test_run started = runs_find(f, &id);
    const struct record_head head = {
        .store = store, .id = carry.runs.prompt, .organization_id = f->own.id};
    assert_int_equal(
        run_cancel(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &head, &started, &problem),
        ERR_NONE);
    fixture_begin(f);
    uuid_format(&carry.runs.prompt, record);
    uuid_format(&id, run);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/tests/%s/answers", walk->kind->path,
                   record, run);
}

static void with_result(struct walk *walk)
{
    char record[UUID_TEXT_LEN], run[UUID_TEXT_LEN];
    struct run_draft draft;
    struct runs runs = runs_of(walk, &draft);
    struct uuid id = runs_start(walk->f, PERSONA_PRODUCT_MANAGER, &draft);
    (void)runs_drive(walk->f, &id, runs_echo);
    uuid_format(&runs.prompt, record);
    uuid_format(&id, run);
    walk->has_path = true;
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/tests/%s/results/1/verdict",
                   walk->kind->path, record, run);
}

/* Their rows of the walk. */
#define EVENT_RUN_ROWS                                                                             \
    {"*/{id}/tests/new", "token_cap=1000000", "test.start", .prepare = with_run_form},             \
        {"*/{id}/tests/import", "do=import&name=r.json", "test.import", .prepare = with_results},  \
        {"*/{id}/tests/{id}/cancel", "", "test.cancel", .prepare = with_run},                      \
        {"*/{id}/tests/{id}/answers", "", "", .prepare = with_carried}, /* it is over */           \
        {"*/{id}/tests/{id}/results/{n}/verdict", "verdict=fail&seen=0&why=Wrong", "test.verdict", \
         .prepare = with_result},                                                                  \
        {"/prompts/{id}/judge", "floor=90", "organization.judge_floor", .prepare = NULL},

#endif
