#include "web/route_kind.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

const struct route_family route_families[] = {
    /* SCIM has a type of its own (RFC 7644, 3.1), which not all clients send. */
    {"/api/scim", ROUTE_SCIM, "scim", {"application/json", "application/scim+json"}},
    /* Traces come as OpenTelemetry has them (OTLP/HTTP), in JSON or not. */
    {"/api/public", ROUTE_LANGFUSE, "langfuse", {"application/json", "application/x-protobuf"}},
    {"/api/2.0/mlflow", ROUTE_MLFLOW, "mlflow", {"application/json"}},
    {"/api", ROUTE_API, "api", {"application/json"}},
    {"/mcp", ROUTE_MCP, "mcp", {"application/json"}},
    {"/a2a", ROUTE_A2A, "api", {NULL}},
};

const int route_family_count = (int)COUNT_OF(route_families);

enum route_kind route_kind_of_path(const char *path)
{
    for (size_t i = 0; i < COUNT_OF(route_families); i++) {
        size_t len = strlen(route_families[i].prefix);
        if (strncmp(path, route_families[i].prefix, len) == 0 && strchr("/?", path[len]) != NULL)
            return route_families[i].kind;
    }
    return ROUTE_PAGE;
}

static const struct route_family *find_family(enum route_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(route_families); i++)
        if (route_families[i].kind == kind)
            return &route_families[i];
    return NULL;
}

bool route_kind_is_program(enum route_kind kind)
{
    return find_family(kind) != NULL;
}

bool route_kind_takes(enum route_kind kind, const char *content_type)
{
    const struct route_family *family = find_family(kind);
    size_t len = strcspn(content_type, "; \t");
    for (size_t i = 0; family != NULL && i < COUNT_OF(family->types); i++) {
        const char *type = family->types[i];
        if (type != NULL && len == strlen(type) && strncasecmp(content_type, type, len) == 0)
            return true;
    }
    return false;
}
