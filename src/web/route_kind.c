#include "web/route_kind.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* The addresses of programs, a longer beginning before a shorter one, and the types of the bodies
 * that they take. */
static const struct family {
    const char *prefix;
    enum route_kind kind;
    const char *types[2];
} families[] = {
    /* SCIM has a type of its own (RFC 7644, 3.1), which not all clients send. */
    {"/api/scim", ROUTE_SCIM, {"application/json", "application/scim+json"}},
    /* Traces come as OpenTelemetry has them (OTLP/HTTP), in JSON or not. */
    {"/api/public", ROUTE_LANGFUSE, {"application/json", "application/x-protobuf"}},
    {"/api/2.0/mlflow", ROUTE_MLFLOW, {"application/json"}},
    {"/api", ROUTE_API, {"application/json"}},
    {"/mcp", ROUTE_MCP, {"application/json"}},
};

enum route_kind route_kind_of_path(const char *path)
{
    for (size_t i = 0; i < COUNT_OF(families); i++) {
        size_t len = strlen(families[i].prefix);
        if (strncmp(path, families[i].prefix, len) == 0 && strchr("/?", path[len]) != NULL)
            return families[i].kind;
    }
    return ROUTE_PAGE;
}

static const struct family *find_family(enum route_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(families); i++)
        if (families[i].kind == kind)
            return &families[i];
    return NULL;
}

bool route_kind_is_program(enum route_kind kind)
{
    return find_family(kind) != NULL;
}

bool route_kind_takes(enum route_kind kind, const char *content_type)
{
    const struct family *family = find_family(kind);
    size_t len = strcspn(content_type, "; \t");
    for (size_t i = 0; family != NULL && i < COUNT_OF(family->types); i++) {
        const char *type = family->types[i];
        if (type != NULL && len == strlen(type) && strncasecmp(content_type, type, len) == 0)
            return true;
    }
    return false;
}
