#include "pages/identity/login.h"

#include <string.h>

#include "data/identity/organization.h"
#include "data/identity/session_sign_in.h"
#include "pages/handlers.h"
#include "web/form_render.h"

enum { AGENT_MAX = 300, RETRY_AFTER_S = 2 };

static const char title[] = "Sign in";
static const char template_file[] = "identity/login.tpl";
static const char kept_prefix[] = "kept.";

struct login_form {
    const char *email;
    const char *password;
    const char *next;
    bool is_continuing;
};

static const struct form_field login_fields[] = {
    {.name = "email",
     .label = "Email",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = 254,
     .offset = offsetof(struct login_form, email)},
    {.name = "password",
     .label = "Password",
     .kind = FORM_SECRET,
     .is_required = true,
     .max_bytes = 4096,
     .offset = offsetof(struct login_form, password)},
    {.name = "next",
     .label = "Next page",
     .kind = FORM_LINE,
     .offset = offsetof(struct login_form, next)},
    {.name = "continue",
     .label = "Continue",
     .kind = FORM_BOOL,
     .offset = offsetof(struct login_form, is_continuing)},
};

struct session_client page_client(const struct page *page)
{
    const char *agent = page->request->user_agent;
    size_t len = strlen(agent);
    len = text_is_utf8(agent, len) ? text_cut(agent, len, AGENT_MAX) : 0;
    return (struct session_client){
        .address = page->request->remote_addr,
        .agent = arena_copy(page->arena, agent, len),
    };
}

void page_begin_session(struct page *page, const char *token)
{
    page_set_cookie(page, COOKIE_SESSION, token);
    if (page_cookie(page, COOKIE_PRESESSION) != NULL)
        page_set_cookie(page, COOKIE_PRESESSION, NULL);
    page->session_cookie = arena_strdup(page->arena, token);
    page->session = NULL;
    page->actor = NULL;
}

enum err page_show_busy(struct page *page, struct form *form, const char *page_title,
                        const char *file)
{
    if (db_has_failed(page->db))
        return ERR_UNAVAILABLE;
    form_error(form, "",
               "Too many people are signing in just now. Nothing is lost: send it again in a few "
               "seconds.");
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    response_header(page->response, "Retry-After", arena_printf(page->arena, "%d", RETRY_AFTER_S));
    return page_show(page, 503, page_title, file);
}

/* A form's field as a hidden input of the sign-in form. Passwords are typed again. */
static void keep(struct view *view, const char *name, const struct text *value)
{
    static const char *const left_out[] = {"csrf", "password", "current_password"};
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (strcmp(name, left_out[i]) == 0)
            return;
    struct view *kept = view_add(view, "KEPT");
    view_text(kept, "NAME", name);
    view_set_key(kept, view_key("VALUE"), value->data, value->len);
}

static void keep_all(struct view *view, const struct param_list *params)
{
    view_show(view, "CONTINUE", true);
    for (int i = 0; i < params->count; i++)
        keep(view, params->items[i].name, &params->items[i].value);
}

/* The form, not sent yet, that leads on to a page. */
static struct view *begin_form(struct page *page, const char *next)
{
    struct view *view = page_view(page);
    view_text(view, "EMAIL", "");
    view_text(view, "NEXT", next);
    return view;
}

static enum err ask_to_sign_in(struct page *page)
{
    const char *target = page->request->target;
    const char *path = "/login";
    if (strcmp(target, "/") != 0)
        path =
            arena_printf(page->arena, "/login?next=%s", text_percent_encode(page->arena, target));
    if (page_cookie(page, COOKIE_SESSION) != NULL) {
        page_set_cookie(page, COOKIE_SESSION, NULL);
        return page_redirect(page, path, "warning", "Your session has ended. Sign in to go on.");
    }
    response_redirect(page->response, path);
    return ERR_NONE;
}

enum err page_login_required(struct page *page)
{
    if (request_is_safe(page->request))
        return ask_to_sign_in(page);
    if (strcmp(page->request->path, "/logout") == 0)
        return page_redirect(page, "/login", "success", "You are signed out.");
    if (page_cookie(page, COOKIE_SESSION) != NULL)
        page_set_cookie(page, COOKIE_SESSION, NULL);
    struct view *view = begin_form(page, page->request->target);
    keep_all(view, &page->request->form);
    return page_show(page, 403, title, template_file);
}

