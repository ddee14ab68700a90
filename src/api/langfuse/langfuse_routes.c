#include "api/langfuse/langfuse_routes.h"

#include "api/handlers.h"
#include "domain/policy.h"

/* A row: method, address, handler, right. Whoever traces may use any token: nothing is stored. */
#define ROW(verb, path, function, right, kept)                                                     \
    {                                                                                              \
        .method = HTTP_##verb, .pattern = "/api/public" path, .call = (function),                  \
        .permission = PERMISSION_##right, .pool = POOL_FAST, .kind = ROUTE_LANGFUSE,               \
        .is_kept = (kept)                                                                          \
    }

/* clang-format off */
const struct route langfuse_routes[] = {
    ROW(GET,    "/v2/prompts",                       langfuse_prompt_list,   PROMPT_READ,   true),
    ROW(POST,   "/v2/prompts",                       langfuse_prompt_create, PROMPT_CREATE, false),
    ROW(GET,    "/v2/prompts/{token}",               langfuse_prompt_get,    PROMPT_READ,   true),
    ROW(DELETE, "/v2/prompts/{token}",               langfuse_prompt_delete, PROMPT_DELETE, false),
    ROW(PATCH,  "/v2/prompts/{token}/versions/{n}",  langfuse_prompt_label,  LABEL_MOVE,    false),
    ROW(GET,    "/health",                           langfuse_health,        PUBLIC,        false),
    ROW(GET,    "/projects",                         langfuse_project_list,  SIGNED_IN,     false),
    ROW(POST,   "/ingestion",                        langfuse_ingest,        SIGNED_IN,     false),
    ROW(POST,   "/otel/v1/traces",                   langfuse_traces,        SIGNED_IN,     false),
};
/* clang-format on */

const int langfuse_route_count = (int)COUNT_OF(langfuse_routes);
