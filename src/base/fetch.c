#include "base/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/fetch_address.h"
#include "base/setting.h"

enum {
    ADDRESSES_MAX = 8, /* of a host that are tried */
    LOOKUP_S = 1,      /* a name server has so long, twice */
    LOOKUPS = 2,
    HEADERS_MAX = 64 * 1024, /* bytes */
    WATCH_MS = 250,
};

const char *const fetch_outcome_texts[FETCH_OUTCOME_COUNT] = {
    [FETCH_DONE] = "it answered",
    [FETCH_ADDRESS] = "this is not an https address",
    [FETCH_PRIVATE] = "its host is on a network that is not public; whoever runs this installation "
                      "can list it in sso-hosts",
    [FETCH_UNKNOWN] = "its host was not found",
    [FETCH_UNREACHABLE] = "no connection could be made",
    [FETCH_TLS] = "its certificate is not valid for this host",
    [FETCH_ISSUER] = "its certificate comes from no authority that is trusted here; whoever runs "
                     "this installation can name a file of others in ca-file",
    [FETCH_DATE] = "its certificate has expired, or is not valid yet",
    [FETCH_CA] = "the file that ca-file names can't be read",
    [FETCH_SLOW] = "it did not answer in time",
    [FETCH_LARGE] = "its answer is larger than 1 MiB",
    [FETCH_STOPPED] = "it was stopped",
};

