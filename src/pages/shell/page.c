#include "pages/shell/page.h"

#include <stdio.h>
#include <string.h>

#include "crypt/token.h"
#include "data/sign_in/session_sign_in.h"
#include "pages/shell/page_kept.h"
#include "pages/shell/page_limit.h"
#include "pages/shell/page_places.h"
#include "pages/shell/page_reset.h"
#include "pages/shell/page_secret.h"
#include "pages/shell/page_tabs.h"
#include "web/form_render.h"
#include "web/static_file.h"
#include "web/template.h"

enum { SSO_COOKIE_S = 10 * 60 }; /* as long as data/sso/sso_begin.h takes it */

/* The names of our cookies depend on is_secure. */
static const char *cookie_name(const struct page_config *config, enum page_cookie cookie)
{
    static const char *const names[][2] = {
        [COOKIE_SESSION] = {"session", "__Host-session"},
        [COOKIE_PRESESSION] = {"presession", "__Host-presession"},
        [COOKIE_FLASH] = {"flash", "__Host-flash"},
        [COOKIE_THEME] = {"theme", "__Host-theme"},
        [COOKIE_DEVICE] = {"device", "__Host-device"},
        [COOKIE_SSO] = {"sso", "__Host-sso"},
    };
    return names[cookie][config->is_secure];
}

const char *page_cookie(const struct page *page, enum page_cookie cookie)
{
    return request_cookie(page->request, cookie_name(page->config, cookie));
}

void page_set_cookie(struct page *page, enum page_cookie cookie, const char *value)
{
    static const int year_s = 365 * 24 * 3600;
    int max_age_s = cookie == COOKIE_THEME || cookie == COOKIE_DEVICE ? year_s : -1;
    if (cookie == COOKIE_SSO)
        max_age_s = SSO_COOKIE_S;
    response_cookie(page->response, &(struct cookie){.name = cookie_name(page->config, cookie),
                                                     .value = value == NULL ? "" : value,
                                                     .max_age_s = value == NULL ? 0 : max_age_s,
                                                     .is_secure = page->config->is_secure});
}

/* What a form token is made of. */
static const char *bound_to(const struct page *page, const char *cookie)
{
    const struct session *session = page->session;
    if (session != NULL &&
        !uuid_equal(&session->acting_organization_id, &session->actor.home_organization_id)) {
        char id[UUID_TEXT_LEN];
        uuid_format(&session->acting_organization_id, id);
        cookie = arena_printf(page->arena, "%s in %s", cookie, id);
    }
    return cookie;
}

bool page_form_token_fits(const struct page *page, const char *cookie, const char *token)
{
    return csrf_fits(db_keyring(page->db), bound_to(page, cookie), token);
}

/* The token of the page's forms. Before sign-in it is bound to a cookie of its own. */
static const char *form_token(struct page *page)
{
    if (page->session_cookie == NULL)
        page->session_cookie = page_cookie(page, COOKIE_PRESESSION);
    if (page->session_cookie == NULL) {
        char *cookie = arena_alloc(page->arena, SECRET_TEXT_LEN);
        secret_make(cookie);
        page_set_cookie(page, COOKIE_PRESESSION, cookie);
        page->session_cookie = cookie;
    }
    if (page->form_token == NULL || page->form_token_cookie != page->session_cookie ||
        page->form_token_session != page->session) {
        char *token = arena_alloc(page->arena, CSRF_TEXT_LEN);
        csrf_token(db_keyring(page->db), bound_to(page, page->session_cookie), token);
        page->form_token = token;
        page->form_token_cookie = page->session_cookie;
        page->form_token_session = page->session;
    }
    return page->form_token;
}

static void show_theme(struct page *page, struct view *layout)
{
    const char *theme = page_cookie(page, COOKIE_THEME);
    bool is_light = theme != NULL && strcmp(theme, "light") == 0;
    bool is_dark = theme != NULL && strcmp(theme, "dark") == 0;
    if (is_light || is_dark)
        view_text(view_add(layout, "THEME"), "THEME", theme);
    view_show(layout, "THEME_SYSTEM", !is_light && !is_dark);
    view_show(layout, "THEME_LIGHT", is_light);
    view_show(layout, "THEME_DARK", is_dark);
}

const char *page_initials(struct page *page, const char *name)
{
    size_t len = strlen(name);
    size_t first_len = 0;
    if (len > 0)
        (void)text_next_char(name, len, &first_len);
    const char *last = strrchr(name, ' ');
    size_t last_len = 0;
    if (last != NULL && *++last != '\0')
        (void)text_next_char(last, strlen(last), &last_len);
    return arena_printf(page->arena, "%.*s%.*s", (int)first_len, name, (int)last_len,
                        last_len > 0 ? last : "");
}

