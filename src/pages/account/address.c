#include "data/account/address_link.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* The links of a change of address, in the mails to the new address and to the old one; and taking
 * back what was asked for. A link only shows a button: programs that look at the links in mails
 * before people do change nothing. */

struct address_page {
    enum address_link link;
    const char *title;
    const char *file;
};

static const struct address_page confirm_page = {ADDRESS_CONFIRM, "Confirm your new address",
                                                 "account/address_confirm.tpl"};
static const struct address_page undo_page = {ADDRESS_UNDO, "Keep your old address",
                                              "account/address_undo.tpl"};

static enum err show_gone(struct page *page)
{
    (void)page_view(page);
    return page_show(page, 404, "This link does not work any more", "account/address_gone.tpl");
}

static enum err load(struct page *page, const struct address_page *kind)
{
    struct address_change change;
    enum err err = address_change_find(page->db, kind->link, page->match.token, &change);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "NEW_EMAIL", change.new_email);
    view_text(view, "OLD_EMAIL", change.old_email);
    view_show(view, "WAS_CONFIRMED", change.confirmed_at != 0);
    view_show(view, "WAS_ASKED", change.confirmed_at == 0);
    return ERR_NONE;
}

static enum err show(struct page *page, const struct address_page *kind)
{
    enum err err = load(page, kind);
    if (err == ERR_NOT_FOUND)
        return show_gone(page);
    return err == ERR_NONE ? page_show(page, 200, kind->title, kind->file) : err;
}

/* The form is shown again when its token is wrong, as it was. */
static enum err show_again(struct page *page, const struct address_page *kind,
                           const struct form *form)
{
    enum err err = load(page, kind);
    if (err == ERR_NOT_FOUND)
        return show_gone(page);
    return err == ERR_NONE ? page_show_form(page, form, kind->title, kind->file) : err;
}

enum err page_address_confirm(struct page *page)
{
    return show(page, &confirm_page);
}

enum err page_address_confirm_post(struct page *page)
{
    struct form form;
    struct address_change change;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return show_again(page, &confirm_page, &form);
    err = address_change_confirm(page->db, page->match.token, &change);
    if (err == ERR_NOT_FOUND)
        return show_gone(page);
    if (err == ERR_CONFLICT) {
        form_error(&form, "",
                   "This address can't be used any more. Ask for another one in your "
                   "profile.");
        return show_again(page, &confirm_page, &form);
    }
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, page->session == NULL ? "/login" : "/account", "success",
                         "Your address is changed. From now on you sign in with the new one.");
}

enum err page_address_undo(struct page *page)
{
    return show(page, &undo_page);
}

enum err page_address_undo_post(struct page *page)
{
    struct form form;
    char reset_token[TOKEN_TEXT_LEN];
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return show_again(page, &undo_page, &form);
    err = address_change_undo(page->db, page->match.token, reset_token);
    if (err == ERR_NOT_FOUND)
        return show_gone(page);
    if (err == ERR_CONFLICT) {
        form_error(&form, "",
                   "The old address belongs to another account now. Ask an administrator "
                   "of your organization.");
        return show_again(page, &undo_page, &form);
    }
    if (err != ERR_NONE)
        return err;
    if (reset_token[0] == '\0')
        return page_redirect(page, page->session == NULL ? "/login" : "/account", "success",
                             "Your address stays as it is. If it was not you who asked for another "
                             "one, change your password now.");
    return page_redirect(page, arena_printf(page->arena, "/reset/%s", reset_token), "success",
                         "Your old address holds again, and all sessions have ended. Choose a new "
                         "password.");
}

enum err page_address_cancel_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Keep the old address");
    err = address_change_cancel(page->db, page->actor);
    return err == ERR_NONE
               ? page_redirect(page, "/account", "success", "Your address stays as it is.")
               : err;
}
