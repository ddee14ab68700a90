#include <string.h>

#include "api/cross_origin.h"
#include "api/handlers.h"
#include "api/mcp/mcp_era.h"
#include "api/mcp/mcp_methods.h"
#include "data/record/record_stop.h"

/* POST /mcp: one message, one answer. */

/* name, eras, handler, the parameter that Mcp-Name repeats, whether a result may be kept */
static const struct mcp_method methods[] = {
    {"initialize", MCP_LEGACY, mcp_initialize, NULL, false},
    {"server/discover", MCP_IS_MODERN, mcp_discover, NULL, true},
    {"ping", MCP_LEGACY, mcp_ping, NULL, false},
    {"prompts/list", MCP_BOTH, mcp_prompt_list, NULL, true},
    {"prompts/get", MCP_BOTH, mcp_prompt_get, "name", false},
    {"resources/list", MCP_BOTH, mcp_resource_list, NULL, true},
    {"resources/templates/list", MCP_BOTH, mcp_template_list, NULL, true},
    {"resources/read", MCP_BOTH, mcp_resource_read, "uri", true},
    {"tools/list", MCP_BOTH, mcp_tool_list, NULL, true},
    {"tools/call", MCP_BOTH, mcp_tool_call, "name", false},
    {"completion/complete", MCP_BOTH, mcp_complete, NULL, false},
    {"subscriptions/listen", MCP_IS_MODERN, mcp_listen, NULL, false},
};

static const struct mcp_method *find_method(const char *name, enum mcp_era era)
{
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        if (strcmp(methods[i].name, name) == 0 && (methods[i].eras & era) != 0)
            return &methods[i];
    return NULL;
}

static enum err accept_notification(struct mcp *mcp)
{
    mcp->call->response->status = 202;
    mcp->call->response->content_type = "application/json";
    return ERR_NONE;
}

/* What a handler has no words for. A database that fails is a matter of HTTP. */
static enum err finish(struct mcp *mcp, enum err err)
{
    if (err == ERR_NONE || err == ERR_UNAVAILABLE)
        return err;
    const char *why = "The request was refused.";
    if (err == ERR_STOPPED) {
        const char *stopped = record_stop_refusal(mcp->call->db, mcp->call->actor);
        why = stopped != NULL ? stopped
                              : "This was stopped: it must not be used until it is resumed.";
    }
    return mcp_error(mcp, RPC_REFUSED, why, NULL);
}

static enum err run(struct mcp *mcp)
{
    if (mcp->message.kind == RPC_RESPONSE)
        return accept_notification(mcp);
    mcp->method = find_method(mcp->message.method, mcp->era);
    enum err err = mcp_check_headers(mcp);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    if (mcp->message.kind == RPC_NOTIFICATION)
        return accept_notification(mcp);
    if (mcp->method != NULL)
        return finish(mcp, mcp->method->handle(mcp));
    return mcp_refuse(mcp,
                      &(struct rpc_error){mcp->era == MCP_IS_MODERN ? 404 : 200,
                                          RPC_METHOD_NOT_FOUND, "There is no such method.", NULL});
}

enum err mcp_serve(struct call *call)
{
    struct mcp mcp = {.call = call};
    struct rpc_refusal refusal;
    if (cross_origin_is_foreign(call))
        return mcp_refuse(&mcp, &(struct rpc_error){403, RPC_REFUSED,
                                                    "Pages of this origin may not call.", NULL});
    if (rpc_parse(call->arena, call->request->body, &mcp.message, &refusal) != ERR_NONE) {
        mcp.message.id = NULL;
        return mcp_refuse(&mcp, &(struct rpc_error){400, refusal.code, refusal.message, NULL});
    }
    enum err err = mcp_find_era(&mcp);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    return run(&mcp);
}
