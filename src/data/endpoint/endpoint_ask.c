#include "data/endpoint/endpoint_ask.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/setting.h"

enum { KEY_FILE_MAX = 4096 };

/* "" if there is none that can be read. */
static const char *operator_key(struct arena *arena, const struct endpoint *endpoint)
{
    struct text text;
    const char *folder = setting_get(SETTING_MODEL_KEYS);
    const char *host = fetch_host(arena, endpoint->url, SETTING_MODEL_HOSTS);
    if (*folder == '\0' || *host == '\0' || *host == '.' || strchr(host, '/') != NULL)
        return "";
    if (file_read(arena, arena_printf(arena, "%s/%s", folder, host), KEY_FILE_MAX, &text) !=
        ERR_NONE)
        return "";
    return arena_copy(arena, text.data, strcspn(text.data, "\r\n"));
}

/* NULL: none is sent. */
static const char *key_of(struct arena *arena, const struct endpoint *endpoint)
{
    if (endpoint->secret_kind == ENDPOINT_SECRET_NONE)
        return NULL;
    return endpoint->secret_kind == ENDPOINT_SECRET_OWN ? endpoint->secret
                                                        : operator_key(arena, endpoint);
}

void endpoint_ask(struct arena *arena, const struct endpoint *endpoint,
                  const struct endpoint_question *question, struct endpoint_reply *reply)
{
    static const char *const headers[] = {"User-Agent: Rostrum/1", NULL};
    int64_t began = clock_monotonic();
    const char *key = key_of(arena, endpoint);
    *reply = (struct endpoint_reply){.outcome = ENDPOINT_NO_KEY,
                                     .answer = {.body = {"", 0}, .type = ""}};
    if (key != NULL && *key == '\0')
        return;
    const struct fetch ask = {
        .url = arena_printf(arena, "%s%s", endpoint->url, question->path),
        .hosts = SETTING_MODEL_HOSTS,
        .json = question->json,
        .headers = headers,
        .bearer = key,
        .most = ENDPOINT_ANSWER_MAX,
        .until = began + question->patience,
        .watch = question->watch,
        .watcher = question->watcher,
    };
    enum fetch_outcome outcome = fetch(arena, &ask, &reply->answer);
    reply->outcome = endpoint_outcome_of(outcome, reply->answer.status);
    reply->duration_ms = (clock_monotonic() - began) / 1000;
}
