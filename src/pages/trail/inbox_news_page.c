#include "data/trail/inbox_news.h"
#include "data/trail/inbox_news_read.h"
#include "pages/handlers.h"
#include "pages/trail/inbox_news.h"

/* The page of the news alone, and the button that marks them read. */

enum err page_inbox_news(struct page *page)
{
    int count = 0;
    inbox_news_count_ahead(page->db, page->actor);
    bool has_news = false;
    enum err err = inbox_news_show(page, &has_news);
    if (err == ERR_NONE)
        err = inbox_news_count(page->db, page->actor, &count);
    view_text(page_view(page), "NEWS_COUNT",
              arena_printf(page->arena, "%d%s unread", count,
                           count == INBOX_NEWS_COUNT_MAX ? " or more" : ""));
    return err == ERR_NONE ? page_show(page, 200, "News", "trail/inbox_news_page.tpl") : err;
}

struct read_form {
    int64_t until;
};

static const struct form_field read_fields[] = {
    {.name = "until",
     .label = "Until",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_MOMENT,
     .offset = offsetof(struct read_form, until)},
};

enum err page_inbox_news_read_post(struct page *page)
{
    struct read_form typed;
    struct form form;
    if (form_parse(&form, page->request, read_fields, (int)COUNT_OF(read_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(page, &form, "Mark news as read");
    enum err err = inbox_news_mark_read(page->db, page->actor, typed.until);
    return err == ERR_NONE
               ? page_redirect(page, "/inbox", "success", "The news are marked as read.")
               : err;
}
