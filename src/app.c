#include "app.h"

#include <string.h>

#include "api/api_serve.h"
#include "api/cross_origin.h"
#include "app_budget.h"
#include "app_caller.h"
#include "base/budget.h"
#include "base/clock.h"
#include "base/json_memory.h"
#include "base/log.h"
#include "data/audit/audit.h"
#include "data/db/db_form.h"
#include "data/db/db_standby.h"
#include "data/db/db_table.h"
#include "data/db/db_work.h"
#include "pages/request/request_disk.h"
#include "pages/request/request_finish.h"
#include "pages/request/request_once.h"
#include "pages/request/request_over.h"
#include "pages/request/request_own_form.h"
#include "pages/request/request_turn.h"
#include "pages/shell/page_look.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_secret.h"
#include "pages/sign_in/login.h"
#include "web/route_metric.h"
#include "web/security_headers.h"

/* One request, and how often it was over its budget so far. */
struct serving {
    struct app *app;
    struct arena *arena;
    const struct request_input *input;
    struct response *response;
    int64_t started;
    enum budget_end end;
    int times_over;
    bool has_committed; /* before that */
    enum db_disk disk;  /* why the form is to be offered again; DB_DISK_FINE: it is not */
    bool is_done;
    const struct route *route; /* NULL: there is no such address */
    struct route_cost cost;    /* of all times that it was run */
};

/* The steps: each gives 0 to go on, or the status that ends the request. */

/* A refusal is an event; if it can't be written, the request fails. */
static int refuse(struct page *page, const char *action)
{
    const struct route *route = page->match.route;
    struct audit_event event = {
        .action = action,
        .record_type = "request",
        .record_id = page->match.ids[0],
        .outcome = AUDIT_REFUSAL,
        .details = json_pack("{s:s, s:s}", "method", page->request->method_text, "route",
                             route != NULL ? route->pattern : ""),
    };
    return audit_record_alone(page->db, page->actor, &event) == ERR_NONE ? 403 : 503;
}

static bool is_for_programs(const struct page *page)
{
    return route_kind_is_program(page->match.kind);
}

/* From here on it is known what the request may use, and how a refusal looks. */
static int find_route(struct page *page)
{
    const struct app *app = page->app;
    int status = route_kind_is_program(route_kind_of_path(page->request->path))
                     ? api_find_route(page->request, &page->match)
                     : route_find(app->routes, app->route_count, page->request, &page->match);
    struct budget budget =
        app_budget(&app->most[page->request->times_over], page->match.route, page->request);
    budget_set(&budget);
    if (status == 405)
        response_header(page->response, "Allow", route_allowed(page->arena, &page->match));
    return page_has_secret(page->request) ? 400 : status;
}

/* An address that was spelled so that the server in front of us took it for one of the other pool
 * does not exist: a fast worker never hashes a password, and never searches in contents but for a
 * tool of MCP, whose budget is that of a page. */
static int step_route(struct page *page)
{
    int status = find_route(page);
    if (status != 0 || page->app->pool == POOL_ANY)
        return status;
    enum route_pool pool = route_pool_of(page->match.route, page->request);
    return pool == POOL_ANY || pool == page->app->pool ? 0 : 404;
}

/* The own account is at home: its pages work there, whichever organization one has entered. */
static void go_home(struct page *page)
{
    struct session *session = arena_alloc(page->arena, sizeof *session);
    *session = *page->session;
    session->actor.organization_id = session->actor.home_organization_id;
    page->session = session;
    page->actor = &session->actor;
    (void)session_go_home(page->db, session);
}

static bool is_allowed(struct page *page)
{
    enum permission permission = (enum permission)page->match.route->permission;
    if (permission == PERMISSION_ACCOUNT && page->session != NULL)
        go_home(page);
    return policy_allows_some(page->actor, permission);
}

/* Whoever must set up a second factor does nothing else. */
static bool is_held(const struct page *page)
{
    const struct route *route = page->match.route;
    return page->session != NULL && page->session->is_held && !route->is_for_enrolment &&
           route->permission != PERMISSION_PUBLIC;
}

