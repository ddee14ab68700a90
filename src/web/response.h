#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/* A response under construction. Zeroed by response_init; body and values live in the arena. */

enum { RESPONSE_HEADERS_MAX = 32 };

struct header {
    const char *name;
    const char *value;
};

/* A body that is made while it is sent: however long it is, only one piece of it is in memory. next
 * adds the next piece to an empty buffer, whose arena is wiped once it was sent; *is_done with the
 * last one. It runs when the request is over. What is not ERR_NONE cuts the connection, so that
 * nobody takes a part for the whole. */
typedef enum err response_next(void *context, struct buf *piece, bool *is_done);
struct response_stream {
    response_next *next; /* NULL: the body is in the response */
    void *context;
    /* The piece was over its budget, and next was left in its middle (base/budget.h).
     * NULL: there is nothing to do. */
    void (*leave)(void *context);
};

struct response {
    struct arena *arena;
    int status; /* 0 until someone answered */
    const char *content_type;
    struct header headers[RESPONSE_HEADERS_MAX];
    int header_count;
    struct buf body;
    struct response_stream stream;
};

void response_init(struct response *response, struct arena *arena) NONNULL;

/* Adds a header. die() on CR or LF in the value: that would be a bug of ours. */
void response_header(struct response *response, const char *name, const char *value) NONNULL;

/* 303 See Other to a path of ours (it must begin with one "/"; anything else is a bug). */
void response_redirect(struct response *response, const char *path) NONNULL;

/* 303 See Other to an http(s) address of somewhere else, which the caller has looked at. */
void response_leave(struct response *response, const char *url) NONNULL;

/* Set-Cookie with Path=/; HttpOnly; SameSite=Lax, and Secure if is_secure. max_age_s < 0 leaves
 * Max-Age out (a session cookie), 0 deletes the cookie. */
struct cookie {
    const char *name;
    const char *value;
    int max_age_s;
    bool is_secure;
};
void response_cookie(struct response *response, const struct cookie *cookie) NONNULL;

/* A short plain-text answer. */
void response_text(struct response *response, int status, const char *text) NONNULL;

/* A refusal for a program: a problem (RFC 9457) with the status, its reason phrase as the title, a
 * sentence of detail or NULL, and what is wrong in detail ("errors") or NULL. */
void response_problem(struct response *response, int status, const char *detail, json_t *errors)
    __attribute__((nonnull(1)));

/* The status of an outcome: 0 for ERR_NONE, which says that there is nothing to refuse. */
int response_status_of(enum err err);

/* The reason phrase of a status (RFC 9110). Static storage. */
const char *response_reason(int status);

/* Makes the pieces of a stream and gives them to write, until it is done or write says false.
 * ERR_UNAVAILABLE if not all of it was made and written; each piece has a budget of its own. */
typedef bool response_write(void *context, struct text piece);
MUST_USE enum err response_make_stream(const struct response *response, response_write *write,
                                       void *context) __attribute__((nonnull(1, 2)));

/* The header block as CGI wants it: "Status: 200 OK\r\n" … "\r\n", content length included if it is
 * known; without the body. */
void response_format_head(const struct response *response, struct buf *head) NONNULL;

#endif
