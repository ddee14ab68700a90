#include "api/cross_origin.h"

#include <string.h>

/* What a page may read of an answer, and send besides what every page may. */
static const char exposed[] = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
                              "Idempotency-Replayed, Allow, WWW-Authenticate, Rostrum-Version, "
                              "Rostrum-Label, Rostrum-Content-SHA256, Rostrum-Proposed-Labels";
static const char sent[] = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
                           "MCP-Protocol-Version, Mcp-Method, Mcp-Name";
static const char remembered_s[] = "600";

static bool has(const char *origins, const char *origin)
{
    size_t len = strlen(origin);
    for (const char *at = origins; len > 0 && (at = strstr(at, origin)) != NULL; at += len)
        if ((at == origins || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
            return strchr(origin, ' ') == NULL;
    return false;
}

/* Does the address have the method that a browser asks about? */
static bool is_preflight(const struct call *call)
{
    const char *wanted = call->request->requested_method;
    if (call->request->method != HTTP_OPTIONS || wanted == NULL)
        return false;
    for (int i = 0; i < HTTP_OTHER; i++)
        if (strcmp(http_method_names[i], wanted) == 0)
            return (call->match->methods & (1U << (i == HTTP_HEAD ? HTTP_GET : i))) != 0;
    return false;
}

static void answer_preflight(struct call *call)
{
    struct response *response = call->response;
    response_init(response, call->arena);
    response->status = 204;
    response_header(response, "Access-Control-Allow-Methods",
                    route_allowed(call->arena, call->match));
    response_header(response, "Access-Control-Allow-Headers", sent);
    response_header(response, "Access-Control-Max-Age", remembered_s);
}

void cross_origin_say(struct call *call, const char *origins, int status)
{
    struct response *response = call->response;
    const char *origin = call->request->origin;
    bool is_known = origin != NULL && has(origins, origin);
    if (origins[0] == '\0')
        return;
    if (is_known && status == 405 && is_preflight(call))
        answer_preflight(call);
    response_header(response, "Vary", "Origin"); /* what is kept of it is for one of them */
    if (!is_known)
        return;
    response_header(response, "Access-Control-Allow-Origin", origin);
    response_header(response, "Access-Control-Expose-Headers", exposed);
}

bool cross_origin_is_foreign(const struct call *call)
{
    const char *origin = call->request->origin;
    if (origin == NULL || has(call->origins, origin))
        return false;
    size_t len = strlen(origin);
    const char *url = call->public_url;
    return strncmp(url, origin, len) != 0 || (url[len] != '\0' && url[len] != '/');
}
