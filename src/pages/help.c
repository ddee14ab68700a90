#include "pages/handlers.h"
#include "pages/page.h"

/* The help without a script: the keys, and the words that the product uses. */
enum err page_help(struct page *page)
{
    view_include(page_view(page), "KEYS", "partials/keys.tpl");
    return page_show(page, 200, "Help", "help.tpl");
}
