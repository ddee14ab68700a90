#include <string.h>

#include "api/mcp/mcp_era.h"
#include "api/mcp/mcp_methods.h"

/* Getting to know each other, and what needs no record. */

static const char instructions[] =
    "Rostrum keeps the prompts, agents, teams and test sets of an organization. Its prompts are "
    "those with the label production; agents, teams and test sets are resources. The tool "
    "get_prompt gives other versions.";

static bool may(const struct mcp *mcp, enum permission permission)
{
    return policy_allows_some(mcp->call->actor, permission);
}

/* Only what the token may use. Nothing says that it changed: there is no stream for that. */
static json_t *capabilities(const struct mcp *mcp)
{
    bool has_prompts = may(mcp, PERMISSION_PROMPT_READ);
    bool has_resources = may(mcp, PERMISSION_AGENT_READ) || may(mcp, PERMISSION_TEAM_READ) ||
                         may(mcp, PERMISSION_SET_READ);
    json_t *json = json_object();
    if (has_prompts)
        json_object_set_new(json, "prompts", json_object());
    if (has_resources)
        json_object_set_new(json, "resources", json_object());
    if (has_prompts || has_resources)
        json_object_set_new(json, "completions", json_object());
    json_object_set_new(json, "tools", json_object());
    return json;
}

/* It never fails over a version: whoever asks for one that is not served is offered the newest. */
enum err mcp_initialize(struct mcp *mcp)
{
    const char *asked = NULL;
    if (rpc_text(mcp->message.params, "protocolVersion", &asked) != ERR_NONE || asked == NULL)
        return mcp_bad_params(mcp, "The protocolVersion must be a string.");
    const char *version = mcp_is_legacy_version(asked) ? asked : MCP_NEWEST_LEGACY;
    return mcp_result(mcp, json_pack("{s:s, s:o, s:o, s:s}", "protocolVersion", version,
                                     "capabilities", capabilities(mcp), "serverInfo",
                                     mcp_server_info(), "instructions", instructions));
}

enum err mcp_discover(struct mcp *mcp)
{
    json_t *versions = json_array();
    for (int i = 0; mcp_versions[i] != NULL; i++)
        json_array_append_new(versions, json_string(mcp_versions[i]));
    return mcp_result(mcp,
                      json_pack("{s:o, s:o, s:s}", "supportedVersions", versions, "capabilities",
                                capabilities(mcp), "instructions", instructions));
}

enum err mcp_ping(struct mcp *mcp)
{
    return mcp_result(mcp, json_object());
}

static void add_event(struct response *response, json_t *message)
{
    struct text text = json_format(response->arena, json_keep(response->arena, message), JSON_LINE);
    buf_printf(&response->body, "event: message\ndata: %s\n\n", text.data);
}

/* Two events: nothing is subscribed to, and that is all (2026-07-28, "Subscriptions"). */
enum err mcp_listen(struct mcp *mcp)
{
    static const char key[] = "io.modelcontextprotocol/subscriptionId";
    struct response *response = mcp->call->response;
    json_t *id = (json_t *)(uintptr_t)mcp->message.id;
    if (!json_is_object(json_object_get(mcp->message.params, "notifications")))
        return mcp_bad_params(mcp, "The notifications must be an object.");
    response->status = 200;
    response->content_type = "text/event-stream";
    buf_init(&response->body, response->arena);
    add_event(response, json_pack("{s:s, s:s, s:{s:{}, s:{s:O}}}", "jsonrpc", "2.0", "method",
                                  "notifications/subscriptions/acknowledged", "params",
                                  "notifications", "_meta", key, id));
    add_event(response, json_pack("{s:s, s:O, s:{s:s, s:{s:O, s:o}}}", "jsonrpc", "2.0", "id", id,
                                  "result", "resultType", "complete", "_meta", key, id,
                                  "io.modelcontextprotocol/serverInfo", mcp_server_info()));
    return ERR_NONE;
}
