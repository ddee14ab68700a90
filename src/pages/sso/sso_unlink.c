#include "data/sso/sso_account.h"
#include "pages/handlers.h"
#include "pages/user/user_view.h"

/* Taking the link of an account to the sign-in provider away: one's own, and another person's. */

static enum err unlink_account(struct page *page, const struct uuid *user_id, const char *path)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Unlink from the sign-in provider");
    err = sso_unlink(page->db, page->actor, user_id);
    return err == ERR_NONE ? page_redirect(page, path, "success",
                                           "The account is not linked any more. When its person "
                                           "next signs in by SSO, their verified address decides.")
                           : err;
}

enum err page_account_sso_unlink_post(struct page *page)
{
    return unlink_account(page, &page->actor->user_id, "/account/security");
}

enum err page_user_sso_unlink_post(struct page *page)
{
    const struct uuid *id = &page->match.ids[0];
    return unlink_account(page, id, user_view_path(page, id, ""));
}
