#include "data/register/register.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* Whether a release to production requires a complete entry in the register: a part of the
 * organization's settings. */

struct require_form {
    bool is_required;
};

static const struct form_field fields[] = {
    {.name = "required",
     .label = "Required for production",
     .kind = FORM_BOOL,
     .offset = offsetof(struct require_form, is_required)},
};

enum err page_register_require_post(struct page *page)
{
    struct require_form typed;
    struct form form;
    if (form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed) != ERR_NONE)
        return page_offer_again(page, &form, "Save register setting");
    enum err err = register_require(page->db, page->actor, typed.is_required);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/settings/organization", "success",
                         typed.is_required
                             ? "A release to production requires a complete register entry."
                             : "A release to production requires no register entry.");
}
