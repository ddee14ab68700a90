#include "api/operation.h"

#include <string.h>

#include "api/body.h"
#include "domain/policy.h"

bool operation_may_answer(const struct route *route, int status)
{
    const struct operation *operation = route->operation;
    unsigned traits = operation->traits;
    bool is_public = route->permission == PERMISSION_PUBLIC;
    switch (status) {
    case 400:
        return operation->query != NULL || operation->in != NULL;
    case 401:
        return !is_public;
    case 403: /* which every token has are the others */
        return !is_public && route->permission != PERMISSION_SIGNED_IN &&
               route->permission != PERMISSION_USER_SEE;
    case 404:
        return strchr(route->pattern, '{') != NULL || operation->out == SHAPE_RECORD_LIST;
    case 409:
        return (traits & REFUSES_CONFLICT) != 0;
    case 412:
        return (traits & (REFUSES_STALE | NEEDS_MATCH | TAKES_MATCH)) != 0;
    case 415:
        return operation->in != NULL;
    case 422:
        return (traits & REFUSES_INVALID) != 0;
    case 423: /* what is given out of a record, and sent to a model */
        if (operation->out == SHAPE_RUN_ESTIMATE || operation->in == &body_run)
            return true;
        return route->method == HTTP_GET &&
               (operation->out == SHAPE_RECORD || operation->out == SHAPE_VERSION ||
                (operation->out == SHAPE_DOCUMENT && operation_kind(route) != NULL));
    case 428:
        return (traits & NEEDS_MATCH) != 0;
    default:
        return false;
    }
}

const struct record_kind *operation_kind(const struct route *route)
{
    static const char prefix[] = "/api/v1";
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const char *path = route->pattern + strlen(prefix);
        size_t len = strlen(record_kinds[i].path);
        if (strncmp(path, record_kinds[i].path, len) == 0 &&
            (path[len] == '\0' || path[len] == '/'))
            return &record_kinds[i];
    }
    return NULL;
}