/* Setting an option fails only where this libcurl lacks it: then nothing may be asked. */
#define SET(curl, option, value)                                                                   \
    do {                                                                                           \
        if (curl_easy_setopt((curl), (option), (value)) != CURLE_OK)                               \
            die("this libcurl lacks " #option);                                                    \
    } while (0)

/* ---- addresses ---------------------------------------------------------------------------- */

bool fetch_is_address(struct arena *arena, const char *url, enum setting_id hosts)
{
    struct fetch_target target;
    budget_hold();
    bool is_one = fetch_address_read(arena, url, hosts, &target);
    budget_release();
    return is_one;
}

const char *fetch_host(struct arena *arena, const char *url, enum setting_id hosts)
{
    struct fetch_target target;
    budget_hold();
    bool is_one = fetch_address_read(arena, url, hosts, &target);
    budget_release();
    if (!is_one)
        return "";
    bool is_six = strchr(target.host, ':') != NULL;
    bool is_usual = strcmp(target.port, target.is_tls ? "443" : "80") == 0;
    return arena_printf(arena, is_six ? "[%s]%s%s" : "%s%s%s", target.host, is_usual ? "" : ":",
                        is_usual ? "" : target.port);
}

/* ---- looking up --------------------------------------------------------------------------- */

/* Its text; NULL unless it may be asked. */
static const char *allowed_text(struct arena *arena, const struct fetch_target *target,
                                const struct sockaddr *address)
{
    char *text = arena_alloc(arena, INET6_ADDRSTRLEN);
    const void *bytes = NULL;
    if (address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes == NULL || inet_ntop(address->sa_family, bytes, text, INET6_ADDRSTRLEN) == NULL)
        return NULL;
    return fetch_address_is_allowed(target, arena, text) ? text : NULL;
}

/* "HOST:PORT:ADDRESS,ADDRESS" with those that may be asked, as CURLOPT_RESOLVE wants it. */
static enum fetch_outcome look_up(struct arena *arena, const struct fetch_target *target,
                                  const char **resolved)
{
    const struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    struct buf buf;
    int count = 0;
    if (res_init() == 0) {
        _res.retrans = LOOKUP_S;
        _res.retry = LOOKUPS;
    }
    if (getaddrinfo(target->host, target->port, &wanted, &found) != 0)
        return FETCH_UNKNOWN;
    buf_init(&buf, arena);
    buf_printf(&buf, "%s:%s:", target->host, target->port);
    for (const struct addrinfo *one = found; one != NULL && count < ADDRESSES_MAX;
         one = one->ai_next) {
        const char *text = allowed_text(arena, target, one->ai_addr);
        if (text == NULL)
            continue;
        bool is_six = strchr(text, ':') != NULL;
        buf_printf(&buf, is_six ? "%s[%s]" : "%s%s", count++ == 0 ? "" : ",", text);
    }
    freeaddrinfo(found);
    *resolved = buf.data;
    return count > 0 ? FETCH_DONE : FETCH_PRIVATE;
}

/* ---- asking ------------------------------------------------------------------------------- */

struct asking {
    struct arena *arena;
    struct fetch_target target;
    struct buf body;
    size_t most;
    size_t header_len; /* of what came of them */
    long certificate;  /* why it was refused */
    const char *type;
    int64_t retry_after_s;
    bool is_too_large;
    bool is_private;
    bool is_stopped;
};

/* The second wall: whatever libcurl connects to is looked at once more. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct asking *asking = context;
    (void)purpose;
    if (allowed_text(asking->arena, &asking->target, &address->addr) == NULL) {
        asking->is_private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *data, size_t size, size_t count, void *context)
{
    struct asking *asking = context;
    size_t len = size * count;
    if (asking->body.len + len > asking->most) {
        asking->is_too_large = true;
        return 0;
    }
    buf_add(&asking->body, data, len);
    return len;
}

static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    struct asking *asking = context;
    size_t len = size * count;
    (void)data;
    asking->header_len += len;
    asking->is_too_large = asking->is_too_large || asking->header_len > HEADERS_MAX;
    return asking->is_too_large ? 0 : len;
}

/* Goes with the handle. */
static void set_bearer(CURL *curl, const char *token)
{
    if (token == NULL)
        return;
    SET(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
    SET(curl, CURLOPT_XOAUTH2_BEARER, token);
}

/* Those of the operator, and by its folder those of the system: the file takes the place of the
 * system's file alone. */
static void set_authorities(CURL *curl)
{
    const char *file = setting_get(SETTING_CA_FILE);
    if (*file == '\0')
        return;
    SET(curl, CURLOPT_CAINFO, file);
    SET(curl, CURLOPT_CAPATH, "/etc/ssl/certs");
}

static void set_up(CURL *curl, const struct fetch *ask, struct asking *asking, long left_ms)
{
    SET(curl, CURLOPT_URL, ask->url);
    SET(curl, CURLOPT_PROTOCOLS_STR, asking->target.is_listed ? "https,http" : "https");
    SET(curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    SET(curl, CURLOPT_NOSIGNAL, 1L);
    SET(curl, CURLOPT_FOLLOWLOCATION, 0L);
    SET(curl, CURLOPT_TIMEOUT_MS, left_ms);
    SET(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    set_authorities(curl);
    SET(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(curl, CURLOPT_OPENSOCKETDATA, asking);
    SET(curl, CURLOPT_WRITEFUNCTION, take);
    SET(curl, CURLOPT_WRITEDATA, asking);
    SET(curl, CURLOPT_HEADERFUNCTION, take_header);
    SET(curl, CURLOPT_HEADERDATA, asking);
    SET(curl, CURLOPT_MAXFILESIZE, (long)asking->most);
    const char *body = ask->form != NULL ? ask->form : ask->json;
    if (body != NULL) {
        SET(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
        SET(curl, CURLOPT_POSTFIELDS, body);
    }
    set_bearer(curl, ask->bearer);
    if (ask->user != NULL) {
        SET(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        SET(curl, CURLOPT_USERNAME, ask->user);
        SET(curl, CURLOPT_PASSWORD, ask->password);
    }
}

/* Why OpenSSL refused a certificate (its X509_V_ERR_*); 0 if that was not it but the
 * name of the host. */
static enum fetch_outcome outcome_of_certificate(long reason)
{
    enum { NO_ISSUER = 2, NOT_YET = 9, EXPIRED = 10, SELF_SIGNED = 18, UNTRUSTED_MOST = 21 };
    if (reason == NOT_YET || reason == EXPIRED)
        return FETCH_DATE;
    bool is_issuer = reason == NO_ISSUER || (reason >= SELF_SIGNED && reason <= UNTRUSTED_MOST);
    return is_issuer ? FETCH_ISSUER : FETCH_TLS;
}

static enum fetch_outcome outcome_of(CURLcode code, const struct asking *asking)
{
    if (asking->is_stopped)
        return FETCH_STOPPED;
    if (asking->is_private)
        return FETCH_PRIVATE;
    if (asking->is_too_large || code == CURLE_FILESIZE_EXCEEDED)
        return FETCH_LARGE;
    switch ((int)code) {
    case CURLE_OK:
        return FETCH_DONE;
    case CURLE_OPERATION_TIMEDOUT:
        return FETCH_SLOW;
    case CURLE_PEER_FAILED_VERIFICATION:
        return outcome_of_certificate(asking->certificate);
    case CURLE_SSL_CACERT_BADFILE:
        return FETCH_CA;
    default:
        return FETCH_UNREACHABLE;
    }
}

static struct curl_slist *add_header(struct curl_slist *headers, const char *header)
{
    struct curl_slist *longer = curl_slist_append(headers, header);
    if (longer == NULL)
        die("out of memory");
    return longer;
}

static struct curl_slist *headers_of(const struct fetch *ask)
{
    struct curl_slist *headers = add_header(NULL, "Accept: application/json");
    if (ask->json != NULL)
        headers = add_header(headers, "Content-Type: application/json");
    for (int i = 0; ask->headers != NULL && ask->headers[i] != NULL; i++)
        headers = add_header(headers, ask->headers[i]);
    return headers;
}

/* What the answer says of itself. */
static void read_answer(CURL *curl, struct asking *asking, long *status)
{
    const char *type = NULL;
    curl_off_t seconds = 0;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    (void)curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &asking->certificate);
    (void)curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    (void)curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
    asking->type = type == NULL ? "" : arena_strdup(asking->arena, type);
    asking->retry_after_s = (int64_t)seconds;
}

/* ---- watching ------------------------------------------------------------------------------ */

static bool goes_on(CURL *curl, const struct fetch *ask, const struct asking *asking)
{
    const char *type = NULL;
    long status = 0;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    const struct fetch_answer so_far = {.status = (int)status,
                                        .body = {asking->body.data, asking->body.len},
                                        .type = type == NULL ? "" : type};
    return ask->watch(ask->watcher, &so_far);
}

static CURLcode code_of(CURLM *multi)
{
    CURLcode code = CURLE_OK;
    int left = 0;
    for (const CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;)
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    return code;
}

/* As curl_easy_perform, with somebody who looks at what came. */
static CURLcode perform_watched(CURL *curl, const struct fetch *ask, struct asking *asking)
{
    int running = 0;
    CURLM *multi = curl_multi_init();
    if (multi == NULL || curl_multi_add_handle(multi, curl) != CURLM_OK)
        die("out of memory");
    bool is_well = curl_multi_perform(multi, &running) == CURLM_OK;
    while (is_well && running > 0 && !asking->is_stopped) {
        is_well = curl_multi_poll(multi, NULL, 0, WATCH_MS, NULL) == CURLM_OK &&
                  curl_multi_perform(multi, &running) == CURLM_OK;
        asking->is_stopped = running > 0 && !goes_on(curl, ask, asking);
    }
    CURLcode code = is_well ? code_of(multi) : CURLE_COULDNT_CONNECT;
    (void)curl_multi_remove_handle(multi, curl);
    (void)curl_multi_cleanup(multi);
    return code;
}

static enum fetch_outcome perform(const struct fetch *ask, struct asking *asking,
                                  const char *resolved, long *status)
{
    int64_t left_ms = (ask->until - clock_monotonic()) / 1000;
    if (left_ms <= 0)
        return FETCH_SLOW;
    CURL *curl = curl_easy_init();
    struct curl_slist *addresses = curl_slist_append(NULL, resolved);
    struct curl_slist *headers = headers_of(ask);
    if (curl == NULL || addresses == NULL)
        die("out of memory");
    set_up(curl, ask, asking, (long)left_ms);
    SET(curl, CURLOPT_RESOLVE, addresses);
    SET(curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code =
        ask->watch != NULL ? perform_watched(curl, ask, asking) : curl_easy_perform(curl);
    read_answer(curl, asking, status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(addresses);
    curl_slist_free_all(headers);
    return outcome_of(code, asking);
}

static enum fetch_outcome run(struct arena *arena, const struct fetch *ask,
                              struct fetch_answer *answer)
{
    struct asking asking = {
        .arena = arena, .most = ask->most == 0 ? FETCH_MAX : ask->most, .type = ""};
    const char *resolved = NULL;
    long status = 0;
    if (!fetch_address_read(arena, ask->url, ask->hosts, &asking.target))
        return FETCH_ADDRESS;
    enum fetch_outcome outcome = look_up(arena, &asking.target, &resolved);
    if (outcome != FETCH_DONE)
        return outcome;
    buf_init(&asking.body, arena);
    outcome = perform(ask, &asking, resolved, &status);
    answer->status = (int)status;
    answer->type = asking.type;
    answer->retry_after_s = asking.retry_after_s;
    answer->body = (struct text){asking.body.len > 0 ? asking.body.data : "", asking.body.len};
    return outcome;
}

enum fetch_outcome fetch(struct arena *arena, const struct fetch *ask, struct fetch_answer *answer)
{
    *answer = (struct fetch_answer){.body = {"", 0}, .type = ""};
    budget_hold();
    enum fetch_outcome outcome = run(arena, ask, answer);
    budget_release();
    return outcome;
}
