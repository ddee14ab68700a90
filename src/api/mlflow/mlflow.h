#ifndef API_MLFLOW_MLFLOW_H
#define API_MLFLOW_MLFLOW_H

#include "api/call.h"
#include "data/listing/record_list_shape.h"
#include "data/prompt/prompt_serve.h"

/* What clients of MLflow's prompt registry read (its REST API 2.0, "Model registry"): a prompt is a
 * registered model with the tag mlflow.prompt.is_prompt, a version a model version whose tag
 * mlflow.prompt.text is its body, a label an alias. */

#define MLFLOW_BASE "/api/2.0/mlflow"

/* A parameter of the query, or NULL. */
const char *mlflow_param(const struct call *call, const char *name) NONNULL;

/* Answers with 400, INVALID_PARAMETER_VALUE. ERR_NONE. */
MUST_USE enum err mlflow_bad_param(struct call *call, const char *message) NONNULL;

/* The version that is asked for; with its references resolved, or as it is. Otherwise ERR_INVALID,
 * answered, or an error for the application. */
MUST_USE enum err mlflow_load(struct call *call, const struct prompt_wanted *wanted,
                              struct prompt_served *served) NONNULL;
MUST_USE enum err mlflow_load_raw(struct call *call, const struct prompt_wanted *wanted,
                                  struct prompt_served *served) NONNULL;

/* Can MLflow name it? ^[a-zA-Z0-9_.-]+$ */
bool mlflow_is_name(const char *name) NONNULL;

/* "registered_model" and "model_version". New references. NULL: a chat with a placeholder, which
 * MLflow has no word for. */
MUST_USE json_t *mlflow_model(const struct prompt_served *served) NONNULL;
MUST_USE json_t *mlflow_model_of_row(const struct record_row *row) NONNULL;
MUST_USE json_t *mlflow_version(struct call *call, const struct prompt_served *served) NONNULL;

#endif
