#include "data/inbox/inbox_mail.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* How often one gets mail about what waits in one's inbox. */

struct mail_form {
    int choice;
};

static const struct form_field mail_fields[] = {
    {.name = "inbox",
     .label = "Inbox mail",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = inbox_mail_choices,
     .offset = offsetof(struct mail_form, choice)},
};

enum err page_account_mail_post(struct page *page)
{
    struct form form;
    struct mail_form input = {INBOX_MAIL_DAILY};
    enum err err =
        form_parse(&form, page->request, mail_fields, (int)COUNT_OF(mail_fields), &input);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Save mail setting");
    err = inbox_mail_choose(page->db, page->actor, (enum inbox_mail_choice)input.choice);
    return err == ERR_NONE
               ? page_redirect(page, "/account", "success", "Your mail setting is saved.")
               : err;
}
