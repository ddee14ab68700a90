#include "data/transfer/import_reference_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/agent/agent.h"
#include "data/db/query.h"
#include "data/record/record_load.h"
#include "data/team/team.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/record/name.h"
#include "domain/set/set_settings.h"
#include "domain/transfer/bundle_read.h"

/* References between records: to what is there already, or to what the document brings. */

/* Where a reference stands and what it means. */
struct reference {
    enum record_kind_id kind;
    const char *name;
    const char *path;
    int64_t version; /* 0: by label, or the current one */
};

static void refuse(struct import_plan *plan, const struct reference *reference, const char *message)
{
    plan->outcome = IMPORT_REFUSED;
    import_note(plan->details, reference->path, message);
}

static void need(struct import_plan *plan, int place)
{
    json_array_append_new(json_object_get(plan->details, "needs"), json_integer(place + 1));
}

/* Is the version there that is asked for? */
static enum err has_version(struct import_step *step, const struct reference *reference, bool *has)
{
    const struct record_kind *kind = &record_kinds[reference->kind];
    struct db *db = step->work.db;
    struct db_result result;
    struct query q;
    query_begin(&q, db, "SELECT v.version FROM ");
    query_add(&q, kind->table);
    query_add(&q, " r JOIN ");
    query_add(&q, kind->versions);
    query_bind(&q,
               " v ON v.organization_id = r.organization_id AND v.record_id = r.id "
               "WHERE r.organization_id = ",
               db_uuid(&step->work.actor->organization_id));
    query_bind(&q, " AND r.name_key = ", db_text(name_key(db_arena(db), reference->name)));
    query_bind(&q, " AND v.version = ", db_int(reference->version));
    enum err err = query_run(&q, &result);
    *has = err == ERR_NONE && result.row_count > 0;
    return err;
}

/* The record that the document brings at a place; read once. */
static const struct import_brought *find_brought(struct import_step *step, int place)
{
    struct import_brought *brought = &step->brought[place];
    struct bundle_record record;
    struct config_problems problems;
    if (brought->is_known)
        return brought;
    brought->is_known = true;
    brought->is_readable =
        bundle_read(db_arena(step->work.db), step->bundle, place, &record, &problems) == ERR_NONE;
    if (!brought->is_readable || record.version_count == 0)
        return brought;
    brought->is_chat = record.versions[record.version_count - 1].is_chat;
    brought->count = record.version_count;
    brought->numbers =
        arena_array(step->bundle->arena, (size_t)brought->count, sizeof *brought->numbers);
    for (int i = 0; i < brought->count; i++)
        brought->numbers[i] = record.versions[i].number;
    return brought;
}

