#include "api/mlflow/mlflow_routes.h"

#include "api/handlers.h"
#include "api/mlflow/mlflow.h"
#include "domain/policy.h"

/* A row: address, handler. All read prompts. */
#define ROW(path, function)                                                                        \
    {                                                                                              \
        .method = HTTP_GET, .pattern = MLFLOW_BASE path, .call = (function),                       \
        .permission = PERMISSION_PROMPT_READ, .pool = POOL_FAST, .kind = ROUTE_MLFLOW,             \
        .is_kept = true                                                                            \
    }

/* clang-format off */
const struct route mlflow_routes[] = {
    ROW("/registered-models/get",    mlflow_model_get),
    ROW("/registered-models/search", mlflow_model_search),
    ROW("/registered-models/alias",  mlflow_alias_get),
    ROW("/model-versions/get",       mlflow_version_get),
    ROW("/model-versions/search",    mlflow_version_search),
};
/* clang-format on */

const int mlflow_route_count = (int)COUNT_OF(mlflow_routes);
