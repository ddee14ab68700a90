#include <string.h>

#include "data/account/security_notice.h"
#include "data/sign_in/passkey.h"
#include "data/sso/sso_account.h"
#include "pages/handlers.h"
#include "pages/sign_in/login.h"

/* What one signs in with. */

static void show_passkeys(struct page *page, const struct passkey_list *list)
{
    struct view *view = page->view;
    for (int i = 0; i < list->count; i++) {
        struct view *row = view_add(view, "ROW");
        page_uuid(page, row, "ID", &list->items[i].id);
        view_text(row, "NAME", list->items[i].name);
        page_time(page, row, "ADDED", list->items[i].created_at);
        page_time(page, row, "USED", list->items[i].last_used_at);
        view_show(row, "NEVER_USED", list->items[i].last_used_at == 0);
    }
    view_show(view, "PASSKEYS", list->count > 0);
    view_show(view, "NO_PASSKEYS", list->count == 0);
}

/* ---- what changed lately -------------------------------------------------------------------- */

static const struct {
    const char *action;
    const char *words;
} notices[] = {
    {"user.password_change", "Your password was changed"},
    {"user.password_reset", "Your password was changed with a link"},
    {"user.factor_add", "An authenticator app was added"},
    {"user.factor_replace", "The authenticator app was replaced"},
    {"user.factor_remove", "A second factor was removed"},
    {"user.passkey_add", "A passkey was added"},
    {"user.passkey_remove", "A passkey was removed"},
    {"user.recovery_codes", "New recovery codes were made"},
    {"user.recovery_use", "A recovery code was used to sign in"},
    {"user.confirm_address", "Your address was changed"},
    {"user.undo_address", "The change of your address was undone"},
    {"user.end_sessions", "Your sessions were ended"},
    {"user.revoke_tokens", "Your API tokens were revoked"},
    {"user.sso_link", "Your account was linked to single sign-on"},
    {"user.sso_unlink", "Your account was unlinked from single sign-on"},
    {"token.create", "An API token was made"},
    {"session.new_device", "Signed in with a new device"},
};

static void show_notice(struct page *page, struct view *view, const struct security_notice *notice)
{
    for (size_t i = 0; i < COUNT_OF(notices); i++)
        if (strcmp(notices[i].action, notice->action) == 0)
            view_text(view, "WORDS", notices[i].words);
    if (!notice->is_own)
        view_text(view_add(view, "BY_OTHER"), "BY",
                  notice->by_name == NULL ? "a command on the server" : notice->by_name);
    page_time_here(page, view, notice->at);
}

static enum err show_notices(struct page *page)
{
    struct security_notice_list list;
    enum err err = security_notice_list(page->db, page->session, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        show_notice(page, view_add(page->view, "NOTICE"), &list.items[i]);
    view_show(page->view, "NOTICES", list.count > 0);
    view_show(page->view, "NO_NOTICES", list.count == 0);
    return err;
}

static void show_sso(struct page *page, const struct sso_link *link)
{
    if (link->linked_at == 0)
        return;
    struct view *sso = view_add(page->view, "SSO");
    page_time(page, sso, "LINKED", link->linked_at);
    page_time(page, sso, "USED", link->last_used_at);
}

enum err page_account_security(struct page *page)
{
    struct second_factor factor;
    struct passkey_list list;
    struct sso_link link;
    sso_link_ahead(page->db, page->actor, &page->actor->user_id);
    enum err err = second_factor_get(page->db, page->actor, &factor);
    if (err == ERR_NONE)
        err = passkey_list(page->db, page->actor, &list);
    if (err == ERR_NONE)
        err = sso_link_get(page->db, page->actor, &page->actor->user_id, &link);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    show_sso(page, &link);
    bool has_app = factor.app_added_at != 0;
    view_show(view, "NO_APP", !has_app);
    if (has_app) {
        struct view *app = view_add(view, "APP");
        page_time(page, app, "ADDED", factor.app_added_at);
        page_time(page, app, "USED", factor.app_used_at);
        view_show(app, "NEVER_USED", factor.app_used_at == 0);
    }
    if (factor.codes_made_at != 0) {
        struct view *codes = view_add(view, "CODES");
        page_time(page, codes, "MADE", factor.codes_made_at);
        view_number(codes, "LEFT", factor.codes_left);
        view_show(codes, "ARE_FEW", factor.codes_left <= RECOVERY_CODES_FEW);
    }
    show_passkeys(page, &list);
    err = show_notices(page);
    if (err != ERR_NONE)
        return err;
    return page_show(page, 200, "Sign-in and security", "account/account_security.tpl");
}

enum err page_second_factor_remove_post(struct page *page)
{
    struct form form;
    char token[TOKEN_TEXT_LEN];
    struct session_client client = page_client(page);
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Remove the authenticator app");
    err = second_factor_remove(page->db, page->session, &client, token);
    if (err == ERR_CONFLICT)
        return page_redirect(page, "/account/security", "success",
                             "You have no authenticator app.");
    if (err == ERR_NONE)
        err = page_begin_session(page, token);
    return err == ERR_NONE
               ? page_redirect(page, "/account/security", "success",
                               "Your authenticator app is removed. From now on your password "
                               "alone signs you in. All your other sessions have ended.")
               : err;
}
