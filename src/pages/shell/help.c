#include "pages/handlers.h"
#include "pages/shell/page.h"
#include "pages/shell/page_places.h"

/* The help without a script: the keys, and the words that the product uses. */
enum err page_help(struct page *page)
{
    page_places_show(page, page_view(page));
    view_include(page->view, "KEYS", "shell/keys.tpl");
    return page_show(page, 200, "Help", "shell/help.tpl");
}
