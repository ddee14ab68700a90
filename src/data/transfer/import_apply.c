#include "data/transfer/import_apply_internal.h"

#include <string.h>

#include "data/agent/agent_link.h"
#include "data/agent/agent_save.h"
#include "data/prompt/prompt_draft.h"
#include "data/prompt/prompt_link.h"
#include "data/record/label_move.h"
#include "data/transfer/import_team_internal.h"

/* One record of the plan, by the verbs of its kind. */

static const char *text(const char *text_or_null)
{
    return text_or_null == NULL ? "" : text_or_null;
}

static const struct bundle_version *current_of(const struct import_plan *plan)
{
    return &plan->record.versions[plan->record.version_count - 1];
}

static const char *message_of(struct import_step *step, const struct bundle_version *version)
{
    return version->message[0] != '\0'
               ? version->message
               : arena_printf(db_arena(step->work.db), "Imported from %s", step->import->source);
}

/* ---- prompts -----------------------------------------------------------------------------------
 */

static struct prompt_draft prompt_draft_of(const struct import_plan *plan,
                                           const struct bundle_version *version)
{
    return (struct prompt_draft){
        .id = plan->record_id,
        .based_on_version = plan->base_version,
        .name = plan->record.name,
        .description = text(plan->record.description),
        .type = version->is_chat ? PROMPT_CHAT : PROMPT_TEXT,
        .body = version->body,
        .settings = version->settings,
        .tags = text(plan->record.tags),
        .message = version->message,
        .number = version->number,
    };
}

/* An older version: what it refers to may be gone, and is then not kept as a reference. */
static enum err insert_old_prompt_version(struct import_step *step, const struct import_plan *plan,
                                          const struct prompt *prompt,
                                          const struct bundle_version *version)
{
    struct prompt_draft draft = prompt_draft_of(plan, version);
    struct prompt_fields fields;
    struct prompt_links links;
    enum err err = prompt_draft_check(&step->work, &draft, &fields);
    if (err == ERR_NONE)
        err = prompt_version_insert(&step->work, prompt, version->number, &fields);
    if (err != ERR_NONE)
        return err;
    err = prompt_link_check(&step->work, prompt, &fields, &links);
    if (err == ERR_INVALID)
        return ERR_NONE;
    return err == ERR_NONE ? prompt_link_insert(step->work.db, prompt, version->number, &links)
                           : err;
}

static enum err set_labels(struct import_step *step, const struct import_plan *plan,
                           const struct prompt *prompt)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < plan->record.label_count; i++) {
        const struct bundle_label *label = &plan->record.labels[i];
        struct label_change change = {prompt->id, label->label, 0, label->version, ""};
        bool may_move = false;
        err = label_may_move(step->work.db, step->work.actor, prompt, label->label, &may_move);
        if (err == ERR_NONE && may_move)
            err = label_move(step->work.db, step->work.actor, &change, step->work.problem);
    }
    return err;
}

static enum err create_prompt(struct import_step *step, const struct import_plan *plan,
                              struct uuid *id)
{
    const struct actor *actor = step->work.actor;
    struct prompt_draft draft = prompt_draft_of(plan, current_of(plan));
    enum err err = prompt_create(step->work.db, actor, &draft, id, step->work.problem);
    struct prompt prompt = {.id = *id,
                            .organization_id = actor->organization_id,
                            .owner_id = actor->user_id,
                            .name = plan->record.name};
    for (int i = 0; err == ERR_NONE && i + 1 < plan->record.version_count; i++)
        err = insert_old_prompt_version(step, plan, &prompt, &plan->record.versions[i]);
    return err == ERR_NONE ? set_labels(step, plan, &prompt) : err;
}

static enum err apply_prompt(struct import_step *step, const struct import_plan *plan,
                             struct uuid *id)
{
    int64_t version = 0;
    if (plan->outcome == IMPORT_CREATED)
        return create_prompt(step, plan, id);
    struct prompt_draft draft = prompt_draft_of(plan, current_of(plan));
    draft.message = message_of(step, current_of(plan));
    *id = plan->record_id;
    return prompt_update(step->work.db, step->work.actor, &draft, &version, step->work.problem);
}

