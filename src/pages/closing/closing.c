#include "data/closing/closing.h"

#include "base/clock.h"
#include "data/closing/closing_run.h"
#include "pages/approval/approval_ask.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/organization/organization_view.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_look.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_press.h"
#include "pages/sign_in/login.h"

/* Closing a customer, for its administrators and for those who look after all of them: one page,
 * with the form of the next step. The request for it is reviewed as all requests are. */

static const char title[] = "Close organization";
static const char file[] = "closing/closing.tpl";

enum { STEPS_PER_REQUEST = 8 };

static const struct uuid *id_of(const struct page *page)
{
    return &page->match.ids[0];
}

static const char *path_of(struct page *page)
{
    return organization_view_url(page, id_of(page), "/closing");
}

/* Requests are reviewed in the organization itself. */
static void show_request(struct page *page, struct view *view, const struct approval *request)
{
    bool is_here = uuid_equal(id_of(page), &page->actor->organization_id);
    bool is_approved = request->state == APPROVAL_APPROVED;
    struct view *section = view_add(view, is_approved ? "APPROVED" : "WAITS");
    approval_view(page, section, request);
    view_text(section, "REASON_GIVEN", request->reason);
    view_show(section, "IS_HERE", is_here);
    view_show(section, "IS_ELSEWHERE", !is_here);
    view_show(section, "IS_OWN", request->may_withdraw);
    view_show(section, "ASK_PASSWORD", !page_is_reauthenticated(page));
}

static void show_begun(struct page *page, struct view *view, const struct closing *closing)
{
    struct view *begun = view_add(view, "BEGUN");
    bool is_due = closing->due_at <= clock_now();
    page_time(page, begun, "DUE", closing->due_at);
    view_text(begun, "REASON_GIVEN", closing->reason);
    view_show(begun, "IS_DUE",
              is_due && policy_allows_some(page->actor, PERMISSION_ORGANIZATION_SUSPEND));
}

static void show(struct page *page, const struct closing *closing)
{
    struct view *view = page_view(page);
    bool is_closed = closing->closed_at != 0;
    bool has_begun = !uuid_is_nil(&closing->id);
    bool is_insider = uuid_equal(id_of(page), &page->actor->home_organization_id);
    page_uuid(page, view, "ORGANIZATION_ID", id_of(page));
    view_text(view, "REASON", "");
    view_show(view, "IS_INSIDER", is_insider);
    view_show(view, "IS_PLATFORM", !is_insider);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    view_show(view, "OPEN", !has_begun && !is_closed && closing->request.kind == NULL);
    if (closing->request.kind != NULL)
        show_request(page, view, &closing->request);
    if (has_begun && !is_closed)
        show_begun(page, view, closing);
    view_show(view, "RUNNING", closing->is_running);
    if (is_closed && !closing->is_running)
        view_text(view_add(view, "DONE"), "CERTIFICATE", closing->certificate);
}

enum err page_closing(struct page *page)
{
    struct closing closing;
    enum err err = closing_get(page->db, page->actor, id_of(page), &closing);
    if (err == ERR_NONE && closing.closed_at == 0)
        err = page_note_look_at(page, id_of(page));
    if (err != ERR_NONE)
        return err;
    show(page, &closing);
    return page_show(page, 200, title, file);
}

/* ---- asking -------------------------------------------------------------------------------- */

static enum err refuse(struct page *page, struct form *form, enum err refusal)
{
    struct closing closing;
    enum err err = closing_get(page->db, page->actor, id_of(page), &closing);
    if (err != ERR_NONE)
        return err;
    show(page, &closing);
    view_text(page->layout, "PATH", path_of(page));
    return refusal == ERR_UNAVAILABLE ? page_show_busy(page, form, title, file)
                                      : record_page_refuse(page, form, refusal, title, file);
}

enum err page_closing_ask_post(struct page *page)
{
    struct form form;
    struct closing closing;
    enum err err = closing_get(page->db, page->actor, id_of(page), &closing);
    if (err != ERR_NONE)
        return err;
    err = approval_ask_at(page, &form, closing_request, path_of(page));
    return err == ERR_NONE || err == ERR_NOT_FOUND ? err : refuse(page, &form, err);
}

/* ---- buttons ------------------------------------------------------------------------------- */

/* 404 for strangers. */
static enum err check_known(struct page *page)
{
    struct closing closing;
    return closing_get(page->db, page->actor, id_of(page), &closing);
}

static enum err begin(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    enum err err = check_known(page);
    return err == ERR_NONE ? closing_begin(page->db, page->actor, id_of(page), problem) : err;
}

enum err page_closing_begin_post(struct page *page)
{
    struct page_button button = {"Begin closing", path_of(page),
                                 "The closing has begun. The organization is suspended.", begin};
    return page_press(page, &button);
}

static enum err cancel(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    enum err err = check_known(page);
    return err == ERR_NONE ? closing_cancel(page->db, page->actor, id_of(page), problem) : err;
}

enum err page_closing_cancel_post(struct page *page)
{
    struct page_button button = {"Take the closing back", path_of(page),
                                 "Taken back: the organization stays.", cancel};
    return page_press(page, &button);
}

/* A few steps for one answer; the button, or the timer, goes on. */
static enum err run(struct page *page, struct page_button *button, struct problem *problem)
{
    bool is_done = false;
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && !is_done && i < STEPS_PER_REQUEST; i++)
        err = closing_step(page->db, page->actor, id_of(page), &is_done, problem);
    if (is_done)
        button->done = "It is closed. Here is its certificate.";
    return err;
}

enum err page_closing_run_post(struct page *page)
{
    struct page_button button = {"Close now", path_of(page),
                                 "Its keys are being destroyed. Go on until nothing is left.", run};
    return page_press(page, &button);
}
