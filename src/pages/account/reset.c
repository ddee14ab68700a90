#include "data/account/reset_request.h"
#include "data/mail/mail_queue.h"
#include "pages/handlers.h"
#include "pages/shell/page_wait.h"
#include "pages/user/user_fields.h"

/* "Forgot your password?": asking for a link by mail. The answer never tells whether there is an
 * account. */

struct reset_form {
    const char *email;
};

static const struct form_field reset_fields[] = {FIELD_EMAIL(struct reset_form)};

static const char title[] = "Forgot your password?";
static const char file[] = "account/reset_ask.tpl";

static void begin(struct page *page, const char *email)
{
    struct view *view = page_view(page);
    view_text(view, "EMAIL", email);
    view_show(view, "BY_MAIL", mail_is_on(page->db));
    view_show(view, "BY_HAND", !mail_is_on(page->db));
}

enum err page_reset_ask(struct page *page)
{
    begin(page, "");
    return page_show(page, 200, title, file);
}

enum err page_reset_ask_post(struct page *page)
{
    struct form form;
    struct reset_form input = {""};
    struct problem problem = {.field = "", .message = ""};
    enum err err =
        form_parse(&form, page->request, reset_fields, (int)COUNT_OF(reset_fields), &input);
    if (err == ERR_NONE && !mail_is_on(page->db))
        return page_reset_ask(page);
    if (err == ERR_NONE) {
        err = reset_request_add(page->db, input.email, &problem);
        if (err == ERR_INVALID)
            form_error(&form, problem.field, problem.message);
    }
    if (err == ERR_NONE)
        return page_redirect(page, "/login", "success",
                             "If an account has this address, a mail with a link is on its way "
                             "to it. The link works once, for an hour.");
    begin(page, input.email);
    if (err == ERR_LIMITED)
        return page_show_wait(page, &form, title, file);
    return err == ERR_INVALID ? page_show_form(page, &form, title, file) : err;
}
