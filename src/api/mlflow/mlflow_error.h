#ifndef API_MLFLOW_ERROR_H
#define API_MLFLOW_ERROR_H

#include "web/response.h"

/* Answers with an error as MLflow has them: {"error_code", "message"}; errors are of fields, which
 * these do not have. */
void mlflow_say(struct response *response, int status, const char *detail, json_t *errors)
    __attribute__((nonnull(1, 3)));

#endif
