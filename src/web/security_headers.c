#include "web/security_headers.h"

#include <string.h>

/* An answer may say itself how long it may be kept. */
static bool says(const struct response *response, const char *name)
{
    for (int i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, name) == 0)
            return true;
    return false;
}

void security_headers_add(struct response *response, bool is_secure)
{
    static const struct header headers[] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'; object-src 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
        {"Cache-Control", "no-store"},
    };
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        if (!says(response, headers[i].name))
            response_header(response, headers[i].name, headers[i].value);
    if (is_secure)
        response_header(response, "Strict-Transport-Security",
                        "max-age=63072000; includeSubDomains");
}
