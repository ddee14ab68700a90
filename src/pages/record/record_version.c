#include "pages/record/record_version.h"

#include "domain/record/version.h"

enum { RECENT_SHOWN = 6 };

int64_t record_version_before(struct page *page)
{
    const struct text *before = param_find(&page->request->query, "before");
    int64_t from = 0;
    if (before != NULL && text_parse_int(before->data, 1, VERSION_MAX, &from) != ERR_NONE)
        from = 0;
    return from;
}

static void show_about(struct page *page, struct view *view, const struct record_version *version)
{
    view_number(view, "NUMBER", version->version);
    bool has_message = version->message[0] != '\0';
    view_text(view, "CHANGE_MESSAGE", has_message ? version->message : "No message");
    view_show(view, "NO_MESSAGE", !has_message);
    record_page_person(view, "AUTHOR", version->author_name);
    page_time(page, view, "WHEN", version->created_at);
}

static const char *page_url(struct page *page, const struct record_history *history, int64_t before)
{
    if (before == 0)
        return arena_printf(page->arena, "%s/versions", history->base);
    return arena_printf(page->arena, "%s/versions?before=%lld", history->base, (long long)before);
}

static void show_pager(struct page *page, const struct record_history *history,
                       const struct record_version_page *list)
{
    bool is_first = list->newer_before < 0;
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    if (is_first && list->next_before == 0)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    if (!is_first)
        view_text(view_add(pager, "NEWER_URL"), "URL", page_url(page, history, list->newer_before));
    if (list->next_before > 0)
        view_text(view_add(pager, "OLDER_URL"), "URL", page_url(page, history, list->next_before));
}

/* Every two rows can be compared; the two newest ones are chosen. */
struct view **record_version_list_show(struct page *page, const struct record_history *history,
                                       const struct record_version_page *list)
{
    struct view *table = view_add(page_view(page), "TABLE");
    struct view **rows = arena_array(page->arena, (size_t)list->count + 1, sizeof(struct view *));
    bool may_compare = history->may_read && list->count > 1;
    view_show(table, "MAY_COMPARE", may_compare);
    for (int i = 0; i < list->count; i++) {
        struct view *row = rows[i] = view_add(table, "ROW");
        show_about(page, row, &list->versions[i]);
        view_show(row, "COMPARABLE", may_compare);
        view_show(row, "IS_LINKED", history->may_read);
        view_show(row, "NOT_LINKED", !history->may_read);
        view_show(row, "CHOSEN_TO", i == 0);
        view_show(row, "CHOSEN_FROM", i == 1);
        view_show(row, "IS_LATEST", list->versions[i].version == history->current);
    }
    view_include(page->view, "VERSIONS", "record/versions.tpl");
    show_pager(page, history, list);
    return rows;
}

void record_version_recent_show(struct page *page, const struct record_history *history,
                                const struct record_version_page *list)
{
    struct view *view = page_view(page);
    for (int i = 0; i < list->count && i < RECENT_SHOWN; i++) {
        struct view *row = view_add(view, "RECENT");
        show_about(page, row, &list->versions[i]);
        view_show(row, "IS_NEWEST", i == 0);
        view_show(row, "IS_LINKED", history->may_read);
        view_show(row, "NOT_LINKED", !history->may_read);
    }
    view_show(view, "MORE_VERSIONS", list->count > RECENT_SHOWN || list->next_before > 0);
    view_include(view, "RECENT_PART", "record/recent.tpl");
}

void record_version_head(struct page *page, const struct record_history *history,
                         const struct record_version *version)
{
    struct view *view = page_view(page);
    bool is_latest = version->version == history->current;
    show_about(page, view, version);
    view_show(view, "IS_LATEST", is_latest);
    record_page_version(view, "PREVIOUS", version->previous);
    record_page_version(view, "NEXT", version->next);
    view_show(view, "NOT_LATEST", !is_latest);
    view_show(view, "MAY_RESTORE_VERSION", !is_latest && history->may_restore);
    view_include(view, "VERSION_HEAD", "record/version_head.tpl");
}

static const struct form_field fields[] = {
    {.name = "from",
     .label = "From version",
     .kind = FORM_INT,
     .min = 1,
     .max = VERSION_MAX,
     .offset = offsetof(struct record_comparison, from)},
    {.name = "to",
     .label = "To version",
     .kind = FORM_INT,
     .min = 1,
     .max = VERSION_MAX,
     .offset = offsetof(struct record_comparison, to)},
};

struct record_comparison record_version_comparison(struct page *page, int64_t current)
{
    struct form form;
    struct record_comparison asked;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &asked) != ERR_NONE)
        asked = (struct record_comparison){0, 0};
    if (asked.to == 0)
        asked.to = current;
    return asked;
}

int64_t record_version_from(const struct record_comparison *asked, const struct record_version *to)
{
    if (asked->from != 0)
        return asked->from;
    return to->previous != 0 ? to->previous : to->version;
}

void record_version_compare_head(struct page *page, const struct record_version *from,
                                 const struct record_version *to)
{
    struct view *view = page_view(page);
    view_number(view, "FROM", from->version);
    view_number(view, "TO", to->version);
    show_about(page, view_add(view, "FROM_SIDE"), from);
    show_about(page, view_add(view, "TO_SIDE"), to);
    view_include(view, "COMPARE", "record/compare.tpl");
}
