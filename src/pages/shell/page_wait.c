#include "pages/shell/page_wait.h"

#include "base/clock.h"
#include "web/form_render.h"

enum { SECONDS_SHOWN = 90 }; /* what is longer is said in minutes */

static int64_t seconds_left(const struct page *page)
{
    int64_t left = db_retry_at(page->db) - clock_now();
    return left <= 0 ? 1 : (left + CLOCK_SECOND - 1) / CLOCK_SECOND;
}

void page_wait_header(struct page *page)
{
    response_header(page->response, "Retry-After",
                    arena_printf(page->arena, "%lld", (long long)seconds_left(page)));
}

static const char *format_wait(struct page *page)
{
    int64_t seconds = seconds_left(page);
    if (seconds <= SECONDS_SHOWN)
        return arena_printf(page->arena, "%lld second%s", (long long)seconds,
                            seconds == 1 ? "" : "s");
    return arena_printf(page->arena, "%lld minutes", (long long)((seconds + 59) / 60));
}

enum err page_show_wait(struct page *page, struct form *form, const char *title, const char *file)
{
    form_error(form, "",
               arena_printf(page->arena,
                            "There were too many attempts. Nothing is lost: try again in %s.",
                            format_wait(page)));
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    page_wait_header(page);
    return page_show(page, 429, title, file);
}
