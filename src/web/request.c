#include "web/request.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/number.h"
#include "web/multipart.h"
#include "web/route_kind.h"

enum { REQUEST_ID_LEN = 32, USER_AGENT_MAX = 512 };

static const char form_type[] = "application/x-www-form-urlencoded";

/* The addresses that take files, where * is an id; nginx.conf.in lets the same ones through. */
static const char *const upload_paths[] = {"/import",
                                           "/agents/import",
                                           "/api/v1/import",
                                           "/sets/*/import",
                                           "/settings/endpoints/*/prices",
                                           "/prompts/*/tests/import",
                                           "/agents/*/tests/import",
                                           "/prompts/*/tests/*/answers",
                                           "/agents/*/tests/*/answers"};

/* Servers pass a header that did not come as an empty value. */
static const char *or_null(const char *value)
{
    return value == NULL || *value == '\0' ? NULL : value;
}

/* A header that is kept and shown: one line of UTF-8, cut at a character, or "". */
static const char *shown_header(struct arena *arena, const char *value)
{
    if (value == NULL)
        return "";
    size_t len = strlen(value);
    if (!text_is_utf8(value, len) || text_has_control(value, len, false))
        return "";
    return arena_copy(arena, value, text_cut(value, len, USER_AGENT_MAX));
}

/* The server's id, if it is one; otherwise one of ours. */
static const char *request_id(struct arena *arena, const char *given)
{
    if (given != NULL && strspn(given, "0123456789abcdef") == REQUEST_ID_LEN &&
        given[REQUEST_ID_LEN] == '\0')
        return given;
    struct uuid uuid = uuid_make();
    char text[UUID_TEXT_LEN];
    uuid_format(&uuid, text);
    char *id = arena_alloc(arena, REQUEST_ID_LEN + 1);
    size_t used = 0;
    for (const char *p = text; *p != '\0'; p++)
        if (*p != '-')
            id[used++] = *p;
    return id;
}

const char *const http_method_names[HTTP_METHOD_COUNT] = {
    [HTTP_GET] = "GET",         [HTTP_HEAD] = "HEAD",   [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",         [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
    [HTTP_OPTIONS] = "OPTIONS", [HTTP_OTHER] = "",
};

static int parse_method(const char *text, struct request *request)
{
    request->method = HTTP_OTHER;
    if (text == NULL)
        return 400;
    request->method_text = text;
    for (int i = 0; i < HTTP_OTHER; i++) {
        if (strcmp(text, http_method_names[i]) != 0)
            continue;
        request->method = (enum http_method)i;
        return 0;
    }
    return strcmp(text, "TRACE") == 0 || strcmp(text, "CONNECT") == 0 ? 0 : 501;
}

/* Decodes what must be text but for NUL: ERR_INVALID for malformed escapes and invalid UTF-8. */
static enum err decode_text(struct arena *arena, struct text raw, bool plus_is_space,
                            struct text *out)
{
    char *data = NULL;
    if (text_percent_decode(arena, raw.data, raw.len, plus_is_space, &data, &out->len) != ERR_NONE)
        return ERR_INVALID;
    out->data = data;
    return text_is_utf8(out->data, out->len) ? ERR_NONE : ERR_INVALID;
}

/* The same, ERR_INVALID for NUL as well. */
static enum err decode(struct arena *arena, struct text raw, bool plus_is_space, struct text *out)
{
    enum err err = decode_text(arena, raw, plus_is_space, out);
    return err == ERR_NONE && text_has_nul(out->data, out->len) ? ERR_INVALID : err;
}

/* path begins with "/". Dots and empty segments would name one page in several ways. */
static int parse_path(struct request *request, const char *path)
{
    const char *at = path + 1;
    while (*at != '\0') {
        struct text raw = {at, strcspn(at, "/")};
        struct text segment;
        if (raw.len == 0 || decode(request->arena, raw, false, &segment) != ERR_NONE)
            return 400;
        if (strcmp(segment.data, ".") == 0 || strcmp(segment.data, "..") == 0)
            return 400;
        if (request->segment_count == REQUEST_SEGMENTS_MAX)
            return 404;
        request->is_escaped[request->segment_count] = memchr(raw.data, '%', raw.len) != NULL;
        request->segments[request->segment_count++] = segment.data;
        at += raw.len;
        if (*at == '/') {
            at++;
            request->has_trailing_slash = *at == '\0';
        }
    }
    return 0;
}

static int count_params(struct text raw)
{
    int count = 1;
    for (size_t i = 0; i < raw.len && count <= REQUEST_PARAMS_MAX; i++)
        if (raw.data[i] == '&')
            count++;
    return count;
}

/* application/x-www-form-urlencoded (WHATWG URL, section 5.1), in a query or a body. A form may
 * have values with NUL, which someone pasted: they are told so, and the form is kept. */
static int parse_params(struct arena *arena, struct text raw, bool is_form, struct param_list *list)
{
    int room = count_params(raw);
    if (room > REQUEST_PARAMS_MAX)
        return 400;
    list->items = arena_array(arena, (size_t)room, sizeof *list->items);
    const char *at = raw.data;
    const char *end = raw.data + raw.len;
    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equals == NULL ? stop : equals;
        const char *value = equals == NULL ? stop : equals + 1;
        struct text name;
        struct param *param = &list->items[list->count];
        if (decode(arena, (struct text){at, (size_t)(name_end - at)}, true, &name) != ERR_NONE ||
            decode_text(arena, (struct text){value, (size_t)(stop - value)}, true, &param->value) !=
                ERR_NONE)
            return 400;
        param_leave_out_nul(arena, param);
        if (param->had_nul && !is_form)
            return 400;
        param->name = name.data;
        if (stop > at)
            list->count++;
        at = stop + 1;
    }
    return 0;
}

