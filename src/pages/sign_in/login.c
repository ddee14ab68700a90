#include "pages/sign_in/login.h"

#include <string.h>

#include "data/mail/mail_queue.h"
#include "data/organization/organization.h"
#include "data/session/device.h"
#include "data/sign_in/session_sign_in.h"
#include "pages/handlers.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/enrolment.h"
#include "pages/sign_in/login_step.h"
#include "pages/sign_in/passkey_form.h"
#include "web/form_render.h"

enum { AGENT_MAX = 300, RETRY_AFTER_S = 2 };

static const char title[] = "Sign in";
static const char template_file[] = "sign_in/login.tpl";

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
    FIELD_NEXT(struct login_form),
    FIELD_CONTINUE(struct login_form),
};

struct session_client page_client(const struct page *page)
{
    const char *agent = page->request->user_agent;
    size_t len = strlen(agent);
    len = text_is_utf8(agent, len) ? text_cut(agent, len, AGENT_MAX) : 0;
    return (struct session_client){
        .address = page->request->remote_addr,
        .agent = arena_copy(page->arena, agent, len),
        .device = page_cookie(page, COOKIE_DEVICE),
    };
}

enum err page_begin_session(struct page *page, const char *token)
{
    if (page->session != NULL) {
        enum err err = session_sign_out(page->db, page->session);
        if (err != ERR_NONE)
            return err;
    }
    page_set_cookie(page, COOKIE_SESSION, token);
    if (page_cookie(page, COOKIE_PRESESSION) != NULL)
        page_set_cookie(page, COOKIE_PRESESSION, NULL);
    page->session_cookie = arena_strdup(page->arena, token);
    page->session = NULL;
    page->actor = NULL;
    return ERR_NONE;
}

void page_remember_device(struct page *page, const char *email)
{
    page_set_cookie(page, COOKIE_DEVICE,
                    device_remember(page->db, page_cookie(page, COOKIE_DEVICE), email));
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

/* The form, not sent yet. */
static void begin_form(struct page *page, const struct kept_form *kept)
{
    struct view *view = page_view(page);
    view_text(view, "EMAIL", "");
    view_show(view, "PLAIN", !kept->is_continuing);
    view_show(view, "RESET_BY_MAIL", mail_is_on(page->db));
    view_show(view, "RESET_BY_HAND", !mail_is_on(page->db));
    kept_form_show(page, kept);
    passkey_form_offer(page);
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

/* Signed in, but for one page alone, until there is a second factor. */
static enum err ask_to_enrol(struct page *page)
{
    struct kept_form kept = {page->request->target, true, page->request->form};
    if (!request_is_safe(page->request))
        return enrolment_show(page, 403, &kept);
    response_redirect(page->response, enrolment_path(page, page->request->target));
    return ERR_NONE;
}

enum err page_login_required(struct page *page)
{
    if (page->session != NULL)
        return ask_to_enrol(page);
    if (request_is_safe(page->request))
        return ask_to_sign_in(page);
    if (strcmp(page->request->path, "/logout") == 0)
        return page_redirect(page, "/login", "success", "You are signed out.");
    if (page_cookie(page, COOKIE_SESSION) != NULL)
        page_set_cookie(page, COOKIE_SESSION, NULL);
    struct kept_form kept = {page->request->target, true, page->request->form};
    begin_form(page, &kept);
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

enum err page_login(struct page *page)
{
    const struct text *sent = param_find(&page->request->query, "next");
    struct kept_form kept = {.next = kept_form_path(sent == NULL ? "" : sent->data)};
    if (page->session != NULL) {
        response_redirect(page->response, kept.next);
        return ERR_NONE;
    }
    bool is_sent = false;
    enum err err = send_to_setup(page, &is_sent);
    if (err != ERR_NONE || is_sent)
        return err;
    begin_form(page, &kept);
    return page_show(page, 200, title, template_file);
}

static enum err show_again(struct page *page, struct form *form, const struct kept_form *kept,
                           enum err err)
{
    begin_form(page, kept);
    if (err == ERR_LIMITED)
        return page_show_wait(page, form, title, template_file);
    return err == ERR_UNAVAILABLE ? page_show_busy(page, form, title, template_file)
                                  : page_show_form(page, form, title, template_file);
}

enum err page_login_again(struct page *page, const struct kept_form *kept, const char *message)
{
    struct form form = {.request = page->request, .params = &page->request->form};
    form_error(&form, "", message);
    return show_again(page, &form, kept, ERR_INVALID);
}

enum err page_login_post(struct page *page)
{
    struct form form;
    struct login_form input;
    struct kept_form kept;
    const struct request *request = kept_form_take(page, &kept);
    enum err err = form_parse(&form, request, login_fields, (int)COUNT_OF(login_fields), &input);
    kept.next = kept_form_path(input.next);
    kept.is_continuing = input.is_continuing && page_is_own_path(input.next);
    if (err == ERR_INVALID && page->session != NULL && request->form_refusal != NULL) {
        /* signed in meanwhile in another tab: the token of this one is the old one */
        response_redirect(page->response, kept.next);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &kept, err);
    struct sign_in result;
    struct session_client client = page_client(page);
    err = session_sign_in(page->db, input.email, input.password, &client, &result);
    if (err == ERR_DENIED)
        form_error(&form, "", "Wrong email or password.");
    if (err == ERR_CONFLICT) {
        form_error(&form, "",
                   "Your organization is suspended: nobody of it can sign in until it is resumed. "
                   "Nothing was deleted. Ask whoever runs this installation.");
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &kept, err);
    if (result.needs_code)
        return login_step_ask(page, result.token, &kept);
    page_remember_device(page, input.email);
    err = page_begin_session(page, result.token);
    if (err == ERR_NONE && result.enrol_by != 0 && !kept.is_continuing)
        kept.next = enrolment_path(page, kept.next);
    return err == ERR_NONE ? kept_form_go_on(page, &kept) : err;
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
