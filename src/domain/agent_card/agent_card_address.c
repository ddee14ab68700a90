#include "domain/agent_card/agent_card_address.h"

#include <string.h>

#include "base/network.h"
#include "base/text.h"

/* The host of a URL, in lower case, without brackets and a dot at its end; "" if it has none. */
static char *host_of(struct arena *arena, const char *url)
{
    const char *start = strstr(url, "://");
    if (start == NULL)
        return arena_strdup(arena, "");
    start += strlen("://");
    const char *end = start + strcspn(start, "/?#\\");
    for (const char *at = start; at < end; at++)
        if (*at == '@')
            start = at + 1;
    size_t len = (size_t)(end - start);
    if (*start == '[') {
        start++;
        len = strcspn(start, "]/");
    } else {
        len = strcspn(start, ":") < len ? strcspn(start, ":") : len;
    }
    while (len > 0 && start[len - 1] == '.')
        len--;
    return text_lower_ascii(arena, arena_printf(arena, "%.*s", (int)len, start));
}

static bool ends_with_label(const char *host, const char *label)
{
    size_t len = strlen(host), label_len = strlen(label);
    return len > label_len && strcmp(host + len - label_len, label) == 0 &&
           host[len - label_len - 1] == '.';
}

/* Its last label begins with a digit: some programs read such a host as an address, others not. */
static bool is_number(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *label = dot == NULL ? host : dot + 1;
    return *label >= '0' && *label <= '9';
}

bool agent_card_address_is_public(struct arena *arena, const char *url)
{
    static const char *const private_labels[] = {"localhost", "local",      "internal", "home.arpa",
                                                 "intranet",  "lan",        "corp",     "home",
                                                 "private",   "localdomain"};
    const char *host = host_of(arena, url);
    struct network_address address;
    if (network_parse(host, &address))
        return network_is_public(&address);
    if (strchr(host, '.') == NULL || strchr(host, '%') != NULL || is_number(host))
        return false;
    for (size_t i = 0; i < COUNT_OF(private_labels); i++)
        if (ends_with_label(host, private_labels[i]))
            return false;
    return true;
}
