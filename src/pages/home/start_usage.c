#include "pages/home/start_usage.h"

#include "data/usage/usage_warning.h"
#include "pages/record/record_page.h"

static void ahead_usage(struct page *page)
{
    usage_warnings_ahead(page->db, page->actor);
}

static void show_warning(struct page *page, struct view *block, const struct usage_warning *warning)
{
    struct view *row = view_add(block, "ROW");
    view_text(row, "RECORD_URL", record_page_url(page, warning->kind, &warning->id, ""));
    record_page_path(row, warning->name);
    view_text(row, "KIND", warning->kind->name);
    if (warning->sort == USAGE_ARCHIVED) {
        page_time(page, row, "ARCHIVED", warning->last_served_at);
        return;
    }
    view_number(view_add(row, "IDLE"), "VERSION", warning->version);
    view_show(row, "NEVER_SERVED", warning->last_served_at == 0);
    page_time(page, row, "LAST_SERVED", warning->last_served_at);
}

/* Those that are archived are few, or nobody would look. */
static void show_more(struct view *more, const struct usage_warning_list *list)
{
    for (int i = 0; list->has_more_idle && i < RECORD_KIND_COUNT; i++) {
        struct view *all = view_add(more, "ALL");
        view_show(all, "IS_FIRST", i == 0);
        view_show(all, "IS_NEXT", i > 0);
        view_text(all, "LIST_URL", record_kinds[i].path);
        view_text(all, "LIST_NAME", record_kinds[i].nouns);
    }
}

static enum err show_usage(struct start *start)
{
    struct page *page = start->page;
    struct usage_warning_list list;
    enum err err = usage_warnings(page->db, page->actor, &list);
    if (err != ERR_NONE || list.count == 0)
        return err == ERR_DENIED ? ERR_NONE : err;
    struct view *block = start_add(start, "home/usage.tpl");
    view_number(block, "DAYS", USAGE_DAYS);
    if (list.has_more_idle || list.has_more_archived)
        show_more(view_add(block, "MORE"), &list);
    for (int i = 0; i < list.count; i++)
        show_warning(page, block, &list.items[i]);
    return ERR_NONE;
}

const struct start_block start_usage = {.ahead = ahead_usage, .show = show_usage};
