#include "pages/shell/page_reset.h"

#include "data/account/user_reset.h"
#include "pages/shell/page_value.h"
#include "web/view.h"

static void show(struct page *page, struct view *layout, enum user_reset_kind kind,
                 const char *what)
{
    struct user_reset reset;
    if (user_reset_find(page->db, page->session, kind, &reset) != ERR_NONE || reset.used_at == 0)
        return;
    struct view *section = view_add(layout, "RESET");
    struct view *part = view_add(section, what);
    view_text(part, "RESET_BY", reset.by_name != NULL ? reset.by_name : "a command on the server");
    page_time(page, part, "RESET_WHEN", reset.used_at);
    view_include(section, "RESET_BANNER", "shell/reset.tpl");
}

void page_show_reset(struct page *page, struct view *layout)
{
    if (!page->session->has_reset)
        return;
    show(page, layout, RESET_PASSWORD, "RESET_PASSWORD");
    show(page, layout, RESET_FACTOR, "RESET_FACTOR");
}
