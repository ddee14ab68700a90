#include "api/once.h"

#include <string.h>

#include "api/refusal.h"
#include "base/json.h"
#include "base/number.h"
#include "data/db/db_settle.h"
#include "data/token/idempotency.h"

/* All that makes a request this one and no other. */
static struct text request_text(struct call *call)
{
    const struct request *request = call->request;
    struct buf text;
    buf_init(&text, call->arena);
    buf_printf(&text, "%s %s\n%s\n", request->method_text, request->target,
               request->if_match == NULL ? "" : request->if_match);
    buf_add(&text, request->body.data, request->body.len);
    return (struct text){text.data, text.len};
}

static bool is_good_key(const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < len; i++)
        if (key[i] <= ' ' || key[i] > '~')
            return false;
    return len <= IDEMPOTENCY_KEY_MAX;
}

static const char *const kept_headers[] = {"ETag", "Location"};

static struct text format_answer(struct call *call)
{
    const struct response *response = call->response;
    json_t *headers = json_object();
    for (int i = 0; i < response->header_count; i++)
        for (size_t j = 0; j < COUNT_OF(kept_headers); j++)
            if (strcmp(response->headers[i].name, kept_headers[j]) == 0)
                json_object_set_new(headers, kept_headers[j],
                                    json_string(response->headers[i].value));
    json_t *answer = json_pack("{s:i, s:o, s:s%}", "status", response->status, "headers", headers,
                               "body", response->body.data, response->body.len);
    return json_format(call->arena, json_keep(call->arena, answer), JSON_LINE);
}

/* The answer of before, of what holds. */
static enum err replay(struct call *call, const struct idempotency *known)
{
    struct response *response = call->response;
    enum err err = db_confirm(call->db);
    if (err != ERR_NONE)
        return err;
    response_init(response, call->arena);
    response_header(response, "Idempotency-Replayed", "true");
    if (known->answer.data == NULL) {
        call_say(call, 409,
                 "This request was carried out, but its answer was lost. Read what it changed.",
                 NULL);
        return ERR_NONE;
    }
    json_t *answer = json_stored(call->arena, known->answer, "a kept answer");
    const json_t *headers = json_object_get(answer, "headers");
    const json_t *body = json_object_get(answer, "body");
    for (size_t i = 0; i < COUNT_OF(kept_headers); i++) {
        const char *value = json_string_value(json_object_get(headers, kept_headers[i]));
        if (value != NULL)
            response_header(response, kept_headers[i], value);
    }
    response->status = (int)number_of_json(NUMBER_COUNTER, json_object_get(answer, "status"), 500);
    response->content_type = refusal_content_type(call->match->kind);
    buf_add(&response->body, json_string_value(body), json_string_length(body));
    return ERR_NONE;
}

static enum err begin(struct call *call, struct idempotency *idempotency)
{
    enum err err = idempotency_begin(call->db, call->actor, call->request->idempotency_key,
                                     request_text(call), idempotency);
    if (err == ERR_INVALID)
        call_say(call, 422, "This Idempotency-Key was used for another request.", NULL);
    return err;
}

/* A refusal may come from the same request, which was faster on another connection. */
static enum err look_again(struct call *call, enum err refused)
{
    struct idempotency again;
    enum err err = begin(call, &again);
    return err == ERR_NONE && again.is_known ? replay(call, &again) : refused;
}

static enum err run(struct call *call)
{
    struct idempotency idempotency;
    enum err err = begin(call, &idempotency);
    if (err != ERR_NONE)
        return err == ERR_INVALID ? ERR_NONE : err;
    if (idempotency.is_known)
        return replay(call, &idempotency);
    err = call->match->route->call(call);
    bool is_done = err == ERR_NONE && call->response->status < 400;
    if (idempotency.is_noted && is_done &&
        idempotency_keep(&idempotency, format_answer(call)) != ERR_NONE)
        db_forgive(call->db); /* it was carried out */
    bool may_be_twin = err == ERR_CONFLICT || err == ERR_NOT_FOUND || err == ERR_NONE;
    return idempotency.is_noted || is_done || !may_be_twin ? err : look_again(call, err);
}

enum err once_run(struct call *call)
{
    const char *key = call->request->idempotency_key;
    if (key == NULL)
        return call->match->route->call(call);
    if (is_good_key(key))
        return run(call);
    call_say(call, 400, "An Idempotency-Key has at most 255 visible characters of ASCII.", NULL);
    return ERR_NONE;
}
