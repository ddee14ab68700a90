#include "base/fetch_address.h"

#include <curl/curl.h>
#include <string.h>

#include "base/text.h"

enum { URL_MAX = 2000 };

/* "" if the address has no such part. */
static const char *part(struct arena *arena, CURLU *url, CURLUPart which, unsigned flags)
{
    char *value = NULL;
    if (curl_url_get(url, which, &value, flags) != CURLUE_OK)
        return "";
    const char *copy = arena_strdup(arena, value);
    curl_free(value);
    return copy;
}

static bool read_parts(struct arena *arena, CURLU *url, enum setting_id hosts,
                       struct fetch_target *target)
{
    const char *scheme = part(arena, url, CURLUPART_SCHEME, 0);
    const char *host = text_lower_ascii(arena, part(arena, url, CURLUPART_HOST, 0));
    size_t len = strlen(host);
    if (len > 2 && host[0] == '[')
        host = arena_copy(arena, host + 1, len - 2);
    *target = (struct fetch_target){.host = host,
                                    .port = part(arena, url, CURLUPART_PORT, CURLU_DEFAULT_PORT),
                                    .hosts = hosts,
                                    .is_tls = strcmp(scheme, "https") == 0};
    target->is_listed = fetch_host_is_listed(target, arena);
    return host[0] != '\0' && part(arena, url, CURLUPART_USER, 0)[0] == '\0' &&
           part(arena, url, CURLUPART_PASSWORD, 0)[0] == '\0' &&
           part(arena, url, CURLUPART_FRAGMENT, 0)[0] == '\0' &&
           part(arena, url, CURLUPART_ZONEID, 0)[0] == '\0' &&
           (target->is_tls || (strcmp(scheme, "http") == 0 && target->is_listed));
}

static bool is_plain(const char *url)
{
    size_t len = strlen(url);
    for (size_t i = 0; i < len; i++)
        if (url[i] <= ' ' || url[i] >= 0x7f)
            return false;
    return len > 0 && len <= URL_MAX;
}

bool fetch_address_read(struct arena *arena, const char *text, enum setting_id hosts,
                        struct fetch_target *target)
{
    if (!is_plain(text))
        return false;
    CURLU *url = curl_url();
    if (url == NULL)
        die("out of memory");
    bool is_one = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
                  read_parts(arena, url, hosts, target);
    curl_url_cleanup(url);
    return is_one;
}
