#include "pages/record/record_list.h"

#include "pages/record/record_panel.h"

/* Lists are the most visited pages, so every value of a row is set once and copied nowhere. */

/* What the rows of a list have in common. */
struct row_context {
    const struct record_listing *listing;
    struct view *table;
    struct uuid organization_id;
    bool is_by_created;
    bool has_selection; /* a column of checkboxes */
};

static void show_row(struct page *page, const struct row_context *context,
                     const struct record_row *row)
{
    struct view *view = view_add(context->table, "ROW");
    page_uuid(page, view, "ID", &row->id);
    view_text(view, "NAME", row->name);
    if (row->description[0] != '\0')
        view_text(view_add(view, "SUB"), "DESCRIPTION", row->description);
    context->listing->show_row(view, row);
    record_page_person(view, "OWNER", row->owner_name);
    page_time_here(page, view, context->is_by_created ? row->created_at : row->updated_at);
    view_show(view, "ARCHIVED", row->archived_at != 0);
    struct policy_target target = {context->organization_id, row->owner_id};
    bool may_change = policy_allows(page->actor, context->listing->change, &target);
    view_show(view, "SELECTABLE", may_change);
    if (!may_change)
        view_show(view, "UNSELECTABLE", context->has_selection);
}

/* A column that sorts: a link, or the direction it is sorted in. */
static void show_column(struct page *page, const struct record_query *query, struct view *column,
                        enum record_sort sort)
{
    static const char *const names[] = {"updated", "created", "name"};
    enum record_sort current =
        query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort;
    view_show(column, "SORTED", current == sort);
    view_text(column, "SORT_URL",
              record_query_url(page->arena, query, RECORD_PART_SORT,
                               sort == RECORD_SORT_UPDATED ? NULL : "sort", names[sort]));
}

static void show_pager(struct page *page, const struct record_query *query,
                       const struct record_list *list)
{
    struct view *view = page->view;
    view_include(view, "PAGER_LINKS", "shell/pager.tpl");
    if (list->next == NULL && list->previous == NULL)
        return;
    struct view *pager = view_add(view, "PAGER");
    if (list->is_unfinished)
        view_text(view_add(pager, "PAGER_NOTE"), "PAGER_TEXT",
                  "The search took long and paused here. Older goes on.");
    if (list->previous != NULL)
        view_text(
            view_add(pager, "NEWER_URL"), "URL",
            record_query_url(page->arena, query, RECORD_PART_NOTHING, "cursor", list->previous));
    if (list->next != NULL)
        view_text(view_add(pager, "OLDER_URL"), "URL",
                  record_query_url(page->arena, query, RECORD_PART_NOTHING, "cursor", list->next));
}

static void show_columns(struct page *page, const struct record_query *query, struct view *table,
                         bool is_by_created)
{
    const char *const *columns = query->listing->columns;
    view_show(table, "BY_CREATED", is_by_created);
    view_show(table, "BY_NAME", query->sort == RECORD_SORT_NAME);
    view_show(table, "BY_UPDATED", query->sort <= RECORD_SORT_UPDATED);
    show_column(page, query, view_add(table, "NAME_COLUMN"), RECORD_SORT_NAME);
    for (int i = 0; columns[i] != NULL; i++)
        view_text(view_add(table, "OWN_COLUMN"), "COLUMN_NAME", columns[i]);
    show_column(page, query, view_add(table, "TIME_COLUMN"),
                is_by_created ? RECORD_SORT_CREATED : RECORD_SORT_UPDATED);
}

static void show_table(struct page *page, const struct record_query *query,
                       const struct record_list *list)
{
    const struct record_listing *listing = query->listing;
    struct view *table = view_add(page->view, "TABLE");
    struct row_context context = {listing, table, *record_query_organization(page, query),
                                  query->sort == RECORD_SORT_CREATED,
                                  policy_allows_some(page->actor, listing->change)};
    if (context.has_selection)
        view_show(view_add(table, "MAY_SELECT"), "MAY_TAG",
                  record_query_has(query, RECORD_PART_TAG));
    show_columns(page, query, table, context.is_by_created);
    view_text(table, "RETURN_URL",
              record_query_url(page->arena, query, RECORD_PART_NOTHING,
                               query->cursor[0] == '\0' ? NULL : "cursor", query->cursor));
    for (int i = 0; i < list->count; i++)
        show_row(page, &context, &list->rows[i]);
    view_include(table, "ROW", listing->row_file);
    view_keep(table, "ROW");
}

static void show_nothing(struct page *page, const struct record_query *query,
                         const struct record_list *list)
{
    bool is_filtered = record_query_is_filtered(page->arena, query) || query->cursor[0] != '\0';
    view_show(page->view, "UNFINISHED", list->is_unfinished);
    view_show(page->view, "NOTHING_FOUND", !list->is_unfinished && is_filtered);
    if (!list->is_unfinished && !is_filtered)
        view_include(page->view, "EMPTY", query->listing->empty_file);
}

/* A cursor that is none any more gives the first page. */
static enum err read_list(struct page *page, const struct record_query *query,
                          struct record_list *list, const char **problem)
{
    struct record_filter filter;
    record_query_filter(page, query, &filter);
    enum err err = query->listing->list(page->db, page->actor, &filter, list);
    if (err != ERR_INVALID || filter.cursor[0] == '\0')
        return err;
    *problem = "This page of the list is not there any more. Here is the first one.";
    filter.cursor = "";
    return query->listing->list(page->db, page->actor, &filter, list);
}

static void show_words(struct page *page, const struct record_listing *listing)
{
    struct view *view = page_view(page);
    view_text(view, "LIST_URL", listing->noun->base);
    view_text(view, "LIST_TITLE", listing->noun->title);
    view_text(view, "NOUN", listing->noun->singular);
    view_text(view, "NOUNS", listing->noun->plural);
    view_text(view, "NOUN_TITLE", listing->noun->singular_title);
    if (!policy_allows_some(page->actor, listing->create))
        return;
    view_show(view, "MAY_CREATE", true);
    if (listing->import_url != NULL)
        view_text(view_add(view, "MAY_IMPORT"), "IMPORT_URL", listing->import_url);
}

static enum err read(struct page *page, const struct record_query *query, struct record_list *list,
                     const char **problem)
{
    const struct record_listing *listing = query->listing;
    void *asked = NULL;
    enum err err = ERR_NONE;
    if (listing->ask_above != NULL)
        err = listing->ask_above(page, query, &asked);
    if (err == ERR_NONE)
        err = read_list(page, query, list, problem);
    if (err == ERR_NONE)
        err = record_panel_show(page, query);
    if (err == ERR_NONE && listing->show_above != NULL)
        err = listing->show_above(page, query, asked);
    return err;
}

enum err record_list_show(struct page *page, const struct record_listing *listing)
{
    struct record_query query;
    struct record_list list;
    const char *problem = NULL;
    record_query_parse(page, listing, &query, &problem);
    enum err err = read(page, &query, &list, &problem);
    if (err != ERR_NONE)
        return err;
    show_words(page, listing);
    if (problem != NULL)
        view_text(view_add(page->view, "PROBLEM"), "MESSAGE", problem);
    if (list.count > 0)
        show_table(page, &query, &list);
    else
        show_nothing(page, &query, &list);
    show_pager(page, &query, &list);
    return page_show(page, 200, listing->noun->title, "record/list.tpl");
}
