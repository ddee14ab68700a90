#include "data/transfer/import_plan_internal.h"

#include <string.h>

#include "base/buf.h"
#include "data/agent/agent.h"
#include "data/evidence/evidence_rule.h"
#include "data/prompt/prompt.h"
#include "data/prompt/prompt_draft.h"
#include "data/record/record_load.h"
#include "data/release/record_label.h"
#include "data/set/set.h"
#include "data/set/set_draft.h"
#include "data/transfer/import_reference_internal.h"
#include "data/transfer/import_team_internal.h"
#include "data/transfer/transfer_stores.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/transfer/bundle_read.h"

/* What one record of the document would do, found by looking alone. The verbs ask everything again
 * when the plan is carried out. */

static struct arena *arena_of(const struct import_step *step)
{
    return db_arena(step->work.db);
}

/* Chats are compared by what they say, not by their white space. */
static bool is_same_body(struct arena *arena, const struct prompt *prompt,
                         const struct bundle_version *version)
{
    struct text body = prompt->body;
    struct prompt_chat chat;
    const char *problem = NULL;
    if ((prompt->type == PROMPT_CHAT) != version->is_chat)
        return false;
    if (version->is_chat &&
        prompt_chat_parse(arena, body.data, body.len, &chat, &problem) == ERR_NONE)
        body.data = prompt_chat_format(arena, &chat, &body.len);
    return body.len == version->body.len && memcmp(body.data, version->body.data, body.len) == 0;
}

/* ---- prompts -----------------------------------------------------------------------------------
 */

static void check_prompt_version(struct import_step *step, struct import_plan *plan,
                                 const struct bundle_version *version)
{
    const struct bundle_record *record = &plan->record;
    struct record_fields fields;
    struct prompt_draft draft = {
        .name = record->name,
        .description = record->description == NULL ? "" : record->description,
        .type = version->is_chat ? PROMPT_CHAT : PROMPT_TEXT,
        .body = version->body,
        .settings = version->settings,
        .tags = record->tags == NULL ? "" : record->tags,
        .message = version->message,
    };
    if (prompt_draft_check(&step->work, &draft, &fields) == ERR_NONE)
        return;
    import_refuse(plan, import_path(step, plan, version, step->work.problem->field),
                  step->work.problem->message);
}

static enum err compare_prompt(struct import_step *step, struct import_plan *plan,
                               const struct prompt *prompt)
{
    struct arena *arena = arena_of(step);
    const struct bundle_record *record = &plan->record;
    const struct bundle_version *version = bundle_current(record);
    struct buf what;
    buf_init(&what, arena);
    if (!is_same_body(arena, prompt, version))
        import_add_word(&what, "body");
    if (!import_is_same_json(arena, prompt->settings, version->settings))
        import_add_word(&what, "settings");
    import_add_properties(step, plan, &prompt->head, &what);
    import_set_difference(plan, &what);
    return ERR_NONE;
}

static enum err plan_prompt(struct import_step *step, struct import_plan *plan)
{
    struct prompt prompt;
    enum err err = prompt_get_by_name(step->work.db, step->work.actor, plan->record.name, &prompt);
    bool is_new = err == ERR_NOT_FOUND;
    int first = is_new ? 0 : plan->record.version_count - 1;
    for (int i = first; i < plan->record.version_count; i++)
        check_prompt_version(step, plan, &plan->record.versions[i]);
    if (err != ERR_NONE)
        return is_new ? ERR_NONE : err;
    plan->base_version = prompt.version;
    plan->base_revision = prompt.revision;
    plan->record_id = prompt.id;
    return prompt.body.data == NULL ? ERR_DENIED : compare_prompt(step, plan, &prompt);
}

/* ---- agents ------------------------------------------------------------------------------------
 */

static void check_agent_version(struct import_step *step, struct import_plan *plan,
                                const struct bundle_version *version)
{
    struct config_problems problems = {.count = 0};
    struct record_fields fields;
    json_t *config = NULL;
    struct record_draft draft = import_draft_of(plan, version);
    if (record_draft_check(&step->work, &draft, &fields) != ERR_NONE)
        import_refuse(plan, import_path(step, plan, version, step->work.problem->field),
                      step->work.problem->message);
    else if (agent_config_parse(arena_of(step), version->body.data, version->body.len, &config,
                                &problems) != ERR_NONE)
        import_refuse_all(step, plan, import_path(step, plan, version, "config"), &problems);
}

