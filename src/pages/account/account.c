#include <string.h>

#include "base/clock.h"
#include "base/time_zone.h"
#include "data/account/address_change.h"
#include "data/account/user_change.h"
#include "data/inbox/inbox_mail.h"
#include "data/mail/mail_queue.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/login.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_view.h"
#include "web/form_render.h"

/* One's own profile and password. */

struct profile_form {
    const char *full_name;
    const char *email;
    const char *time_zone;
    int64_t version;
    const char *current_password;
};

static const struct form_field profile_fields[] = {
    FIELD_FULL_NAME(struct profile_form),
    FIELD_EMAIL(struct profile_form),
    {.name = "time_zone",
     .label = "Time zone",
     .kind = FORM_LINE,
     .max_chars = TIME_ZONE_MAX,
     .offset = offsetof(struct profile_form, time_zone)},
    FIELD_VERSION(struct profile_form),
    FIELD_CURRENT_PASSWORD(struct profile_form),
};

static const char profile_title[] = "Your profile";
static const char profile_file[] = "account/account_profile.tpl";

/* A group of zones for each part of the world, and before them UTC and, if it is known but not in
 * the list, the one that is chosen. */
static void show_zones(struct page *page, const char *chosen)
{
    struct time_zone_list list = time_zone_list(page->arena);
    struct view *group = NULL;
    const char *part = NULL;
    bool is_listed = false;
    for (int i = 0; i < list.count; i++) {
        const char *name = list.names[i];
        size_t len = strcspn(name, "/");
        bool is_single = name[len] == '\0';
        if (!is_single && (part == NULL || strncmp(part, name, len + 1) != 0)) {
            part = name;
            group = view_add(page->view, "ZONE_GROUP");
            view_text(group, "PART", arena_copy(page->arena, name, len));
        }
        bool is_chosen = strcmp(name, chosen) == 0;
        struct view *option =
            view_add(is_single ? page->view : group, is_single ? "ZONE_SINGLE" : "ZONE_OPTION");
        view_text(option, "VALUE", name);
        view_show(option, "SELECTED", is_chosen);
        is_listed = is_listed || is_chosen;
    }
    if (is_listed || !time_zone_is_known(chosen))
        return;
    struct view *option = view_add(page->view, "ZONE_SINGLE");
    view_text(option, "VALUE", chosen);
    view_show(option, "SELECTED", true);
}

/* A new address that waits to be confirmed, and what a new one takes. */
static enum err show_address_change(struct page *page)
{
    struct address_change change;
    struct view *view = page->view;
    bool has_mail = mail_is_on(page->db);
    bool may_set = policy_allows_some(page->actor, PERMISSION_USER_CHANGE);
    enum inbox_mail_choice choice;
    enum err err = inbox_mail_choice_get(page->db, page->actor, &choice);
    if (err != ERR_NONE)
        return err;
    if (has_mail)
        form_options(view_add(view, "INBOX_MAIL"), "INBOX_OPTION", inbox_mail_choices,
                     inbox_mail_choices[choice]);
    view_show(view, "EMAIL_BY_MAIL", has_mail);
    view_show(view, "EMAIL_BY_ADMIN", !has_mail && !may_set);
    err = address_change_waiting(page->db, page->actor, &change);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct view *waiting = view_add(view, "WAITING_EMAIL");
    view_text(waiting, "NEW_EMAIL", change.new_email);
    page_time(page, waiting, "UNTIL", change.expires_at);
    return ERR_NONE;
}

static enum err show_profile(struct page *page, const struct user *user, const char *time_zone)
{
    struct view *view = page_view(page);
    user_view(page, view, user);
    view_number(view, "BASE_VERSION", user->version);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    page_time(page, view, "NOW", clock_now());
    show_zones(page, time_zone);
    return show_address_change(page);
}

enum err page_account(struct page *page)
{
    struct user user;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err != ERR_NONE)
        return err;
    err = show_profile(page, &user, user.time_zone);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "FULL_NAME", user.full_name);
    view_text(page->view, "EMAIL", user.email);
    return page_show(page, 200, profile_title, profile_file);
}

/* What becomes of another address: with mail it is asked for, without it whoever may change users
 * sets it. *email is the one to save. */
static enum err take_email(struct page *page, struct form *form, const struct user *user,
                           const struct profile_form *input, const char **email)
{
    struct problem problem = {.field = "email",
                              .message = "An administrator of your organization changes addresses: "
                                         "no mail is set up here."};
    *email = user->email;
    if (user->email != NULL && strcmp(user->email, input->email) == 0)
        return ERR_NONE;
    bool may_set = policy_allows_some(page->actor, PERMISSION_USER_CHANGE);
    enum err err = ERR_CONFLICT;
    if (mail_is_on(page->db) || may_set)
        err = page_reauthenticate(page, form, input->current_password);
    if (err != ERR_NONE && err != ERR_CONFLICT)
        return err;
    if (err == ERR_NONE && mail_is_on(page->db))
        err = address_change_ask(page->db, page->actor, input->email, &problem);
    else if (err == ERR_NONE)
        *email = input->email;
    if (err != ERR_CONFLICT && err != ERR_INVALID)
        return err;
    form_error(form, problem.field, problem.message);
    return ERR_INVALID;
}

