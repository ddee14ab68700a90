#include "web/route.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/number.h"
#include "base/poison.h"

/* A pattern's path is found; how many of its segments are placeholders decides between two. */
enum { NO_MATCH = -1 };

/* AddressSanitizer makes everything slow. */
#ifdef HAS_ASAN
#define SECOND (10 * CLOCK_SECOND)
#else
#define SECOND CLOCK_SECOND
#endif

static bool is_piece(const char *piece, size_t len, const char *literal)
{
    return len == strlen(literal) && memcmp(piece, literal, len) == 0;
}

/* Matches a segment with a placeholder, and keeps what it stands for. */
static bool match_placeholder(const char *piece, size_t len, const char *segment,
                              struct route_match *match)
{
    if (is_piece(piece, len, "{id}")) {
        if (match->id_count == ROUTE_IDS_MAX)
            die("a route with more than %d ids", ROUTE_IDS_MAX);
        return uuid_parse(segment, &match->ids[match->id_count++]) == ERR_NONE;
    }
    if (is_piece(piece, len, "{n}")) /* a number has one spelling, so that a page has one URL */
        return segment[0] != '0' &&
               number_parse(NUMBER_VERSION, segment, &match->number) == ERR_NONE;
    if (is_piece(piece, len, "{token}")) {
        if (match->token == NULL)
            match->token = segment;
        else if (match->second_token == NULL)
            match->second_token = segment;
        else
            die("a route with more than two tokens");
        return true;
    }
    die("a route with an unknown placeholder: %.*s", (int)len, piece);
}

/* The path has as many segments, and the same ones where the pattern has no placeholder. Most
 * routes fail here, before an id is parsed. */
static bool has_literals(const char *pattern, const struct request *request)
{
    const char *piece = pattern + 1;
    for (int i = 0; i < request->segment_count; i++) {
        size_t len = strcspn(piece, "/");
        if (len == 0 || (piece[0] != '{' && !is_piece(piece, len, request->segments[i])))
            return false;
        piece += len + (piece[len] == '/');
    }
    return *piece == '\0';
}

/* The number of placeholders if the path of the request is the pattern's, else NO_MATCH. */
static int match_pattern(const char *pattern, const struct request *request,
                         struct route_match *match)
{
    int placeholders = 0;
    const char *piece = pattern + 1;
    if (!has_literals(pattern, request))
        return NO_MATCH;
    for (int i = 0; i < request->segment_count; i++) {
        size_t len = strcspn(piece, "/");
        bool is_token = is_piece(piece, len, "{token}");
        if (request->is_escaped[i] && !is_token)
            return NO_MATCH;
        if (piece[0] == '{') {
            if (!match_placeholder(piece, len, request->segments[i], match))
                return NO_MATCH;
            placeholders++;
        }
        piece += len + (piece[len] == '/');
    }
    return placeholders;
}

int route_find(const struct route *routes, int route_count, const struct request *request,
               struct route_match *match)
{
    *match = (struct route_match){.route = NULL};
    if (request->has_trailing_slash)
        return 404;
    enum http_method wanted = request->method == HTTP_HEAD ? HTTP_GET : request->method;
    int fewest = 0;
    enum route_kind kind = ROUTE_PAGE;
    unsigned methods = 0;
    for (int i = 0; i < route_count; i++) {
        struct route_match candidate = {.route = &routes[i]};
        int placeholders = match_pattern(routes[i].pattern, request, &candidate);
        if (placeholders == NO_MATCH)
            continue;
        kind = routes[i].kind;
        methods |= 1U << routes[i].method;
        if (routes[i].method == wanted && (match->route == NULL || placeholders < fewest)) {
            *match = candidate;
            fewest = placeholders;
        }
    }
    match->kind = match->route != NULL ? match->route->kind : kind;
    match->methods = methods;
    if (match->route != NULL)
        return 0;
    return methods != 0 ? 405 : 404;
}

const char *route_allowed(struct arena *arena, const struct route_match *match)
{
    struct buf allowed;
    buf_init(&allowed, arena);
    for (int i = 0; i < HTTP_OTHER; i++) {
        /* HEAD is answered where GET is */
        unsigned bit = 1U << (i == HTTP_HEAD ? HTTP_GET : i);
        if ((match->methods & bit) == 0)
            continue;
        buf_add_text(&allowed, allowed.len > 0 ? ", " : "");
        buf_add_text(&allowed, http_method_names[i]);
    }
    return allowed.data;
}

static bool has_value(const struct param_list *params, const char *name)
{
    for (int i = 0; i < params->count; i++)
        if (params->items[i].value.len > 0 && strcmp(params->items[i].name, name) == 0)
            return true;
    return false;
}

enum route_pool route_pool_of(const struct route *route, const struct request *request)
{
    if (route->slow_param != NULL && has_value(&request->query, route->slow_param))
        return POOL_SLOW;
    return route->pool;
}

bool route_only_reads(const struct route *route, const struct request *request)
{
    return request_is_safe(request) || (route != NULL && route->only_reads);
}

/* The time is what a person may wait, on a machine that has other work as well; few pages need a
 * hundredth of it. */
const struct budget *route_budget(const struct route *route, const struct request *request)
{
    static const struct budget fast = {128 << 20, 10 * SECOND};
    static const struct budget slow = {256 << 20, 20 * SECOND};
    static const struct budget transfer = {448 << 20, 30 * SECOND};
    if (route == NULL)
        return &fast;
    if (route->size == SIZE_TRANSFER)
        return &transfer;
    return route_pool_of(route, request) == POOL_SLOW ? &slow : &fast;
}

static const char *const pool_names[] = {
    [POOL_ANY] = "", [POOL_FAST] = "fast", [POOL_SIGN_IN] = "sign-in", [POOL_SLOW] = "slow"};

const char *route_pool_name(enum route_pool pool)
{
    return pool_names[pool];
}

enum err route_pool_find(const char *name, enum route_pool *pool)
{
    for (size_t i = 0; i < COUNT_OF(pool_names); i++) {
        if (strcmp(pool_names[i], name) != 0)
            continue;
        *pool = (enum route_pool)i;
        return ERR_NONE;
    }
    log_line("error", "settings.unknown_pool", (const struct log_field[]){{"pool", name}}, 1);
    return ERR_INVALID;
}