static int by_number(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static bool brings_version(const struct import_brought *brought, int64_t version)
{
    return brought->count > 0 && bsearch(&version, brought->numbers, (size_t)brought->count,
                                         sizeof version, by_number) != NULL;
}

/* A record that the document brings. */
static void check_new(struct import_step *step, struct import_plan *plan,
                      const struct reference *reference, int place)
{
    struct arena *arena = db_arena(step->work.db);
    const struct import_brought *brought = find_brought(step, place);
    need(plan, place);
    if (!brought->is_readable)
        return; /* refused itself, and with it this one */
    if (reference->version != 0 && !brings_version(brought, reference->version))
        refuse(plan, reference,
               arena_printf(arena,
                            "It refers to version %" PRId64 " of “%s”, which is not in the "
                            "document.",
                            reference->version, reference->name));
    if (reference->kind == RECORD_PROMPT && plan->record.kind == RECORD_PROMPT && brought->is_chat)
        refuse(plan, reference,
               arena_printf(arena, "“%s” is a chat. Only a text can be put into another prompt.",
                            reference->name));
}

static enum err check(struct import_step *step, struct import_plan *plan,
                      const struct reference *reference)
{
    struct arena *arena = db_arena(step->work.db);
    int64_t version = 0;
    bool has = true;
    enum err err = import_known(step, reference->kind, reference->name, &version);
    if (err != ERR_NONE)
        return err;
    int place = bundle_find(step->bundle, reference->kind, reference->name);
    if (version == 0 && place >= 0) {
        check_new(step, plan, reference, place);
        return ERR_NONE;
    }
    if (version == 0) {
        refuse(plan, reference,
               arena_printf(arena, "There is no %s “%s”, neither here nor in the document.",
                            record_kinds[reference->kind].noun, reference->name));
        return ERR_NONE;
    }
    if (reference->version != 0)
        err = has_version(step, reference, &has);
    if (err == ERR_NONE && !has)
        refuse(plan, reference,
               arena_printf(arena, "It refers to version %" PRId64 " of “%s”, which is not there.",
                            reference->version, reference->name));
    return err;
}

/* ---- where references stand --------------------------------------------------------------------
 */

static enum err check_text(struct import_step *step, struct import_plan *plan, struct text text)
{
    struct prompt_reference_list list;
    const char *problem = NULL;
    struct reference reference = {
        RECORD_PROMPT, "", import_path(step, plan, bundle_current(&plan->record), "body"), 0};
    if (prompt_references(db_arena(step->work.db), text.data, text.len, &list, &problem) !=
        ERR_NONE) {
        refuse(plan, &reference, problem);
        return ERR_NONE;
    }
    for (int i = 0; i < list.count; i++) {
        reference.name = list.references[i].name;
        reference.version = list.references[i].version;
        if (strcmp(reference.name, plan->record.name) == 0) {
            refuse(plan, &reference, "The body refers to the prompt itself.");
            return ERR_NONE;
        }
        enum err err = check(step, plan, &reference);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

struct checking {
    struct import_step *step;
    struct import_plan *plan;
};

static enum err check_part(void *context, struct text *text)
{
    const struct checking *checking = context;
    return check_text(checking->step, checking->plan, *text);
}

static enum err check_prompt(struct import_step *step, struct import_plan *plan)
{
    const struct bundle_record *record = &plan->record;
    const struct bundle_version *version = &record->versions[record->version_count - 1];
    struct prompt_chat chat;
    const char *problem = NULL;
    if (!version->is_chat)
        return check_text(step, plan, version->body);
    if (prompt_chat_parse(db_arena(step->work.db), version->body.data, version->body.len, &chat,
                          &problem) != ERR_NONE)
        return ERR_NONE; /* refused before */
    struct checking checking = {step, plan};
    return prompt_chat_each_text(&chat, check_part, &checking);
}

static enum err check_agent(struct import_step *step, struct import_plan *plan)
{
    struct arena *arena = db_arena(step->work.db);
    const struct bundle_record *record = &plan->record;
    const struct bundle_version *version = bundle_current(record);
    struct text text = version->body;
    json_t *config = NULL;
    const char *problem = NULL;
    enum err err = ERR_NONE;
    if (json_parse(arena, text.data, text.len, &config, &problem) != ERR_NONE)
        return ERR_NONE;
    struct agent_config_prompt prompt = agent_config_prompt(config);
    if (prompt.name != NULL)
        err = check(step, plan,
                    &(struct reference){RECORD_PROMPT, prompt.name,
                                        import_path(step, plan, version, "config.prompt"),
                                        prompt.version});
    for (size_t i = 0; err == ERR_NONE && i < agent_config_handoff_count(config); i++) {
        const char *name = agent_config_handoff(config, i);
        struct reference reference = {
            RECORD_AGENT, name,
            import_path(step, plan, version, arena_printf(arena, "config.handoffs[%zu]", i)), 0};
        if (strcmp(name, record->name) == 0)
            refuse(plan, &reference, "An agent can't hand over to itself.");
        else
            err = check(step, plan, &reference);
    }
    return err;
}

static enum err check_team(struct import_step *step, struct import_plan *plan)
{
    const struct bundle_version *version = bundle_current(&plan->record);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < version->member_count; i++)
        err = check(step, plan,
                    &(struct reference){RECORD_AGENT, version->members[i].agent,
                                        arena_printf(db_arena(step->work.db),
                                                     "%s.member_details[%d]", version->path, i),
                                        version->members[i].agent_version});
    return err;
}

static enum err check_set(struct import_step *step, struct import_plan *plan)
{
    struct arena *arena = db_arena(step->work.db);
    const struct bundle_version *version = bundle_current(&plan->record);
    struct set_settings settings;
    const char *problem = NULL;
    const json_t *json = json_stored(
        arena, (struct text){version->settings, strlen(version->settings)}, "settings of a plan");
    enum err err = ERR_NONE;
    if (set_settings_read(arena, json, &settings, &problem) != ERR_NONE)
        return ERR_NONE; /* refused before */
    if (settings.for_name != NULL)
        err = check(step, plan,
                    &(struct reference){set_subject_kind(settings.subject)->id, settings.for_name,
                                        import_path(step, plan, version, "settings.for"), 0});
    if (err == ERR_NONE && settings.judge_name != NULL)
        err = check(step, plan,
                    &(struct reference){RECORD_PROMPT, settings.judge_name,
                                        import_path(step, plan, version, "settings.judge.prompt"),
                                        settings.judge_version});
    return err;
}

enum err import_check_references(struct import_step *step, struct import_plan *plan)
{
    static enum err (*const checks[RECORD_KIND_COUNT])(
        struct import_step *, struct import_plan *) = {[RECORD_PROMPT] = check_prompt,
                                                       [RECORD_AGENT] = check_agent,
                                                       [RECORD_TEAM] = check_team,
                                                       [RECORD_SET] = check_set};
    return checks[plan->record.kind](step, plan);
}
