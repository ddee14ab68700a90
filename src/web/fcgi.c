#include "web/fcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/number.h"
#include "web/listen.h"
#include "web/send.h"

enum {
    RECORD_MAX = 65528, /* bytes of content in a record: a multiple of 8 that fits 16 bits */
    RECORD_HEADER_LEN = 8,
    RECORD_STDOUT = 6,
    RECORD_END_REQUEST = 3,
    PIECES_PER_RECORD = 3, /* header, content, and head and body meet in one */
    DRAIN_MAX = 64 << 20,  /* bytes of a refused body that are still taken from the server */
    DRAIN_WAIT_MS = 500,
    PIECE_ARENA = 1 << 20, /* for the headers of the records of a piece */
};

static const struct {
    const char *name;
    size_t offset;
} params[] = {
    {"REQUEST_METHOD", offsetof(struct request_input, method)},
    {"REQUEST_URI", offsetof(struct request_input, uri)},
    {"CONTENT_TYPE", offsetof(struct request_input, content_type)},
    {"CONTENT_LENGTH", offsetof(struct request_input, content_length)},
    {"HTTP_COOKIE", offsetof(struct request_input, cookie)},
    {"HTTP_ORIGIN", offsetof(struct request_input, origin)},
    {"HTTP_SEC_FETCH_SITE", offsetof(struct request_input, sec_fetch_site)},
    {"HTTP_USER_AGENT", offsetof(struct request_input, user_agent)},
    {"HTTP_IF_NONE_MATCH", offsetof(struct request_input, if_none_match)},
    {"HTTP_AUTHORIZATION", offsetof(struct request_input, authorization)},
    {"HTTP_IF_MATCH", offsetof(struct request_input, if_match)},
    {"HTTP_IDEMPOTENCY_KEY", offsetof(struct request_input, idempotency_key)},
    {"HTTP_ACCESS_CONTROL_REQUEST_METHOD", offsetof(struct request_input, requested_method)},
    {"HTTP_MCP_PROTOCOL_VERSION", offsetof(struct request_input, mcp_version)},
    {"HTTP_MCP_METHOD", offsetof(struct request_input, mcp_method)},
    {"HTTP_MCP_NAME", offsetof(struct request_input, mcp_name)},
    {"HTTP_A2A_VERSION", offsetof(struct request_input, a2a_version)},
    {"REMOTE_ADDR", offsetof(struct request_input, remote_addr)},
    {"REQUEST_ID", offsetof(struct request_input, request_id)},
    {"HTTP_TRACEPARENT", offsetof(struct request_input, traceparent)},
    {"ARRIVED_AT", offsetof(struct request_input, arrived_at)},
};

static FCGX_Request connection;
static bool is_cgi;
static bool is_cgi_served;
static bool is_body_read; /* to its end: nothing is left in the connection */

