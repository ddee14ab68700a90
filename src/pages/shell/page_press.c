#include "pages/shell/page_press.h"

enum err page_press(struct page *page, struct page_button *button)
{
    struct form form;
    struct problem problem = {.message = NULL};
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, button->words);
    err = button->verb(page, button, &problem);
    if (err == ERR_CONFLICT)
        return page_redirect(page, button->path, "error",
                             problem.message == NULL ? "This can't be done any more."
                                                     : problem.message);
    return err == ERR_NONE ? page_redirect(page, button->path, "success", button->done) : err;
}