static enum err update_profile(struct page *page, struct form *form, const struct user *user,
                               const struct profile_form *input, const char *email)
{
    struct user_change change = {
        .id = user->id,
        .version = input->version,
        .full_name = input->full_name,
        .email = email,
        .time_zone = input->time_zone[0] == '\0' ? NULL : input->time_zone,
        .persona = user->persona,
        .is_superuser = user->is_superuser,
    };
    struct problem problem;
    enum err err = user_update(page->db, page->actor, &change, &problem);
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    form_error(form, problem.field, problem.message);
    return ERR_INVALID;
}

static enum err save_profile(struct page *page, struct form *form, const struct user *user,
                             const struct profile_form *input)
{
    const char *email = NULL;
    enum err err = input->version == user->version ? ERR_NONE : ERR_STALE;
    if (err == ERR_NONE)
        err = take_email(page, form, user, input, &email);
    if (err == ERR_NONE)
        err = update_profile(page, form, user, input, email);
    if (err == ERR_STALE)
        form_error(form, "",
                   "Your profile was changed in the meantime. Compare, then save again to put "
                   "these values in place of those.");
    return err;
}

/* The same words whether or not the new address is someone else's. */
static const char *what_was_saved(struct page *page, const struct user *user,
                                  const struct profile_form *input)
{
    if (!mail_is_on(page->db) || user->email == NULL || strcmp(user->email, input->email) == 0)
        return "Your profile is saved.";
    return "Your profile is saved. A mail is on its way to the new address: it takes the place of "
           "the old one when you confirm it there.";
}

enum err page_account_post(struct page *page)
{
    struct form form;
    struct profile_form input;
    struct user user;
    enum err wrong =
        form_parse(&form, page->request, profile_fields, (int)COUNT_OF(profile_fields), &input);
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? save_profile(page, &form, &user, &input) : wrong;
    if (err == ERR_NONE)
        return page_redirect(page, "/account", "success", what_was_saved(page, &user, &input));
    enum err shown =
        show_profile(page, &user, input.time_zone[0] == '\0' ? user.time_zone : input.time_zone);
    if (shown != ERR_NONE)
        return shown;
    if (err == ERR_STALE)
        user_view_stale(page->view, &user);
    if (err == ERR_LIMITED)
        return page_show_wait(page, &form, profile_title, profile_file);
    if (err == ERR_UNAVAILABLE)
        return page_show_busy(page, &form, profile_title, profile_file);
    if (err != ERR_INVALID && err != ERR_STALE)
        return err;
    return page_show_form(page, &form, profile_title, profile_file);
}

struct password_form {
    const char *current_password;
    const char *password;
};

static const struct form_field password_fields[] = {
    {.name = "current_password",
     .label = "Current password",
     .kind = FORM_SECRET,
     .is_required = true,
     .max_bytes = 4096,
     .offset = offsetof(struct password_form, current_password)},
    {.name = "password",
     .label = "New password",
     .kind = FORM_SECRET,
     .is_required = true,
     .max_bytes = 4096,
     .offset = offsetof(struct password_form, password)},
};

static const char password_title[] = "Change password";
static const char password_file[] = "account/account_password.tpl";

static enum err show_address(struct page *page)
{
    struct user user;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err == ERR_NONE)
        view_text(page_view(page), "ADDRESS", user.email);
    if (err == ERR_NONE)
        user_view_password(page->view, &user);
    return err;
}

enum err page_account_password(struct page *page)
{
    enum err err = show_address(page);
    return err == ERR_NONE ? page_show(page, 200, password_title, password_file) : err;
}

static enum err show_password_again(struct page *page, struct form *form, enum err reason)
{
    enum err err = show_address(page);
    if (err != ERR_NONE)
        return err;
    if (reason == ERR_LIMITED)
        return page_show_wait(page, form, password_title, password_file);
    if (reason == ERR_UNAVAILABLE)
        return page_show_busy(page, form, password_title, password_file);
    return page_show_form(page, form, password_title, password_file);
}

enum err page_account_password_post(struct page *page)
{
    struct form form;
    struct password_form input;
    enum err err =
        form_parse(&form, page->request, password_fields, (int)COUNT_OF(password_fields), &input);
    if (err != ERR_NONE)
        return show_password_again(page, &form, err);
    struct user_password change = {
        .current_password = input.current_password,
        .password = input.password,
        .client = page_client(page),
    };
    char token[TOKEN_TEXT_LEN];
    struct problem problem;
    err = user_change_password(page->db, page->session, &change, token, &problem);
    if (err == ERR_DENIED)
        form_error(&form, "current_password", "This is not your current password.");
    if (err == ERR_INVALID)
        form_error(&form, problem.field, problem.message);
    if (err == ERR_DENIED || err == ERR_INVALID || err == ERR_LIMITED || err == ERR_UNAVAILABLE)
        return show_password_again(page, &form, err);
    if (err != ERR_NONE)
        return err;
    err = page_begin_session(page, token);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/account", "success",
                         "Your password is changed. All your other sessions have ended.");
}
