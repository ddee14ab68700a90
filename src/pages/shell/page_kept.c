#include "pages/shell/page_kept.h"

#include <string.h>

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/db_form.h"
#include "data/db/kept.h"

/* As long as a form token, and as random: it never leaves the process, so that nobody can write it
 * into a text. Made once; every main part that is kept has the same one. */
static const char *mark(void)
{
    static char text[CSRF_TEXT_LEN];
    if (text[0] == '\0') {
        secret_make(text);
        secret_make(text + SECRET_TEXT_LEN - 1);
    }
    return text;
}

static bool is_kept(const struct page *page)
{
    const struct request *request = page->request;
    const struct route *route = page->match.route;
    return page->session != NULL && route != NULL && route->is_kept && request_is_safe(request) &&
           route_pool_of(route, request) == route->pool;
}

/* What the page depends on besides the content: the address, who asks with which rights, and in
 * whose time. */
static struct text key_of(const struct page *page)
{
    const struct actor *actor = page->actor;
    char id[UUID_TEXT_LEN];
    uuid_format(&actor->user_id, id);
    const char *key =
        arena_printf(page->arena, "page %s %d %d %s %s", id, (int)actor->persona,
                     (int)actor->is_superuser, page->session->time_zone, page->request->target);
    return (struct text){key, strlen(key)};
}

bool page_kept_find(struct page *page, const char **title, struct text *main)
{
    if (!is_kept(page))
        return false;
    struct text found = kept_find(page->db, key_of(page));
    if (found.data == NULL)
        return false;
    size_t title_size = strlen(found.data) + 1;
    *title = found.data;
    *main = (struct text){found.data + title_size, found.len - title_size};
    return true;
}

void page_kept_store(struct page *page, const char *title, struct text main)
{
    if (!is_kept(page) || page->response->header_count > 0 || db_has_events(page->db))
        return;
    size_t title_size = strlen(title) + 1;
    char *bytes = arena_alloc(page->arena, title_size + main.len);
    memcpy(bytes, title, title_size);
    memcpy(bytes + title_size, main.data, main.len);
    int64_t minute_end = (clock_now() / CLOCK_MINUTE + 1) * CLOCK_MINUTE;
    kept_store(page->db, key_of(page), (struct text){bytes, title_size + main.len}, minute_end);
}

const char *page_kept_token(const struct page *page, const char *token)
{
    return is_kept(page) ? mark() : token;
}

void page_kept_fill(struct page *page, const char *token)
{
    if (!is_kept(page))
        return;
    struct buf *body = &page->response->body;
    size_t len = strlen(mark());
    if (strlen(token) != len)
        die("a form token that is not as long as its mark");
    char *end = body->data + body->len;
    for (char *at = body->data; (at = memmem(at, (size_t)(end - at), mark(), len)) != NULL;
         at += len)
        memcpy(at, token, len);
}
