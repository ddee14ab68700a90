#include "data/sso/sso_check.h"

#include <string.h>

#include "base/clock.h"
#include "data/sso/sso_begin.h"
#include "data/sso/sso_exchange.h"

#define CALLS (5 * CLOCK_SECOND)

/* A provider looks at the client first (RFC 6749, 3.2.1), then at the code. */
static const char *check_client(struct arena *arena, const struct sso_provider *provider,
                                const struct discovery *discovery, const struct sso_code *code)
{
    struct sso_exchanged exchanged;
    enum err err = sso_exchange(arena, provider, discovery, code, &exchanged);
    if (err == ERR_UNAVAILABLE)
        return arena_printf(arena, "%s: %s.", discovery->token_endpoint, exchanged.problem);
    if (strcmp(exchanged.error, "invalid_grant") == 0 || err == ERR_NONE)
        return NULL;
    return arena_printf(arena,
                        "It refuses the client: %s. Check the client ID, the secret and the "
                        "callback address.",
                        exchanged.problem);
}

static void run(struct arena *arena, const struct sso_provider *provider, const char *redirect_uri,
                struct sso_check *check)
{
    struct sso_document document;
    struct sso_steps steps;
    int64_t until = clock_monotonic() + CALLS;
    enum err err = sso_document_fetch(arena, provider, until, &document, &steps);
    *check = (struct sso_check){.done = steps.done};
    for (int i = 0; i < steps.done; i++)
        check->problems[i] = steps.problems[i];
    if (err != ERR_NONE)
        return;
    char verifier[SECRET_TEXT_LEN];
    secret_make(verifier);
    const struct sso_code code = {"none", redirect_uri, verifier, until};
    check->problems[check->done++] = check_client(arena, provider, &document.discovery, &code);
}

enum err sso_check(struct db *db, const struct actor *actor, const char *redirect_uri,
                   struct turns *turns, struct sso_check *check)
{
    struct sso_provider provider;
    struct policy_target target = {.organization_id = actor->organization_id};
    if (!policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target))
        return ERR_DENIED;
    db_read_last(db); /* nothing is held while others are asked */
    enum err err = sso_provider_find(db, &actor->organization_id, &provider);
    if (err == ERR_NONE)
        err = sso_take_turn(turns, &actor->organization_id);
    if (err != ERR_NONE)
        return err;
    run(db_arena(db), &provider, redirect_uri, check);
    turns_give_back(turns);
    return ERR_NONE;
}
