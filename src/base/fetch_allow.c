#include "base/fetch_allow.h"

#include <string.h>

#include "base/network.h"
#include "base/setting.h"
#include "base/text.h"

/* The next word of the operator's list, in lowercase; NULL at its end. */
static const char *next_word(struct arena *arena, const char **list)
{
    *list += strspn(*list, " \t");
    size_t len = strcspn(*list, " \t");
    if (len == 0)
        return NULL;
    const char *word = text_lower_ascii(arena, arena_copy(arena, *list, len));
    *list += len;
    return word;
}

/* "HOST" or "HOST:PORT"; an IPv6 address stands in brackets. */
static bool is_entry(const struct fetch_target *target, struct arena *arena, const char *word)
{
    bool is_six = strchr(target->host, ':') != NULL;
    const char *host = arena_printf(arena, is_six ? "[%s]" : "%s", target->host);
    const char *both = arena_printf(arena, "%s:%s", host, target->port);
    return strcmp(word, host) == 0 || strcmp(word, both) == 0;
}

/* Only of models: elsewhere every public host may be asked, and a list names hosts alone. */
static bool is_closed(const struct fetch_target *target)
{
    return target->hosts == SETTING_MODEL_HOSTS;
}

static bool is_in_network(const struct fetch_target *target, const char *word, const char *address)
{
    return is_closed(target) && strchr(word, '/') != NULL && network_is_in(address, word);
}

bool fetch_host_is_listed(const struct fetch_target *target, struct arena *arena)
{
    const char *list = setting_get(target->hosts), *word = NULL;
    while ((word = next_word(arena, &list)) != NULL)
        if (is_entry(target, arena, word) || is_in_network(target, word, target->host))
            return true;
    return false;
}

bool fetch_address_is_allowed(const struct fetch_target *target, struct arena *arena,
                              const char *address)
{
    struct network_address parsed;
    if (!network_parse(address, &parsed))
        return false;
    bool is_public = network_is_public(&parsed);
    if (target->is_listed || !is_closed(target))
        return target->is_listed || is_public;
    const char *list = setting_get(target->hosts), *word = NULL;
    while ((word = next_word(arena, &list)) != NULL)
        if ((is_public && strcmp(word, "public") == 0) || is_in_network(target, word, address))
            return true;
    return false;
}
