#include "api/api_serve.h"

#include <string.h>

#include "api/dialect.h"
#include "api/once.h"
#include "api/operation.h"
#include "base/clock.h"
#include "base/json.h"
#include "data/record/record_stop.h"

int api_find_route(const struct request *request, struct route_match *match)
{
    enum route_kind kind = route_kind_of_path(request->path);
    int status = 404;
    for (int i = 0; i < dialect_count; i++)
        if (dialects[i].kind == kind)
            status = route_find(dialects[i].routes, *dialects[i].route_count, request, match);
    match->kind = kind;
    return status;
}

static bool is_known(const struct api_parameters *known, const char *name)
{
    for (int i = 0; known != NULL && i < known->count; i++)
        if (strcmp(known->fields[i].name, name) == 0)
            return true;
    return false;
}

/* False, and answered, for a parameter that the route does not know. */
static bool is_good_query(struct call *call)
{
    const struct operation *operation = call->match->route->operation;
    const struct param_list *query = &call->request->query;
    json_t *errors = json_keep(call->arena, json_array());
    for (int i = 0; i < query->count; i++)
        if (!is_known(operation->query, query->items[i].name))
            call_add_error(errors, query->items[i].name, "This address has no such parameter.");
    if (json_array_size(errors) == 0)
        return true;
    call_say(call, 400, "The query can't be read.", json_incref(errors));
    return false;
}

enum err api_serve(struct call *call)
{
    const struct route *route = call->match->route;
    const struct operation *operation = route->operation;
    bool may_be_kept =
        route->is_kept || (operation != NULL && (operation->traits & MAY_BE_KEPT) != 0);
    if (may_be_kept && call_answer_kept(call))
        return ERR_NONE;
    if (operation != NULL && !is_good_query(call)) /* the others ignore what they do not know */
        return ERR_NONE;
    return route_only_reads(route, call->request) ? route->call(call) : once_run(call);
}

/* What happened, and what to do. */
static const char *find_detail(int status)
{
    static const struct {
        int status;
        const char *text;
    } details[] = {
        {400, "The request is malformed."},
        {401,
         "Send an API token that holds: Authorization: Bearer sk-…, or Basic with its public key "
         "and its secret."},
        {403, "The token, or the persona of its owner, does not include this right."},
        {404, "There is no such address or record, or the token may not see it."},
        {405, "This address does not take that method."},
        {413, "The body is too large."},
        {414, "The address is too long."},
        {415, "Bodies are application/json."},
        {423, "A person stopped this, or something that it uses. It is given out again when two "
              "people have agreed to resume it."},
        {429, "The token asks too often. Retry-After says when to go on."},
        {501, "This method is not supported."},
        {503, "Rostrum can't answer just now. Nothing was changed. Try again in a few seconds."},
    };
    for (size_t i = 0; i < COUNT_OF(details); i++)
        if (details[i].status == status)
            return details[i].text;
    return "Something went wrong. Nothing was changed.";
}

void api_refuse(struct call *call, int status, const char *detail)
{
    struct response *response = call->response;
    if (status != 405) /* whose Allow is there */
        response->header_count = 0;
    if (status == 401) /* RFC 9110, 11.6.1 */
        response_header(response, "WWW-Authenticate", "Bearer");
    int64_t wait = (db_retry_at(call->db) - clock_now()) / CLOCK_SECOND + 1;
    if (status == 503)
        response_header(response, "Retry-After", "5");
    else if (db_retry_at(call->db) > 0)
        response_header(response, "Retry-After",
                        arena_printf(call->arena, "%lld", (long long)wait));
    if (detail == NULL && status == 423)
        detail = record_stop_refusal(call->db, call->actor);
    call_say(call, status, detail != NULL ? detail : find_detail(status), NULL);
}

void api_say_rate(struct call *call, const struct rate *rate)
{
    struct response *response = call->response;
    if (rate->limit == 0)
        return;
    int64_t left = rate->left < 0 ? 0 : rate->left;
    response_header(response, "RateLimit-Policy",
                    arena_printf(call->arena, "\"token\";q=%lld;w=60", (long long)rate->limit));
    response_header(response, "RateLimit",
                    arena_printf(call->arena, "\"token\";r=%lld;t=%lld", (long long)left,
                                 (long long)rate->reset_s));
    if (rate->left < 0)
        response_header(response, "Retry-After",
                        arena_printf(call->arena, "%lld", (long long)rate->reset_s));
}
