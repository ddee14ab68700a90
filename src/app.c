#include "app.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypt/token.h"
#include "data/audit/audit.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_self.h"
#include "data/db/db_table.h"
#include "data/db/db_work.h"
#include "data/db/migration.h"
#include "data/vault/vault.h"
#include "pages/refusal.h"
#include "pages/routes.h"
#include "web/security_headers.h"
#include "web/template.h"

enum { START_ARENA = 16 << 20 };

static const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : fallback;
}

struct app_config app_config_from_environment(void)
{
    return (struct app_config){
        .database_url = setting("ROSTRUM_DATABASE", "sqlite:data/rostrum.db"),
        .keyring_path = setting("ROSTRUM_KEY_RING", "data/key-ring"),
        .public_url = setting("ROSTRUM_PUBLIC_URL", "http://127.0.0.1:8080"),
        .template_dir = setting("ROSTRUM_TEMPLATES", ROSTRUM_TEMPLATES_DIR),
        .pool = setting("ROSTRUM_POOL", ""),
    };
}

/* The schema must fit the program and the key ring the data. Events that workers left without a
 * number when they died get theirs now; if that fails, later. */
static enum err check_database(struct app *app)
{
    struct arena *arena = arena_create(START_ARENA);
    struct uuid request_id = uuid_make();
    db_begin_request(app->db, arena, &request_id);
    (void)db_enter(app->db, (struct db_scope){.reach = DB_ALL});
    enum err err = migration_check(app->db);
    if (err == ERR_NONE)
        err = db_check_role(app->db);
    if (err == ERR_NONE)
        err = vault_check_keyring(app->db);
    if (err == ERR_NONE && audit_sequence_all(app->db) != ERR_NONE)
        db_forgive(app->db);
    enum err end = db_end_request(app->db);
    arena_destroy(arena);
    return err != ERR_NONE ? err : end;
}

static enum err find_pool(const char *name, enum route_pool *pool)
{
    static const char *const names[] = {
        [POOL_ANY] = "", [POOL_FAST] = "fast", [POOL_SLOW] = "slow"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        *pool = (enum route_pool)i;
        return ERR_NONE;
    }
    log_line("error", "settings.unknown_pool", (const struct log_field[]){{"pool", name}}, 1);
    return ERR_INVALID;
}

enum err app_open(const struct app_config *config, struct app *app)
{
    *app = (struct app){
        .config = {.public_url = config->public_url,
                   .is_secure = text_starts_with(config->public_url, "https://")},
        .routes = routes,
        .route_count = route_count,
    };
    enum err err = find_pool(config->pool, &app->pool);
    if (err == ERR_NONE)
        err = keyring_open(config->keyring_path, &app->keyring);
    if (err != ERR_NONE)
        return err;
    if (config->is_strict)
        template_be_strict();
    err = template_open(config->template_dir);
    if (err == ERR_NONE)
        err = db_open(&(struct db_config){.url = config->database_url, .keyring = app->keyring},
                      &app->db);
    if (err == ERR_NONE)
        err = check_database(app);
    if (err != ERR_NONE)
        app_close(app);
    return err;
}

void app_close(struct app *app)
{
    if (app->db != NULL)
        db_close(app->db);
    keyring_close(app->keyring);
}

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

static int find_route(struct page *page)
{
    int status = route_find(page->app->routes, page->app->route_count, page->request, &page->match);
    if (status == 405)
        response_header(page->response, "Allow",
                        page->match.allows_get && page->match.allows_post ? "GET, HEAD, POST"
                        : page->match.allows_get                          ? "GET, HEAD"
                                                                          : "POST");
    return status;
}

/* An address that was spelled so that the server in front of us took it for one of the other pool
 * does not exist: a fast worker never hashes a password and never searches in contents. */
static int step_route(struct page *page)
{
    int status = find_route(page);
    if (status != 0 || page->app->pool == POOL_ANY)
        return status;
    enum route_pool pool = route_pool_of(page->match.route, page->request);
    return pool == POOL_ANY || pool == page->app->pool ? 0 : 404;
}