static int parse_target(struct request *request, const char *uri)
{
    if (uri == NULL)
        return 400;
    size_t len = strlen(uri);
    if (len > REQUEST_URI_MAX)
        return 414;
    /* No fragment is ever sent, and no absolute form by a server in front of us. */
    if (uri[0] != '/' || strchr(uri, '#') != NULL || strchr(uri, ' ') != NULL ||
        !text_is_utf8(uri, len) || text_has_control(uri, len, false))
        return 400;
    size_t path_len = strcspn(uri, "?");
    request->target = uri;
    request->path = arena_copy(request->arena, uri, path_len);
    int status = parse_path(request, request->path);
    if (status != 0 || uri[path_len] == '\0')
        return status;
    struct text query = {uri + path_len + 1, len - path_len - 1};
    return parse_params(request->arena, query, false, &request->query);
}

/* One pair of a Cookie header. Cookies of others may look like anything: what does not look like
 * one of ours is left out, and nothing is decoded. */
static void add_cookie(struct request *request, struct text pair)
{
    while (pair.len > 0 && (*pair.data == ' ' || *pair.data == '\t')) {
        pair.data++;
        pair.len--;
    }
    while (pair.len > 0 && (pair.data[pair.len - 1] == ' ' || pair.data[pair.len - 1] == '\t'))
        pair.len--;
    const char *equals = pair.len == 0 ? NULL : memchr(pair.data, '=', pair.len);
    if (equals == NULL || equals == pair.data || request->cookie_count == REQUEST_COOKIES_MAX)
        return;
    for (size_t i = 0; i < pair.len; i++)
        if ((unsigned char)pair.data[i] < ' ' || (unsigned char)pair.data[i] >= 0x7f)
            return;
    size_t name_len = (size_t)(equals - pair.data);
    const char **cookie = request->cookies[request->cookie_count++];
    cookie[0] = arena_copy(request->arena, pair.data, name_len);
    cookie[1] = arena_copy(request->arena, equals + 1, pair.len - name_len - 1);
}

static void parse_cookies(struct request *request, const char *header)
{
    while (header != NULL && *header != '\0') {
        size_t len = strcspn(header, ";");
        add_cookie(request, (struct text){header, len});
        header += len;
        if (*header == ';')
            header++;
    }
}

static bool is_form(const char *content_type)
{
    if (content_type == NULL)
        return false;
    size_t len = strcspn(content_type, "; \t");
    return len == sizeof form_type - 1 && strncasecmp(content_type, form_type, len) == 0;
}

/* Is this the path of an address? */
static bool is_path(const char *path, const char *uri)
{
    for (; *path != '\0'; path++) {
        size_t len = *path == '*' ? strspn(uri, "0123456789abcdef-") : (size_t)(*path == *uri);
        if (len == 0)
            return false;
        uri += len;
    }
    return *uri == '\0' || *uri == '?';
}

static bool takes_files(const char *uri)
{
    for (size_t i = 0; uri != NULL && i < COUNT_OF(upload_paths); i++)
        if (is_path(upload_paths[i], uri))
            return true;
    return false;
}

/* What programs send, as their protocol has it. A document to be imported may be of another
 * program: it is recognized by its content. */
static bool takes_body(const struct request *request, enum route_kind kind,
                       const char *content_type)
{
    static const char *const documents[] = {"text/csv",   "text/markdown",
                                            "text/plain", "application/yaml",
                                            "text/yaml",  "application/x-yaml"};
    size_t len = strcspn(content_type, "; \t");
    for (size_t i = 0; takes_files(request->target) && i < COUNT_OF(documents); i++)
        if (strlen(documents[i]) == len && strncasecmp(documents[i], content_type, len) == 0)
            return true;
    return route_kind_takes(kind, content_type);
}

