#include "data/approval/superuser_grant.h"

#include "data/user/user.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_password.h"
#include "pages/user/user_view.h"

/* Superuser rights for someone: asking for them, and giving them once they are approved. */

static const char file[] = "approval/superuser.tpl";

struct superuser_form {
    const char *reason;
};

static const struct form_field fields[] = {
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = APPROVAL_REASON_MAX,
     .offset = offsetof(struct superuser_form, reason)},
};

/* The newest request about this person that is not over; kind NULL: none. */
static enum err find(struct page *page, const struct uuid *user_id, struct approval *approval)
{
    enum err err = approval_find(page->db, page->actor, APPROVAL_SUPERUSER, user_id, approval);
    bool is_live = err == ERR_NONE &&
                   (approval->state == APPROVAL_WAITING || approval->state == APPROVAL_APPROVED);
    if (!is_live)
        approval->kind = NULL;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static const char *title_of(struct page *page, const struct user *user)
{
    return arena_printf(page->arena, "Superuser rights for %s", user_view_name(user));
}

static void show(struct page *page, const struct user *user, const struct approval *approval)
{
    struct view *view = page_view(page);
    bool is_approved = approval->kind != NULL && approval->state == APPROVAL_APPROVED;
    user_view(page, view, user);
    view_text(view, "REASON", "");
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    if (is_approved)
        approval_view(page, view_add(view, "APPROVED"), approval);
    else if (approval->kind != NULL)
        approval_view(page, view_add(view, "WAITS"), approval);
    else
        (void)view_add(view, "ASK");
    view_show(view, "HAS_FORM", is_approved || approval->kind == NULL);
}

static enum err load(struct page *page, struct user *user, struct approval *approval)
{
    approval->kind = NULL;
    if (uuid_equal(&page->match.ids[0], &page->actor->user_id))
        return ERR_DENIED;
    enum err err = user_get(page->db, page->actor, &page->match.ids[0], user);
    return err == ERR_NONE ? find(page, &page->match.ids[0], approval) : err;
}

enum err page_superuser(struct page *page)
{
    struct user user;
    struct approval approval;
    enum err err = load(page, &user, &approval);
    if (err != ERR_NONE)
        return err;
    show(page, &user, &approval);
    return page_show(page, 200, title_of(page, &user), file);
}

static enum err run(struct page *page, struct form *form, const struct approval *approval,
                    const struct superuser_form *typed, struct uuid *asked)
{
    struct problem problem;
    const struct uuid *user_id = &page->match.ids[0];
    enum err err = ERR_NONE;
    if (approval->kind != NULL && approval->state == APPROVAL_APPROVED)
        err = superuser_grant(page->db, page->actor, user_id, &problem);
    else
        err = superuser_request(page->db, page->actor, user_id, typed->reason, asked, &problem);
    return record_page_mend(form, err, &problem);
}

enum err page_superuser_post(struct page *page)
{
    static const struct uuid nil;
    struct form form;
    struct superuser_form typed;
    struct user user;
    struct approval approval;
    struct uuid asked = nil;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = load(page, &user, &approval);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? run(page, &form, &approval, &typed, &asked) : wrong;
    if (err == ERR_INVALID) {
        show(page, &user, &approval);
        return page_show_form(page, &form, title_of(page, &user), file);
    }
    if (err != ERR_NONE)
        return err;
    if (!uuid_is_nil(&asked))
        return page_redirect(page, approval_view_url(page, &asked), "success",
                             "Another administrator has to approve it now.");
    return page_redirect(
        page, user_view_path(page, &user.id, ""), "success",
        arena_printf(page->arena, "%s is a superuser now.", user_view_name(&user)));
}
