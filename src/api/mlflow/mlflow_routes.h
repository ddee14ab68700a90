#ifndef API_MLFLOW_ROUTES_H
#define API_MLFLOW_ROUTES_H

#include "web/route.h"

/* What clients of MLflow read. */

extern const struct route mlflow_routes[];
extern const int mlflow_route_count;

#endif
