#include <string.h>

#include "base/clock.h"
#include "base/time_zone.h"
#include "data/identity/user.h"
#include "data/identity/user_change.h"
#include "data/identity/user_password.h"
#include "pages/handlers.h"
#include "pages/identity/login.h"
#include "pages/identity/user_fields.h"
#include "pages/identity/user_view.h"

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
static const char profile_file[] = "identity/account_profile.tpl";

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

static void show_profile(struct page *page, const struct user *user, const char *time_zone)
{
    struct view *view = page_view(page);
    user_view(page, view, user);
    view_number(view, "BASE_VERSION", user->version);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    page_time(page, view, "NOW", clock_now());
    show_zones(page, time_zone);
}

enum err page_account(struct page *page)
{
    struct user user;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err != ERR_NONE)
        return err;
    show_profile(page, &user, user.time_zone);
    view_text(page->view, "FULL_NAME", user.full_name);
    view_text(page->view, "EMAIL", user.email);
    return page_show(page, 200, profile_title, profile_file);
}

static enum err save_profile(struct page *page, struct form *form, const struct user *user,
                             const struct profile_form *input)
{
    struct user_change change = {
        .id = user->id,
        .version = input->version,
        .full_name = input->full_name,
        .email = input->email,
        .time_zone = input->time_zone[0] == '\0' ? NULL : input->time_zone,
        .persona = user->persona,
        .is_superuser = user->is_superuser,
    };
    struct problem problem;
    enum err err = ERR_NONE;
    if (user->email == NULL || strcmp(user->email, change.email) != 0)
        err = page_reauthenticate(page, form, input->current_password);
    if (err != ERR_NONE)
        return err;
    err = user_update(page->db, page->actor, &change, &problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        form_error(form, problem.field, problem.message);
        return ERR_INVALID;
    }
    if (err == ERR_STALE)
        form_error(form, "",
                   "Your profile was changed in the meantime. Compare, then save again to put "
                   "these values in place of those.");
    return err;
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
        return page_redirect(page, "/account", "success", "Your profile is saved.");
    show_profile(page, &user, input.time_zone[0] == '\0' ? user.time_zone : input.time_zone);
    if (err == ERR_STALE)
        user_view_stale(page->view, &user);
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
static const char password_file[] = "identity/account_password.tpl";

static enum err show_address(struct page *page)
{
    struct user user;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err == ERR_NONE)
        view_text(page_view(page), "ADDRESS", user.email);
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
    if (err == ERR_DENIED || err == ERR_INVALID || err == ERR_UNAVAILABLE)
        return show_password_again(page, &form, err);
    if (err != ERR_NONE)
        return err;
    page_begin_session(page, token);
    return page_redirect(page, "/account", "success",
                         "Your password is changed. All your other sessions have ended.");
}
