#include "domain/webhook/webhook_outcome.h"

#include <string.h>

const char *const webhook_fetch_names[FETCH_OUTCOME_COUNT] = {
    [FETCH_DONE] = "answered",
    [FETCH_ADDRESS] = "address",
    [FETCH_PRIVATE] = "private",
    [FETCH_UNKNOWN] = "unknown",
    [FETCH_TLS] = "tls",
    [FETCH_SLOW] = "slow",
    [FETCH_UNREACHABLE] = "unreachable",
    [FETCH_LARGE] = "large",
    [FETCH_ISSUER] = "issuer",
    [FETCH_DATE] = "date",
    [FETCH_CA] = "ca",
    [FETCH_STOPPED] = "stopped",
};

bool webhook_is_taken(enum fetch_outcome outcome, int status)
{
    return (outcome == FETCH_DONE || outcome == FETCH_LARGE) && status >= 200 && status < 300;
}

static const struct {
    const char *name, *text;
} texts[] = {
    {"address", "The address is not https, and its host is not listed."},
    {"private", "Its host is on a network that is not public. Whoever runs this installation can "
                "list it in webhook-hosts."},
    {"unknown", "Its host was not found."},
    {"unreachable", "No connection could be made."},
    {"tls", "Its certificate is not valid for this host."},
    {"issuer", "Its certificate comes from no authority that is trusted here. Whoever runs this "
               "installation can name a file of others in ca-file."},
    {"date", "Its certificate has expired, or is not valid yet."},
    {"ca", "The file that ca-file names can't be read. Whoever runs this installation can "
           "mend that."},
    {"slow", "It did not answer within 10 seconds."},
    {"stopped", "It was stopped while it was sent."},
    {WEBHOOK_LOST, "The sender ended while it was sending."},
    {WEBHOOK_DISABLED, "The webhook was disabled or deleted before it was sent."},
};

const char *webhook_outcome_text(const char *outcome, int status)
{
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (strcmp(texts[i].name, outcome) == 0)
            return texts[i].text;
    return status >= 300 && status < 400 ? "Redirects are not followed." : "";
}