static int step_policy(struct page *page)
{
    if (is_held(page))
        return 401;
    if (is_allowed(page))
        return 0;
    if (page->actor == NULL)
        return page->is_suspended ? 403 : 401;
    return refuse(page, "request.refuse");
}

/* A request that does not come from our own page is not carried out: the database refuses every
 * change until the request ends, and a person gets the form again as it was typed, with a fresh
 * token. */
static int step_csrf(struct page *page, struct request *request)
{
    if (request_is_safe(request) || is_for_programs(page) || page_is_own_form(page))
        return 0;
    int status = refuse(page, "request.csrf_refuse");
    if (status != 403)
        return status;
    request->refusal_status = 403;
    request->form_refusal =
        "This form was open for too long or was sent from another page. Nothing "
        "was saved: check it and send it again.";
    db_forbid_writes(page->db);
    return 403;
}

static struct call call_of(struct page *page)
{
    return (struct call){.public_url = page->config->public_url,
                         .origins = page->app->api_origins,
                         .arena = page->arena,
                         .request = page->request,
                         .response = page->response,
                         .match = &page->match,
                         .db = page->db,
                         .actor = page->actor,
                         .usage = page->app->usage};
}

static enum err run(struct page *page)
{
    bool is_program = is_for_programs(page);
    if (!is_program && page_show_kept(page))
        return ERR_NONE;
    if (page->match.route->may_lag && request_is_safe(page->request))
        db_use_standby(page->db);
    if (!is_program)
        return page_password_run(page);
    struct call call = call_of(page);
    return api_serve(&call);
}

static int step_page(struct page *page)
{
    enum err err = run(page);
    if (page_once_was_done(page, page->app->routes, page->app->route_count))
        return 0;
    int status = db_is_unsure(page->db) ? 503 : response_status_of(err);
    /* some verbs record their refusals themselves, with more to say */
    if (err == ERR_DENIED && page->request->form_refusal == NULL && !db_has_events(page->db))
        status = refuse(page, "request.refuse");
    /* a form says it at its fields, and needs no other page */
    bool is_shown = status == 403 && page->response->status == 403;
    return is_shown ? 0 : status;
}

/* A kept form is continued: found and allowed like any request, but nothing can be written. */
static enum err continue_request(struct page *page, const struct request *request)
{
    db_forbid_writes(page->db);
    page->request = request;
    page->layout = page->view = NULL;
    if (app_find_session(page, page->session_cookie) != 0)
        return ERR_UNAVAILABLE;
    /* of either pool: it was the form of signing in that came to this one */
    if (page->session == NULL || find_route(page) != 0 || page->match.kind != ROUTE_PAGE)
        return ERR_NOT_FOUND;
    if (is_held(page))
        return page_login_required(page);
    if (!is_allowed(page))
        return ERR_DENIED;
    return page_password_run(page);
}

/* How a refusal looks is a matter of who asked. Whatever was answered over a database that failed
 * is not to be believed. */
static void finish(struct page *page, int status)
{
    if (is_for_programs(page)) {
        struct call call = call_of(page);
        int refusal = db_has_failed(page->db) ? 503 : status;
        if (refusal != 0)
            api_refuse(&call, refusal, page_secret_or(page->request, page_refusal_detail(page)));
        api_say_rate(&call, &page->rate);
        cross_origin_say(&call, page->app->api_origins, refusal);
    }
    page_finish(page, status);
}

static const char *input_uri(const struct request_input *input)
{
    return input->uri == NULL ? "/" : input->uri;
}

/* What the database had to do so far is part of what the request costs, also when it is run again.
 */
static void note_cost(struct serving *serving)
{
    struct db_work work = db_work(serving->app->db);
    serving->cost.database_us += work.time_us;
    serving->cost.round_trips += work.trips;
    serving->cost.statements += work.statements;
}

static void begin(const struct serving *serving, struct request *request)
{
    struct uuid request_id = request_uuid(request);
    db_begin_request(serving->app->db, serving->arena, &request_id);
    db_note_client(serving->app->db, request->remote_addr);
    log_set_request_id(request->request_id);
    if (request->trace.trace_id[0] != '\0')
        log_set_trace(request->trace.trace_id, request->trace.span_id);
    request->times_over = serving->times_over;
}

