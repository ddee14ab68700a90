#include "data/account/user_new.h"
#include "data/mail/mail_queue.h"
#include "data/organization/organization.h"
#include "pages/handlers.h"
#include "pages/shell/page_password.h"
#include "pages/sign_in/login.h"
#include "pages/user/user_fields.h"

/* Creating a customer: its name, and the first of its administrators, who gets a link. */

struct new_form {
    const char *name;
    const char *full_name;
    const char *email;
};

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = ORGANIZATION_NAME_MAX,
     .check = organization_check_name,
     .offset = offsetof(struct new_form, name)},
    FIELD_FULL_NAME(struct new_form),
    FIELD_EMAIL(struct new_form),
};

static const char title[] = "New organization";
static const char file[] = "organization/organization_new.tpl";

static struct view *begin(struct page *page)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", "");
    view_text(view, "FULL_NAME", "");
    view_text(view, "EMAIL", "");
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    return view;
}

enum err page_organization_new(struct page *page)
{
    (void)begin(page);
    return page_show(page, 200, title, file);
}

static enum err create(struct page *page, struct form *form, const struct new_form *input,
                       struct user_invitation *invitation)
{
    struct user_new admin = {.email = input->email, .full_name = input->full_name};
    struct problem problem;
    enum err err =
        user_invite_first(page->db, page->actor, input->name, &admin, invitation, &problem);
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    bool is_named = problem.message[0] != '\0';
    form_error(form, is_named ? problem.field : "name",
               is_named ? problem.message
                        : "Someone created one of this name just now. Try again.");
    return ERR_INVALID;
}

/* The link is shown this once. */
static enum err show_link(struct page *page, const struct new_form *input,
                          const struct user_invitation *invitation)
{
    struct view *view = page_view(page);
    page_uuid(page, view, "ORGANIZATION_ID", &invitation->organization_id);
    view_text(view, "ORGANIZATION", input->name);
    view_text(view, "FULL_NAME", input->full_name);
    view_show(view, "MAILED", mail_is_on(page->db));
    if (!mail_is_on(page->db))
        view_text(
            view_add(view, "HANDED"), "LINK",
            arena_printf(page->arena, "%s/invite/%s", page->config->public_url, invitation->token));
    /* This page answers a POST: the switch of colors goes back to one that can be asked for. */
    view_text(page->layout, "PATH", "/organizations");
    return page_show(page, 200, "Invitation link", "organization/organization_invited.tpl");
}

enum err page_organization_new_post(struct page *page)
{
    struct form form;
    struct new_form input;
    struct user_invitation invitation;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &input);
    if (err == ERR_NONE)
        err = create(page, &form, &input, &invitation);
    if (err == ERR_NONE)
        return show_link(page, &input, &invitation);
    if (err != ERR_INVALID && err != ERR_UNAVAILABLE)
        return err;
    (void)begin(page);
    return err == ERR_UNAVAILABLE ? page_show_busy(page, &form, title, file)
                                  : page_show_form(page, &form, title, file);
}