/* Who is here, and where they work: what a browser remembers for the palette is theirs alone. */
static const char *person(struct page *page)
{
    char user[UUID_TEXT_LEN];
    char organization[UUID_TEXT_LEN];
    uuid_format(&page->actor->user_id, user);
    uuid_format(&page->session->acting_organization_id, organization);
    return arena_printf(page->arena, "%s.%s", organization, user);
}

static void show_navigation(struct page *page)
{
    struct view *layout = page->layout;
    view_text(layout, "ORGANIZATION_NAME", page->session->organization_name);
    view_text(layout, "PERSON", person(page));
    view_text(layout, "USER_NAME", page->session->full_name);
    view_text(layout, "USER_INITIALS", page_initials(page, page->session->full_name));
    view_text(layout, "USER_PERSONA", persona_names[page->actor->persona]);
    bool is_search =
        page->request->segment_count == 1 && strcmp(page->request->segments[0], "search") == 0;
    view_show(layout, "HEADER_SEARCH", !is_search);
    page_places_show(page, layout);
    page_tabs_show(page, layout);
    page_show_limit(page, layout);
    page_show_reset(page, layout);
    /* whoever works in another organization sees that on every page, and leaves with one click */
    if (!uuid_equal(&page->session->acting_organization_id, &page->actor->home_organization_id))
        view_include(view_add(layout, "INSIDE"), "BANNER", "shell/inside.tpl");
}

static void show_files(struct view *layout)
{
    view_text(layout, "CSS_URL", static_file_url("app.css"));
    view_text(layout, "JS_URL", static_file_url("app.js"));
    view_text(layout, "KEYS_URL", static_file_url("keys.js"));
    view_text(layout, "PALETTE_URL", static_file_url("palette.js"));
    view_text(layout, "ICONS_URL", static_file_url("icons.svg"));
    view_text(layout, "FAVICON_URL", static_file_url("favicon.svg"));
}

static const char *page_path(const struct page *page)
{
    if (page_has_secret(page->request))
        return "/";
    return request_is_safe(page->request) ? page->request->target : page->request->path;
}

/* Whoever must set up a second factor first has nowhere else to go. */
static bool has_navigation(const struct page *page)
{
    return page->session != NULL && !page->session->is_held;
}

struct view *page_view(struct page *page)
{
    if (page->view != NULL)
        return page->view;
    struct view *layout = page->layout = view_create(page->arena);
    view_text(layout, "LANG", "en");
    view_text(layout, "CSRF", form_token(page));
    view_text(layout, "PATH", page_path(page));
    show_files(layout);
    show_theme(page, layout);
    page_show_disk(page, layout);
    if (has_navigation(page))
        show_navigation(page);
    /* The page's own part is rendered by itself, and sees nothing of the layout but this. */
    page->view = view_create(page->arena);
    view_text(page->view, "CSRF", page_kept_token(page, form_token(page)));
    view_text(page->view, "ICONS_URL", static_file_url("icons.svg"));
    view_text(page->view, "PATH", page_path(page));
    view_text(page->view, "REQUEST_ID", page->request->request_id);
    return page->view;
}

/* The steps of a message, a line each: "get PATH WORDS" or "post PATH WORDS". */
static void show_steps(struct view *flash, char *lines)
{
    for (char *line = lines; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end = '\0';
        char *path = strchr(line, ' ');
        char *words = path == NULL ? NULL : strchr(path + 1, ' ');
        if (words == NULL)
            return;
        *path = *words = '\0';
        struct view *step = view_add(view_add(flash, "FLASH_STEP"),
                                     strcmp(line, "post") == 0 ? "STEP_POST" : "STEP_LINK");
        view_text(step, "STEP_URL", path + 1);
        view_text(step, "STEP_WORDS", words + 1);
        line = end == NULL ? NULL : end + 1;
    }
}

/* The message that the last change left in a signed cookie: "kind:text", and a line for each of its
 * steps. Shown once. */
static void show_flash(struct page *page)
{
    const char *cookie = page_cookie(page, COOKIE_FLASH);
    char *text = NULL;
    if (cookie == NULL)
        return;
    page_set_cookie(page, COOKIE_FLASH, NULL);
    if (signed_text_open(db_keyring(page->db), page->arena, cookie, &text) != ERR_NONE)
        return;
    char *colon = strchr(text, ':');
    if (colon == NULL)
        return;
    *colon = '\0';
    char *steps = strchr(colon + 1, '\n');
    if (steps != NULL)
        *steps = '\0';
    struct view *flash = view_add(page->layout, "FLASH");
    view_text(flash, "FLASH_KIND", text);
    view_text(flash, "FLASH_TEXT", colon + 1);
    if (steps != NULL)
        show_steps(flash, steps + 1);
}

