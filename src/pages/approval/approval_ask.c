#include "pages/approval/approval_ask.h"

#include "data/approval/approval.h"
#include "pages/approval/approval_view.h"
#include "pages/record/record_page.h"

struct ask_form {
    const char *reason;
};

static const struct form_field fields[] = {
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = APPROVAL_REASON_MAX,
     .offset = offsetof(struct ask_form, reason)},
};

enum err approval_ask_at(struct page *page, struct form *form, approval_ask_verb *verb,
                         const char *path)
{
    struct ask_form typed;
    struct uuid approval_id;
    struct problem problem;
    enum err err = form_parse(form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return err;
    err = verb(page->db, page->actor, &page->match.ids[0], typed.reason, &approval_id, &problem);
    (void)record_page_problem(form, err, &problem);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, path == NULL ? approval_view_url(page, &approval_id) : path,
                         "success", "Another administrator has to approve it.");
}

enum err approval_ask(struct page *page, struct form *form, approval_ask_verb *verb)
{
    return approval_ask_at(page, form, verb, NULL);
}
