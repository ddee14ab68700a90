#include "pages/trail/inbox_news.h"

#include "data/trail/inbox_news.h"
#include "pages/trail/audit_sentence.h"

enum { NEWS_SHOWN = 30 };

static const char *record_url(struct page *page, const struct inbox_news_item *item,
                              const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&item->record_id, id);
    return arena_printf(page->arena, "%s/%s%s", item->kind->path, id, rest);
}

/* To the comment, where it was said. */
static const char *comment_url(struct page *page, const struct inbox_news_item *item)
{
    char id[UUID_TEXT_LEN], proposal_id[UUID_TEXT_LEN];
    const char *place = "activity";
    uuid_format(&item->id, id);
    uuid_format(&item->proposal_id, proposal_id);
    if (item->version != 0)
        place = arena_printf(page->arena, "versions/%lld", (long long)item->version);
    else if (!uuid_is_nil(&item->proposal_id))
        place = arena_printf(page->arena, "releases/%s", proposal_id);
    return record_url(page, item, arena_printf(page->arena, "/%s#comment-%s", place, id));
}

static void show_comment(struct page *page, struct view *row, const struct inbox_news_item *item)
{
    view_text(row, "WHAT", item->is_mention ? "mentioned you on" : "commented on");
    view_text(row, "NEWS_URL", comment_url(page, item));
    view_text(view_add(row, "NEWS_SAID"), "TEXT", item->comment);
    view_show(row, "IS_MENTION", item->is_mention);
}

/* "Moved production from v3 to v6" "on": the person stands before it. */
static void show_event(struct page *page, struct view *row, const struct inbox_news_item *item)
{
    struct audit_sentence sentence = audit_sentence_of(page->arena, item->entry);
    char *what = arena_printf(page->arena, "%s%s%s", sentence.what,
                              sentence.on[0] == '\0' ? "" : " ", sentence.on);
    if (what[0] >= 'A' && what[0] <= 'Z')
        what[0] = (char)(what[0] - 'A' + 'a');
    view_text(row, "WHAT", what);
    view_text(row, "NEWS_URL", record_url(page, item, ""));
    if (sentence.diff_url != NULL)
        view_text(view_add(row, "NEWS_DIFF"), "DIFF_URL", sentence.diff_url);
}

static void show_item(struct page *page, const struct inbox_news_item *item)
{
    struct view *row = view_add(page->view, "NEWS_ITEM");
    view_text(row, "WHO", item->actor_name == NULL ? "Someone" : item->actor_name);
    view_text(row, "RECORD_NAME",
              item->record_name == NULL ? "a deleted record" : item->record_name);
    page_time_here(page, row, item->occurred_at);
    if (item->entry == NULL)
        show_comment(page, row, item);
    else
        show_event(page, row, item);
}

enum err inbox_news_show(struct page *page, bool *has_news)
{
    struct inbox_news news;
    const struct text *cursor = param_find(&page->request->query, "news");
    struct inbox_news_filter filter = {cursor == NULL ? "" : cursor->data, NEWS_SHOWN};
    enum err err = inbox_news_list(page->db, page->actor, &filter, &news);
    if (err == ERR_INVALID)
        err = inbox_news_list(page->db, page->actor, &(struct inbox_news_filter){"", NEWS_SHOWN},
                              &news);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    *has_news = news.count > 0;
    if (*has_news)
        view_include(view, "NEWS", "trail/inbox_news.tpl");
    view_show(view, "NO_NEWS", !*has_news);
    for (int i = 0; i < news.count; i++)
        show_item(page, &news.items[i]);
    if (news.count > 0 && filter.cursor[0] == '\0')
        view_number(view_add(view, "NEWS_READ"), "NEWS_UNTIL", news.items[0].occurred_at);
    if (news.next != NULL)
        view_text(view_add(view, "OLDER_NEWS"), "NEWS_CURSOR", news.next);
    return ERR_NONE;
}
