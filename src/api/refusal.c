#include "api/refusal.h"

#include "api/langfuse/langfuse_error.h"
#include "api/mcp/rpc_answer.h"
#include "api/mlflow/mlflow_error.h"
#include "api/scim/scim_error.h"
#include "base/log.h"

/* SCIM has no errors of fields. */
static void say_scim(struct response *response, int status, const char *detail, json_t *errors)
{
    (void)errors;
    scim_say(response, status, NULL, detail);
}

static const struct protocol {
    enum route_kind kind;
    const char *content_type;
    void (*say)(struct response *response, int status, const char *detail, json_t *errors);
} protocols[] = {
    {ROUTE_API, "application/json", response_problem},
    {ROUTE_A2A, "application/json", response_problem},
    {ROUTE_SCIM, SCIM_TYPE, say_scim},
    {ROUTE_LANGFUSE, "application/json", langfuse_say},
    {ROUTE_MCP, "application/json", rpc_say},
    {ROUTE_MLFLOW, "application/json", mlflow_say},
};

static const struct protocol *find_protocol(enum route_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(protocols); i++)
        if (protocols[i].kind == kind)
            return &protocols[i];
    die("no program asks for routes of kind %d", (int)kind);
}

void refusal_say(struct response *response, enum route_kind kind, int status, const char *detail,
                 json_t *errors)
{
    find_protocol(kind)->say(response, status, detail, errors);
}

const char *refusal_content_type(enum route_kind kind)
{
    return find_protocol(kind)->content_type;
}
