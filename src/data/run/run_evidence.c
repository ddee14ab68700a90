#include "data/run/run_evidence.h"

#include "data/record/record_version.h"
#include "domain/run/run_served.h"

enum { PART_SETTINGS = 1 /* of a prompt; an agent has none */ };

const char *run_evidence_plan(struct arena *arena, const struct run_draft *draft,
                              const struct run_plan *plan)
{
    const struct composition_part *part = &plan->digest.composition.parts[0];
    const struct run_served served = {.is_agent = part->kind->id == RECORD_AGENT,
                                      .has_settings = part->hashes[PART_SETTINGS][0] != '\0',
                                      .own_model = part->facet,
                                      .model = draft->model,
                                      .has_temperature = draft->temperature != NULL,
                                      .has_max_tokens = draft->max_tokens > 0,
                                      .is_part = draft->case_ids[0] != '\0'};
    return run_served_objection(arena, &served);
}

enum err run_evidence_objection(struct db *db, const struct test_run *run, const char **objection)
{
    struct record_version version;
    struct run_draft draft = {.temperature = NULL};
    const struct record_head head = {.store = run_plan_store(run),
                                     .id = run->record_id,
                                     .organization_id = run->organization_id};
    *objection = NULL;
    if (head.store == NULL)
        return ERR_NONE;
    enum err err = record_version_load(db, &head, run->version, &version);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    run_parameters_read(db_arena(db), run->parameters, &draft);
    const struct run_served served = {.is_agent = run->kind->id == RECORD_AGENT,
                                      .has_settings =
                                          version.content.parts[PART_SETTINGS].data != NULL,
                                      .own_model = version.content.facet,
                                      .model = run->model,
                                      .has_temperature = draft.temperature != NULL,
                                      .has_max_tokens = draft.max_tokens > 0,
                                      .is_part = run->case_ids[0] != '\0'};
    *objection = run_served_objection(db_arena(db), &served);
    return ERR_NONE;
}
