#include "pages/request/request_own_form.h"

#include <string.h>

static bool is_from_our_pages(const struct page *page)
{
    const struct request *request = page->request;
    if (request->sec_fetch_site != NULL)
        return strcmp(request->sec_fetch_site, "same-origin") == 0;
    return request->origin != NULL && strcmp(request->origin, page->config->public_url) == 0;
}

static bool has_form_token(const struct page *page)
{
    const struct text *sent = param_find(&page->request->form, "csrf");
    const char *cookie =
        page->session != NULL ? page->session_cookie : page_cookie(page, COOKIE_PRESESSION);
    return sent != NULL && cookie != NULL && page_form_token_fits(page, cookie, sent->data);
}

bool page_is_own_form(const struct page *page)
{
    return is_from_our_pages(page) && has_form_token(page);
}
