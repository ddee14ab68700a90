#include "api/mcp/mcp.h"

#include "base/clock.h"
#include "data/db/kept.h"

json_t *mcp_server_info(void)
{
    return json_pack("{s:s, s:s, s:s}", "name", "rostrum", "title", "Rostrum", "version",
                     ROSTRUM_VERSION);
}

/* What every result of the modern generation has (2026-07-28, "Results"). Nothing may be kept by
 * the client: a label that moves is seen at the next request. */
static void complete(struct mcp *mcp, json_t *result)
{
    json_t *meta = json_object_get(result, "_meta");
    json_object_set_new(result, "resultType", json_string("complete"));
    if (mcp->method->is_cacheable) {
        json_object_set_new(result, "ttlMs", json_integer(0));
        json_object_set_new(result, "cacheScope", json_string("private"));
    }
    if (meta == NULL) {
        meta = json_object();
        json_object_set_new(result, "_meta", meta);
    }
    json_object_set_new(meta, "io.modelcontextprotocol/serverInfo", mcp_server_info());
}

enum err mcp_result(struct mcp *mcp, json_t *result)
{
    if (mcp->era == MCP_IS_MODERN)
        complete(mcp, result);
    rpc_answer(mcp->call->response, mcp->message.id, result);
    return ERR_NONE;
}

enum err mcp_refuse(struct mcp *mcp, const struct rpc_error *error)
{
    rpc_answer_error(mcp->call->response, mcp->message.id, error);
    return ERR_NONE;
}

enum err mcp_error(struct mcp *mcp, enum rpc_code code, const char *message, json_t *data)
{
    return mcp_refuse(mcp, &(struct rpc_error){200, code, message, data});
}

enum err mcp_bad_params(struct mcp *mcp, const char *message)
{
    return mcp_error(mcp, RPC_INVALID_PARAMS, message, NULL);
}

/* ---- what is kept ------------------------------------------------------------------------- */

json_t *mcp_kept(struct mcp *mcp, const char *about)
{
    struct call *call = mcp->call;
    struct text kept = kept_find(call->db, call_kept_key(call, "mcp", about));
    return kept.data == NULL ? NULL : json_stored(call->arena, kept, "what MCP keeps");
}

void mcp_keep(struct mcp *mcp, const char *about, const json_t *json)
{
    struct call *call = mcp->call;
    kept_store(call->db, call_kept_key(call, "mcp", about),
               json_format(call->arena, json, JSON_LINE), clock_now() + CLOCK_MINUTE);
}