static enum err plan_agent(struct import_step *step, struct import_plan *plan)
{
    const struct bundle_record *record = &plan->record;
    const struct bundle_version *version = bundle_current(record);
    struct agent agent;
    struct buf what;
    enum err err = agent_get_by_name(step->work.db, step->work.actor, record->name, &agent);
    int first = err == ERR_NOT_FOUND ? 0 : record->version_count - 1;
    for (int i = first; i < record->version_count; i++)
        check_agent_version(step, plan, &record->versions[i]);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    plan->base_version = agent.version;
    plan->base_revision = agent.revision;
    plan->record_id = agent.id;
    if (agent.config.data == NULL)
        return ERR_DENIED;
    buf_init(&what, arena_of(step));
    if (!import_is_same_json(arena_of(step), agent.config.data, version->body.data))
        import_add_word(&what, "config");
    import_add_properties(step, plan, &agent.head, &what);
    import_set_difference(plan, &what);
    return ERR_NONE;
}

/* ---- test sets ---------------------------------------------------------------------------------
 */

/* The content of a version, where it keeps the rules. */
static bool check_set_version(struct import_step *step, struct import_plan *plan,
                              const struct bundle_version *version, struct record_content *content)
{
    struct arena *arena = arena_of(step);
    struct text settings = {version->settings, strlen(version->settings)};
    struct record_fields fields;
    struct record_draft draft = import_draft_of(plan, version);
    if (record_draft_check(&step->work, &draft, &fields) == ERR_NONE &&
        set_draft_content(&step->work, json_stored(arena, version->body, "cases of a plan"),
                          json_stored(arena, settings, "settings of a plan"), NULL,
                          content) == ERR_NONE)
        return true;
    import_refuse(plan, import_path(step, plan, version, step->work.problem->field),
                  step->work.problem->message);
    return false;
}

static bool is_same_text(struct text a, struct text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static enum err plan_set(struct import_step *step, struct import_plan *plan)
{
    const struct bundle_record *record = &plan->record;
    struct record_content content = {.facet = NULL};
    struct set set;
    struct buf what;
    bool is_right = true;
    enum err err = set_get_by_name(step->work.db, step->work.actor, record->name, &set);
    int first = err == ERR_NOT_FOUND ? 0 : record->version_count - 1;
    for (int i = first; i < record->version_count; i++)
        is_right = check_set_version(step, plan, &record->versions[i], &content) && is_right;
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    plan->base_version = set.version;
    plan->base_revision = set.revision;
    plan->record_id = set.id;
    if (set.cases.data == NULL)
        return ERR_DENIED;
    if (!is_right)
        return ERR_NONE;
    buf_init(&what, arena_of(step));
    if (!is_same_text(set.cases, content.parts[SET_PART_CASES]))
        import_add_word(&what, "cases");
    if (!is_same_text(set.settings, content.parts[SET_PART_SETTINGS]))
        import_add_word(&what, "settings");
    import_add_properties(step, plan, &set.head, &what);
    import_set_difference(plan, &what);
    return ERR_NONE;
}

/* ---- all ---------------------------------------------------------------------------------------
 */

/* The right, and that what is archived stays as it is. */
static enum err check_state(struct import_step *step, struct import_plan *plan)
{
    const struct actor *actor = step->work.actor;
    const struct record_kind *kind = &record_kinds[plan->record.kind];
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    struct record_found found;
    if (plan->base_version == 0) {
        if (!policy_allows(actor, kind->create, &target))
            import_refuse(plan, plan->record.path,
                          arena_printf(arena_of(step), "You may not create %s.", kind->nouns));
        return ERR_NONE;
    }
    enum err err = record_find(step->work.db, actor, kind, plan->record.name, &found);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    target.owner_id = found.owner_id;
    if (!policy_allows(actor, kind->change, &target))
        import_refuse(plan, plan->record.path,
                      arena_printf(arena_of(step), "You may not change this %s.", kind->noun));
    else if (found.is_archived)
        import_refuse(plan, plan->record.path,
                      "It is archived here. Restore it before you change it.");
    return ERR_NONE;
}

/* Where the document says a label. */
static const char *label_path(const struct import_step *step, const struct import_plan *plan,
                              const struct bundle_label *label)
{
    const struct bundle_record *record = &plan->record;
    if (!step->bundle->is_langfuse)
        return import_path_below(step, record->path,
                                 arena_printf(arena_of(step), "labels.%s", label->label));
    for (int i = 0; i < record->version_count; i++)
        if (record->versions[i].number == label->version)
            return import_path_below(step, record->versions[i].path, "labels");
    return record->path;
}

enum err import_label_may_move(struct import_step *step, const struct record_head *head,
                               const char *label, const char **message)
{
    struct evidence_rule rule;
    bool may_move = false;
    *message = NULL;
    enum err err = label_may_move(step->work.db, step->work.actor, head, label, &may_move);
    if (err == ERR_NONE && !may_move)
        *message = "This label is protected: you may not set it. Propose it afterwards.";
    if (err != ERR_NONE || !may_move)
        return err;
    err = evidence_rule_find(step->work.db, head, label, &rule);
    if (err == ERR_NONE && evidence_rule_holds(&rule))
        *message = "This label moves by evidence alone: it is not set. Run the tests, and move it "
                   "afterwards.";
    return err;
}

/* Labels of new records are set as far as the actor may and no rule asks for evidence, which
 * nothing new has; those of others stay where they are. */
static enum err check_labels(struct import_step *step, struct import_plan *plan)
{
    const struct actor *actor = step->work.actor;
    struct record_head head = {.store = transfer_stores[plan->record.kind],
                               .organization_id = actor->organization_id,
                               .owner_id = actor->user_id};
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < plan->record.label_count; i++) {
        const char *label = plan->record.labels[i].label;
        const char *path = label_path(step, plan, &plan->record.labels[i]);
        const char *message = NULL;
        if (label_check(label, &message) != ERR_NONE) {
            import_refuse(plan, path, message);
            continue;
        }
        err = import_label_may_move(step, &head, label, &message);
        if (err == ERR_NONE && message != NULL)
            import_note(plan->details, path, message);
    }
    return err;
}

