#include "data/run/run_carry.h"

#include <inttypes.h>
#include <string.h>

#include "base/budget.h"
#include "base/json.h"
#include "crypt/answer_key.h"
#include "crypt/run_file.h"
#include "data/audit/audit.h"
#include "data/run/run_end.h"
#include "data/vault/vault.h"

/* ---- making it ----------------------------------------------------------------------------- */

static enum err add_cases(struct db *db, const struct run_plan *plan, struct run_document *document,
                          struct problem *problem)
{
    int64_t bytes = 0;
    document->case_count = plan->cases.count;
    document->cases = arena_array(db_arena(db), (size_t)plan->cases.count, sizeof *document->cases);
    for (int i = 0; i < plan->cases.count; i++) {
        struct trial_made made;
        struct run_case_take take;
        budget_look();
        if (run_plan_take(db_arena(db), plan, plan->cases.items[i], &made, &take) != ERR_NONE)
            return ERR_INVALID;
        document->cases[i] = (struct run_document_case){plan->cases.items[i]->id, made.request};
        bytes += (int64_t)strlen(made.request);
        if (bytes > RUN_DOCUMENT_MAX)
            return problem_refuse(problem, ERR_INVALID, "set",
                                  "These cases are more than a file may hold, 8 MB of requests. "
                                  "Split the test set.");
    }
    return ERR_NONE;
}

enum err run_carry_prepare(struct db *db, const struct run_draft *draft,
                           const struct run_plan *plan, const struct uuid *run_id,
                           struct run_carried *carried, struct problem *problem)
{
    struct arena *arena = db_arena(db);
    const struct keyring *ring = db_keyring(db);
    const struct uuid *organization_id = &plan->runner.organization_id;
    struct run_document document = {
        .run_id = *run_id,
        .organization_id = *organization_id,
        .name = plan->content.head->name,
        .version = plan->content.version,
        .digest = plan->digest.hex,
        .endpoint_name = plan->endpoint.name,
        .model = draft->model,
        .repeats = draft->repeats,
        .token_cap = draft->token_cap,
        .runner = plan->runner.public_key,
        .answer_kid = keyring_active(ring),
        .answer_key = answer_key_public(arena, ring),
    };
    if (plan->cases.count * draft->repeats > RUN_DOCUMENT_CALLS_MAX)
        return problem_refuse(problem, ERR_INVALID, "repeats",
                              "A file carries at most 2000 calls. Choose fewer repeats, or a "
                              "smaller test set.");
    enum err err = add_cases(db, plan, &document, problem);
    if (err != ERR_NONE)
        return err;
    struct text text = run_document_format(arena, &document);
    struct seal_place place = {"carried_runs", "document", *organization_id, *run_id};
    if (text.len > RUN_DOCUMENT_MAX)
        return problem_refuse(problem, ERR_INVALID, "set",
                              "These cases are more than a file may hold, 8 MB. Split the test "
                              "set.");
    sha256_hex(text.data, text.len, carried->digest);
    return vault_seal_text(db, &place, text.data, &carried->document);
}

/* ---- handing it out ------------------------------------------------------------------------ */

enum err run_carry_read(struct db *db, const struct test_run *run, struct run_document *document,
                        struct text *text)
{
    struct db_result row;
    const char *opened = NULL;
    struct seal_place place = {"carried_runs", "document", run->organization_id, run->id};
    enum err err = db_select(db, &row,
                             "SELECT document FROM carried_runs WHERE organization_id = $1 "
                             "AND id = $2 AND document IS NOT NULL",
                             db_uuid(&run->organization_id), db_uuid(&run->id));
    if (err == ERR_NONE && row.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        err = vault_open_text(db, &place, db_get_bytes(&row, 0, 0), &opened);
    if (err != ERR_NONE)
        return err;
    *text = (struct text){opened, strlen(opened)};
    if (run_document_read(db_arena(db), *text, document) != ERR_NONE)
        die("a run that is carried can't be read");
    return ERR_NONE;
}

bool run_may_carry(const struct actor *actor, const struct record_head *head,
                   const struct test_run *run)
{
    return !uuid_is_nil(&run->runner_id) && actor->kind == ACTOR_USER &&
           uuid_equal(&actor->home_organization_id, &actor->organization_id) &&
           run_may_cancel(actor, head, run);
}

static enum err record(struct db *db, const struct actor *actor, const struct record_head *head,
                       const struct test_run *run)
{
    json_t *details = json_object();
    audit_change_int(details, "version", 0, run->version);
    audit_change(details, "runner", NULL, run->runner_name);
    audit_change_int(details, "planned", 0, run->planned_count);
    return audit_record_alone(db, actor,
                              &(struct audit_event){.action = "test.carry",
                                                    .record_type = head->store->kind->name,
                                                    .record_id = head->id,
                                                    .details = details});
}

enum err run_carry_download(struct db *db, const struct actor *actor,
                            const struct record_head *head, const struct test_run *run,
                            struct text *file, struct problem *problem)
{
    struct runner runner;
    struct runner_public key;
    struct run_document document;
    struct text text;
    *problem = (struct problem){.field = "", .message = NULL};
    if (uuid_is_nil(&run->runner_id) || run_state_is_over(run->state))
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "This run has ended, or is not carried by file.");
    if (!run_may_carry(actor, head, run))
        return ERR_DENIED;
    enum err err = runner_find(db, &run->organization_id, &run->runner_id, &runner);
    if (err == ERR_NONE && runner.withdrawn_at != 0)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "Its runner was withdrawn. Cancel this run, and start one for "
                              "another runner.");
    if (err == ERR_NONE)
        err = run_carry_read(db, run, &document, &text);
    if (err != ERR_NONE)
        return err;
    if (runner_public_read(db_arena(db), runner.public_key, &key) != ERR_NONE)
        die("a registered runner key can't be read");
    *file = run_file_seal(db_arena(db), &key, text);
    return record(db, actor, head, run);
}
