#include "data/agent/agent_link.h"

#include <string.h>

#include "data/prompt/prompt_link.h"

enum err agent_link_find(struct db *db, const struct uuid *organization_id,
                         const char *const *names, int count, struct uuid *ids)
{
    struct db_result *results = arena_array(db_arena(db), (size_t)count + 1, sizeof *results);
    for (int i = 0; i < count; i++)
        db_later(db, &results[i], "SELECT id FROM agents WHERE organization_id = $1 AND name = $2",
                 db_uuid(organization_id), db_text(names[i]));
    enum err err = db_collect(db);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        ids[i] = results[i].row_count > 0 ? db_get_uuid(&results[i], 0, 0) : (struct uuid){{0}};
    return err;
}

static enum err has_version(struct db *db, const struct agent *agent, const struct uuid *prompt_id,
                            int64_t version, bool *has)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT version FROM prompt_versions WHERE prompt_id = $1 "
                             "AND version = $2 AND organization_id = $3",
                             db_uuid(prompt_id), db_int(version), db_uuid(&agent->organization_id));
    *has = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err check_prompt(const struct work *work, const struct agent *agent,
                             struct agent_links *links, struct config_problems *problems)
{
    const struct agent_config_prompt *prompt = &links->prompt;
    struct prompt_reference reference = {
        .name = prompt->name, .label = prompt->label, .version = prompt->version};
    struct prompt_target target;
    bool has = true;
    enum err err = prompt_link_find(work->db, &agent->organization_id, &reference, &target);
    if (err == ERR_NOT_FOUND) {
        config_problem_add(problems, "prompt.name", "There is no prompt with this name.");
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    links->prompt_id = target.id;
    if (prompt->version > 0)
        err = has_version(work->db, agent, &target.id, prompt->version, &has);
    if (!has)
        config_problem_add(problems, "prompt.version", "The prompt does not have this version.");
    return err;
}

static enum err check_handoffs(const struct work *work, const struct agent *agent,
                               const struct agent_fields *fields, struct agent_links *links,
                               struct config_problems *problems)
{
    struct arena *arena = db_arena(work->db);
    int count = links->target_count;
    links->target_names = arena_array(arena, (size_t)count + 1, sizeof *links->target_names);
    links->target_ids = arena_array(arena, (size_t)count + 1, sizeof *links->target_ids);
    for (int i = 0; i < count; i++)
        links->target_names[i] = agent_config_handoff(fields->config, (size_t)i);
    enum err err = agent_link_find(work->db, &agent->organization_id, links->target_names, count,
                                   links->target_ids);
    for (int i = 0; err == ERR_NONE && i < count; i++) {
        const char *path = arena_printf(arena, "handoffs[%d]", i);
        if (strcmp(links->target_names[i], fields->name) == 0 ||
            uuid_equal(&links->target_ids[i], &agent->id))
            config_problem_add(problems, path, "An agent can't hand over to itself.");
        else if (uuid_is_nil(&links->target_ids[i]) && !fields->has_late_handoffs)
            config_problem_add(problems, path, "There is no agent with this name.");
    }
    return err;
}

enum err agent_link_check(const struct work *work, const struct agent *agent,
                          const struct agent_fields *fields, struct agent_links *links,
                          struct config_problems *problems)
{
    *problems = (struct config_problems){.count = 0};
    *links = (struct agent_links){
        .prompt = agent_config_prompt(fields->config),
        .target_count = (int)agent_config_handoff_count(fields->config),
    };
    enum err err = ERR_NONE;
    if (links->prompt.name != NULL)
        err = check_prompt(work, agent, links, problems);
    if (err == ERR_NONE)
        err = check_handoffs(work, agent, fields, links, problems);
    if (err == ERR_NONE && problems->count > 0)
        return agent_refuse_config(work, problems);
    return err;
}

enum err agent_link_insert(struct db *db, const struct agent *agent, int64_t version,
                           const struct agent_links *links)
{
    enum err err = ERR_NONE;
    if (links->prompt.name != NULL)
        err = db_change_one(
            db,
            "INSERT INTO agent_prompts (organization_id, agent_id, version, prompt_id, "
            "prompt_name, label, prompt_version) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            db_uuid(&agent->organization_id), db_uuid(&agent->id), db_int(version),
            db_uuid(&links->prompt_id), db_text(links->prompt.name), db_text(links->prompt.label),
            links->prompt.version == 0 ? db_null() : db_int(links->prompt.version));
    for (int i = 0; err == ERR_NONE && i < links->target_count; i++)
        err = db_change_one(
            db,
            "INSERT INTO agent_handoffs (organization_id, agent_id, version, position, "
            "target_id, target_name) VALUES ($1, $2, $3, $4, $5, $6)",
            db_uuid(&agent->organization_id), db_uuid(&agent->id), db_int(version), db_int(i),
            db_uuid_or_null(&links->target_ids[i]), db_text(links->target_names[i]));
    return err;
}

enum err agent_link_complete(struct db *db, const struct uuid *organization_id,
                             const struct uuid *agent_id, bool *is_complete)
{
    struct db_result result;
    enum err err =
        db_change(db,
                  "UPDATE agent_handoffs SET target_id = (SELECT a.id FROM agents a "
                  "WHERE a.organization_id = $1 AND a.name = agent_handoffs.target_name) "
                  "WHERE organization_id = $1 AND agent_id = $2 AND target_id IS NULL "
                  "AND version = (SELECT c.version FROM agents c WHERE c.id = $2)",
                  db_uuid(organization_id), db_uuid(agent_id));
    if (err == ERR_NONE)
        err = db_select(db, &result,
                        "SELECT h.position FROM agent_handoffs h JOIN agents a "
                        "ON a.id = h.agent_id AND a.version = h.version "
                        "WHERE h.organization_id = $1 AND h.agent_id = $2 "
                        "AND h.target_id IS NULL LIMIT 1",
                        db_uuid(organization_id), db_uuid(agent_id));
    *is_complete = err == ERR_NONE && result.row_count == 0;
    return err;
}
