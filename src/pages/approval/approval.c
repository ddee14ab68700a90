#include "data/approval/approval.h"

#include <string.h>

#include "base/json.h"
#include "data/user/user.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_press.h"

/* One request: what is asked for and why, and the decision about it. */

static const char file[] = "approval/approval_show.tpl";

struct decision_form {
    const char *reason;
};

static const struct form_field fields[] = {
    {.name = "reason",
     .label = "Comment",
     .kind = FORM_LINE,
     .max_chars = APPROVAL_REASON_MAX,
     .offset = offsetof(struct decision_form, reason)},
};

/* ---- what is asked for -------------------------------------------------------------------- */

/* A person is named by id: erasing them changes what it says. */
static enum err show_person(struct page *page, struct view *fact, const char *text)
{
    struct uuid id;
    struct user user = {.full_name = NULL};
    enum err err = uuid_parse(text, &id);
    if (err == ERR_NONE)
        err = user_get(page->db, page->actor, &id, &user);
    if (err != ERR_NONE && err != ERR_NOT_FOUND && err != ERR_INVALID)
        return err;
    record_page_person(fact, "VALUE", user.full_name);
    return ERR_NONE;
}

static enum err show_facts(struct page *page, json_t *facts)
{
    const char *label = NULL;
    json_t *value = NULL;
    json_object_foreach(facts, label, value)
    {
        struct view *fact = view_add(page->view, "FACT");
        const char *person = json_string_value(json_object_get(value, "user"));
        view_text(fact, "LABEL", label);
        if (person == NULL) {
            view_text(fact, "VALUE", json_is_string(value) ? json_string_value(value) : "");
            continue;
        }
        enum err err = show_person(page, fact, person);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

static enum err show_what(struct page *page, const struct approval *approval)
{
    json_t *what = NULL;
    const char *problem = NULL;
    if (json_parse(page->arena, approval->what, strlen(approval->what), &what, &problem) !=
        ERR_NONE)
        return ERR_NONE;
    const char *url = json_string_value(json_object_get(what, "url"));
    if (url != NULL && page_is_own_path(url)) {
        view_text(view_add(page->view, "ABOUT"), "ABOUT_URL", url);
        if (approval->state == APPROVAL_APPROVED)
            view_text(view_add(page->view, "NEXT"), "NEXT_URL", url);
    }
    return show_facts(page, json_object_get(what, "facts"));
}

/* ---- the page ----------------------------------------------------------------------------- */

static enum err show_alone(struct page *page, const struct approval *approval)
{
    int count = 0;
    if (approval->state != APPROVAL_WAITING || approval->may_decide)
        return ERR_NONE;
    enum err err = approval_count_deciders(page->db, approval, &count);
    view_show(page->view, "NOBODY_ELSE", err == ERR_NONE && count == 0);
    return err;
}

static void show_forms(struct page *page, const struct approval *approval)
{
    bool waits = approval->state == APPROVAL_WAITING;
    view_show(page->view, "IS_OWN", waits && approval->may_withdraw);
    view_show(page->view, "WAITS_FOR_OTHERS",
              waits && !approval->may_withdraw && !approval->may_decide);
    if (approval->may_withdraw)
        page_uuid(page, view_add(page->view, "MAY_WITHDRAW"), "APPROVAL_ID", &approval->id);
    if (!approval->may_decide)
        return;
    if (approval->objection != NULL)
        view_text(view_add(page->view, "OBJECTION"), "WHY_NOT", approval->objection);
    struct view *decide = view_add(page->view, "DECIDE");
    view_show(decide, approval->may_approve ? "MAY_APPROVE" : "ONLY_REJECT", true);
    view_show(decide, "ASK_PASSWORD", !page_is_reauthenticated(page));
}

static enum err show(struct page *page, const struct approval *approval)
{
    struct view *view = page_view(page);
    approval_view(page, view, approval);
    view_text(view, "APPROVAL_URL", approval_view_url(page, &approval->id));
    view_text(view, "REASON", "");
    if (approval->reason[0] != '\0')
        view_text(view_add(view, "WHY"), "REASON", approval->reason);
    if (approval->decision_reason[0] != '\0')
        view_text(view_add(view, "DECISION_COMMENT"), "DECISION_REASON", approval->decision_reason);
    page_time(page, view, "ENDED", approval->ended_at);
    show_forms(page, approval);
    enum err err = show_what(page, approval);
    return err == ERR_NONE ? show_alone(page, approval) : err;
}

enum err page_approval_show(struct page *page)
{
    struct approval approval;
    approval_get_ahead(page->db, page->actor, &page->match.ids[0]);
    enum err err = approval_get(page->db, page->actor, &page->match.ids[0], &approval);
    if (err == ERR_NONE)
        err = show(page, &approval);
    return err == ERR_NONE ? page_show(page, 200, approval_view_title(page, &approval), file) : err;
}

/* ---- deciding ----------------------------------------------------------------------------- */

typedef enum err decide_verb(struct db *db, const struct actor *actor, const struct uuid *id,
                             const char *reason, struct problem *problem);

static enum err show_again(struct page *page, const struct approval *approval,
                           const struct form *form)
{
    enum err err = show(page, approval);
    return err == ERR_NONE ? page_show_form(page, form, approval_view_title(page, approval), file)
                           : err;
}

static enum err run(struct page *page, struct form *form, decide_verb *verb,
                    const struct decision_form *typed)
{
    struct problem problem;
    enum err err = verb(page->db, page->actor, &page->match.ids[0], typed->reason, &problem);
    return record_page_mend(form, err, &problem);
}

static enum err decide(struct page *page, decide_verb *verb, const char *message)
{
    struct form form;
    struct decision_form typed;
    struct approval approval;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = approval_get(page->db, page->actor, &page->match.ids[0], &approval);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? run(page, &form, verb, &typed) : wrong;
    if (err == ERR_INVALID)
        return show_again(page, &approval, &form);
    return err == ERR_NONE
               ? page_redirect(page, approval_view_url(page, &approval.id), "success", message)
               : err;
}

enum err page_approval_approve_post(struct page *page)
{
    return decide(page, approval_approve, "Approved. It is in the inbox of the person who asked.");
}

enum err page_approval_reject_post(struct page *page)
{
    return decide(page, approval_reject, "Rejected. Nothing was changed.");
}

static enum err withdraw(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return approval_withdraw(page->db, page->actor, &page->match.ids[0], problem);
}

enum err page_approval_withdraw_post(struct page *page)
{
    struct page_button button = {"Withdraw the request",
                                 approval_view_url(page, &page->match.ids[0]),
                                 "The request is withdrawn.", withdraw};
    return page_press(page, &button);
}
