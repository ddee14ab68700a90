#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "web/param.h"
#include "web/trace_context.h"

/* A request as the handlers see it: checked at the door, everything in the arena. */

enum {
    REQUEST_URI_MAX = 4096,    /* bytes of the raw request target */
    REQUEST_PARAMS_MAX = 2000, /* in the query, and again in a form: a large graph of agents */
    REQUEST_SEGMENTS_MAX = 8,
    REQUEST_COOKIES_MAX = 32,
};

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_OTHER,
    HTTP_METHOD_COUNT
};
extern const char *const http_method_names[HTTP_METHOD_COUNT]; /* "GET" …; "" of the last */

/* What the transport delivers, unchecked. NULL for what is missing. */
struct request_input {
    const char *method;
    const char *uri; /* raw: nginx must not have decoded it */
    const char *content_type;
    const char *content_length;
    const char *cookie;
    const char *origin;
    const char *sec_fetch_site;
    const char *user_agent;
    const char *if_none_match;
    /* Of programs. */
    const char *authorization;
    const char *if_match;
    const char *idempotency_key;
    const char *requested_method; /* Access-Control-Request-Method */
    /* Of the Model Context Protocol: what the message says as well. */
    const char *mcp_version; /* MCP-Protocol-Version */
    const char *mcp_method;
    const char *mcp_name;
    const char *a2a_version;
    const char *remote_addr;
    const char *request_id; /* 32 hex digits from nginx, or NULL: one is made */
    const char *traceparent;
    const char *arrived_at; /* when the server in front had read it: "1764457200.123" */
    const char *body;
    size_t body_len;
    bool is_body_too_large; /* longer than request_body_max(): the transport did not read it */
};

/* How a form with a form_refusal comes back: as its page has it; if even that is too much, as its
 * fields and a button to send them again; or as an error, for what is not a form. */
enum refusal_shape { REFUSAL_FORM, REFUSAL_FIELDS, REFUSAL_ERROR };

struct request {
    struct arena *arena;
    enum http_method method;
    const char *method_text;
    const char *path;   /* raw, for logs and for coming back; never with the query */
    const char *target; /* raw, path and query */
    const char *segments[REQUEST_SEGMENTS_MAX]; /* decoded once, valid UTF-8, no NUL, none empty */
    bool is_escaped[REQUEST_SEGMENTS_MAX];      /* spelled with percent signs */
    int segment_count;                          /* "/" has none */
    bool has_trailing_slash;
    struct param_list query;
    struct param_list form;   /* of either type */
    struct upload_list files; /* of a multipart form */
    const char *cookies[REQUEST_COOKIES_MAX][2];
    int cookie_count;
    const char *origin; /* NULL if missing or empty, like the next */
    const char *sec_fetch_site;
    const char *content_type;  /* of a body, "" if missing */
    const char *user_agent;    /* "" if missing */
    const char *if_none_match; /* NULL if missing, like the next */
    const char *authorization;
    const char *if_match;
    const char *idempotency_key;
    const char *requested_method;
    const char *mcp_version;
    const char *mcp_method;
    const char *mcp_name;
    const char *a2a_version;
    const char *remote_addr;    /* "" if missing */
    const char *request_id;     /* 32 lower-case hex digits: also a UUID without its dashes */
    struct trace_context trace; /* of whoever sent it, in the log */
    struct text body;
    /* Set by the csrf step, when it is not its turn, or when a kept form is continued after signing
     * in: form_parse() refuses with this sentence, so that the page comes back as it was typed and
     * nothing is done. */
    const char *form_refusal;
    int refusal_status; /* of the form that is shown again */
    enum refusal_shape refusal_shape;
    int times_over;    /* how often it was left because it was over its budget (base/budget.h) */
    bool is_continued; /* a form that was kept while its author signed in again */
    bool is_waiting;   /* others of its author or their organization are being worked on */
};

/* Checks and parses. Returns 0 or the HTTP status that ends the request: 400 (NUL, invalid UTF-8,
 * malformed escape, an empty or dot segment, a fragment, an absolute URI, more parameters than
 * REQUEST_PARAMS_MAX, a body shorter or longer than its length), 404 (more segments than any page
 * has), 413, 414, 415 (a POST that is neither application/x-www-form-urlencoded nor empty, nor
 * multipart/form-data at an address that takes files; at an address for programs, any body of a
 * type that it does not take (web/route_kind.h); what it takes stays as it came), 501 (methods that
 * HTTP does not know). The request is filled as far as it was read, so that an error page can be
 * made: headers, cookies and the id always. The texts of the input are not copied: they must live
 * as long as the arena's. */
MUST_USE int request_parse(struct arena *arena, const struct request_input *input,
                           struct request *request) NONNULL;

/* The longest body that an address takes, in bytes: REQUEST_UPLOAD_MAX where files are sent to. uri
 * is raw and may be NULL. */
size_t request_body_max(const char *uri);

/* The first value of a parameter, or NULL. */
const struct text *param_find(const struct param_list *params, const char *name) NONNULL;

/* The value of a cookie, or NULL (also when it is sent twice: nobody can tell which one is ours).
 */
const char *request_cookie(const struct request *request, const char *name) NONNULL;

bool request_is_safe(const struct request *request) NONNULL; /* GET or HEAD (RFC 9110, 9.2.1) */

/* How long ago the server in front had read the request, in microseconds: so long it waited for a
 * worker. -1 if it does not say so, or if its clock is another. */
int64_t request_waited_us(const struct request_input *input) NONNULL;

/* The id of the request: nginx hands over 32 hex digits, a UUID without its dashes. A fresh one
 * otherwise. */
struct uuid request_uuid(const struct request *request) NONNULL;

#endif
