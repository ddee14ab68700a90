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
