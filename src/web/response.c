#include "web/response.h"

#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/json.h"

enum { STREAM_ARENA = 256 << 20 };
#define PIECE_TIME (20 * CLOCK_SECOND)

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {423, "Locked"}, /* RFC 4918, 11.3 */
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

void response_init(struct response *response, struct arena *arena)
{
    *response = (struct response){.arena = arena};
    buf_init(&response->body, arena);
}

void response_header(struct response *response, const char *name, const char *value)
{
    if (strpbrk(value, "\r\n") != NULL)
        die("a line break in the header %s", name);
    if (response->header_count == RESPONSE_HEADERS_MAX)
        die("no room for the header %s", name);
    response->headers[response->header_count++] = (struct header){name, value};
}

void response_redirect(struct response *response, const char *path)
{
    /* "//host" and "/\host" lead away from us in a browser. */
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
        die("a redirect to somewhere else");
    response->status = 303;
    response_header(response, "Location", path);
}

void response_leave(struct response *response, const char *url)
{
    if (!text_starts_with(url, "https://") && !text_starts_with(url, "http://"))
        die("a redirect to what is no address");
    response->status = 303;
    response_header(response, "Location", url);
}

/* cookie-octet of RFC 6265: nothing that ends or quotes a value. */
static bool is_cookie_value(const char *value)
{
    for (const char *p = value; *p != '\0'; p++)
        if (*p <= ' ' || *p >= 0x7f || strchr("\",;\\", *p) != NULL)
            return false;
    return true;
}

void response_cookie(struct response *response, const struct cookie *cookie)
{
    if (!is_cookie_value(cookie->value))
        die("the value of the cookie %s cannot be sent", cookie->name);
    struct buf buf;
    buf_init(&buf, response->arena);
    buf_printf(&buf, "%s=%s; Path=/; HttpOnly; SameSite=Lax", cookie->name, cookie->value);
    if (cookie->is_secure)
        buf_add_text(&buf, "; Secure");
    if (cookie->max_age_s >= 0)
        buf_printf(&buf, "; Max-Age=%d", cookie->max_age_s);
    response_header(response, "Set-Cookie", buf.data);
}

void response_text(struct response *response, int status, const char *text)
{
    response->status = status;
    response->content_type = "text/plain; charset=utf-8";
    buf_init(&response->body, response->arena);
    buf_add_text(&response->body, text);
}

void response_problem(struct response *response, int status, const char *detail, json_t *errors)
{
    json_t *problem =
        json_keep(response->arena, json_pack("{s:s, s:s, s:i, s:s*, s:O*}", "type", "about:blank",
                                             "title", response_reason(status), "status", status,
                                             "detail", detail, "errors", errors));
    struct text text = json_format(response->arena, problem, JSON_LINE);
    response->status = status;
    response->content_type = "application/problem+json";
    buf_init(&response->body, response->arena);
    buf_add(&response->body, text.data, text.len);
}

int response_status_of(enum err err)
{
    switch (err) {
    case ERR_NONE:
        return 0;
    case ERR_INVALID:
        return 400;
    case ERR_DENIED:
        return 403;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_CONFLICT:
    case ERR_STALE:
        return 409;
    case ERR_STOPPED:
        return 423;
    case ERR_LIMITED:
        return 429;
    case ERR_UNAVAILABLE:
        return 503;
    }
    return 500;
}

const char *response_reason(int status)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
}

struct piece {
    const struct response_stream *stream;
    struct buf bytes;
    bool is_done;
    enum err err;
};

static void make_piece(void *context)
{
    struct piece *piece = context;
    piece->err = piece->stream->next(piece->stream->context, &piece->bytes, &piece->is_done);
}

static void make_within_budget(struct piece *piece, struct arena *arena)
{
    static const struct budget budget = {STREAM_ARENA, PIECE_TIME};
    buf_init(&piece->bytes, arena);
    struct arena_mark mark = arena_mark(arena);
    if (budget_run(&budget, make_piece, piece) == BUDGET_KEPT)
        return;
    if (piece->stream->leave != NULL)
        piece->stream->leave(piece->stream->context);
    arena_cut(arena, &mark);
    piece->err = ERR_UNAVAILABLE;
}

enum err response_make_stream(const struct response *response, response_write *write, void *context)
{
    struct arena *arena = arena_create(STREAM_ARENA);
    struct piece piece = {.stream = &response->stream};
    while (piece.err == ERR_NONE && !piece.is_done) {
        make_within_budget(&piece, arena);
        if (piece.err == ERR_NONE &&
            !write(context, (struct text){piece.bytes.data, piece.bytes.len}))
            piece.err = ERR_UNAVAILABLE;
        arena_reset(arena);
    }
    arena_destroy(arena);
    return piece.err == ERR_NONE ? ERR_NONE : ERR_UNAVAILABLE;
}

void response_format_head(const struct response *response, struct buf *head)
{
    if (response->status == 0)
        die("a response without a status");
    buf_printf(head, "Status: %d %s\r\n", response->status, response_reason(response->status));
    for (int i = 0; i < response->header_count; i++) {
        buf_add_text(head, response->headers[i].name);
        buf_add(head, ": ", 2);
        buf_add_text(head, response->headers[i].value);
        buf_add(head, "\r\n", 2);
    }
    /* Neither has a body (RFC 9110, 15.3.5 and 15.4.5), and a length would speak of another one. */
    bool has_body = response->status != 204 && response->status != 304;
    if (has_body) {
        const char *type = response->content_type;
        buf_printf(head, "Content-Type: %s\r\n", type == NULL ? "text/html; charset=utf-8" : type);
        if (response->stream.next == NULL)
            buf_printf(head, "Content-Length: %zu\r\n", response->body.len);
    }
    buf_add(head, "\r\n", 2);
}
