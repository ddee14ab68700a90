#include "pages/request/request_refusal.h"

#include "pages/request/request_disk.h"
#include "pages/request/request_once.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_secret.h"
#include "pages/shell/suggest.h"
#include "pages/sign_in/login.h"

struct wording {
    int status;
    const char *title;
    const char *text;
};

/* What happened, what was kept, what to do next. */
static const struct wording wordings[] = {
    {400, "This request can't be read",
     "The address or the form is malformed. Nothing was changed. Go back and try again."},
    {403, "You don't have access",
     "Your persona does not include this right. Nothing was changed. An administrator of your "
     "organization can help."},
    {404, "Page not found",
     "The address is wrong, or the record was deleted, or you may not see it."},
    {405, "This address does not take that kind of request",
     "Nothing was changed. Go back and use the buttons of the page."},
    {409, "Someone else changed this in the meantime",
     "Nothing was changed. Open the page again to see how it is now."},
    {413, "This is too large",
     "A form may hold 4 MiB. Nothing was saved; go back: your text is "
     "still in the form."},
    {414, "This address is too long", "Addresses may have 4096 characters."},
    {415, "This kind of content can't be read",
     "Rostrum reads forms that a browser sends. Nothing was changed."},
    {423, "This is stopped",
     "It is given out again when two people have agreed to resume it. Nothing was changed."},
    {429, "Too many attempts", "Nothing was changed. Wait a little, then go back and try again."},
    {501, "This method is not supported", "Rostrum answers GET, HEAD and POST."},
    {503, "Rostrum can't answer just now",
     "Nothing was changed. Go back and try again in a few seconds: your text is still in the "
     "form."},
};

/* The connection to the database broke during a commit. */
static const struct wording unsure = {
    503, "It is not known whether this was saved",
    "The database stopped answering in the middle. Load this page again: what was saved is not "
    "saved twice."};

/* Of a person who is signed in and did nothing wrong. */
static const struct wording suspended = {
    403, "Your organization is suspended",
    "Nobody of it can work in Rostrum until it is resumed. Nothing was deleted. Ask your "
    "administrators, or whoever runs this installation."};

/* Of a person whose other requests are being worked on: the page loads itself again. */
static const struct wording waiting = {
    503, "Your turn comes soon",
    "Several requests of yours or of your organization are being worked on. This one waits until "
    "one of them is done: the page loads itself again."};

static const char waiting_s[] = "2"; /* until it is asked for again */

static const struct wording *find_wording(int status)
{
    static const struct wording other = {
        500, "Something went wrong",
        "Nothing was changed. If it happens again, tell an administrator the request id below."};
    for (size_t i = 0; i < COUNT_OF(wordings); i++)
        if (wordings[i].status == status)
            return &wordings[i];
    return &other;
}

/* Where files are uploaded more is read than elsewhere. */
static const char *text_of(const struct page *page, const struct wording *wording)
{
    size_t most = request_body_max(page->request->target);
    if (wording->status != 413 || most == (size_t)number_limits[NUMBER_BODY].to)
        return wording->text;
    return arena_printf(page->arena,
                        "A file that is uploaded here may have %zu MiB. Nothing was changed; go "
                        "back and choose a smaller one, or import it in parts.",
                        most >> 20);
}

static void show_error(struct page *page, int status)
{
    const struct request *request = page->request;
    bool is_out = page->is_suspended && status == 403;
    bool is_waiting = status == 503 && request->is_waiting;
    bool is_over =
        request->form_refusal != NULL && request->refusal_status == status && !is_waiting;
    const struct wording over = {status, "This is too much at once", request->form_refusal};
    const struct wording secret = {status, page_secret_title, page_secret_text};
    bool is_secret = status == 400 && page_has_secret(request);
    const struct disk_words said = page_disk_words(page);
    const struct wording disk = {status, said.title, said.text};
    const struct wording *wording = is_secret                                 ? &secret
                                    : said.title != NULL && status == 503     ? &disk
                                    : status == 503 && db_is_unsure(page->db) ? &unsure
                                    : is_out                                  ? &suspended
                                    : is_waiting                              ? &waiting
                                    : is_over                                 ? &over
                                              : find_wording(status);
    if (is_waiting && request_is_safe(request))
        response_header(page->response, "Refresh", waiting_s);
    page->view = NULL; /* whatever was put there belongs to a page that is not shown */
    struct view *view = page_view(page);
    view_text(view, "ERROR_TITLE", wording->title);
    view_text(view, "ERROR_TEXT", text_of(page, wording));
    view_number(view, "STATUS", status);
    struct view *back = view_add(view, "BACK");
    view_text(back, "BACK_URL", is_out ? "/login" : "/");
    view_text(back, "BACK_TEXT", is_out ? "Sign in as someone else" : "Go to Home");
    if (status == 404)
        suggest_show(page, view);
    if (page_show(page, status, wording->title, "shell/error.tpl") != ERR_NONE)
        die("the error page can't be shown");
}

/* Everything that was typed, and a button to send it again. */
static enum err offer_fields(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form); /* gives the refusal its place */
    return err == ERR_NONE ? ERR_UNAVAILABLE : page_offer_again(page, &form, "Send again");
}

void page_refuse(struct page *page, int status)
{
    if (status == 503 && db_is_unsure(page->db) && page_once_offer(page))
        return;
    const struct request *request = page->request;
    bool is_form = request->form_refusal != NULL && status == request->refusal_status &&
                   request->refusal_shape != REFUSAL_ERROR && !request->is_continued;
    if (status != 401 && !is_form) {
        show_error(page, status);
        return;
    }
    enum err err = !is_form                                   ? page_login_required(page)
                   : request->refusal_shape == REFUSAL_FIELDS ? offer_fields(page)
                                                              : page_password_run(page);
    if (err != ERR_NONE)
        show_error(page, response_status_of(err));
}

void page_refuse_supervisor(struct page *page, int status)
{
    if (page->response->status == status) /* which says why */
        return;
    response_text(page->response, status,
                  arena_printf(page->arena, "%s\n", response_reason(status)));
}
