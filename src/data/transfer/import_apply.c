#include "data/transfer/import_apply_internal.h"

#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/agent/agent_link.h"
#include "data/prompt/prompt.h"
#include "data/prompt/prompt_link.h"
#include "data/record/work_check.h"
#include "data/reference/record_link.h"
#include "data/register/register.h"
#include "data/release/record_label.h"
#include "data/set/set.h"
#include "data/set/set_draft.h"
#include "data/team/team.h"
#include "data/transfer/import_plan_internal.h"
#include "data/transfer/import_team_internal.h"
#include "data/transfer/transfer_stores.h"
#include "domain/agent/agent_config.h"
#include "domain/team/team_members.h"

/* One record of the plan, by the verbs of its kind. */

static const char *text(const char *text_or_none)
{
    return text_or_none == NULL ? "" : text_or_none;
}

static const char *message_of(struct import_step *step, const struct bundle_version *version)
{
    return version->message[0] != '\0'
               ? version->message
               : arena_printf(db_arena(step->work.db), "Imported from %s", step->import->source);
}

/* ---- what all kinds have ------------------------------------------------------------------ */

static struct record_draft draft_of(struct import_step *step, const struct import_plan *plan)
{
    const struct bundle_version *version = bundle_current(&plan->record);
    bool is_new = plan->outcome == IMPORT_CREATED;
    return (struct record_draft){
        .id = plan->record_id,
        .based_on_revision = plan->base_revision,
        .name = plan->record.name,
        .description = text(plan->record.description),
        .tags = text(plan->record.tags),
        .message = is_new ? version->message : message_of(step, version),
        .number = version->number,
    };
}

/* An older version: what it refers to may be gone, and is then not kept as a reference. */
static enum err insert_old_version(struct import_step *step, const struct record_head *head,
                                   struct record_fields *fields, int64_t number)
{
    struct record_links links;
    enum err err =
        record_version_insert(&step->work, head, number, fields,
                              &(struct record_version_sealed){.parts = {{0}}}, clock_now());
    if (err != ERR_NONE)
        return err;
    record_version_count(step->work.db, head, 1);
    err = head->store->check(&step->work, head, fields, &links);
    if (err == ERR_INVALID)
        return ERR_NONE;
    if (err != ERR_NONE)
        return err;
    record_link_insert(step->work.db, head, number, &links);
    record_link_set_live(step->work.db, head);
    return ERR_NONE;
}

/* A label that waits for a complete entry in the register is left out; the rest is imported. */
static enum err check_register(struct import_step *step, const struct record_head *head,
                               const struct bundle_label *label, bool *may_move)
{
    struct problem ignored;
    struct work work = work_begin(step->work.db, step->work.actor, &ignored);
    if (head->store->check_label != register_check_label)
        return ERR_NONE;
    enum err err = register_check_label(&work, head, label->label, label->version);
    *may_move = err == ERR_NONE;
    return err == ERR_CONFLICT ? ERR_NONE : err;
}

static enum err set_labels(struct import_step *step, const struct import_plan *plan,
                           const struct record_head *head)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < plan->record.label_count; i++) {
        const struct bundle_label *label = &plan->record.labels[i];
        struct label_change change = {.record_id = head->id,
                                      .label = label->label,
                                      .to_version = label->version,
                                      .reason = ""};
        const char *left_out = NULL;
        err = import_label_may_move(step, head, label->label, &left_out);
        bool may_move = left_out == NULL;
        if (err == ERR_NONE && may_move)
            err = check_register(step, head, label, &may_move);
        if (err == ERR_NONE && may_move)
            err = label_move(step->work.db, step->work.actor, head->store, &change,
                             step->work.problem);
    }
    return err;
}

/* A content of the document as a version keeps it. */
typedef enum err content_of(struct import_step *step, const struct bundle_version *version,
                            struct record_content *content);

/* Who oversees it where the document comes from oversees it here only if they are here. */
static enum err find_oversight(struct import_step *step, const struct uuid *organization_id,
                               const struct uuid *wanted, struct uuid *id)
{
    struct problem ignored;
    struct work work = work_begin(step->work.db, step->work.actor, &ignored);
    *id = *wanted;
    enum err err =
        uuid_is_nil(wanted) ? ERR_NONE : work_check_owner(&work, organization_id, wanted);
    if (err == ERR_INVALID)
        *id = (struct uuid){{0}};
    return err == ERR_INVALID ? ERR_NONE : err;
}

