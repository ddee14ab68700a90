#include <string.h>

#include "data/account/user_new.h"
#include "data/organization/organization.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/login.h"
#include "pages/user/user_fields.h"

static const char title[] = "Set up Rostrum";
static const char template_file[] = "organization/setup.tpl";

static const struct form_field setup_fields[] = {
    {.name = "setup_code",
     .label = "Set-up code",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = 64,
     .offset = offsetof(struct user_setup, setup_code)},
    {.name = "organization_name",
     .label = "Organization",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = ORGANIZATION_NAME_MAX,
     .check = organization_check_name,
     .offset = offsetof(struct user_setup, organization_name)},
    FIELD_FULL_NAME(struct user_setup),
    FIELD_EMAIL(struct user_setup),
    FIELD_PASSWORD(struct user_setup),
};

/* Set-up exists only as long as nobody is there: afterwards the address is like any wrong one. */
static enum err check_is_open(struct page *page)
{
    bool is_empty = false;
    enum err err = organization_is_empty(page->db, &is_empty);
    return err == ERR_NONE && !is_empty ? ERR_NOT_FOUND : err;
}

/* The printed address brings the code along. */
enum err page_setup(struct page *page)
{
    enum err err = check_is_open(page);
    if (err != ERR_NONE)
        return err;
    const struct text *code = param_find(&page->request->query, "code");
    struct view *view = page_view(page);
    view_text(view, "SETUP_CODE", code == NULL ? "" : code->data);
    view_text(view, "ORGANIZATION_NAME", "");
    view_text(view, "FULL_NAME", "");
    view_text(view, "EMAIL", "");
    return page_show(page, 200, title, template_file);
}

enum err page_setup_post(struct page *page)
{
    struct form form;
    struct user_setup setup;
    struct problem problem;
    char token[TOKEN_TEXT_LEN];
    enum err err = check_is_open(page);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&form, page->request, setup_fields, (int)COUNT_OF(setup_fields), &setup);
    if (err != ERR_NONE)
        return page_show_form(page, &form, title, template_file);
    struct session_client client = page_client(page);
    err = user_setup(page->db, &setup, &client, token, &problem);
    if (err == ERR_LIMITED)
        return page_show_wait(page, &form, title, template_file);
    if (err == ERR_UNAVAILABLE)
        return page_show_busy(page, &form, title, template_file);
    if (err != ERR_NONE) {
        form_error(&form, problem.field, problem.message);
        return page_show_form(page, &form, title, template_file);
    }
    page_remember_device(page, setup.email);
    err = page_begin_session(page, token);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/", "success",
                         "Rostrum is set up. Invite your colleagues under People, or begin with a "
                         "prompt.");
}
