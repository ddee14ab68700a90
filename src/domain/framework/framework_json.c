#include "domain/framework/framework_json_internal.h"

#include "domain/team/team_rules.h"

/* The config with what its prompt says in place of the reference. */
static json_t *resolved(struct framework_work *work, const struct framework_agent *agent)
{
    json_t *config = json_copy((json_t *)agent->config);
    if (json_object_get(config, "prompt") == NULL)
        return config;
    if (agent->problem != NULL)
        framework_work_lose(work, agent, "The prompt can’t be resolved: %s", agent->problem);
    json_object_set_new(config, "instructions", json_string(agent->instructions));
    if (agent->message_count > 0)
        framework_work_lose(work, agent,
                            "Of the chat only the instructions are taken: the reference stays.");
    return config;
}

static json_t *write_agent(struct framework_work *work, const struct framework_agent *agent)
{
    return json_pack("{s:s, s:s, s:I, s:o}", "name", agent->name, "description", agent->description,
                     "version", (json_int_t)agent->version, "config", resolved(work, agent));
}

static json_t *write_team(struct framework_work *work)
{
    const struct framework_source *source = work->source;
    json_t *members = json_array();
    for (int i = 0; i < source->agent_count; i++) {
        json_t *member = write_agent(work, &source->agents[i]);
        json_object_set_new(member, "role", json_string(team_role_names[source->agents[i].role]));
        json_array_append_new(members, member);
    }
    return json_pack("{s:s, s:s, s:I, s:s, s:o, s:o}", "name", source->name, "description",
                     source->description, "version", (json_int_t)source->version, "kind",
                     team_kind_names[source->team_kind], "members", members, "settings",
                     json_deep_copy(source->settings));
}

enum err framework_json_write(struct framework_work *work, const char **problem)
{
    const struct framework_source *source = work->source;
    bool is_team = source->kind == RECORD_TEAM;
    json_t *json =
        json_keep(work->arena, is_team ? write_team(work) : write_agent(work, source->agents));
    *problem = NULL;
    framework_work_add_json(work, is_team ? "team.json" : "agent.json", json);
    framework_work_lose_missing(work);
    framework_work_lose(work, NULL,
                        "Labels, tags, owner and the versions before are not in it: the export "
                        "for Rostrum has them.");
    return ERR_NONE;
}
