#include "pages/user/user_view.h"

#include "crypt/password_rule.h"
#include "data/account/one_time_link.h"
#include "data/user/user_list.h"
#include "pages/record/record_page.h"

const char *user_view_name(const struct user *user)
{
    return user->full_name == NULL ? "Erased user" : user->full_name;
}

void user_view(struct page *page, struct view *view, const struct user *user)
{
    page_uuid(page, view, "ID", &user->id);
    view_text(view, "NAME", user_view_name(user));
    view_text(view, "INITIALS", page_initials(page, user_view_name(user)));
    if (!user->is_full)
        return;
    struct view *full = view_add(view, "FULL");
    view_text(full, "EMAIL_ADDRESS", user->email);
    view_text(full, "PERSONA", persona_names[user->persona]);
    view_text(full, "ORGANIZATION", user->organization_name);
    view_show(full, "SUPERUSER", user->is_superuser);
    view_show(full, "IS_ACTIVE", user->state == USER_ACTIVE);
    view_show(full, "IS_INVITED", user->state == USER_INVITED);
    view_show(full, "IS_INACTIVE", user->state == USER_INACTIVE);
    view_text(full, "SECOND_FACTOR",
              user->has_app && user->has_passkey ? "Authenticator app, passkey"
              : user->has_app                    ? "Authenticator app"
              : user->has_passkey                ? "Passkey"
                                                 : "None");
    view_show(full, "NEVER_SEEN", user->last_seen_at == 0);
    page_time(page, full, "SEEN", user->last_seen_at);
    page_time(page, full, "CREATED", user->created_at);
    page_time(page, full, "UPDATED", user->updated_at);
    page_time(page, full, "DEACTIVATED", user->deactivated_at);
}

static struct view *add_option(struct view *view, const char *section, const char *value,
                               const char *text)
{
    struct view *option = view_add(view, section);
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", text);
    return option;
}

void user_view_personas(struct page *page, struct view *view, int selected)
{
    for (int i = 0; i < PERSONA_COUNT; i++) {
        if (!policy_allows_grant(page->actor, (enum persona)i, false))
            continue;
        struct view *option =
            add_option(view, "PERSONA_OPTION", persona_names[i], persona_names[i]);
        view_show(option, "SELECTED", i == selected);
    }
}

enum err user_view_owners(struct page *page, struct view *view, const struct user *user,
                          const struct uuid *selected)
{
    struct user_list list;
    enum err err = user_list_choices(page->db, page->actor, &user->organization_id, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++) {
        const struct user *choice = &list.items[i];
        if (uuid_equal(&choice->id, &user->id))
            continue;
        struct view *option = add_option(view, "OWNER_OPTION", "", user_view_name(choice));
        page_uuid(page, option, "VALUE", &choice->id);
        view_show(option, "SELECTED", uuid_equal(&choice->id, selected));
    }
    return ERR_NONE;
}

int64_t user_view_owned(struct page *page, struct view *view, const struct user *user,
                        const struct user_owned *owned)
{
    int64_t total = 0;
    char id[UUID_TEXT_LEN];
    uuid_format(&user->id, id);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        if (owned->counts[i] == 0)
            continue;
        struct view *part = view_add(view, "OWNED");
        view_text(part, "URL",
                  arena_printf(page->arena, "%s?state=all&owner=%s", record_kinds[i].path, id));
        view_text(part, "COUNT", record_page_count(page, owned->counts[i], record_kinds[i].noun));
        view_show(part, "FOLLOWS", total > 0);
        total += owned->counts[i];
    }
    if (owned->account_count > 0) {
        struct view *part = view_add(view, "OWNED");
        view_text(part, "URL", "/settings/service-accounts");
        view_text(part, "COUNT", record_page_count(page, owned->account_count, "service account"));
        view_show(part, "FOLLOWS", total > 0);
        view_show(view, "HAS_ACCOUNTS", true);
        total += owned->account_count;
    }
    return total;
}

const char *user_view_path(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/users/%s%s", text, rest);
}

enum err user_view_link(struct page *page, const struct uuid *user_id, enum link_purpose purpose,
                        const char *token)
{
    struct user user;
    enum err err = user_get(page->db, page->actor, user_id, &user);
    if (err != ERR_NONE)
        return err;
    bool is_invitation = purpose == LINK_INVITATION;
    struct view *view = page_view(page);
    user_view(page, view, &user);
    view_show(view, "IS_INVITATION", is_invitation);
    view_show(view, "IS_RESET", !is_invitation);
    view_show(view, "MAILED", token == NULL);
    if (token != NULL)
        view_text(view_add(view, "HANDED"), "LINK",
                  arena_printf(page->arena, "%s/%s/%s", page->config->public_url,
                               is_invitation ? "invite" : "reset", token));
    /* This page answers a POST: the switch of colors goes back to one that can be asked for. */
    view_text(page->layout, "PATH", user_view_path(page, user_id, ""));
    const char *title = arena_printf(page->arena, "%s for %s",
                                     is_invitation ? "Invitation link" : "Password reset link",
                                     user_view_name(&user));
    return page_show(page, 200, title, "user/user_link.tpl");
}

void user_view_password(struct view *view, const struct user *user)
{
    view_number(view, "MIN_CHARS", user->has_app ? PASSWORD_MIN_CHARS_FACTOR : PASSWORD_MIN_CHARS);
    view_show(view, "WITH_FACTOR", user->has_app);
}

void user_view_stale(struct view *view, const struct user *user)
{
    struct view *stale = view_add(view, "STALE");
    view_text(stale, "STALE_NAME", user_view_name(user));
    view_text(stale, "STALE_EMAIL", user->email);
    view_text(stale, "STALE_PERSONA", persona_names[user->persona]);
    view_show(stale, "STALE_SUPERUSER", user->is_superuser);
}
