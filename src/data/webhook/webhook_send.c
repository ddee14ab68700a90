#include "data/webhook/webhook_send.h"

#include "base/clock.h"
#include "crypt/webhook_sign.h"
#include "data/webhook/webhook_body.h"

enum { ANSWER_MAX = 64 * 1024 }; /* bytes: nobody reads it */

static const char *sign(struct arena *arena, const char *secret, const struct webhook_signed *what)
{
    const char *signature = NULL;
    if (webhook_sign(arena, secret, what, &signature) != ERR_NONE)
        die("a webhook with a secret that can't sign");
    return signature;
}

static const char *signatures(struct arena *arena, const struct webhook *webhook,
                              const struct webhook_signed *what)
{
    const char *first = sign(arena, webhook->secret, what);
    return webhook->old_secret[0] == '\0'
               ? first
               : arena_printf(arena, "%s %s", first, sign(arena, webhook->old_secret, what));
}

void webhook_send(struct arena *arena, const struct webhook_claimed *claimed,
                  const char *public_url, struct webhook_attempt *attempt)
{
    char id[UUID_TEXT_LEN];
    struct fetch_answer answer;
    int64_t began = clock_monotonic();
    uuid_format(&claimed->delivery.message_id, id);
    const struct webhook_signed what = {
        .id = arena_printf(arena, "msg_%s", id),
        .timestamp_s = clock_now() / CLOCK_SECOND,
        .body = webhook_body(arena, &claimed->delivery, public_url, claimed->slug),
    };
    const char *const headers[] = {
        "User-Agent: Rostrum-Webhooks/1",
        arena_printf(arena, "webhook-id: %s", what.id),
        arena_printf(arena, "webhook-timestamp: %lld", (long long)what.timestamp_s),
        arena_printf(arena, "webhook-signature: %s", signatures(arena, &claimed->webhook, &what)),
        NULL,
    };
    const struct fetch ask = {.url = claimed->webhook.url,
                              .hosts = SETTING_WEBHOOK_HOSTS,
                              .json = what.body.data,
                              .headers = headers,
                              .most = ANSWER_MAX,
                              .until = began + WEBHOOK_TIMEOUT};
    attempt->outcome = fetch(arena, &ask, &answer);
    attempt->status = answer.status;
    attempt->duration_ms = (clock_monotonic() - began) / 1000;
}
