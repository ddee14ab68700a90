#include "data/account/user_change.h"
#include "data/account/user_hand_over.h"
#include "data/mail/mail_queue.h"
#include "data/sign_in/user_factor.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/user/user_view.h"

/* Deactivating and activating, handing over what someone owns, links to hand out. */

struct owner_form {
    struct uuid to_id;
};

static const struct form_field deactivate_fields[] = {
    {.name = "to_id",
     .label = "New owner",
     .kind = FORM_UUID,
     .offset = offsetof(struct owner_form, to_id)},
};

static const struct form_field hand_over_fields[] = {
    {.name = "to_id",
     .label = "New owner",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct owner_form, to_id)},
};

/* The record, if it may be changed: 403 for one that is only visible. */
static enum err load_user(struct page *page, struct user *user)
{
    enum err err = user_get(page->db, page->actor, &page->match.ids[0], user);
    if (err == ERR_NONE && !user_may_change(page->actor, user))
        err = ERR_DENIED;
    return err;
}

static void ask_ahead(struct page *page)
{
    user_ahead(page->db, page->actor, &page->match.ids[0]);
    user_list_choices_ahead(page->db, &page->actor->organization_id);
}

/* What is owned, and who could own it. */
static enum err show_choice(struct page *page, const struct user *user, const struct uuid *selected)
{
    struct view *view = page_view(page);
    struct user_owned owned;
    user_view(page, view, user);
    enum err err = user_count_owned(page->db, page->actor, &user->id, &owned);
    if (err != ERR_NONE)
        return err;
    int64_t owned_count = user_view_owned(page, view, user, &owned);
    view_show(view, "OWNS_NOTHING", owned_count == 0);
    if (owned_count == 0)
        return ERR_NONE;
    return user_view_owners(page, view_add(view, "OWNS_SOME"), user, selected);
}

/* Two pages ask who becomes the owner. Their title is with the person's name in it. */
struct owner_page {
    const char *before, *after, *file;
};

static const struct owner_page deactivating = {"Deactivate ", "", "user/user_deactivate.tpl"};
static const struct owner_page handing_over = {"Transfer what ", " owns",
                                               "user/user_hand_over.tpl"};

static const char *title_of(struct page *page, const struct owner_page *shown,
                            const struct user *user)
{
    return arena_printf(page->arena, "%s%s%s", shown->before, user_view_name(user), shown->after);
}

static enum err show(struct page *page, const struct owner_page *shown)
{
    static const struct uuid nobody;
    struct user user;
    ask_ahead(page);
    enum err err = load_user(page, &user);
    if (err == ERR_NONE)
        err = show_choice(page, &user, &nobody);
    return err == ERR_NONE ? page_show(page, 200, title_of(page, shown, &user), shown->file) : err;
}

/* The page again, with what was wrong. */
static enum err show_again(struct page *page, struct form *form, const struct owner_page *shown,
                           const struct user *user, const struct uuid *to_id)
{
    enum err err = show_choice(page, user, to_id);
    return err == ERR_NONE ? page_show_form(page, form, title_of(page, shown, user), shown->file)
                           : err;
}

enum err page_user_deactivate(struct page *page)
{
    return show(page, &deactivating);
}

static enum err hand_over(struct page *page, struct form *form, const struct user *user,
                          const struct uuid *to_id, bool is_deactivating)
{
    struct user_hand_over moved = {user->id, *to_id, is_deactivating};
    int64_t moved_count = 0;
    enum err err = user_hand_over(page->db, page->actor, &moved, &moved_count);
    if (err != ERR_CONFLICT && err != ERR_NOT_FOUND)
        return err;
    form_error(form, "to_id", "Choose someone else who is active in the same organization.");
    return ERR_INVALID;
}

static enum err deactivate(struct page *page, struct form *form, const struct user *user,
                           const struct uuid *to_id)
{
    if (!uuid_is_nil(to_id))
        return hand_over(page, form, user, to_id, true);
    enum err err = user_deactivate(page->db, page->actor, &user->id);
    if (err != ERR_CONFLICT)
        return err;
    form_error(form, "", "This is the last active superuser. Make someone else one first.");
    return ERR_INVALID;
}