/* Nothing of a form that waits its turn was done: it may be sent again without its author. */
static void show_resend(const struct page *page)
{
    const struct request *request = page->request;
    if (!request->is_waiting || request->form_refusal == NULL)
        return;
    view_number(view_add(page->layout, "RESENDS"), "RESEND_S", PAGE_RETRY_AFTER_S);
}

/* The layout around the page's own part, rendered anew for each request. */
static void show_around(struct page *page, int status, const char *title, struct text main)
{
    enum { LAYOUT_SIZE_GUESS = 8 * 1024 };
    struct response *response = page->response;
    show_flash(page);
    show_resend(page);
    view_text(page->layout, "TITLE", title);
    view_html(page->layout, "PAGE", main);
    view_include(page->layout, "FLASH_MESSAGE", "shell/flash.tpl");
    view_include(page->layout, "THEME_SWITCH", "shell/theme.tpl");
    response->status = status;
    response->content_type = "text/html; charset=utf-8";
    response->body.len = 0;
    buf_reserve(&response->body, LAYOUT_SIZE_GUESS + main.len);
    template_render(has_navigation(page) ? "shell/layout.tpl" : "shell/layout_plain.tpl",
                    page->layout, &response->body);
    page_kept_fill(page, form_token(page));
}

enum err page_show(struct page *page, int status, const char *title, const char *file)
{
    struct buf main;
    buf_init(&main, page->arena);
    /* A form that answers a form holds something typed: leaving it asks first (app.js). */
    view_show(page_view(page), "UNSAVED", page->request->method == HTTP_POST);
    template_render(file, page->view, &main);
    if (status == 200)
        page_kept_store(page, title, (struct text){main.data, main.len});
    show_around(page, status, title, (struct text){main.data, main.len});
    return ERR_NONE;
}

bool page_show_kept(struct page *page)
{
    const char *title = NULL;
    struct text main;
    if (!page_kept_find(page, &title, &main))
        return false;
    (void)page_view(page);
    show_around(page, 200, title, main);
    return true;
}

/* 200 for a form that is continued after signing in. */
static int form_status(const struct page *page)
{
    if (page->request->form_refusal == NULL)
        return 422;
    return page->request->is_continued ? 200 : page->request->refusal_status;
}

enum err page_show_form(struct page *page, const struct form *form, const char *title,
                        const char *file)
{
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, form_status(page), title, file);
}

enum err page_parse_empty(struct page *page, struct form *form)
{
    static const struct form_field none[1];
    struct form unused;
    return form_parse(form, page->request, none, 0, &unused);
}

enum err page_offer_again(struct page *page, const struct form *form, const char *action)
{
    struct view *view = page_view(page);
    const struct param_list *params = &page->request->form;
    for (int i = 0; i < params->count; i++) {
        if (strcmp(params->items[i].name, "csrf") == 0)
            continue;
        struct view *kept = view_add(view, "KEPT");
        view_text(kept, "NAME", params->items[i].name);
        view_text(kept, "VALUE", params->items[i].value.data);
    }
    view_text(view, "ACTION_URL", page->request->target);
    view_text(view, "ACTION_TEXT", action);
    return page_show_form(page, form, action, "shell/again.tpl");
}

bool page_is_own_path(const char *path)
{
    size_t len = strlen(path);
    return path[0] == '/' && path[1] != '/' && strchr(path, '\\') == NULL &&
           len <= REQUEST_URI_MAX && text_is_utf8(path, len) && !text_has_control(path, len, false);
}

enum err page_redirect(struct page *page, const char *path, const char *kind, const char *message)
{
    return page_redirect_next(page, path, kind, message, &(const struct page_step){NULL}, 1);
}

enum err page_redirect_next(struct page *page, const char *path, const char *kind,
                            const char *message, const struct page_step *steps, int count)
{
    struct buf text;
    buf_init(&text, page->arena);
    buf_printf(&text, "%s:%s", kind, message);
    for (int i = 0; i < count; i++)
        if (steps[i].words != NULL)
            buf_printf(&text, "\n%s %s %s", steps[i].is_post ? "post" : "get", steps[i].path,
                       steps[i].words);
    page_set_cookie(page, COOKIE_FLASH,
                    signed_text_make(db_keyring(page->db), page->arena, text.data));
    response_redirect(page->response, path);
    return ERR_NONE;
}
