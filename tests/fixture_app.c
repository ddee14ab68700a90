#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_open.h"
#include "app_rest.h"
#include "base/clock.h"
#include "crypt/base64.h"
#include "data/session/session.h"
#include "fixture_engine.h"
#include "html.h"

/* The half of the fixture that speaks HTTP. */

enum { PAGE_ARENA = 512 << 20 };

static const char session_cookie[] = "session";

static void close_app(struct fixture *f)
{
    if (f->page_arena != NULL)
        arena_destroy(f->page_arena);
    app_close(&f->app);
}

/* What the fixture has opened for its own verbs. */
static void close_first(struct fixture *f)
{
    if (f->db == NULL) {
        keyring_close(f->keyring);
        return;
    }
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    arena_destroy(f->arena);
    f->arena = NULL;
    f->close(f);
}

/* From here on the app's connection is the only one. */
static void open_app(struct fixture *f)
{
    static bool has_templates; /* to parse them takes longer than most tests */
    close_first(f);
    f->page_arena = NULL;
    (void)snprintf(f->keyring_path, sizeof f->keyring_path, "%s/key-ring", f->dir);
    const char *templates = getenv("ROSTRUM_TEMPLATES");
    const char *duties = getenv("ROSTRUM_DUTIES");
    struct app_config config = {
        .database_url = f->database_url,
        .keyring_path = f->keyring_path,
        .public_url = "http://127.0.0.1:8080",
        .template_dir = has_templates       ? NULL
                        : templates == NULL ? "templates"
                                            : templates,
        .duties_path = duties == NULL ? "share/duties.json" : duties,
        .pool = "",
        .api_rate = 100000,
        .metrics_from = "192.0.2.7",
        .is_strict = true,
    };
    assert_int_equal(app_open(&config, &f->app), ERR_NONE);
    has_templates = true;
    f->close = close_app;
    f->db = f->app.db;
    f->keyring = f->app.keyring;
    fixture_begin(f);
}

static int open_kind(void **state, enum fixture_kind kind)
{
    struct fixture *f = fixture_create(*state, kind, true);
    open_app(f);
    *state = f;
    return 0;
}

int fixture_open_app(void **state)
{
    return open_kind(state, FIXTURE_PEOPLE);
}

int fixture_open_kept_app(void **state)
{
    return open_kind(state, FIXTURE_KEPT);
}

void fixture_restart_app(struct fixture *f)
{
    open_app(f);
}

int fixture_open_empty_app(void **state)
{
    return open_kind(state, FIXTURE_EMPTY);
}

void fixture_use_jar(struct fixture *f, int index)
{
    assert_in_range(index, 0, FIXTURE_JARS - 1);
    f->jar = &f->jars[index];
}

/* A new session or pre-session makes the form tokens seen so far worthless. */
static void set_cookie(struct fixture_jar *jar, const char *name, const char *value)
{
    int at = 0;
    while (at < jar->count && strcmp(jar->cookies[at].name, name) != 0)
        at++;
    if (strcmp(name, session_cookie) == 0 || strcmp(name, "presession") == 0)
        jar->csrf[0] = '\0';
    if (value[0] == '\0') {
        if (at < jar->count)
            jar->cookies[at] = jar->cookies[--jar->count];
        return;
    }
    assert_true(at < (int)COUNT_OF(jar->cookies));
    assert_true(strlen(value) < sizeof jar->cookies[at].value);
    (void)snprintf(jar->cookies[at].name, sizeof jar->cookies[at].name, "%s", name);
    (void)snprintf(jar->cookies[at].value, sizeof jar->cookies[at].value, "%s", value);
    if (at == jar->count)
        jar->count++;
}

/* "name=value; Path=/; …"; Max-Age=0 deletes. */
static void take_cookie(struct fixture_jar *jar, const char *header)
{
    char name[32];
    char value[512];
    size_t name_len = strcspn(header, "=");
    size_t value_len = strcspn(header + name_len + 1, ";");
    assert_true(name_len < sizeof name && value_len < sizeof value);
    (void)snprintf(name, sizeof name, "%.*s", (int)name_len, header);
    (void)snprintf(value, sizeof value, "%.*s", (int)value_len, header + name_len + 1);
    set_cookie(jar, name, strstr(header, "Max-Age=0") != NULL ? "" : value);
}