enum err page_user_deactivate_post(struct page *page)
{
    struct form form;
    struct owner_form input;
    struct user user;
    enum err wrong = form_parse(&form, page->request, deactivate_fields,
                                (int)COUNT_OF(deactivate_fields), &input);
    enum err err = load_user(page, &user);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? deactivate(page, &form, &user, &input.to_id) : wrong;
    if (err == ERR_NONE)
        return page_redirect(page, user_view_path(page, &user.id, ""), "success",
                             arena_printf(page->arena,
                                          "%s is deactivated. Their sessions have ended.",
                                          user_view_name(&user)));
    return err == ERR_INVALID ? show_again(page, &form, &deactivating, &user, &input.to_id) : err;
}

enum err page_user_hand_over(struct page *page)
{
    return show(page, &handing_over);
}

static enum err tell_new_owner(struct page *page, const struct user *user, const struct uuid *to_id)
{
    struct user owner;
    enum err err = user_get(page->db, page->actor, to_id, &owner);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, user_view_path(page, &user->id, ""), "success",
                         arena_printf(page->arena, "Everything that %s owned belongs to %s now.",
                                      user_view_name(user), user_view_name(&owner)));
}

enum err page_user_hand_over_post(struct page *page)
{
    struct form form;
    struct owner_form input;
    struct user user;
    enum err wrong =
        form_parse(&form, page->request, hand_over_fields, (int)COUNT_OF(hand_over_fields), &input);
    enum err err = load_user(page, &user);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? hand_over(page, &form, &user, &input.to_id, false) : wrong;
    if (err == ERR_NONE)
        return tell_new_owner(page, &user, &input.to_id);
    return err == ERR_INVALID ? show_again(page, &form, &handing_over, &user, &input.to_id) : err;
}

enum err page_user_activate_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Activate user");
    err = user_activate(page->db, page->actor, &page->match.ids[0]);
    if (err == ERR_CONFLICT)
        return page_redirect(page, user_view_path(page, &page->match.ids[0], ""), "error",
                             "Your organization has as many people as it may have. Deactivate "
                             "someone, or ask whoever runs this installation for more.");
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, user_view_path(page, &page->match.ids[0], ""), "success",
                         "The user is active again and can sign in.");
}

struct link_form {
    bool is_mailed;
};

static const struct form_field link_fields[] = {
    {.name = "mail",
     .label = "By mail",
     .kind = FORM_BOOL,
     .offset = offsetof(struct link_form, is_mailed)},
};

enum err page_user_link_post(struct page *page)
{
    struct form form;
    struct user_link link;
    struct link_form input;
    const struct uuid *id = &page->match.ids[0];
    enum err err =
        form_parse(&form, page->request, link_fields, (int)COUNT_OF(link_fields), &input);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Make a link");
    err = input.is_mailed ? user_link_mail(page->db, page->actor, id, &link)
                          : user_link(page->db, page->actor, id, &link);
    if (err == ERR_CONFLICT)
        return page_redirect(
            page, user_view_path(page, id, ""), "error",
            input.is_mailed && !mail_is_on(page->db)
                ? "No mail server is set. Make a link to hand over."
                : "An inactive user can't get a link. Activate the user first. Nor can "
                  "anyone who signs in by SSO alone.");
    if (err != ERR_NONE)
        return err;
    return user_view_link(page, id, link.purpose, link.is_mailed ? NULL : link.token);
}

enum err page_user_factor_remove_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    const char *path = user_view_path(page, &page->match.ids[0], "");
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Remove the second factor");
    err = user_factor_remove(page->db, page->actor, &page->match.ids[0]);
    if (err == ERR_CONFLICT)
        return page_redirect(page, path, "success", "There is no second factor any more.");
    return err == ERR_NONE
               ? page_redirect(page, path, "success",
                               "The second factor is removed, and the person's sessions have "
                               "ended: the password alone signs in. They read on their next page "
                               "that you did it.")
               : err;
}
