#include "api/mcp/mcp_era.h"

#include <string.h>

#include "crypt/base64.h"

/* The keys of _meta (2026-07-28, "Request metadata"). */
static const char version_key[] = "io.modelcontextprotocol/protocolVersion";
static const char capabilities_key[] = "io.modelcontextprotocol/clientCapabilities";

const char *const mcp_versions[] = {MCP_MODERN,   MCP_NEWEST_LEGACY, "2025-06-18",
                                    "2025-03-26", "2024-11-05",      NULL};

bool mcp_is_legacy_version(const char *version)
{
    for (int i = 1; mcp_versions[i] != NULL; i++)
        if (strcmp(mcp_versions[i], version) == 0)
            return true;
    return false;
}

/* Versions are dates: they compare as texts. */
static bool is_modern(const char *version)
{
    return version != NULL && strcmp(version, MCP_MODERN) >= 0;
}

static enum err refuse(struct mcp *mcp, enum rpc_code code, const char *message, json_t *data)
{
    enum err err = mcp_refuse(mcp, &(struct rpc_error){400, code, message, data});
    return err == ERR_NONE ? ERR_INVALID : err;
}

static enum err refuse_version(struct mcp *mcp, const char *requested)
{
    json_t *supported = json_array();
    for (int i = 0; mcp_versions[i] != NULL; i++)
        json_array_append_new(supported, json_string(mcp_versions[i]));
    return refuse(mcp, RPC_UNSUPPORTED_VERSION, "This version of the protocol is not supported.",
                  json_pack("{s:o, s:s}", "supported", supported, "requested", requested));
}

static enum err refuse_mismatch(struct mcp *mcp, const char *header)
{
    const char *message = arena_printf(
        mcp->call->arena, "The header %s is missing, or differs from the message.", header);
    return refuse(mcp, RPC_HEADER_MISMATCH, message, json_pack("{s:s}", "header", header));
}

static enum err refuse_meta(struct mcp *mcp, const char *key)
{
    const char *message =
        arena_printf(mcp->call->arena, "The request's _meta must have \"%s\".", key);
    return refuse(mcp, RPC_INVALID_PARAMS, message, NULL);
}

/* A message of the modern generation says its version and what its client can do. A notification
 * need not: then the header is enough. */
static enum err check_modern(struct mcp *mcp, const json_t *meta, const char *header)
{
    const char *version = json_string_value(json_object_get(meta, version_key));
    bool is_request = mcp->message.kind == RPC_REQUEST;
    const char *said = version != NULL ? version : header;
    mcp->era = MCP_IS_MODERN;
    if (said == NULL ||
        (version == NULL && (is_request || json_object_get(meta, version_key) != NULL)))
        return refuse_meta(mcp, version_key);
    if (is_request && !json_is_object(json_object_get(meta, capabilities_key)))
        return refuse_meta(mcp, capabilities_key);
    if (header != NULL && strcmp(said, header) != 0)
        return refuse_mismatch(mcp, "MCP-Protocol-Version");
    if (strcmp(said, MCP_MODERN) != 0)
        return refuse_version(mcp, said);
    return header == NULL && is_request ? refuse_mismatch(mcp, "MCP-Protocol-Version") : ERR_NONE;
}

enum err mcp_find_era(struct mcp *mcp)
{
    const char *header = mcp->call->request->mcp_version;
    const json_t *meta = json_object_get(mcp->message.params, "_meta");
    bool says_version = json_object_get(meta, version_key) != NULL;
    mcp->era = MCP_LEGACY;
    if (says_version)
        return check_modern(mcp, meta, header);
    if (strcmp(mcp->message.method, "initialize") == 0) /* says its version in its params */
        return is_modern(header) ? refuse_mismatch(mcp, "MCP-Protocol-Version") : ERR_NONE;
    if (is_modern(header))
        return check_modern(mcp, meta, header);
    if (header == NULL || mcp_is_legacy_version(header))
        return ERR_NONE;
    return refuse_version(mcp, header);
}

/* A value that is not plain ASCII comes as "=?base64?…?=". NULL if that is malformed. */
static const char *decode(struct arena *arena, const char *value)
{
    static const char start[] = "=?base64?";
    static const char end[] = "?=";
    size_t len = strlen(value);
    size_t around = sizeof start - 1 + sizeof end - 1;
    struct text text;
    if (!text_starts_with(value, start) || len < around ||
        strcmp(value + len - (sizeof end - 1), end) != 0)
        return value;
    const char *inner = arena_copy(arena, value + sizeof start - 1, len - around);
    if (base64_open(arena, inner, &text) != ERR_NONE || text_has_nul(text.data, text.len))
        return NULL;
    return text.data;
}

static enum err check_name(struct mcp *mcp, const char *param)
{
    const char *header = mcp->call->request->mcp_name;
    const char *said = json_string_value(json_object_get(mcp->message.params, param));
    if (said == NULL) /* the method refuses that */
        return ERR_NONE;
    const char *name = header == NULL ? NULL : decode(mcp->call->arena, header);
    return name != NULL && strcmp(name, said) == 0 ? ERR_NONE : refuse_mismatch(mcp, "Mcp-Name");
}

enum err mcp_check_headers(struct mcp *mcp)
{
    const char *method = mcp->call->request->mcp_method;
    bool is_request = mcp->message.kind == RPC_REQUEST;
    if (mcp->era != MCP_IS_MODERN)
        return ERR_NONE;
    if (method == NULL ? is_request : strcmp(method, mcp->message.method) != 0)
        return refuse_mismatch(mcp, "Mcp-Method");
    if (!is_request || mcp->method == NULL || mcp->method->named_by == NULL)
        return ERR_NONE;
    return check_name(mcp, mcp->method->named_by);
}
