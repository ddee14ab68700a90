#include "data/account/one_time_link.h"
#include "data/organization/organization.h"
#include "data/session/throttle.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "pages/account/link_gone.h"
#include "pages/handlers.h"
#include "pages/sign_in/enrolment.h"
#include "pages/sign_in/login.h"
#include "pages/sign_in/login_step.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_view.h"

/* Invitations and password resets: the same link, with and without a name to confirm. */

struct link_page {
    enum link_purpose purpose;
    const char *title;
    const char *file;
    const char *done;
};

static const struct link_page invite_page = {LINK_INVITATION, "Accept your invitation",
                                             "account/invite_accept.tpl",
                                             "Welcome to Rostrum. You are signed in."};
static const struct link_page reset_page = {
    LINK_PASSWORD_RESET, "Choose a new password", "account/invite_reset.tpl",
    "Your password is changed and you are signed in. All other sessions have ended."};

struct accept_form {
    const char *full_name;
    const char *password;
};

/* The reset form has no name: it begins with the second field. */
static const struct form_field accept_fields[] = {
    FIELD_FULL_NAME(struct accept_form),
    FIELD_PASSWORD(struct accept_form),
};

static const char gone_file[] = "account/invite_gone.tpl";

static void show_user(struct page *page, const struct user *user)
{
    struct view *view = page_view(page);
    view_text(view, "ORGANIZATION", user->organization_name);
    view_text(view, "ADDRESS", user->email);
    view_text(view, "FULL_NAME", user->full_name);
    user_view_password(view, user);
}

/* Whoever signs in through their provider alone is shown the way there; a link for a new password
 * is nothing to them. */
static enum err show_sso(struct page *page, const struct user *user)
{
    struct organization organization;
    enum err err = organization_find(page->db, &user->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    show_user(page, user);
    view_text(page->view, "SLUG", organization.slug);
    return page_show(page, 200, "Sign in with SSO", "sso/invited.tpl");
}

static enum err show_link(struct page *page, const struct link_page *kind)
{
    struct user user;
    enum err err = user_get_by_link(page->db, kind->purpose, page->match.token, &user);
    if (err == ERR_NOT_FOUND)
        return link_gone_show(page, gone_file);
    if (err != ERR_NONE)
        return err;
    if (user.is_sso_only)
        return kind->purpose == LINK_INVITATION ? show_sso(page, &user)
                                                : link_gone_show(page, gone_file);
    show_user(page, &user);
    return page_show(page, 200, kind->title, kind->file);
}

static enum err accept(struct page *page, const struct link_page *kind, const char *email,
                       const struct accept_form *input, struct form *form)
{
    bool is_invitation = kind->purpose == LINK_INVITATION;
    struct user_accept accepted = {
        .purpose = kind->purpose,
        .link_token = page->match.token,
        .full_name = is_invitation ? input->full_name : NULL,
        .password = input->password,
    };
    struct sign_in result;
    struct problem problem;
    struct session_client client = page_client(page);
    enum err err = user_accept(page->db, &accepted, &client, &result, &problem);
    if (err == ERR_NOT_FOUND)
        return link_gone_show(page, gone_file);
    if (err == ERR_UNAVAILABLE)
        return page_show_busy(page, form, kind->title, kind->file);
    if (err != ERR_NONE) {
        form_error(form, problem.field, problem.message);
        return page_show_form(page, form, kind->title, kind->file);
    }
    if (result.needs_code)
        return login_step_ask(page, result.token, &(struct kept_form){.next = "/"});
    page_remember_device(page, email);
    err = page_begin_session(page, result.token);
    if (err != ERR_NONE)
        return err;
    const char *next = result.enrol_by != 0 ? enrolment_path(page, "/") : "/";
    return page_redirect(page, next, "success", kind->done);
}

static enum err post_link(struct page *page, const struct link_page *kind)
{
    struct form form;
    struct user user;
    struct accept_form input = {"", ""};
    int skipped = kind->purpose == LINK_INVITATION ? 0 : 1;
    enum err wrong = form_parse(&form, page->request, accept_fields + skipped,
                                (int)COUNT_OF(accept_fields) - skipped, &input);
    enum err err = user_get_by_link(page->db, kind->purpose, page->match.token, &user);
    if (err == ERR_NOT_FOUND)
        return link_gone_refuse(page, gone_file);
    if (err != ERR_NONE)
        return err;
    show_user(page, &user);
    if (wrong != ERR_NONE)
        return page_show_form(page, &form, kind->title, kind->file);
    return accept(page, kind, user.email, &input, &form);
}

enum err page_invite(struct page *page)
{
    return show_link(page, &invite_page);
}

enum err page_invite_post(struct page *page)
{
    return post_link(page, &invite_page);
}

enum err page_reset(struct page *page)
{
    return show_link(page, &reset_page);
}

enum err page_reset_post(struct page *page)
{
    return post_link(page, &reset_page);
}