static void blank(char *html, const char *mark)
{
    for (char *at = strstr(html, mark); at != NULL; at = strstr(at, mark)) {
        at += strlen(mark);
        memset(at, '*', strcspn(at, "\""));
    }
}

void fixture_blank_tokens(char *html)
{
    blank(html, "name=\"csrf\" value=\"");
    blank(html, " data-challenge=\"");
}

static void take_token(struct fixture_jar *jar, const struct response *response)
{
    static const char mark[] = "name=\"csrf\" value=\"";
    const char *found = strstr(response->body.data, mark);
    if (found == NULL)
        return;
    found += strlen(mark);
    (void)snprintf(jar->csrf, sizeof jar->csrf, "%.*s", (int)strcspn(found, "\""), found);
}

static const char *cookie_header(struct fixture *f, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < f->jar->count; i++)
        buf_printf(&buf, "%s%s=%s", i == 0 ? "" : "; ", f->jar->cookies[i].name,
                   f->jar->cookies[i].value);
    return buf.len == 0 ? NULL : buf.data;
}

static bool keep_piece(void *context, struct text piece)
{
    buf_add(context, piece.data, piece.len);
    return true;
}

/* The body as a browser would have it at the end. */
static void take_stream(struct response *response)
{
    if (response->stream.next == NULL)
        return;
    struct buf body;
    buf_init(&body, response->arena);
    assert_int_equal(response_make_stream(response, keep_piece, &body), ERR_NONE);
    response->body = body;
}

struct response *fixture_serve(struct fixture *f, struct request_input *input)
{
    assert_ptr_equal(f->db, f->app.db);
    struct arena *old = f->page_arena; /* the input may live in it */
    fixture_begin(f);
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    f->page_arena = arena_create(PAGE_ARENA);
    if (input->cookie == NULL)
        input->cookie = cookie_header(f, f->page_arena);
    struct response *response = arena_alloc(f->page_arena, sizeof *response);
    app_serve(&f->app, f->page_arena, input, response);
    f->work = db_work(f->db);
    take_stream(response);
    app_rest(&f->app, f->page_arena);
    if (old != NULL)
        arena_destroy(old);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    for (int i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, "Set-Cookie") == 0)
            take_cookie(f->jar, response->headers[i].value);
    take_token(f->jar, response);
    if (response->content_type != NULL && strncmp(response->content_type, "text/html", 9) == 0)
        html_check_links(response->body.data, response->body.len);
    return response;
}

struct response *fixture_get(struct fixture *f, const char *path)
{
    struct request_input input = {
        .method = "GET",
        .uri = path,
        .remote_addr = "192.0.2.7",
        .user_agent = "Fixture/1.0",
    };
    return fixture_serve(f, &input);
}

/* The same token under another mask, as on a page that is opened anew: a form that comes with the
 * token of before is the same one once more. A forged one stays as it is. */
static void mask_anew(struct fixture *f, char *csrf)
{
    uint8_t bytes[2 * HASH_LEN];
    struct text masked = {NULL, 0};
    struct arena *arena = arena_create(1 << 16);
    struct uuid random[2] = {uuid_make(), uuid_make()};
    if (base64url_open(arena, csrf, &masked) == ERR_NONE && masked.len == sizeof bytes) {
        memcpy(bytes, masked.data, sizeof bytes);
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] ^= random[i % HASH_LEN / 16].bytes[i % 16];
        const char *text = base64url_make(arena, (struct text){(const char *)bytes, sizeof bytes});
        (void)snprintf(csrf, sizeof f->jar->csrf, "%s", text);
    }
    arena_destroy(arena);
}

const char *fixture_csrf(struct fixture *f)
{
    if (f->jar->csrf[0] == '\0')
        (void)fixture_get(f, "/no-such-page"); /* every page carries one, this one as well */
    assert_true(f->jar->csrf[0] != '\0');
    return f->jar->csrf;
}