/* From here on the engine shows nothing else than the one organization that the session works in.
 */
static int find_session(struct page *page, const char *token)
{
    struct session *session = arena_alloc(page->arena, sizeof *session);
    inbox_ask(page->db, token, &page->inbox);
    enum err err = session_find(page->db, token, session);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? 0 : response_status_of(err);
    page->session = session;
    page->actor = &session->actor;
    page->session_cookie = token;
    inbox_ask_inside(page->db, page->actor, &page->inbox);
    return 0;
}

static int step_session(struct page *page)
{
    const char *token = page_cookie(page, COOKIE_SESSION);
    if (token == NULL)
        return 0;
    int status = find_session(page, token);
    if (status == 0 && page->session != NULL)
        session_touch(page->db, page->session);
    return status;
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

static int step_policy(struct page *page)
{
    if (is_allowed(page))
        return 0;
    return page->actor == NULL ? 401 : refuse(page, "request.refuse");
}

static bool is_from_our_pages(const struct page *page)
{
    const struct request *request = page->request;
    if (request->sec_fetch_site != NULL)
        return strcmp(request->sec_fetch_site, "same-origin") == 0;
    return request->origin != NULL && strcmp(request->origin, page->config->public_url) == 0;
}

static bool has_form_token(const struct page *page)
{
    const struct text *sent = param_find(&page->request->form, "csrf");
    const char *cookie =
        page->session != NULL ? page->session_cookie : page_cookie(page, COOKIE_PRESESSION);
    return sent != NULL && cookie != NULL && token_equal(page_form_token(page, cookie), sent->data);
}

/* A request that does not come from our own page is not carried out: the database refuses every
 * change until the request ends, and a person gets the form again as it was typed, with a fresh
 * token. */
static int step_csrf(struct page *page, struct request *request)
{
    if (request_is_safe(request) || (is_from_our_pages(page) && has_form_token(page)))
        return 0;
    int status = refuse(page, "request.csrf_refuse");
    if (status != 403)
        return status;
    request->form_refusal =
        "This form was open for too long or was sent from another page. Nothing "
        "was saved: check it and send it again.";
    db_forbid_writes(page->db);
    return 403;
}

static int step_page(struct page *page)
{
    if (page_show_kept(page))
        return 0;
    enum err err = page->match.route->handler(page);
    int status = response_status_of(err);
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
    if (find_session(page, page->session_cookie) != 0)
        return ERR_UNAVAILABLE;
    /* of either pool: it was the form of signing in that came to this one */
    if (page->session == NULL || find_route(page) != 0 || page->match.kind != ROUTE_PAGE)
        return ERR_NOT_FOUND;
    if (!is_allowed(page))
        return ERR_DENIED;
    return page->match.route->handler(page);
}

static void add_etag(struct page *page)
{
    struct response *response = page->response;
    if (response->status != 200 || page->request->method != HTTP_GET)
        return;
    char *etag =
        arena_printf(page->arena, "W/\"%016llx\"",
                     (unsigned long long)text_hash(response->body.data, response->body.len));
    response_header(response, "ETag", etag);
    const char *known = page->request->if_none_match;
    if (known != NULL && strcmp(known, etag) == 0) {
        response->status = 304;
        response->body.len = 0;
    }
}

static void refuse_with_problem(struct page *page, int status)
{
    if (status == 401) /* RFC 9110, 15.5.2 */
        response_header(page->response, "WWW-Authenticate", "Bearer");
    response_problem(page->response, status, page->request->form_refusal);
}

static void refuse_with_text(struct page *page, int status)
{
    response_text(page->response, status,
                  arena_printf(page->arena, "%s\n", response_reason(status)));
}

/* How a refusal looks is a matter of who asked. */
static void show_refusal(struct page *page, int status)
{
    static void (*const by_kind[])(struct page * page, int status) = {
        [ROUTE_PAGE] = page_refuse,
        [ROUTE_API] = refuse_with_problem,
        [ROUTE_HEALTH] = refuse_with_text,
    };
    if (status == 503)
        response_header(page->response, "Retry-After", "5");
    by_kind[page->match.kind](page, status);
}

static void step_finish(struct page *page, int status)
{
    if (status != 0)
        show_refusal(page, status);
    if (status != 503 && db_has_failed(page->db))
        show_refusal(page, 503); /* whatever was rendered is not to be believed */
    security_headers_add(page->response, page->config->is_secure);
    add_etag(page);
}

static void log_request(const struct page *page, int64_t started)
{
    char status[TEXT_NUMBER_LEN], duration[TEXT_NUMBER_LEN], bytes[TEXT_NUMBER_LEN];
    char trips[TEXT_NUMBER_LEN], statements[TEXT_NUMBER_LEN], write[TEXT_NUMBER_LEN];
    text_format_int(page->response->status, status);
    text_format_int(clock_monotonic() - started, duration);
    text_format_int((int64_t)page->response->body.len, bytes);
    text_format_int(db_take_longest_write(page->db), write);
    text_format_int(db_work(page->db).trips, trips);
    text_format_int(db_work(page->db).statements, statements);
    const struct route *route = page->match.route;
    log_line("info", "request",
             (const struct log_field[]){{"method", page->request->method_text},
                                        {"route", route != NULL ? route->pattern : NULL},
                                        {"status", status},
                                        {"duration_us", duration},
                                        {"write_us", write},
                                        {"bytes", bytes},
                                        {"statements", statements},
                                        {"round_trips", trips}},
             8);
}

static bool serve_once(struct app *app, struct arena *arena, const struct request_input *input,
                       struct response *response)
{
    int64_t started = clock_monotonic();
    struct request *request = arena_alloc(arena, sizeof *request);
    struct page page = {.app = app,
                        .config = &app->config,
                        .arena = arena,
                        .request = request,
                        .response = response,
                        .db = app->db,
                        .continue_request = continue_request};
    response_init(response, arena);
    int status = request_parse(arena, input, request);
    struct uuid request_id = request_uuid(request);
    db_begin_request(app->db, arena, &request_id);
    log_set_request_id(request->request_id);

    if (status == 0)
        status = step_route(&page);
    int session_status = step_session(&page); /* an error page keeps the navigation */
    if (status == 0)
        status = session_status;
    if (request_is_safe(request))
        db_only_read(app->db); /* that the session was seen is in */
    if (status == 0)
        status = step_policy(&page);
    if (status == 0)
        status = step_csrf(&page, request);
    if (status == 0)
        status = step_page(&page);
    step_finish(&page, status);

    bool is_done = !db_may_retry(app->db);
    if (db_end_request(app->db) != ERR_NONE && is_done && response->status < 500)
        log_line("error", "request.answered_before_failure", NULL, 0);
    log_request(&page, started);
    log_set_request_id(NULL);
    return is_done;
}

/* Nothing but the database remembers a request, so it can be run once more from its beginning. */
void app_serve(struct app *app, struct arena *arena, const struct request_input *input,
               struct response *response)
{
    if (!serve_once(app, arena, input, response))
        (void)serve_once(app, arena, input, response);
}

/* Under load the work of many requests is done at once, by each worker at most so often. Whoever
 * gives way to a request that another worker then takes does it after its own next one. */
int app_rest_in_ms(const struct app *app)
{
    if (!audit_sequence_is_due(app->db))
        return -1;
    int64_t since_ms = (clock_monotonic() - app->rested_at) / 1000;
    return since_ms >= APP_REST_MS ? 0 : APP_REST_MS - (int)since_ms;
}

void app_rest(struct app *app, struct arena *arena)
{
    audit_sequence_written(app->db, arena);
    app->rested_at = clock_monotonic();
}
