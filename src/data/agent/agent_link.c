#include "data/agent/agent_link.h"

#include <string.h>

#include "data/prompt/prompt.h"
#include "data/prompt/prompt_link.h"
#include "data/reference/record_link.h"
#include "domain/agent/agent_config.h"
#include "domain/record/name.h"

/* The seam takes so many questions at once. */
enum { NAMES_AT_ONCE = 16 };

static enum err find_names(struct db *db, const struct uuid *organization_id,
                           const char *const *names, int count, struct uuid *ids)
{
    struct db_result *results = arena_array(db_arena(db), (size_t)count + 1, sizeof *results);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        db_later(db, &results[i],
                 "SELECT id FROM agents WHERE organization_id = $1 AND name_key = $2",
                 db_uuid(organization_id), db_text(name_key(db_arena(db), names[i])));
        if (i % NAMES_AT_ONCE == NAMES_AT_ONCE - 1)
            err = db_collect(db);
    }
    if (err == ERR_NONE)
        err = db_collect(db);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        ids[i] = results[i].row_count > 0 ? db_get_uuid(&results[i], 0, 0) : (struct uuid){{0}};
    return err;
}

enum err agent_find_names(struct db *db, const struct actor *actor, const char *const *names,
                          int count, struct uuid *ids)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_AGENT_SEE, &target))
        return ERR_DENIED;
    return find_names(db, &actor->organization_id, names, count, ids);
}

static enum err check_prompt(const struct work *work, const struct record_head *head,
                             const struct agent_config_prompt *prompt,
                             struct config_problems *problems, struct record_links *links)
{
    struct prompt_reference reference = {
        .name = prompt->name, .label = prompt->label, .version = prompt->version};
    struct prompt_target target;
    bool exists = true;
    enum err err = prompt_link_find(work->db, &head->organization_id, NULL, &reference, &target);
    if (err == ERR_NOT_FOUND) {
        config_problem_add(problems, "prompt.name", "There is no prompt with this name.");
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    struct record_head found = {
        .store = &prompt_store, .id = target.id, .organization_id = head->organization_id};
    if (prompt->version > 0)
        err = record_version_exists(work->db, &found, prompt->version, &exists);
    if (!exists)
        config_problem_add(problems, "prompt.version", "The prompt does not have this version.");
    links->items[links->count++] = (struct record_link){LINK_PROMPT,   &record_kinds[RECORD_PROMPT],
                                                        target.id,     target.name,
                                                        prompt->label, prompt->version};
    return err;
}

/* What the config refers to, and everything that is wrong with it. */
struct finding {
    const json_t *config;
    const char *name;
    bool has_late_handoffs;
    struct config_problems *problems;
};

static enum err check_handoffs(const struct work *work, const struct record_head *head,
                               const struct finding *finding, struct record_links *links)
{
    struct arena *arena = db_arena(work->db);
    int count = (int)agent_config_handoff_count(finding->config);
    const char **names = arena_array(arena, (size_t)count + 1, sizeof *names);
    struct uuid *ids = arena_array(arena, (size_t)count + 1, sizeof *ids);
    for (int i = 0; i < count; i++)
        names[i] = agent_config_handoff(finding->config, (size_t)i);
    enum err err = find_names(work->db, &head->organization_id, names, count, ids);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        const char *path = arena_printf(arena, "handoffs[%d]", i);
        if (strcmp(name_key(arena, names[i]), name_key(arena, finding->name)) == 0 ||
            uuid_equal(&ids[i], &head->id))
            config_problem_add(finding->problems, path, "An agent can't hand over to itself.");
        else if (uuid_is_nil(&ids[i]) && !finding->has_late_handoffs)
            config_problem_add(finding->problems, path, "There is no agent with this name.");
        links->items[links->count++] = (struct record_link){
            LINK_HANDOFF, &record_kinds[RECORD_AGENT], ids[i], names[i], NULL, 0};
    }
    return err;
}

enum err agent_link_check(const struct work *work, const struct record_head *head,
                          const struct record_fields *fields, struct record_links *links)
{
    struct arena *arena = db_arena(work->db);
    const struct agent_links *draft = fields->draft;
    struct config_problems returned = {.count = 0};
    struct finding finding = {.name = fields->name, .problems = &returned};
    if (draft != NULL) {
        finding.config = draft->config;
        finding.has_late_handoffs = draft->has_late_handoffs;
        finding.problems = draft->problems;
    } else {
        finding.config = json_stored(arena, agent_config_of(&fields->content), "a stored config");
    }
    struct agent_config_prompt prompt = agent_config_prompt(finding.config);
    size_t most = agent_config_handoff_count(finding.config) + 1;
    links->items = arena_array(arena, most, sizeof *links->items);
    links->count = 0;
    enum err err = ERR_NONE;
    if (prompt.name != NULL)
        err = check_prompt(work, head, &prompt, finding.problems, links);
    if (err == ERR_NONE)
        err = check_handoffs(work, head, &finding, links);
    if (err == ERR_NONE && finding.problems->count > 0)
        return work_refuse(work, ERR_INVALID, "config",
                           config_problems_text(arena, finding.problems));
    return err;
}
