#include <string.h>

#include "data/prompt_list.h"
#include "pages/handlers.h"
#include "pages/prompt_filter.h"
#include "pages/prompt_page.h"

/* The list of prompts: the most visited page, so every value of a row is set once and copied
 * nowhere. */

static void show_labels(struct view *view, const struct record_row *row)
{
    for (int i = 0; i < row->label_count; i++) {
        const struct prompt_label *label = &row->labels[i];
        struct view *chip = view_add(view, "LABEL");
        view_text(chip, "LABEL_NAME", label->label);
        view_number(chip, "LABEL_VERSION", label->version);
        view_show(chip, "PRODUCTION", strcmp(label->label, LABEL_PRODUCTION) == 0);
    }
}

static void show_name(struct view *view, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *leaf = slash == NULL ? name : slash + 1;
    view_set_key(view, view_key("PATH_TO"), name, (size_t)(leaf - name));
    view_text(view, "LEAF", leaf);
    view_text(view, "NAME", name);
}

/* What the rows of a list have in common. */
struct row_context {
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
    show_name(view, row->name);
    view_number(view, "VERSION", row->version);
    if (row->description[0] != '\0')
        view_text(view_add(view, "SUB"), "DESCRIPTION", row->description);
    for (int i = 0; i < row->tag_count; i++)
        view_text(view_add(view, "TAG"), "TAG_NAME", row->tags[i]);
    show_labels(view, row);
    record_page_person(view, "OWNER", row->owner_name);
    page_time_here(page, view, context->is_by_created ? row->created_at : row->updated_at);
    view_show(view, "ARCHIVED", row->archived_at != 0);
    view_show(view, "CHAT", row->type == PROMPT_CHAT);
    struct policy_target target = {context->organization_id, row->owner_id};
    bool may_change = policy_allows(page->actor, PERMISSION_PROMPT_CHANGE, &target);
    view_show(view, "SELECTABLE", may_change);
    if (!may_change)
        view_show(view, "UNSELECTABLE", context->has_selection);
}

/* A column that sorts: a link, or the direction it is sorted in. */
static void show_column(struct page *page, const struct prompt_query *query, struct view *column,
                        enum record_sort sort)
{
    static const char *const names[] = {"updated", "created", "name"};
    enum record_sort current =
        query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort;
    view_show(column, "SORTED", current == sort);
    view_text(column, "SORT_URL",
              prompt_query_url(page->arena, query, PROMPT_QUERY_SORT,
                               sort == RECORD_SORT_UPDATED ? NULL : "sort", names[sort]));
}

static void show_pager(struct page *page, const struct prompt_query *query,
                       const struct record_list *list)
{
    struct view *view = page->view;
    view_include(view, "PAGER_LINKS", "partials/pager.tpl");
    if (list->next == NULL && list->previous == NULL)
        return;
    struct view *pager = view_add(view, "PAGER");
    if (list->is_unfinished)
        view_text(view_add(pager, "PAGER_NOTE"), "PAGER_TEXT",
                  "The search took long and paused here. Older goes on.");
    if (list->previous != NULL)
        view_text(
            view_add(pager, "NEWER_URL"), "URL",
            prompt_query_url(page->arena, query, PROMPT_QUERY_NOTHING, "cursor", list->previous));
    if (list->next != NULL)
        view_text(view_add(pager, "OLDER_URL"), "URL",
                  prompt_query_url(page->arena, query, PROMPT_QUERY_NOTHING, "cursor", list->next));
}

static void show_table(struct page *page, const struct prompt_query *query,
                       const struct record_list *list)
{
    struct view *table = view_add(page->view, "TABLE");
    struct row_context context = {table, query->organization, query->sort == RECORD_SORT_CREATED,
                                  policy_allows_some(page->actor, PERMISSION_PROMPT_CHANGE)};
    if (uuid_is_nil(&context.organization_id))
        context.organization_id = page->actor->organization_id;
    view_show(table, "MAY_SELECT", context.has_selection);
    view_show(table, "BY_CREATED", context.is_by_created);
    view_show(table, "BY_NAME", query->sort == RECORD_SORT_NAME);
    view_show(table, "BY_UPDATED", query->sort <= RECORD_SORT_UPDATED);
    show_column(page, query, view_add(table, "NAME_COLUMN"), RECORD_SORT_NAME);
    show_column(page, query, view_add(table, "TIME_COLUMN"),
                context.is_by_created ? RECORD_SORT_CREATED : RECORD_SORT_UPDATED);
    view_text(table, "RETURN_URL",
              prompt_query_url(page->arena, query, PROMPT_QUERY_NOTHING,
                               query->cursor[0] == '\0' ? NULL : "cursor", query->cursor));
    for (int i = 0; i < list->count; i++)
        show_row(page, &context, &list->rows[i]);
    view_include(table, "ROW", "prompts/row.tpl");
    view_keep(table, "ROW");
}

static void show_nothing(struct page *page, const struct prompt_query *query,
                         const struct record_list *list)
{
    bool is_filtered = prompt_query_is_filtered(page->arena, query) || query->cursor[0] != '\0';
    view_show(page->view, "UNFINISHED", list->is_unfinished);
    view_show(page->view, "NOTHING_FOUND", !list->is_unfinished && is_filtered);
    view_show(page->view, "EMPTY", !list->is_unfinished && !is_filtered);
}

/* A cursor that is none any more gives the first page. */
static enum err read_list(struct page *page, struct record_filter *filter, struct record_list *list,
                          const char **problem)
{
    enum err err = prompt_list(page->db, page->actor, filter, list);
    if (err != ERR_INVALID || filter->cursor[0] == '\0')
        return err;
    *problem = "This page of the list is not there any more. Here is the first one.";
    filter->cursor = "";
    return prompt_list(page->db, page->actor, filter, list);
}

enum err page_prompt_list(struct page *page)
{
    struct prompt_query query;
    struct record_filter filter;
    struct record_list list;
    struct prompt_folder_list folders;
    const char *problem = NULL;
    prompt_query_parse(page, &query, &problem);
    prompt_query_filter(page, &query, &filter);
    enum err err =
        prompt_folder_ask(page->db, page->actor, &filter.organization_id, query.folder, &folders);
    if (err == ERR_NONE)
        err = read_list(page, &filter, &list, &problem);
    if (err == ERR_NONE)
        err = prompt_filter_show(page, &query, &filter, &folders);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_show(view, "MAY_CREATE", policy_allows_some(page->actor, PERMISSION_PROMPT_CREATE));
    if (problem != NULL)
        view_text(view_add(view, "PROBLEM"), "MESSAGE", problem);
    if (list.count > 0)
        show_table(page, &query, &list);
    else
        show_nothing(page, &query, &list);
    show_pager(page, &query, &list);
    return page_show(page, 200, "Prompts", "prompts/list.tpl");
}