struct response *fixture_post_body(struct fixture *f, const char *path, const char *body)
{
    char len[24];
    (void)snprintf(len, sizeof len, "%zu", strlen(body));
    struct request_input input = {
        .method = "POST",
        .uri = path,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = len,
        .sec_fetch_site = "same-origin",
        .remote_addr = "192.0.2.7",
        .user_agent = "Fixture/1.0",
        .body = body,
        .body_len = strlen(body),
    };
    return fixture_serve(f, &input);
}

struct response *fixture_post(struct fixture *f, const char *path, const char *form)
{
    (void)fixture_csrf(f);
    mask_anew(f, f->jar->csrf);
    const char *csrf = f->jar->csrf;
    size_t size = strlen(form) + strlen(csrf) + 8;
    char *body = malloc(size);
    assert_non_null(body);
    (void)snprintf(body, size, "csrf=%s%s%s", csrf, form[0] == '\0' ? "" : "&", form);
    struct response *response = fixture_post_body(f, path, body);
    free(body);
    return response;
}

bool fixture_is_to_come_again(const struct response *response, int64_t *until)
{
    if (response->status != 503 || !fixture_has(response, "signing in just now"))
        return false;
    fixture_wait(until, "a core that is free for a hash");
    return true;
}

struct response *fixture_post_patiently(struct fixture *f, const char *path, const char *form)
{
    int64_t until = 0;
    struct response *response = fixture_post(f, path, form);
    while (fixture_is_to_come_again(response, &until))
        response = fixture_post(f, path, form);
    return response;
}

void fixture_sign_in(struct fixture *f, const struct fixture_user *user)
{
    fixture_begin(f);
    char token[TOKEN_TEXT_LEN];
    struct session_client client = {.address = "192.0.2.7", .agent = "Fixture/1.0"};
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = session_create(f->db, &user->actor.organization_id, &user->id, &client, token);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    set_cookie(f->jar, session_cookie, token);
}

void fixture_enter(struct fixture *f, const struct fixture_organization *organization)
{
    char path[80];
    char id[UUID_TEXT_LEN];
    uuid_format(&organization->id, id);
    (void)snprintf(path, sizeof path, "/organizations/%s/enter", id);
    fixture_assert_redirect(fixture_post(f, path, ""), "/");
    f->jar->csrf[0] = '\0'; /* forms are bound to the organization */
}

void fixture_leave(struct fixture *f)
{
    fixture_assert_redirect(fixture_post(f, "/organizations/leave", ""), "/organizations");
    f->jar->csrf[0] = '\0';
}

const char *fixture_header(const struct response *response, const char *name)
{
    for (int i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, name) == 0)
            return response->headers[i].value;
    return NULL;
}

bool fixture_has(const struct response *response, const char *text)
{
    return strstr(response->body.data, text) != NULL;
}

void fixture_assert_status(const struct response *response, int status)
{
    if (response->status != status)
        fail_msg("status %d instead of %d:\n%s", response->status, status, response->body.data);
}

void fixture_assert_has(const struct response *response, const char *text)
{
    if (!fixture_has(response, text))
        fail_msg("not on the page: %s\n%s", text, response->body.data);
}

void fixture_assert_has_not(const struct response *response, const char *text)
{
    if (fixture_has(response, text))
        fail_msg("on the page: %s\n%s", text, response->body.data);
}

void fixture_assert_redirect(const struct response *response, const char *path)
{
    fixture_assert_status(response, 303);
    const char *location = fixture_header(response, "Location");
    assert_non_null(location);
    assert_string_equal(location, path);
}

const char *fixture_between(struct fixture *f, const struct response *response, const char *before,
                            const char *after)
{
    const char *begin = strstr(response->body.data, before);
    if (begin == NULL)
        return NULL;
    begin += strlen(before);
    const char *end = strstr(begin, after);
    return end == NULL ? NULL : arena_copy(f->page_arena, begin, (size_t)(end - begin));
}
