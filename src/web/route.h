#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/uuid.h"
#include "web/request.h"

/* The route table is the program's security review sheet: read its rows and you know the product.
 */

struct page; /* what a handler gets; pages/shell/page.h */

/* A handler answers through page->response and returns ERR_NONE, or an error that the application
 * maps to a status and shows as the route's kind does. ERR_DENIED beside an answer of 403 keeps
 * that answer, and the refusal becomes an event. */
typedef enum err route_handler(struct page *page);

/* Slow work has workers of its own, so that nobody waits behind it. A route of POOL_ANY is served
 * by both pools, and a worker of POOL_ANY serves every route. */
enum route_pool { POOL_ANY, POOL_FAST, POOL_SLOW };

/* Who asks for a route: it decides how a refusal looks. */
enum route_kind {
    ROUTE_PAGE,   /* a person: the sign-in form, the form shown again, an error page */
    ROUTE_API,    /* a program: a problem in JSON (RFC 9457) */
    ROUTE_HEALTH, /* a supervisor: a line of text */
};

struct route {
    enum http_method method; /* HTTP_GET rows answer HEAD as well */
    const char
        *pattern; /* "/prompts/{id}/versions/{n}": {id} a UUID, {n} 1..2^31-1, {token} any text */
    route_handler *handler;
    int permission; /* a row of domain/policy.h; the application asks */
    int trips;      /* of a GET: the most round trips that it may take on PostgreSQL */
    enum route_pool pool;
    const char *slow_param; /* with a value of this query parameter it is POOL_SLOW; or NULL */
    enum route_kind kind;
    /* What the page shows comes from what the customer's people see (data/db/kept.h), its address
     * and who asks, and nothing else: its main part may be kept. */
    bool is_kept;
};

enum { ROUTE_IDS_MAX = 2 };

struct route_match {
    const struct route *route;
    enum route_kind kind;           /* of the path, also for 405; ROUTE_PAGE for 404 */
    struct uuid ids[ROUTE_IDS_MAX]; /* in the order of the pattern's {id}s */
    int id_count;
    int64_t number;    /* {n} */
    const char *token; /* {token} */
    bool allows_get;   /* which methods the path has, for the Allow header of a 405 */
    bool allows_post;
};

/* Finds the row of a request. Returns 0, 404, or 405 if the path is there with other methods. Only
 * what a {token} stands for may be spelled with percent signs: a page has one address, which the
 * server in front of us understands without decoding it. */
MUST_USE int route_find(const struct route *routes, int route_count, const struct request *request,
                        struct route_match *match) NONNULL;

/* The pool that serves a request of this route. etc/nginx.conf.in chooses it by the same rule from
 * the raw address; tests/check-rules compares the two. */
enum route_pool route_pool_of(const struct route *route, const struct request *request) NONNULL;

#endif
