#include "data/endpoint/endpoint_draft.h"

#include <string.h>

#include "base/buf.h"
#include "base/fetch.h"
#include "base/setting.h"
#include "domain/endpoint/endpoint_answer.h"
#include "domain/endpoint/endpoint_price.h"
#include "domain/record/name.h"

static enum err check_name(struct arena *arena, struct endpoint_draft *draft,
                           struct problem *problem)
{
    const char *message = NULL;
    if (name_check(draft->name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "name", message);
    draft->name = name_normalize(arena, draft->name);
    return ERR_NONE;
}

static enum err check_url(struct arena *arena, struct endpoint_draft *draft,
                          struct problem *problem)
{
    size_t len = strlen(draft->url);
    while (len > 0 && draft->url[len - 1] == '/')
        len--;
    draft->url = arena_copy(arena, draft->url, len);
    if (setting_get(SETTING_MODEL_HOSTS)[0] == '\0')
        return problem_refuse(problem, ERR_INVALID, "url",
                              "No model may be called yet. Whoever runs this installation lists "
                              "hosts in model-hosts.");
    if (strchr(draft->url, '?') == NULL && fetch_is_address(arena, draft->url, SETTING_MODEL_HOSTS))
        return ERR_NONE;
    return problem_refuse(problem, ERR_INVALID, "url",
                          "Enter an https address, such as https://api.example.com/v1, without a "
                          "password, a ? or a # in it.");
}

/* ---- models -------------------------------------------------------------------------------- */

static bool is_among(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static const char *refuse_model(struct arena *arena, const char *name, int count)
{
    if (count == ENDPOINT_MODELS_MAX)
        return arena_printf(arena, "At most %d models.", ENDPOINT_MODELS_MAX);
    return endpoint_model_is(name)
               ? NULL
               : "A model's name has printable ASCII characters, and no spaces or commas. Put each "
                 "on a line of its own.";
}

static enum err check_models(struct arena *arena, struct endpoint_draft *draft,
                             struct problem *problem)
{
    const char *names[ENDPOINT_MODELS_MAX];
    const char *rest = draft->models;
    struct buf buf;
    int count = 0;
    buf_init(&buf, arena);
    while (*(rest += strspn(rest, " \t\r\n")) != '\0') {
        size_t len = strcspn(rest, "\r\n");
        while (rest[len - 1] == ' ' || rest[len - 1] == '\t')
            len--;
        const char *name = arena_copy(arena, rest, len);
        rest += len;
        if (is_among(names, count, name))
            continue;
        const char *message = refuse_model(arena, name, count);
        if (message != NULL)
            return problem_refuse(problem, ERR_INVALID, "models", message);
        buf_printf(&buf, count == 0 ? "%s" : "\n%s", name);
        names[count++] = name;
    }
    if (count == 0)
        return problem_refuse(problem, ERR_INVALID, "models", "Enter at least one model.");
    draft->models = buf.data;
    return ERR_NONE;
}

/* ---- the rest ------------------------------------------------------------------------------ */

static enum err check_currency(struct arena *arena, struct endpoint_draft *draft,
                               struct problem *problem)
{
    char *currency = arena_strdup(arena, draft->currency);
    for (char *at = currency; *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    draft->currency = currency;
    return endpoint_price_is_currency(currency)
               ? ERR_NONE
               : problem_refuse(problem, ERR_INVALID, "currency",
                                "Enter a currency by its three letters, such as USD.");
}

/* It goes into a header: no control characters, and no spaces (RFC 6750, 2.1). */
static enum err check_secret(const struct endpoint_draft *draft, struct problem *problem)
{
    for (const char *at = draft->secret; *at != '\0'; at++)
        if (*at <= ' ' || *at >= 0x7f)
            return problem_refuse(problem, ERR_INVALID, "secret",
                                  "An API key has printable ASCII characters, and no spaces.");
    return ERR_NONE;
}

enum err endpoint_draft_check(struct arena *arena, struct endpoint_draft *draft,
                              struct problem *problem)
{
    enum err err = check_name(arena, draft, problem);
    if (err == ERR_NONE)
        err = check_url(arena, draft, problem);
    if (err == ERR_NONE)
        err = check_models(arena, draft, problem);
    if (err == ERR_NONE)
        err = check_currency(arena, draft, problem);
    return err == ERR_NONE ? check_secret(draft, problem) : err;
}
