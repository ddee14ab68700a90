#include "pages/sign_in/passkey_form.h"

#include "web/static_file.h"

struct passkey_site passkey_form_site(struct page *page)
{
    const char *origin = page->config->public_url;
    return (struct passkey_site){origin, passkey_rp_id(page->arena, origin)};
}

const char *passkey_form_cookie(const struct page *page)
{
    const char *cookie = page->session_cookie;
    if (cookie == NULL)
        cookie = page_cookie(page, COOKIE_PRESESSION);
    return cookie == NULL ? "" : cookie;
}

void passkey_form_show(struct page *page, enum passkey_purpose purpose)
{
    struct view *view = page_view(page); /* from here on there is a cookie */
    struct passkey_site site = passkey_form_site(page);
    view_text(
        view, "CHALLENGE",
        passkey_challenge(db_keyring(page->db), page->arena, purpose, passkey_form_cookie(page)));
    view_text(view, "RP", site.rp_id);
    view_text(view, "PASSKEY_URL", static_file_url("passkey.js"));
}

void passkey_form_offer(struct page *page)
{
    passkey_form_show(page, PASSKEY_SIGN_IN);
    view_include(page->view, "PASSKEY_FORM", "sign_in/passkey_use.tpl");
}
