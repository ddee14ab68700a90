#include "pages/account/link_gone.h"

#include "data/session/throttle.h"

enum err link_gone_show(struct page *page, const char *file)
{
    (void)page_view(page);
    return page_show(page, 404, "This link does not work any more", file);
}

enum err link_gone_refuse(struct page *page, const char *file)
{
    const struct throttle_attempt attempt = {THROTTLE_LINK, "", NULL};
    enum err err = throttle_count(page->db, &attempt);
    return err == ERR_NONE || err == ERR_DENIED ? link_gone_show(page, file) : err;
}