void fcgi_open(void)
{
    if (FCGX_Init() != 0)
        die("libfcgi does not start");
    is_cgi = FCGX_IsCGI() != 0;
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        die("SIGPIPE cannot be ignored: %s", strerror(errno));
    if (is_cgi)
        return;
    /* It gets connections, and no socket: the pieces of a bad request end with it. */
    if (FCGX_InitRequest(&connection, -1, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        die("libfcgi does not start");
    listen_open(FCGI_IDLE_S);
}

static const char *param(const char *name)
{
    return is_cgi ? getenv(name) : FCGX_GetParam(name, connection.envp);
}

/* PATH_INFO comes decoded (RFC 3875, 4.1.5); here it is encoded again but for its slashes. */
static const char *uri_of_parts(struct arena *arena)
{
    const char *script = getenv("SCRIPT_NAME");
    const char *path = getenv("PATH_INFO");
    const char *query = getenv("QUERY_STRING");
    if (script == NULL && path == NULL)
        return NULL;
    struct buf uri;
    buf_init(&uri, arena);
    buf_add_text(&uri, script == NULL ? "" : script);
    while (path != NULL && *path != '\0') {
        size_t len = strcspn(path, "/");
        buf_add_text(&uri, text_percent_encode(arena, arena_copy(arena, path, len)));
        path += len;
        if (*path == '/') {
            buf_add_char(&uri, '/');
            path++;
        }
    }
    if (query != NULL && *query != '\0')
        buf_printf(&uri, "?%s", query);
    return uri.data;
}

/* The announced length as far as it is a number; request_parse() judges what it is not. */
static size_t announced_length(const char *text)
{
    if (text == NULL || strspn(text, "0123456789") != strlen(text))
        return 0;
    int64_t length = 0;
    return number_parse(NUMBER_COUNTER, text, &length) == ERR_NONE ? (size_t)length : SIZE_MAX;
}

static size_t read_standard_input(char *to, size_t len)
{
    size_t used = 0;
    while (used < len) {
        ssize_t count = read(STDIN_FILENO, to + used, len - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        used += (size_t)count;
    }
    return used;
}

static void read_body(struct arena *arena, struct request_input *input)
{
    size_t len = announced_length(input->content_length);
    is_body_read = false;
    if (len > request_body_max(input->uri)) {
        input->is_body_too_large = true;
        return;
    }
    char *body = arena_alloc(arena, len + 2);
    input->body = body;
    if (is_cgi) {
        input->body_len = read_standard_input(body, len);
        return;
    }
    /* One byte more than announced: the end is seen, or that the length is wrong. */
    input->body_len = (size_t)FCGX_GetStr(body, (int)len + 1, connection.in);
    is_body_read = input->body_len <= len;
}

static void fill(struct arena *arena, struct request_input *input)
{
    *input = (struct request_input){.method = NULL};
    for (size_t i = 0; i < COUNT_OF(params); i++) {
        const char *value = param(params[i].name);
        if (value != NULL)
            *(const char **)((char *)input + params[i].offset) = arena_strdup(arena, value);
    }
    if (is_cgi && input->uri == NULL)
        input->uri = uri_of_parts(arena);
    read_body(arena, input);
}

bool fcgi_is_quiet(int wait_ms)
{
    return is_cgi || listen_is_quiet(wait_ms);
}

/* libfcgi, were it to accept itself, would wait for the first byte with select(2), and drop the
 * connection when a signal ends the wait. False: no whole request came. */
static bool take(int fd)
{
    connection.ipcFd = fd;
    connection.keepConnection = 1; /* FCGX_Accept_r ends what was before, and closes it otherwise */
    return FCGX_Accept_r(&connection) == 0;
}

enum fcgi_event fcgi_next(struct arena *arena, struct request_input *input)
{
    bool is_taken = false;
    if (is_cgi) {
        if (is_cgi_served)
            return FCGI_END;
        is_cgi_served = true;
        fill(arena, input);
        return FCGI_REQUEST;
    }
    do {
        int fd = -1;
        enum listen_event event = listen_next(&fd);
        if (event != LISTEN_CONNECTION)
            return event == LISTEN_IDLE ? FCGI_IDLE : FCGI_END;
        is_taken = take(fd);
    } while (!is_taken);
    fill(arena, input);
    return FCGI_REQUEST;
}

/* The records of an answer: their headers, and pieces that point to them and to the content. */
struct records {
    struct iovec *pieces;
    size_t piece_count;
    unsigned char (*headers)[RECORD_HEADER_LEN];
    size_t header_count;
};

static void add_piece(struct records *records, const void *bytes, size_t len)
{
    if (len > 0)
        records->pieces[records->piece_count++] = (struct iovec){(void *)(uintptr_t)bytes, len};
}

/* FCGI_Header of the FastCGI specification, section 3.3. */
static void add_header(struct records *records, int type, size_t len)
{
    unsigned char *header = records->headers[records->header_count++];
    header[0] = 1; /* FCGI_VERSION_1 */
    header[1] = (unsigned char)type;
    header[2] = (unsigned char)(connection.requestId >> 8);
    header[3] = (unsigned char)connection.requestId;
    header[4] = (unsigned char)(len >> 8);
    header[5] = (unsigned char)len;
    header[6] = (unsigned char)((8 - len % 8) % 8); /* padding */
    header[7] = 0;
    add_piece(records, header, RECORD_HEADER_LEN);
}

/* The content is head and body in a row, cut into records; padding aligns the last one. */
static void add_content(struct records *records, const struct buf *head, const struct text *body)
{
    static const unsigned char padding[8];
    size_t total = head->len + body->len;
    for (size_t at = 0; at < total;) {
        size_t len = total - at < RECORD_MAX ? total - at : RECORD_MAX;
        add_header(records, RECORD_STDOUT, len);
        size_t of_head = 0;
        if (at < head->len) {
            of_head = head->len - at < len ? head->len - at : len;
            add_piece(records, head->data + at, of_head);
        }
        if (of_head < len)
            add_piece(records, body->data + (at + of_head - head->len), len - of_head);
        add_piece(records, padding, (8 - len % 8) % 8);
        at += len;
    }
}

static bool write_records(struct arena *arena, const struct buf *head, const struct text *body,
                          bool is_end)
{
    static const unsigned char request_complete[8]; /* FCGI_EndRequestBody: status 0 */
    size_t count = (head->len + body->len) / RECORD_MAX + 3;
    struct records records = {
        .pieces = arena_array(arena, count * (PIECES_PER_RECORD + 1), sizeof *records.pieces),
        .headers = arena_array(arena, count, sizeof *records.headers),
    };
    add_content(&records, head, body);
    if (is_end) {
        add_header(&records, RECORD_STDOUT, 0);
        add_header(&records, RECORD_END_REQUEST, sizeof request_complete);
        add_piece(&records, request_complete, sizeof request_complete);
    }
    return send_all(connection.ipcFd, records.pieces, records.piece_count);
}

/* Closing a connection with unread bytes resets it, and a server that is still sending might stop
 * and wait for us: what is left of a refused body is taken and thrown away before the answer. */
static void drain(void)
{
    static char trash[65536];
    const struct timeval wait = {.tv_usec = DRAIN_WAIT_MS * 1000};
    (void)setsockopt(connection.ipcFd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    size_t taken = 0;
    while (taken < DRAIN_MAX &&
           FCGX_GetStr(trash, (int)sizeof trash, connection.in) == (int)sizeof trash)
        taken += sizeof trash;
}

static bool write_piece(void *context, struct text piece)
{
    (void)context;
    if (is_cgi) {
        struct iovec bytes = {(void *)(uintptr_t)piece.data, piece.len};
        return send_all(STDOUT_FILENO, &bytes, piece.len > 0 ? 1 : 0);
    }
    struct arena *arena = arena_create(PIECE_ARENA);
    struct buf nothing;
    buf_init(&nothing, arena);
    bool is_written = write_records(arena, &nothing, &piece, false);
    arena_destroy(arena);
    return is_written;
}

/* Head and, unless it is a stream, body. */
static bool write_whole(const struct response *response, const struct buf *head,
                        const struct text *body, bool is_end)
{
    if (!is_cgi)
        return write_records(response->arena, head, body, is_end);
    struct iovec pieces[] = {{head->data, head->len}, {response->body.data, body->len}};
    return send_all(STDOUT_FILENO, pieces, body->len > 0 ? 2 : 1);
}

static void write_stream(const struct response *response, const struct buf *head)
{
    const struct text nothing = {"", 0};
    bool is_whole = write_whole(response, head, &nothing, false) &&
                    response_make_stream(response, write_piece, NULL) == ERR_NONE;
    if (!is_whole)
        log_line("warn", "stream.cut", NULL, 0);
    else if (!is_cgi) {
        struct buf end;
        buf_init(&end, response->arena);
        (void)write_records(response->arena, &end, &nothing, true);
    }
}

void fcgi_reply(const struct response *response, bool is_head)
{
    struct buf head;
    buf_init(&head, response->arena);
    response_format_head(response, &head);
    struct text body = {response->body.data, is_head ? 0 : response->body.len};
    if (!is_cgi && !is_body_read)
        drain();
    send_begin();
    if (response->stream.next != NULL && !is_head)
        write_stream(response, &head);
    else
        (void)write_whole(response, &head, &body, true);
    if (is_cgi)
        return;
    /* libfcgi would shut down the connection and wait for the server to close it. */
    (void)close(connection.ipcFd);
    connection.ipcFd = -1;
    FCGX_Free(&connection, 0);
}