static bool serve_once(struct serving *serving)
{
    struct app *app = serving->app;
    struct arena *arena = serving->arena;
    struct response *response = serving->response;
    struct request *request = arena_alloc(arena, sizeof *request);
    struct page page = {.app = app,
                        .config = &app->config,
                        .arena = arena,
                        .request = request,
                        .response = response,
                        .db = app->db,
                        .calls = &app->calls,
                        .continue_request = continue_request};
    response_init(response, arena);
    int status = request_parse(arena, serving->input, request);
    /* a program gets its refusal of an address that was not read as well */
    page.match.kind = route_kind_of_path(input_uri(serving->input));
    begin(serving, request);
    if (status == 0)
        status = step_route(&page);
    serving->route = page.match.route;
    int session_status = app_find_caller(&page, &app->rates,
                                         app->token_uses); /* an error page keeps the navigation */
    if (status == 0)
        status = session_status;
    if (route_only_reads(page.match.route, request))
        db_only_read(app->db); /* that the session was seen is in */
    if (status == 0)
        status = step_policy(&page);
    if (status == 0)
        status = page_offer_for_disk(&page, request, serving->disk);
    if (status == 0)
        status = step_csrf(&page, request);
    if (status == 0 && serving->times_over > 0)
        status = page_offer_over(&page, request, serving->end, serving->has_committed);
    if (status == 0)
        status = page_take_turn(&page, request, &app->turns);
    if (status == 0)
        page_once_begin(&page);
    if (status == 0)
        status = step_page(&page);
    if (status == 0)
        status = page_note_look(&page);
    finish(&page, status);

    bool is_done = !db_may_retry(app->db);
    usage_settle(app->usage, is_done && response->status < 400);
    serving->disk = page_lost_to_disk(&page);
    if (db_end_request(app->db) != ERR_NONE && is_done && response->status < 500)
        log_line("error", "request.answered_before_failure", NULL, 0);
    page_log(&page, serving->started, is_done);
    note_cost(serving);
    log_set_request_id(NULL);
    return is_done;
}

static void serve_within_budget(void *context)
{
    struct serving *serving = context;
    /* Nothing but the database remembers a request, so it can be run once more from its beginning.
     */
    serving->is_done = serve_once(serving) || serve_once(serving);
    if (serving->disk != DB_DISK_FINE)
        serving->is_done = serve_once(serving);
}

/* What the request had done so far is taken back. */
static void give_up(struct serving *serving, const struct arena_mark *mark)
{
    log_line("warn", "request.over_budget",
             (const struct log_field[]){
                 {"out_of", serving->end == BUDGET_OUT_OF_MEMORY ? "memory" : "time"}},
             1);
    log_set_request_id(NULL);
    usage_settle(serving->app->usage, false);
    serving->has_committed = serving->has_committed || db_has_committed(serving->app->db);
    db_abandon(serving->app->db);
    note_cost(serving);
    json_memory_leave();
    arena_cut(serving->arena, mark);
    serving->times_over++;
}

/* A request that was left in its middle is answered by others that do less and less: with the form
 * as it was typed, with its fields alone, with an error page, with a line. */
void app_serve(struct app *app, struct arena *arena, const struct request_input *input,
               struct response *response)
{
    struct serving serving = {app, arena, input, response, .started = clock_monotonic()};
    struct arena_mark mark = arena_mark(arena);
    (void)keyring_refresh(app->keyring);
    turns_give_back(&app->turns);
    turns_give_back(&app->calls);
    do {
        struct budget budget = app_budget(&app->most[serving.times_over], NULL, NULL);
        json_memory_use(arena);
        serving.end = budget_run(&budget, serve_within_budget, &serving);
        if (serving.end != BUDGET_KEPT)
            give_up(&serving, &mark);
    } while (serving.end != BUDGET_KEPT && serving.times_over < APP_TIMES_OVER);
    if (serving.end != BUDGET_KEPT) {
        response_init(response, arena);
        response_text(response, 503, "This is too much at once.\n");
        response_header(response, "Retry-After", "5");
        security_headers_add(response, app->config.is_secure);
    }
    serving.cost.took_us = clock_monotonic() - serving.started;
    route_metric_note(serving.route, response->status, &serving.cost);
}