static enum number body_number(const char *uri)
{
    return takes_files(uri) ? NUMBER_UPLOAD : NUMBER_BODY;
}

size_t request_body_max(const char *uri)
{
    return (size_t)number_limits[body_number(uri)].to;
}

static int parse_form(struct request *request, const char *content_type)
{
    if (is_form(content_type))
        return parse_params(request->arena, request->body, true, &request->form);
    if (content_type == NULL || !takes_files(request->target) || !multipart_is(content_type))
        return 415;
    return multipart_parse(request->arena, content_type, request->body, &request->form,
                           &request->files);
}

static int parse_body(struct request *request, const struct request_input *input)
{
    size_t most = request_body_max(request->target);
    if (input->is_body_too_large || input->body_len > most)
        return 413;
    const char *announced = or_null(input->content_length);
    int64_t length = 0;
    if (announced != NULL) {
        /* So many digits that they would not fit are a length too large as well. */
        size_t digits = strspn(announced, "0123456789");
        if (announced[digits] != '\0')
            return 400;
        if (number_parse(body_number(request->target), announced, &length) != ERR_NONE)
            return 413;
    }
    if ((uint64_t)length != input->body_len)
        return 400;
    if (input->body_len > 0)
        request->body = (struct text){input->body, input->body_len};
    enum route_kind kind = route_kind_of_path(request->path);
    if (input->body_len > 0 && route_kind_is_program(kind))
        return input->content_type != NULL && takes_body(request, kind, input->content_type) ? 0
                                                                                             : 415;
    if (request->method != HTTP_POST || input->body_len == 0)
        return 0;
    return parse_form(request, input->content_type);
}

int request_parse(struct arena *arena, const struct request_input *input, struct request *request)
{
    *request = (struct request){
        .arena = arena,
        .method_text = "",
        .path = "/",
        .target = "/",
        .origin = or_null(input->origin),
        .sec_fetch_site = or_null(input->sec_fetch_site),
        .content_type = input->content_type == NULL ? "" : input->content_type,
        .user_agent = shown_header(arena, input->user_agent),
        .if_none_match = or_null(input->if_none_match),
        .authorization = or_null(input->authorization),
        .if_match = or_null(input->if_match),
        .idempotency_key = or_null(input->idempotency_key),
        .requested_method = or_null(input->requested_method),
        .mcp_version = or_null(input->mcp_version),
        .mcp_method = or_null(input->mcp_method),
        .mcp_name = or_null(input->mcp_name),
        .a2a_version = or_null(input->a2a_version),
        .remote_addr = input->remote_addr == NULL ? "" : input->remote_addr,
        .request_id = request_id(arena, input->request_id),
        .body = {"", 0},
    };
    parse_cookies(request, input->cookie);
    if (input->traceparent != NULL)
        (void)trace_context_parse(input->traceparent, &request->trace);
    int status = parse_method(or_null(input->method), request);
    if (status == 0)
        status = parse_target(request, input->uri);
    if (status == 0)
        status = parse_body(request, input);
    return status;
}

const struct text *param_find(const struct param_list *params, const char *name)
{
    for (int i = 0; i < params->count; i++)
        if (strcmp(params->items[i].name, name) == 0)
            return &params->items[i].value;
    return NULL;
}

const char *request_cookie(const struct request *request, const char *name)
{
    const char *value = NULL;
    for (int i = 0; i < request->cookie_count; i++) {
        if (strcmp(request->cookies[i][0], name) != 0)
            continue;
        if (value != NULL)
            return NULL;
        value = request->cookies[i][1];
    }
    return value;
}

bool request_is_safe(const struct request *request)
{
    return request->method == HTTP_GET || request->method == HTTP_HEAD;
}

/* Seconds since 1970 and three digits behind a point, as nginx has its $msec. */
int64_t request_waited_us(const struct request_input *input)
{
    const char *end = NULL;
    int64_t ms = 0;
    if (input->arrived_at == NULL)
        return -1;
    int64_t seconds = number_leading(NUMBER_EPOCH_SECONDS, input->arrived_at, &end);
    if (seconds == 0 || *end != '.' || number_parse(NUMBER_MILLISECONDS, end + 1, &ms) != ERR_NONE)
        return -1;
    int64_t waited = clock_now() - seconds * CLOCK_SECOND - ms * 1000;
    if (waited < -CLOCK_SECOND || waited > CLOCK_HOUR)
        return -1;
    return waited < 0 ? 0 : waited;
}

struct uuid request_uuid(const struct request *request)
{
    struct uuid id;
    const char *hex = request->request_id;
    char text[UUID_TEXT_LEN];
    (void)snprintf(text, sizeof text, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                   hex + 20);
    return uuid_parse(text, &id) == ERR_NONE ? id : uuid_make();
}
