/* The other side of the comparison: a FastCGI program that answers every request with the same
 * bytes from memory, over the same transport as Rostrum.
 *
 *     memory HEADERS BODY    two files, as an HTTP client saved them from Rostrum itself */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "web/fcgi.h"

enum { FILE_MAX = 1 << 20 };

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = calloc(1, FILE_MAX);
    if (file == NULL || bytes == NULL)
        die("%s can't be read", path);
    *len = fread(bytes, 1, FILE_MAX - 1, file);
    (void)fclose(file);
    return bytes;
}

/* The headers that Rostrum sent; those that nginx or the transport adds are left out. */
static void add_headers(struct response *response, char *text)
{
    static const char *const others[] = {"Server", "Date", "Connection", "Content-Length",
                                         "Transfer-Encoding"};
    for (char *line = strtok(text, "\r\n"); line != NULL; line = strtok(NULL, "\r\n")) {
        char *colon = strstr(line, ": ");
        if (colon == NULL)
            continue;
        *colon = '\0';
        bool is_ours = true;
        for (size_t i = 0; i < COUNT_OF(others); i++)
            is_ours = is_ours && strcasecmp(line, others[i]) != 0;
        if (strcasecmp(line, "Content-Type") == 0)
            response->content_type = colon + 2;
        else if (is_ours)
            response_header(response, line, colon + 2);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3)
        die("usage: memory HEADERS BODY");
    size_t header_len = 0, body_len = 0;
    char *headers = read_file(argv[1], &header_len);
    char *body = read_file(argv[2], &body_len);
    struct arena *kept = arena_create(16 << 20);
    struct response response;
    response_init(&response, kept);
    response.status = 200;
    add_headers(&response, headers);
    buf_add(&response.body, body, body_len);

    struct arena *arena = arena_create(16 << 20);
    struct request_input input;
    fcgi_open();
    enum fcgi_event event;
    while ((event = fcgi_next(arena, &input)) != FCGI_END) {
        if (event == FCGI_IDLE)
            continue;
        response.arena = arena; /* for the head, which every answer formats anew */
        fcgi_reply(&response, false);
        arena_reset(arena);
    }
    return 0;
}
