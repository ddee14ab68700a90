#include <string.h>

#include "data/register/register_summary.h"
#include "data/user/user_list.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/register/register_query.h"
#include "pages/register/register_row.h"
#include "pages/register/register_show.h"
#include "web/form_render.h"

/* The register of AI systems: all agents and teams with their entries. */

static const char title[] = "Register";

static void show_option(struct view *view, const char *section, const char *value, const char *text,
                        bool is_selected)
{
    struct view *option = view_add(view, section);
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", text);
    view_show(option, "SELECTED", is_selected);
}

static enum err show_owners(struct page *page, const struct register_filter *filter)
{
    struct user_list users;
    enum err err = user_list_choices(page->db, page->actor, &page->actor->organization_id, &users);
    for (int i = 0; err == ERR_NONE && i < users.count; i++) {
        char id[UUID_TEXT_LEN];
        uuid_format(&users.items[i].id, id);
        show_option(page->view, "OWNER_OPTION", arena_strdup(page->arena, id),
                    record_page_name(users.items[i].full_name),
                    uuid_equal(&users.items[i].id, &filter->owner_id));
    }
    return err;
}

static void show_filters(struct page *page, const struct register_filter *filter,
                         const struct register_summary *summary)
{
    static const char *const kinds[][2] = {{"agent", "Agents"}, {"team", "Teams"}};
    static const char *const sorts[][2] = {
        {"name", "Name"}, {"review", "Next review"}, {"risk", "Risk class"}};
    struct view *view = page->view;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        show_option(view, "KIND_OPTION", kinds[i][0], kinds[i][1],
                    filter->kind != NULL && strcmp(filter->kind->name, kinds[i][0]) == 0);
    for (int i = 0; i < RISK_COUNT; i++)
        show_option(view, "RISK_OPTION", register_risk_names[i], register_risk_titles[i],
                    filter->risk == i);
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        show_option(view, "SORT_OPTION", sorts[i][0], sorts[i][1], (size_t)filter->sort == i);
    for (int i = 0; i < summary->model_count; i++)
        show_option(view, "MODEL_OFFER", summary->models[i], summary->models[i], false);
    for (int i = 0; i < summary->provider_count; i++)
        show_option(view, "PROVIDER_OPTION", summary->providers[i], summary->providers[i],
                    strcmp(summary->providers[i], filter->provider) == 0);
    view_text(view, "MODEL", filter->model);
    view_show(view, "OVERDUE_CHECKED", filter->is_overdue);
    view_show(view, "INCOMPLETE_CHECKED", filter->is_incomplete);
}

static void show_tab(struct page *page, const char *text, int64_t count, const char *query,
                     bool is_current)
{
    struct view *tab = view_add(page->view, "TAB");
    view_text(tab, "TAB_TEXT", text);
    view_number(tab, "TAB_COUNT", count);
    view_text(tab, "TAB_URL", arena_printf(page->arena, "/register%s", query));
    view_show(tab, "IS_CURRENT", is_current);
}

static void show_counts(struct page *page, const struct register_query *query,
                        const struct register_summary *summary)
{
    const struct register_filter *filter = &query->filter;
    show_tab(page, "All", summary->total, "", !query->is_filtered);
    show_tab(page, "Overdue", summary->overdue, "?overdue=1", filter->is_overdue);
    show_tab(page, "Incomplete", summary->incomplete, "?incomplete=1", filter->is_incomplete);
    for (int i = 0; i < RISK_COUNT; i++)
        if (summary->by_risk[i] > 0)
            show_tab(page, register_risk_titles[i], summary->by_risk[i],
                     arena_printf(page->arena, "?risk=%s", register_risk_names[i]),
                     filter->risk == i);
}

static void show_rows(struct page *page, const struct register_query *query,
                      const struct register_list *list)
{
    bool has_model = query->filter.model[0] != '\0';
    if (list->count > 0) {
        struct view *table = view_add(page->view, "TABLE");
        view_show(table, "USES_HEAD", has_model);
        for (int i = 0; i < list->count; i++) {
            struct view *row = view_add(table, "ROW");
            register_row_show(page, row, &list->rows[i]);
            if (has_model)
                view_text(view_add(row, "USES_CELL"), "USES", list->rows[i].uses);
        }
    }
    view_show(page->view, "EMPTY", list->count == 0);
    if (list->next == NULL && query->filter.cursor[0] == '\0')
        return;
    struct view *pager = view_add(page->view, "MORE_PAGES");
    if (query->filter.cursor[0] != '\0')
        view_text(
            view_add(pager, "FIRST"), "URL",
            arena_printf(page->arena, "/register%s", register_query_with(page, "from", NULL)));
    if (list->next != NULL)
        view_text(view_add(pager, "NEXT"), "URL",
                  arena_printf(page->arena, "/register%s",
                               register_query_with(page, "from", list->next)));
}

enum err page_register_list(struct page *page)
{
    struct register_query query;
    struct register_summary summary;
    struct register_list list;
    register_summary_ahead(page->db, page->actor);
    user_list_choices_ahead(page->db, &page->actor->organization_id);
    enum err wrong = register_query_parse(page, &query);
    enum err err = register_list(page->db, page->actor, &query.filter, &list);
    if (err == ERR_INVALID) {
        form_error(&query.form, "from",
                   "There is no such place in the list. Here is its beginning.");
        wrong = err;
        query.filter.cursor = "";
        err = register_list(page->db, page->actor, &query.filter, &list);
    }
    if (err == ERR_NONE)
        err = register_summary(page->db, page->actor, &summary);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    form_render(&query.form, view);
    show_filters(page, &query.filter, &summary);
    err = show_owners(page, &query.filter);
    if (err != ERR_NONE)
        return err;
    show_counts(page, &query, &summary);
    show_rows(page, &query, &list);
    view_number(view, "TOTAL", summary.total);
    const char *filters = register_query_with(page, "from", NULL);
    view_text(view, "PRINT_URL", arena_printf(page->arena, "/register/print%s", filters));
    view_text(view, "CSV_URL", arena_printf(page->arena, "/register/csv%s", filters));
    view_show(view, "IS_FILTERED", query.is_filtered);
    if (query.filter.model[0] != '\0')
        view_text(view_add(view, "OF_MODEL"), "MODEL_NAME", query.filter.model);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, wrong == ERR_NONE ? 200 : 422, title, "register/list.tpl");
}