static enum err save_register(struct import_step *step, const struct import_plan *plan,
                              const struct record_store *store, const struct uuid *id)
{
    const struct bundle_register *entry = &plan->record.register_entry;
    struct record_head head = {
        .store = store, .id = *id, .organization_id = step->work.actor->organization_id};
    struct register_entry now;
    if (!entry->is_there || store->check_label != register_check_label)
        return ERR_NONE;
    struct register_draft draft = {
        .record_id = *id, .risk = entry->risk, .review_on = entry->review_on};
    memcpy(draft.texts, entry->texts, sizeof draft.texts);
    enum err err = register_entry_load(step->work.db, &head, &now);
    if (err == ERR_NONE)
        err =
            find_oversight(step, &head.organization_id, &entry->oversight_id, &draft.oversight_id);
    draft.based_on_revision = now.revision;
    return err == ERR_NONE
               ? register_save(step->work.db, step->work.actor, store, &draft, step->work.problem)
               : err;
}

/* The older versions and the labels of a record that was made. */
static enum err complete_new(struct import_step *step, const struct import_plan *plan,
                             const struct record_store *store, const struct uuid *id,
                             content_of *content)
{
    struct record_head head = {.store = store,
                               .id = *id,
                               .organization_id = step->work.actor->organization_id,
                               .owner_id = step->work.actor->user_id,
                               .version = bundle_current(&plan->record)->number,
                               .name = plan->record.name};
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i + 1 < plan->record.version_count; i++) {
        const struct bundle_version *version = &plan->record.versions[i];
        struct record_fields fields = {.name = plan->record.name, .message = version->message};
        err = content(step, version, &fields.content);
        if (err == ERR_NONE)
            err = insert_old_version(step, &head, &fields, version->number);
    }
    if (err == ERR_NONE)
        err = save_register(step, plan, store, id);
    return err == ERR_NONE ? set_labels(step, plan, &head) : err;
}

/* What comes with the content that was saved. */
static enum err complete(struct import_step *step, const struct import_plan *plan,
                         const struct record_store *store, const struct uuid *id,
                         content_of *content)
{
    return plan->outcome == IMPORT_CREATED ? complete_new(step, plan, store, id, content)
                                           : save_register(step, plan, store, id);
}

/* ---- prompts ------------------------------------------------------------------------------ */

static enum err prompt_content_of(struct import_step *step, const struct bundle_version *version,
                                  struct record_content *content)
{
    (void)step;
    *content = (struct record_content){
        .facet = prompt_type_name(version->is_chat ? PROMPT_CHAT : PROMPT_TEXT),
        .parts = {[PROMPT_PART_BODY] = version->body}};
    if (version->settings[0] != '\0')
        content->parts[PROMPT_PART_SETTINGS] =
            (struct text){version->settings, strlen(version->settings)};
    return ERR_NONE;
}

static enum err apply_prompt(struct import_step *step, const struct import_plan *plan,
                             struct uuid *id)
{
    const struct bundle_version *version = bundle_current(&plan->record);
    struct record_saved saved;
    struct prompt_draft draft = {.record = draft_of(step, plan),
                                 .type = version->is_chat ? PROMPT_CHAT : PROMPT_TEXT,
                                 .body = version->body,
                                 .settings = version->settings};
    bool is_new = plan->outcome == IMPORT_CREATED;
    enum err err = (is_new ? prompt_create : prompt_update)(step->work.db, step->work.actor, &draft,
                                                            &saved, step->work.problem);
    *id = saved.id;
    return err == ERR_NONE ? complete(step, plan, &prompt_store, id, prompt_content_of) : err;
}

/* ---- agents ------------------------------------------------------------------------------- */

static json_t *config_of(struct import_step *step, const struct bundle_version *version)
{
    return json_stored(db_arena(step->work.db), version->body, "a config of a plan");
}

static enum err agent_content_of(struct import_step *step, const struct bundle_version *version,
                                 struct record_content *content)
{
    json_t *config = config_of(step, version);
    *content =
        (struct record_content){.facet = agent_config_model(config),
                                .parts = {json_format(db_arena(step->work.db), config, JSON_LINE)}};
    return ERR_NONE;
}

