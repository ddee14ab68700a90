#include "pages/shell/page_password.h"

#include <string.h>

#include "base/clock.h"
#include "data/sign_in/session_sign_in.h"
#include "pages/shell/page_wait.h"
#include "pages/shell/password_field.h"
#include "web/form_render.h"

enum { RETRY_AFTER_S = 2 };

static const char title[] = "Confirm your password";
static const char file[] = "shell/confirm_password.tpl";

struct confirm_form {
    const char *current_password;
};

static const struct form_field fields[] = {
    FIELD_CURRENT_PASSWORD(struct confirm_form),
};

bool page_is_reauthenticated(const struct page *page)
{
    return page->session != NULL && clock_now() - page->session->authenticated_at <= SESSION_REAUTH;
}

enum err page_reauthenticate(struct page *page, struct form *form, const char *password)
{
    if (page_is_reauthenticated(page))
        return ERR_NONE;
    if (password[0] == '\0') {
        form_error(form, "current_password", "Enter your password to confirm this change.");
        return ERR_INVALID;
    }
    enum err err = session_reauthenticate(page->db, page->session, password);
    if (err != ERR_DENIED)
        return err;
    form_error(form, "current_password", "This is not your password.");
    return ERR_INVALID;
}

/* What was typed without the password, and the password by itself with the form's token. */
static struct request *take_password(struct page *page, struct request *password)
{
    const struct param_list *all = &page->request->form;
    struct request *rest = arena_alloc(page->arena, sizeof *rest);
    *rest = *password = *page->request;
    rest->form.items = arena_array(page->arena, (size_t)all->count, sizeof *all->items);
    password->form.items = arena_array(page->arena, (size_t)all->count, sizeof *all->items);
    rest->form.count = password->form.count = 0;
    for (int i = 0; i < all->count; i++) {
        bool is_password = strcmp(all->items[i].name, fields[0].name) == 0;
        struct param_list *list = is_password ? &password->form : &rest->form;
        list->items[list->count++] = all->items[i];
    }
    return rest;
}

static void keep(struct page *page, struct view *view)
{
    const struct param_list *params = &page->request->form;
    for (int i = 0; i < params->count; i++) {
        const struct text *value = &params->items[i].value;
        if (strcmp(params->items[i].name, "csrf") == 0)
            continue;
        struct view *kept = view_add(view, "KEPT");
        view_text(kept, "NAME", params->items[i].name);
        view_set_key(kept, view_key("VALUE"), value->data, value->len);
    }
}

/* What was not asked for before is no mistake. */
static enum err show(struct page *page, struct form *form, bool is_first, enum err err)
{
    bool is_busy = err == ERR_UNAVAILABLE;
    view_text(page_view(page), "ACTION_URL", page->request->target);
    view_text(page->layout, "PATH", "/"); /* this page answers a POST */
    keep(page, page->view);
    if (page->session->is_sso) { /* who may have no password */
        struct view *sso = view_add(page->view, "BY_SSO");
        keep(page, sso);
    }
    view_show(page->view, "FIRST", is_first && !is_busy);
    if (err == ERR_LIMITED)
        return page_show_wait(page, form, title, file);
    if (!is_busy)
        return is_first ? page_show(page, 422, title, file)
                        : page_show_form(page, form, title, file);
    form_error(form, "",
               "Too many people are signing in just now. Nothing is lost: send it again in a few "
               "seconds.");
    form_render(form, page->view);
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    response_header(page->response, "Retry-After", arena_printf(page->arena, "%d", RETRY_AFTER_S));
    return page_show(page, 503, title, file);
}

/* The session as it is from now on: forms of the answer do not ask again. */
static void be_fresh(struct page *page)
{
    struct session *session = arena_alloc(page->arena, sizeof *session);
    *session = *page->session;
    session->authenticated_at = clock_now();
    page->session = session;
    page->actor = &session->actor;
}

static enum err ask(struct page *page, const struct request *password, bool *is_shown)
{
    struct form form;
    struct confirm_form typed;
    enum err err = form_parse(&form, password, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE)
        err = page_reauthenticate(page, &form, typed.current_password);
    if (err == ERR_NONE)
        be_fresh(page);
    bool is_busy = err == ERR_UNAVAILABLE && !db_has_failed(page->db);
    if (err != ERR_INVALID && err != ERR_LIMITED && !is_busy)
        return err;
    *is_shown = true;
    return show(page, &form, password->form.count == 0, err);
}

enum err page_password_run(struct page *page)
{
    const struct route *route = page->match.route;
    bool is_shown = false;
    enum err err = ERR_NONE;
    if (route->password == PASSWORD_ASKED) {
        struct request *password = arena_alloc(page->arena, sizeof *password);
        page->request = take_password(page, password);
        /* what is shown again, because of its token, can't be carried out */
        if (password->form_refusal == NULL && !page_is_reauthenticated(page))
            err = ask(page, password, &is_shown);
    }
    return err == ERR_NONE && !is_shown ? route->handler(page) : err;
}
