#include "pages/shell/page_secret.h"

#include <string.h>

const char page_secret_title[] = "A secret is in this address";
const char page_secret_text[] =
    "Logs keep addresses, so others may have read it. Nothing was done. Send a secret key in the "
    "Authorization header, and rotate this one.";

static bool is_secret(const char *text)
{
    return strstr(text, "sk-rst-") != NULL;
}

bool page_has_secret(const struct request *request)
{
    for (int i = 0; i < request->segment_count; i++)
        if (is_secret(request->segments[i]))
            return true;
    for (int i = 0; i < request->query.count; i++)
        if (is_secret(request->query.items[i].name) ||
            is_secret(request->query.items[i].value.data))
            return true;
    return false;
}

const char *page_secret_or(const struct request *request, const char *other)
{
    return page_has_secret(request) ? page_secret_text : other;
}