static enum err apply_agent(struct import_step *step, const struct import_plan *plan,
                            struct uuid *id)
{
    struct agent_draft draft = {.record = draft_of(step, plan),
                                .config = config_of(step, bundle_current(&plan->record)),
                                .has_late_handoffs = true};
    struct agent_problem problem;
    struct record_saved saved;
    bool is_new = plan->outcome == IMPORT_CREATED;
    enum err err = (is_new ? agent_create : agent_update)(step->work.db, step->work.actor, &draft,
                                                          &saved, &problem);
    *step->work.problem = problem.problem;
    *id = saved.id;
    return err == ERR_NONE ? complete(step, plan, &agent_store, id, agent_content_of) : err;
}

/* ---- teams -------------------------------------------------------------------------------- */

static enum err find_agent(struct import_step *step, const char *name, struct uuid *id)
{
    enum err err = agent_find_names(step->work.db, step->work.actor, &name, 1, id);
    return err == ERR_NONE && uuid_is_nil(id) ? ERR_NOT_FOUND : err;
}

static enum err team_content_of(struct import_step *step, const struct bundle_version *version,
                                struct record_content *content)
{
    struct arena *arena = db_arena(step->work.db);
    struct team_draft draft;
    enum err err = import_team_draft(step, version, find_agent, &draft);
    if (err != ERR_NONE)
        return err;
    *content = (struct record_content){.facet = team_kind_names[version->kind]};
    content->parts[TEAM_PART_MEMBERS] =
        team_members_write(arena, draft.plan.members, draft.plan.member_count);
    content->parts[TEAM_PART_SETTINGS] = json_format(arena, draft.settings, JSON_LINE);
    return ERR_NONE;
}

static enum err apply_team(struct import_step *step, const struct import_plan *plan,
                           struct uuid *id)
{
    struct team_draft draft;
    struct team_problem problem;
    struct record_saved saved;
    bool is_new = plan->outcome == IMPORT_CREATED;
    enum err err = import_team_draft(step, bundle_current(&plan->record), find_agent, &draft);
    if (err != ERR_NONE)
        return err;
    draft.record = draft_of(step, plan);
    err = (is_new ? team_create : team_update)(step->work.db, step->work.actor, &draft, &saved,
                                               &problem);
    *step->work.problem = problem.problem;
    *id = saved.id;
    return err == ERR_NONE ? complete(step, plan, &team_store, id, team_content_of) : err;
}

/* ---- test sets ---------------------------------------------------------------------------- */

static json_t *cases_of(struct import_step *step, const struct bundle_version *version)
{
    return json_stored(db_arena(step->work.db), version->body, "cases of a plan");
}

static json_t *settings_of(struct import_step *step, const struct bundle_version *version)
{
    return json_stored(db_arena(step->work.db),
                       (struct text){version->settings, strlen(version->settings)},
                       "settings of a plan");
}

static enum err set_content_of(struct import_step *step, const struct bundle_version *version,
                               struct record_content *content)
{
    return set_draft_content(&step->work, cases_of(step, version), settings_of(step, version), NULL,
                             content);
}

static enum err apply_set(struct import_step *step, const struct import_plan *plan, struct uuid *id)
{
    const struct bundle_version *version = bundle_current(&plan->record);
    struct set_draft draft = {.record = draft_of(step, plan),
                              .cases = cases_of(step, version),
                              .settings = settings_of(step, version)};
    struct record_saved saved;
    bool is_new = plan->outcome == IMPORT_CREATED;
    enum err err = (is_new ? set_create : set_update)(step->work.db, step->work.actor, &draft,
                                                      &saved, step->work.problem);
    *id = saved.id;
    return err == ERR_NONE ? complete(step, plan, &set_store, id, set_content_of) : err;
}

/* An entry in the register is no reason for a new version. */
static bool is_register_alone(const struct import_plan *plan)
{
    const char *what = json_string_value(json_object_get(plan->details, "what"));
    return plan->outcome == IMPORT_CHANGED && what != NULL && strcmp(what, "register") == 0;
}

enum err import_apply_record(struct import_step *step, const struct import_plan *plan,
                             struct uuid *id)
{
    static enum err (*const verbs[RECORD_KIND_COUNT])(struct import_step *,
                                                      const struct import_plan *, struct uuid *) = {
        [RECORD_PROMPT] = apply_prompt,
        [RECORD_AGENT] = apply_agent,
        [RECORD_TEAM] = apply_team,
        [RECORD_SET] = apply_set};
    if (!is_register_alone(plan))
        return verbs[plan->record.kind](step, plan, id);
    *id = plan->record_id;
    return save_register(step, plan, transfer_stores[plan->record.kind], id);
}
