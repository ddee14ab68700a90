#include "domain/endpoint/endpoint_outcome.h"

#include <string.h>

const char *const endpoint_outcome_names[ENDPOINT_OUTCOME_COUNT] = {
    [ENDPOINT_ANSWERED] = "answered",
    [ENDPOINT_ADDRESS] = "address",
    [ENDPOINT_FORBIDDEN] = "forbidden",
    [ENDPOINT_UNKNOWN] = "unknown",
    [ENDPOINT_UNREACHABLE] = "unreachable",
    [ENDPOINT_TLS] = "tls",
    [ENDPOINT_ISSUER] = "issuer",
    [ENDPOINT_DATE] = "date",
    [ENDPOINT_CA] = "ca",
    [ENDPOINT_SLOW] = "slow",
    [ENDPOINT_LARGE] = "large",
    [ENDPOINT_NO_KEY] = "no_key",
    [ENDPOINT_REDIRECT] = "redirect",
    [ENDPOINT_KEY_REFUSED] = "key_refused",
    [ENDPOINT_NOT_FOUND] = "not_found",
    [ENDPOINT_LIMITED] = "limited",
    [ENDPOINT_FAILED] = "failed",
    [ENDPOINT_REFUSED] = "refused",
    [ENDPOINT_TYPE] = "type",
    [ENDPOINT_BROKEN] = "broken",
    [ENDPOINT_ERROR] = "error",
    [ENDPOINT_EMPTY] = "empty",
    [ENDPOINT_CUT] = "cut",
    [ENDPOINT_LOST] = "lost",
    [ENDPOINT_GONE] = "gone",
    [ENDPOINT_CANCELED] = "canceled",
};

const char *const endpoint_outcome_texts[ENDPOINT_OUTCOME_COUNT] = {
    [ENDPOINT_ANSWERED] = "It answered.",
    [ENDPOINT_ADDRESS] = "Its address is not https, and its host is not listed.",
    [ENDPOINT_FORBIDDEN] = "Its host may not be called. Whoever runs this installation can list it "
                           "in model-hosts.",
    [ENDPOINT_UNKNOWN] = "Its host was not found.",
    [ENDPOINT_UNREACHABLE] = "No connection could be made, or it broke.",
    [ENDPOINT_TLS] = "Its certificate is not valid for this host.",
    [ENDPOINT_ISSUER] = "Its certificate comes from no authority that is trusted here. Whoever "
                        "runs this installation can name a file of others in ROSTRUM_CA_FILE.",
    [ENDPOINT_DATE] = "Its certificate has expired, or is not valid yet.",
    [ENDPOINT_CA] = "The file that ROSTRUM_CA_FILE names can't be read. Whoever runs this "
                    "installation can mend that.",
    [ENDPOINT_SLOW] = "It did not answer in time.",
    [ENDPOINT_LARGE] = "Its answer is too large.",
    [ENDPOINT_NO_KEY] = "There is no key for its host. Whoever runs this installation can put one "
                        "into the folder of model-keys.",
    [ENDPOINT_REDIRECT] = "It redirects, which is not followed.",
    [ENDPOINT_KEY_REFUSED] = "It refused the API key.",
    [ENDPOINT_NOT_FOUND] = "It knows no such address or model.",
    [ENDPOINT_LIMITED] = "It was asked too often.",
    [ENDPOINT_FAILED] = "It failed.",
    [ENDPOINT_REFUSED] = "It refused the request.",
    [ENDPOINT_TYPE] = "Its answer is neither JSON nor a stream of events, by its content type.",
    [ENDPOINT_BROKEN] = "Its answer can't be read.",
    [ENDPOINT_ERROR] = "It answered with an error.",
    [ENDPOINT_EMPTY] = "Its answer has nothing in it.",
    [ENDPOINT_CUT] = "Its answer ended in the middle.",
    [ENDPOINT_LOST] = "The worker ended while it was waiting for the answer, which may have been "
                      "charged.",
    [ENDPOINT_GONE] = "Its endpoint was archived or deleted before it was called.",
    [ENDPOINT_CANCELED] = "It was canceled. What had come until then may have been charged.",
};

enum err endpoint_outcome_parse(const char *name, enum endpoint_outcome *outcome)
{
    for (int i = 0; i < ENDPOINT_OUTCOME_COUNT; i++)
        if (strcmp(endpoint_outcome_names[i], name) == 0) {
            *outcome = (enum endpoint_outcome)i;
            return ERR_NONE;
        }
    return ERR_INVALID;
}

static const enum endpoint_outcome of_fetch[FETCH_OUTCOME_COUNT] = {
    [FETCH_DONE] = ENDPOINT_ANSWERED,
    [FETCH_ADDRESS] = ENDPOINT_ADDRESS,
    [FETCH_PRIVATE] = ENDPOINT_FORBIDDEN,
    [FETCH_UNKNOWN] = ENDPOINT_UNKNOWN,
    [FETCH_UNREACHABLE] = ENDPOINT_UNREACHABLE,
    [FETCH_TLS] = ENDPOINT_TLS,
    [FETCH_ISSUER] = ENDPOINT_ISSUER,
    [FETCH_DATE] = ENDPOINT_DATE,
    [FETCH_CA] = ENDPOINT_CA,
    [FETCH_SLOW] = ENDPOINT_SLOW,
    [FETCH_LARGE] = ENDPOINT_LARGE,
    [FETCH_STOPPED] = ENDPOINT_CANCELED,
};

enum endpoint_outcome endpoint_outcome_of(enum fetch_outcome outcome, int status)
{
    if (outcome != FETCH_DONE)
        return of_fetch[outcome];
    if (status >= 200 && status < 300)
        return ENDPOINT_ANSWERED;
    if (status >= 300 && status < 400)
        return ENDPOINT_REDIRECT;
    if (status >= 500)
        return ENDPOINT_FAILED;
    switch (status) {
    case 401:
    case 403:
        return ENDPOINT_KEY_REFUSED;
    case 404:
        return ENDPOINT_NOT_FOUND;
    case 429:
        return ENDPOINT_LIMITED;
    default:
        return ENDPOINT_REFUSED;
    }
}

enum endpoint_outcome endpoint_outcome_both(enum endpoint_outcome asked, enum endpoint_outcome read)
{
    if (asked == ENDPOINT_ANSWERED)
        return read;
    return asked == ENDPOINT_UNREACHABLE && read == ENDPOINT_CUT ? ENDPOINT_CUT : asked;
}

enum { RETRY_S_MAX = 60, FIRST_RETRY_S = 2 };

int64_t endpoint_retry_s(enum endpoint_outcome outcome, int64_t attempt_count,
                         int64_t retry_after_s)
{
    bool is_safe = outcome == ENDPOINT_LIMITED || outcome == ENDPOINT_UNKNOWN;
    if (!is_safe || attempt_count >= ENDPOINT_ATTEMPTS)
        return 0;
    int64_t pause_s = FIRST_RETRY_S << (attempt_count - 1);
    if (pause_s < retry_after_s)
        pause_s = retry_after_s;
    return pause_s > RETRY_S_MAX ? RETRY_S_MAX : pause_s;
}
