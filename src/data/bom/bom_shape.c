#include "data/bom/bom_shape.h"

const char *bom_type_name(int type)
{
    static const char *const names[BOM_TYPE_COUNT] = {
        [BOM_MODEL] = "model", [BOM_TOOL] = "tool",         [BOM_MCP_SERVER] = "mcp_server",
        [BOM_SKILL] = "skill", [BOM_ENDPOINT] = "endpoint",
    };
    return type < RECORD_KIND_COUNT ? record_kinds[type].name : names[type];
}
