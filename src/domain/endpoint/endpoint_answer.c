#include "domain/endpoint/endpoint_answer.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"

bool endpoint_model_is(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < len; i++)
        if (name[i] <= ' ' || name[i] >= 0x7f || name[i] == ',')
            return false;
    return len > 0 && len <= ENDPOINT_MODEL_MAX;
}

bool endpoint_model_in(const char *models, const char *name)
{
    size_t len = strlen(name);
    if (!endpoint_model_is(name))
        return false;
    for (const char *at = models; (at = strstr(at, name)) != NULL; at++)
        if ((at == models || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0'))
            return true;
    return false;
}

/* "application/json", also with parameters, and "application/problem+json". */
static bool is_json(const char *type)
{
    size_t len = strcspn(type, "; \t");
    return (len == 16 && strncasecmp(type, "application/json", len) == 0) ||
           (len > 5 && strncasecmp(type + len - 5, "+json", 5) == 0);
}

enum endpoint_outcome endpoint_answer_read(struct arena *arena, const struct fetch_answer *answer,
                                           json_t **json)
{
    const char *problem = NULL;
    json_t *read = NULL;
    *json = NULL;
    if (!is_json(answer->type))
        return ENDPOINT_TYPE;
    if (json_parse(arena, answer->body.data, answer->body.len, &read, &problem) != ERR_NONE ||
        !json_is_object(read))
        return ENDPOINT_BROKEN;
    *json = read;
    const json_t *error = json_object_get(read, "error");
    return error == NULL || json_is_null(error) ? ENDPOINT_ANSWERED : ENDPOINT_ERROR;
}

enum endpoint_outcome endpoint_answer_models(struct arena *arena, const struct fetch_answer *answer,
                                             struct endpoint_models *models)
{
    json_t *json = NULL;
    models->count = 0;
    enum endpoint_outcome outcome = endpoint_answer_read(arena, answer, &json);
    if (outcome != ENDPOINT_ANSWERED)
        return outcome;
    const json_t *data = json_object_get(json, "data");
    if (!json_is_array(data))
        return ENDPOINT_BROKEN;
    for (size_t i = 0; i < json_array_size(data) && models->count < ENDPOINT_MODELS_MAX; i++) {
        const char *id = json_text(json_array_get(data, i), "id");
        if (endpoint_model_is(id))
            models->items[models->count++] = id;
    }
    return models->count == 0 ? ENDPOINT_EMPTY : ENDPOINT_ANSWERED;
}
