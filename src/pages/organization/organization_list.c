#include <string.h>

#include "data/organization/organization.h"
#include "data/session/session_enter.h"
#include "pages/handlers.h"
#include "pages/organization/organization_view.h"

/* All organizations, for those who look after them: enter one, leave it again. */

struct list_query {
    const char *search;
    const char *after;
    struct uuid after_id;
};

static const struct form_field query_fields[] = {
    {.name = "q",
     .label = "Search",
     .kind = FORM_LINE,
     .max_chars = ORGANIZATION_NAME_MAX,
     .offset = offsetof(struct list_query, search)},
    {.name = "after",
     .label = "Page",
     .kind = FORM_LINE,
     .max_chars = ORGANIZATION_NAME_MAX,
     .offset = offsetof(struct list_query, after)},
    {.name = "from",
     .label = "Page",
     .kind = FORM_UUID,
     .offset = offsetof(struct list_query, after_id)},
};

static const char list_title[] = "Organizations";
static const char list_file[] = "organization/organization_list.tpl";

static void show_pager(struct page *page, const struct list_query *query,
                       const struct organization_overview_list *list)
{
    if (!list->has_more)
        return;
    const struct organization_overview *last = &list->items[list->count - 1];
    char id[UUID_TEXT_LEN];
    uuid_format(&last->id, id);
    view_text(view_add(page->view, "MORE"), "URL",
              arena_printf(page->arena, "/organizations?q=%s&after=%s&from=%s",
                           text_percent_encode(page->arena, query->search),
                           text_percent_encode(page->arena, last->name), id));
}

enum err page_organization_list(struct page *page)
{
    struct form form;
    struct list_query query;
    enum err wrong =
        form_parse_query(&form, page->request, query_fields, (int)COUNT_OF(query_fields), &query);
    (void)wrong; /* a wrong value counts as absent */
    struct organization_overview_filter filter = {text_trim(page->arena, query.search), query.after,
                                                  query.after_id};
    struct organization_overview_list list;
    enum err err = organization_overview(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    organization_view_table(page, view, &list);
    show_pager(page, &query, &list);
    view_text(view, "Q", filter.search);
    view_show(view, "TABLE", list.count > 0);
    view_show(view, "NOTHING", list.count == 0);
    view_show(view, "FROM_START", query.after[0] != '\0');
    return page_show(page, 200, list_title, list_file);
}

enum err page_organization_enter_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Enter organization");
    err = session_enter(page->db, page->session, &page->match.ids[0]);
    if (err == ERR_CONFLICT)
        return page_redirect(page, "/organizations", "warning",
                             "This is your own organization: leave the other one to work in it.");
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/", "success",
                         "What you do here is marked as done from outside in the audit log.");
}

enum err page_organization_leave_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Leave organization");
    err = session_leave(page->db, page->session);
    if (err != ERR_NONE && err != ERR_CONFLICT) /* left already, in another tab */
        return err;
    return page_redirect(page, "/organizations", "success",
                         "You are back in your own organization.");
}
