#include "pages/sign_in/login_step.h"

#include "pages/sign_in/passkey_form.h"

const char login_step_title[] = "Enter your code";
const char login_step_file[] = "sign_in/login_code.tpl";

enum err login_step_show(struct page *page, const struct kept_form *kept)
{
    kept_form_show(page, kept);
    passkey_form_offer(page);
    view_show(page->view, "FIRST", true);
    return page_show(page, 200, login_step_title, login_step_file);
}

enum err login_step_ask(struct page *page, const char *token, const struct kept_form *kept)
{
    page_set_cookie(page, COOKIE_PRESESSION, token);
    if (!kept->is_continuing) {
        response_redirect(page->response,
                          arena_printf(page->arena, "/login/code?next=%s",
                                       text_percent_encode(page->arena, kept->next)));
        return ERR_NONE;
    }
    if (page->session == NULL)
        page->session_cookie = arena_strdup(page->arena, token);
    return login_step_show(page, kept);
}
