#include "data/framework/framework_load.h"

#include <string.h>

#include "base/buf.h"
#include "data/agent/agent.h"
#include "data/agent/agent_resolve.h"
#include "data/organization/organization.h"
#include "data/team/team_json.h"
#include "domain/record/label.h"

/* What is being read. */
struct load {
    struct db *db;
    const struct actor *actor;
    struct framework_source *source;
};

static bool is_instruction(const json_t *message)
{
    const char *role = json_text(message, "role");
    return (strcmp(role, "system") == 0 || strcmp(role, "developer") == 0) &&
           json_is_string(json_object_get(message, "content"));
}

/* Of a chat what the system says, with an empty line between; the other messages are counted. */
static void read_chat(struct arena *arena, struct text body, struct framework_agent *agent)
{
    const json_t *messages = json_stored(arena, body, "the body of a chat");
    struct buf text;
    buf_init(&text, arena);
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i);
        if (!is_instruction(message)) {
            agent->message_count++;
            continue;
        }
        buf_printf(&text, "%s%s", text.len == 0 ? "" : "\n\n", json_text(message, "content"));
    }
    agent->instructions = text.data;
}

static enum err resolve(const struct load *load, const struct record_source *version,
                        struct framework_agent *agent)
{
    struct agent_resolution resolution;
    agent->instructions = json_text(agent->config, "instructions");
    enum err err = agent_resolve(load->db, load->actor, agent->config, version, &resolution);
    if (err == ERR_DENIED) {
        agent->problem = "prompts may not be read.";
        return ERR_NONE;
    }
    if (err != ERR_NONE || !resolution.has_prompt)
        return err;
    agent->problem = resolution.problem;
    if (resolution.body.data == NULL)
        return ERR_NONE;
    if (resolution.type == PROMPT_CHAT)
        read_chat(db_arena(load->db), resolution.body, agent);
    else
        agent->instructions = resolution.body.data;
    return ERR_NONE;
}

/* An agent whose head was loaded, at a version. */
static enum err read_agent(const struct load *load, const struct record_source *asked,
                           struct framework_agent *agent)
{
    struct record_version version;
    const struct record_head *head = asked->head;
    enum err err = record_version_get_source(load->db, load->actor, asked, &version);
    if (err != ERR_NONE)
        return err;
    *agent = (struct framework_agent){
        .name = head->name,
        .description = head->description == NULL ? "" : head->description,
        .version = version.version,
        .config =
            json_stored(db_arena(load->db), agent_config_of(&version.content), "a stored config"),
        .role = TEAM_WORKER,
    };
    struct record_source source = record_version_source(head, &version);
    return resolve(load, &source, agent);
}

static enum err read_member(const struct load *load, const struct team_member_row *row)
{
    struct framework_source *source = load->source;
    struct framework_agent *agent = &source->agents[source->agent_count];
    struct agent *found = arena_alloc(db_arena(load->db), sizeof *found);
    enum err err = record_load(load->db, load->actor, &agent_store, &row->agent_id,
                               PERMISSION_AGENT_READ, RECORD_HEAD_ONLY, found);
    struct record_source asked = {
        .head = &found->head, .number = row->agent_version, .label = row->agent_label};
    if (err == ERR_NONE)
        err = read_agent(load, &asked, agent);
    if (err == ERR_NOT_FOUND || err == ERR_DENIED) {
        source->missing[source->missing_count++] = row->name;
        return ERR_NONE;
    }
    agent->role = row->role;
    source->agent_count++;
    return err;
}

static void name_end(const struct team_content *team, json_t *edge, const char *key)
{
    const char *name = team_member_name(team, json_text(edge, key));
    json_object_set_new(edge, key, json_string(name == NULL ? "" : name));
}

/* Ids mean nothing elsewhere. */
static void name_edges(const struct team_content *team, json_t *settings)
{
    const json_t *edges = json_object_get(settings, "edges");
    for (size_t i = 0; i < json_array_size(edges); i++) {
        name_end(team, json_array_get(edges, i), "from");
        name_end(team, json_array_get(edges, i), "to");
    }
}

static enum err read_team(const struct load *load, const struct record_source *asked)
{
    struct arena *arena = db_arena(load->db);
    struct framework_source *source = load->source;
    struct record_version version;
    struct team_content team;
    struct config_problems ignored = {.count = 0};
    struct team_plan plan = {.kind = TEAM_ROUND_ROBIN};
    enum err err = record_version_get_source(load->db, load->actor, asked, &version);
    if (err == ERR_NONE)
        err = team_content_get(load->db, asked->head, &version, &team);
    if (err != ERR_NONE)
        return err;
    json_t *settings = json_stored(arena, team.settings, "settings of a team");
    if (team_settings_read(arena, settings, &plan, &ignored) != ERR_NONE)
        die("settings of a team that are not valid");
    name_edges(&team, settings);
    source->version = version.version;
    source->team_kind = team.kind;
    source->termination = plan.termination;
    source->settings = settings;
    source->agents = arena_array(arena, (size_t)team.member_count + 1, sizeof *source->agents);
    source->missing = arena_array(arena, (size_t)team.member_count + 1, sizeof *source->missing);
    for (int i = 0; err == ERR_NONE && i < team.member_count; i++)
        err = read_member(load, &team.members[i]);
    return err;
}

static enum err read_alone(const struct load *load, const struct record_source *asked)
{
    struct framework_source *source = load->source;
    source->agents = arena_array(db_arena(load->db), 1, sizeof *source->agents);
    enum err err = read_agent(load, asked, source->agents);
    if (err != ERR_NONE)
        return err;
    source->agent_count = 1;
    source->version = source->agents->version;
    return ERR_NONE;
}

enum err framework_load(struct db *db, const struct actor *actor, const struct framework_ask *ask,
                        struct framework_source *source)
{
    struct load load = {db, actor, source};
    struct record_head *head = arena_alloc(db_arena(db), ask->store->size);
    struct organization organization;
    enum err err = record_load(db, actor, ask->store, &ask->id, ask->store->kind->read,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = organization_find(db, &head->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    *source = (struct framework_source){
        .kind = ask->store->kind->id,
        .name = head->name,
        .description = head->description == NULL ? "" : head->description,
        .provider_name = organization.name,
        .provider_url = ask->public_url,
    };
    bool has_label = ask->label != NULL && strcmp(ask->label, LABEL_LATEST) != 0;
    struct record_source asked = {
        .head = head, .number = ask->version, .label = has_label ? ask->label : NULL};
    return source->kind == RECORD_TEAM ? read_team(&load, &asked) : read_alone(&load, &asked);
}