/* ---- agents ------------------------------------------------------------------------------------
 */

static struct agent_draft agent_draft_of(const struct import_plan *plan,
                                         const struct bundle_version *version)
{
    return (struct agent_draft){
        .id = plan->record_id,
        .based_on_version = plan->base_version,
        .name = plan->record.name,
        .description = text(plan->record.description),
        .config = version->body,
        .message = version->message,
        .number = version->number,
        .has_late_handoffs = true,
    };
}

static enum err insert_old_agent_version(struct import_step *step, const struct import_plan *plan,
                                         const struct agent *agent,
                                         const struct bundle_version *version)
{
    struct agent_draft draft = agent_draft_of(plan, version);
    struct config_problems problems = {.count = 0};
    struct agent_fields fields;
    struct agent_links links;
    enum err err = agent_draft_check(&step->work, &draft, &fields, &problems);
    if (err == ERR_NONE)
        err = agent_version_insert(&step->work, agent, version->number, fields.config_text,
                                   fields.message);
    if (err != ERR_NONE)
        return err;
    err = agent_link_check(&step->work, agent, &fields, &links, &problems);
    if (err == ERR_INVALID)
        return ERR_NONE;
    return err == ERR_NONE ? agent_link_insert(step->work.db, agent, version->number, &links) : err;
}

static enum err apply_agent(struct import_step *step, const struct import_plan *plan,
                            struct uuid *id)
{
    const struct actor *actor = step->work.actor;
    struct agent_draft draft = agent_draft_of(plan, current_of(plan));
    struct agent_problem problem;
    int64_t version = 0;
    enum err err = ERR_NONE;
    if (plan->outcome == IMPORT_CREATED) {
        err = agent_create(step->work.db, actor, &draft, id, &problem);
    } else {
        draft.message = message_of(step, current_of(plan));
        *id = plan->record_id;
        err = agent_update(step->work.db, actor, &draft, &version, &problem);
    }
    *step->work.problem = problem.problem;
    struct agent agent = {.id = *id, .organization_id = actor->organization_id};
    if (plan->outcome == IMPORT_CREATED)
        for (int i = 0; err == ERR_NONE && i + 1 < plan->record.version_count; i++)
            err = insert_old_agent_version(step, plan, &agent, &plan->record.versions[i]);
    return err;
}

/* ---- teams -------------------------------------------------------------------------------------
 */

static enum err find_agent(struct import_step *step, const char *name, struct uuid *id)
{
    enum err err = agent_link_find(step->work.db, &step->work.actor->organization_id, &name, 1, id);
    return err == ERR_NONE && uuid_is_nil(id) ? ERR_NOT_FOUND : err;
}

static enum err apply_team(struct import_step *step, const struct import_plan *plan,
                           struct uuid *id)
{
    struct team_draft draft;
    struct team_problem problem;
    int64_t version = 0;
    enum err err = import_team_draft(step, &plan->record, find_agent, &draft);
    if (err != ERR_NONE)
        return err;
    if (plan->outcome == IMPORT_CREATED) {
        err = team_create(step->work.db, step->work.actor, &draft, id, &problem);
    } else {
        *id = draft.id = plan->record_id;
        draft.based_on_version = plan->base_version;
        err = team_update(step->work.db, step->work.actor, &draft, &version, &problem);
    }
    *step->work.problem = problem.problem;
    return err;
}

enum err import_apply_record(struct import_step *step, const struct import_plan *plan,
                             struct uuid *id)
{
    switch (plan->record.noun) {
    case BUNDLE_PROMPT:
        return apply_prompt(step, plan, id);
    case BUNDLE_AGENT:
        return apply_agent(step, plan, id);
    default:
        return apply_team(step, plan, id);
    }
}
