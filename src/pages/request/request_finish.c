#include "pages/request/request_finish.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "data/db/db_form.h"
#include "data/db/db_table.h"
#include "data/db/db_work.h"
#include "pages/request/request_refusal.h"
#include "pages/shell/page_wait.h"
#include "web/security_headers.h"

static void add_etag(struct page *page)
{
    struct response *response = page->response;
    bool is_stream = response->stream.next != NULL;
    if (response->status != 200 || is_stream || page->request->method != HTTP_GET ||
        route_kind_is_program(page->match.kind)) /* which has strong ones */
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

/* How a refusal looks is a matter of who asked. */
static void show_refusal(struct page *page, int status)
{
    static void (*const by_kind[])(struct page * page, int status) = {
        [ROUTE_PAGE] = page_refuse,
        [ROUTE_HEALTH] = page_refuse_supervisor,
    };
    if (status == 503)
        response_header(page->response, "Retry-After",
                        arena_printf(page->arena, "%d", PAGE_RETRY_AFTER_S));
    if (status == 429)
        page_wait_header(page);
    by_kind[page->match.kind](page, status);
}

void page_finish(struct page *page, int status)
{
    bool is_page = !route_kind_is_program(page->match.kind);
    if (is_page && status != 0)
        show_refusal(page, status);
    if (is_page && status != 503 && db_has_failed(page->db))
        show_refusal(page, 503); /* whatever was rendered is not to be believed */
    security_headers_add(page->response, page->config->is_secure);
    add_etag(page);
}

/* Nothing that a client chose. */
static const char *method_of(const struct request *request)
{
    return request->method == HTTP_OTHER ? "other" : http_method_names[request->method];
}

void page_log(const struct page *page, int64_t started, bool is_done)
{
    char status[TEXT_NUMBER_LEN], duration[TEXT_NUMBER_LEN], bytes[TEXT_NUMBER_LEN];
    char trips[TEXT_NUMBER_LEN], statements[TEXT_NUMBER_LEN], write[TEXT_NUMBER_LEN];
    char memory[TEXT_NUMBER_LEN], database[TEXT_NUMBER_LEN], form[UUID_TEXT_LEN];
    struct db_work work = db_work(page->db);
    text_format_int(page->response->status, status);
    text_format_int(clock_monotonic() - started, duration);
    text_format_int((int64_t)page->response->body.len, bytes);
    text_format_int(db_take_longest_write(page->db), write);
    text_format_int(db_take_largest_write(page->db), memory);
    text_format_int(work.time_us, database);
    text_format_int(work.trips, trips);
    text_format_int(work.statements, statements);
    uuid_format(db_form_id(page->db), form);
    const struct route *route = page->match.route;
    log_line("info", is_done ? "request" : "request.repeat",
             (const struct log_field[]){{"method", method_of(page->request)},
                                        {"route", route != NULL ? route->pattern : NULL},
                                        {"status", status},
                                        {"duration_us", duration},
                                        {"database_us", database},
                                        {"write_us", write},
                                        {"write_memory", memory},
                                        {"bytes", bytes},
                                        {"statements", statements},
                                        {"round_trips", trips},
                                        {"form", db_has_done_form(page->db) ? form : NULL}},
             11);
}
