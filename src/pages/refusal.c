#include "pages/refusal.h"

#include "pages/identity/login.h"
#include "pages/shell/suggest.h"

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
    {501, "This method is not supported", "Rostrum answers GET, HEAD and POST."},
    {503, "Rostrum can't answer just now",
     "Nothing was changed. Go back and try again in a few seconds: your text is still in the "
     "form."},
};

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

static void show_error(struct page *page, int status)
{
    const struct wording *wording = find_wording(status);
    page->view = NULL; /* whatever was put there belongs to a page that is not shown */
    struct view *view = page_view(page);
    view_text(view, "ERROR_TITLE", wording->title);
    view_text(view, "ERROR_TEXT", wording->text);
    view_number(view, "STATUS", status);
    struct view *back = view_add(view, "BACK");
    view_text(back, "BACK_URL", "/");
    view_text(back, "BACK_TEXT", "Go to Home");
    if (status == 404)
        suggest_show(page, view);
    if (page_show(page, status, wording->title, "shell/error.tpl") != ERR_NONE)
        die("the error page can't be shown");
}

void page_refuse(struct page *page, int status)
{
    const struct request *request = page->request;
    bool is_form = status == 403 && request->form_refusal != NULL && !request->is_continued;
    if (status != 401 && !is_form) {
        show_error(page, status);
        return;
    }
    enum err err = is_form ? page->match.route->handler(page) : page_login_required(page);
    if (err != ERR_NONE)
        show_error(page, response_status_of(err));
}
