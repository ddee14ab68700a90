#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/budget.h"
#include "base/uuid.h"
#include "web/request.h"
#include "web/route_kind.h"

/* The route table is the program's security review sheet: read its rows and you know the product.
 */

struct page; /* what a handler of pages gets; pages/shell/page.h */
struct call; /* and one of programs; api/call.h */
struct operation;

/* A handler answers through page->response and returns ERR_NONE, or an error that the application
 * maps to a status and shows as the route's kind does. ERR_DENIED beside an answer of 403 keeps
 * that answer, and the refusal becomes an event. */
typedef enum err route_handler(struct page *page);
typedef enum err call_handler(struct call *call);

/* What hashes passwords and what is heavy have workers of their own, so that nobody waits behind
 * either. A route of POOL_ANY is served by every pool, and a worker of POOL_ANY serves every route.
 */
enum route_pool { POOL_ANY, POOL_FAST, POOL_SIGN_IN, POOL_SLOW };

/* What a request of a route may use at most. */
enum route_size {
    SIZE_OF_POOL,  /* as much as pages of its pool need */
    SIZE_TRANSFER, /* whole documents: imports and exports */
};

/* Does a form ask its sender for the password again? pages/shell/page_password.h. */
enum route_password {
    PASSWORD_NOT_ASKED,
    PASSWORD_ASKED, /* unless it was given in the last minutes: before the handler is called */
    PASSWORD_ASKED_BY_HANDLER, /* only for some of what its form may change */
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
    enum route_size size;
    /* What the page shows comes from what the customer's people see (data/db/kept.h), its address
     * and who asks, and nothing else: its main part may be kept. Of programs the answer as a
     * whole, if the handler says so (api/call.h); the others have it in their operation. */
    bool is_kept;
    /* Only of POOL_SLOW: a fast worker never hashes a password. */
    enum route_password password;
    bool may_lag; /* what it shows may be a second old: a standby may be asked
                     (data/db/db_standby.h) */
    /* Of programs, in place of the handler: */
    call_handler *call;
    bool only_reads; /* its POST asks and changes nothing: it is carried out like a GET */
    const struct operation
        *operation; /* of ROUTE_API: what its description says: api/operation.h */
    /* It leads to having a second factor, and to signing out: open to those who must set one up. */
    bool is_for_enrolment;
};

enum { ROUTE_IDS_MAX = 2 };

struct route_match {
    const struct route *route;
    enum route_kind kind;           /* of the path, also for 405; ROUTE_PAGE for 404 */
    struct uuid ids[ROUTE_IDS_MAX]; /* in the order of the pattern's {id}s */
    int id_count;
    int64_t number;    /* {n} */
    const char *token; /* the first {token} */
    const char *second_token;
    unsigned methods; /* a bit for each that the path has (1 << HTTP_GET), for the Allow header */
};

/* Finds the row of a request. Returns 0, 404, or 405 if the path is there with other methods. Only
 * what a {token} stands for may be spelled with percent signs: a page has one address, which the
 * server in front of us understands without decoding it. */
MUST_USE int route_find(const struct route *routes, int route_count, const struct request *request,
                        struct route_match *match) NONNULL;

/* The methods of a path as the Allow header has them: "GET, HEAD, POST". In the arena. */
MUST_USE const char *route_allowed(struct arena *arena, const struct route_match *match) NONNULL;

/* The pool that serves a request of this route. nginx chooses it by the same rule from the raw
 * address: etc/nginx-routes.conf is printed from the table (tests/pages/shell/nginx_routes.c). */
enum route_pool route_pool_of(const struct route *route, const struct request *request) NONNULL;

/* Does the request only read: by GET or HEAD, or by the POST of a route that does? route may be
 * NULL.
 */
bool route_only_reads(const struct route *route, const struct request *request)
    __attribute__((nonnull(2)));

/* The budget of a request of this route; of NULL, before the route is known. */
const struct budget *route_budget(const struct route *route, const struct request *request)
    __attribute__((returns_nonnull));

/* "fast", "sign-in", "slow"; "" of POOL_ANY. */
const char *route_pool_name(enum route_pool pool) __attribute__((returns_nonnull));

/* The pool of a name: "fast", "sign-in", "slow", "" for POOL_ANY. ERR_INVALID (logged) for any
 * other. */
MUST_USE enum err route_pool_find(const char *name, enum route_pool *pool) NONNULL;

#endif