/* Where someone without an account is sent first: a new installation has nobody to sign in. */
static enum err send_to_setup(struct page *page, bool *is_sent)
{
    enum err err = organization_is_empty(page->db, is_sent);
    if (err == ERR_NONE && *is_sent)
        response_redirect(page->response, "/setup");
    return err;
}

static const char *next_or_start(const char *next)
{
    return page_is_own_path(next) ? next : "/";
}

enum err page_login(struct page *page)
{
    const struct text *sent = param_find(&page->request->query, "next");
    const char *next = next_or_start(sent == NULL ? "" : sent->data);
    if (page->session != NULL) {
        response_redirect(page->response, next);
        return ERR_NONE;
    }
    bool is_sent = false;
    enum err err = send_to_setup(page, &is_sent);
    if (err != ERR_NONE || is_sent)
        return err;
    (void)begin_form(page, next);
    return page_show(page, 200, title, template_file);
}

/* The sign-in form without the kept fields of another one, which go into kept. */
static struct request *take_kept(struct page *page, struct param_list *kept)
{
    struct request *request = arena_alloc(page->arena, sizeof *request);
    *request = *page->request;
    const struct param_list *all = &page->request->form;
    size_t room = (size_t)all->count;
    request->form.items = arena_array(page->arena, room, sizeof *all->items);
    request->form.count = 0;
    kept->items = arena_array(page->arena, room, sizeof *all->items);
    kept->count = 0;
    for (int i = 0; i < all->count; i++) {
        struct param param = all->items[i];
        if (!text_starts_with(param.name, kept_prefix)) {
            request->form.items[request->form.count++] = param;
            continue;
        }
        param.name += strlen(kept_prefix);
        kept->items[kept->count++] = param;
    }
    return request;
}

/* The kept form as a request of its own, which the application serves in place of this one. */
static enum err continue_form(struct page *page, const char *next, const struct param_list *kept)
{
    struct request_input input = {
        .method = "POST",
        .uri = next,
        .content_type = "application/x-www-form-urlencoded",
        .content_length = "0",
        .user_agent = page->request->user_agent,
        .remote_addr = page->request->remote_addr,
        .body = "",
    };
    struct request *request = arena_alloc(page->arena, sizeof *request);
    if (request_parse(page->arena, &input, request) != 0) {
        response_redirect(page->response, "/");
        return ERR_NONE;
    }
    request->request_id = page->request->request_id;
    memcpy(request->cookies, page->request->cookies, sizeof request->cookies);
    request->cookie_count = page->request->cookie_count;
    request->form = *kept;
    request->is_continued = true;
    request->form_refusal =
        "You are signed in again. Nothing was lost: check the form and send it.";
    return page->continue_request(page, request);
}

static enum err show_again(struct page *page, struct form *form, const struct login_form *input,
                           const struct param_list *kept, enum err err)
{
    (void)begin_form(page, next_or_start(input->next));
    if (input->is_continuing)
        keep_all(page->view, kept);
    return err == ERR_UNAVAILABLE ? page_show_busy(page, form, title, template_file)
                                  : page_show_form(page, form, title, template_file);
}

enum err page_login_post(struct page *page)
{
    struct form form;
    struct login_form input;
    struct param_list kept;
    const struct request *request = take_kept(page, &kept);
    enum err err = form_parse(&form, request, login_fields, (int)COUNT_OF(login_fields), &input);
    if (err == ERR_INVALID && page->session != NULL && request->form_refusal != NULL) {
        /* signed in meanwhile in another tab: the token of this one is the old one */
        response_redirect(page->response, next_or_start(input.next));
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &input, &kept, err);
    char token[TOKEN_TEXT_LEN];
    struct session_client client = page_client(page);
    err = session_sign_in(page->db, input.email, input.password, &client, token);
    if (err == ERR_DENIED)
        form_error(&form, "", "Wrong email or password.");
    if (err != ERR_NONE)
        return show_again(page, &form, &input, &kept, err);
    page_begin_session(page, token);
    if (input.is_continuing && page_is_own_path(input.next))
        return continue_form(page, input.next, &kept);
    response_redirect(page->response, next_or_start(input.next));
    return ERR_NONE;
}

enum err page_logout_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Sign out");
    err = session_sign_out(page->db, page->session);
    if (err != ERR_NONE)
        return err;
    page_set_cookie(page, COOKIE_SESSION, NULL);
    /* Not "cookies": the message and the chosen colors live there. */
    response_header(page->response, "Clear-Site-Data", "\"cache\", \"storage\"");
    return page_redirect(page, "/login", "success", "You are signed out.");
}