static enum err (*const planners[RECORD_KIND_COUNT])(struct import_step *, struct import_plan *) = {
    [RECORD_PROMPT] = plan_prompt,
    [RECORD_AGENT] = plan_agent,
    [RECORD_TEAM] = import_plan_team,
    [RECORD_SET] = plan_set};

/* What the document says and the import leaves out, or reads as something else. */
static void add_notes(const struct import_step *step, struct import_plan *plan)
{
    const struct bundle_record *record = &plan->record;
    bool is_there = plan->outcome == IMPORT_CHANGED || plan->outcome == IMPORT_UNCHANGED;
    for (int i = 0; i < record->notes.count; i++)
        import_note(plan->details, record->notes.items[i].path, record->notes.items[i].message);
    if (record->notes.has_more)
        import_note(plan->details, record->path, "There is more that is not kept.");
    if (is_there && record->version_count > 1)
        import_note(plan->details, record->path,
                    "It exists already: only the newest version of the document counts.");
    if (is_there && record->label_count > 0)
        import_note(plan->details, label_path(step, plan, &record->labels[0]),
                    "It exists already: its labels stay where they are.");
}

static bool is_about_to_change(const struct import_plan *plan)
{
    return plan->outcome == IMPORT_CREATED || plan->outcome == IMPORT_CHANGED;
}

enum err import_plan_record(struct import_step *step, int place, struct import_plan *plan)
{
    struct config_problems problems;
    int64_t version = 0;
    *plan =
        (struct import_plan){.outcome = IMPORT_CREATED, .details = import_details(arena_of(step))};
    if (bundle_read(arena_of(step), step->bundle, place, &plan->record, &problems) != ERR_NONE) {
        for (int i = 0; i < problems.count; i++)
            import_refuse(plan, problems.items[i].path, problems.items[i].message);
        return ERR_NONE;
    }
    enum err err = import_known(step, plan->record.kind, plan->record.name, &version);
    if (err == ERR_NONE && version != 0 && step->import->skips_existing) {
        plan->outcome = IMPORT_SKIPPED;
        plan->base_version = version;
        return ERR_NONE;
    }
    if (err == ERR_NONE)
        err = planners[plan->record.kind](step, plan);
    if (err == ERR_NONE && plan->outcome == IMPORT_CREATED)
        err = check_labels(step, plan);
    if (err == ERR_NONE && is_about_to_change(plan))
        err = check_state(step, plan);
    if (err == ERR_NONE && is_about_to_change(plan))
        err = import_check_references(step, plan);
    if (err == ERR_NONE)
        add_notes(step, plan);
    if (err == ERR_DENIED || err == ERR_NOT_FOUND) {
        import_refuse(plan, plan->record.path, "You may not read what is there under this name.");
        return ERR_NONE;
    }
    return err;
}
