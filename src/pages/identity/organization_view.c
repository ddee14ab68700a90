#include "pages/identity/organization_view.h"

#include "base/clock.h"

static void show_numbers(struct view *row, const struct organization_overview *organization)
{
    view_number(row, "USERS", organization->user_count);
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        struct view *cell = view_add(row, "COUNT");
        view_text(cell, "KIND_TITLE", record_kinds[i].title);
        view_number(cell, "RECORDS", organization->record_counts[i]);
    }
}

static void show_row(struct page *page, struct view *row,
                     const struct organization_overview *organization)
{
    const struct uuid *home = &page->session->actor.home_organization_id;
    bool is_here = uuid_equal(&organization->id, &page->session->acting_organization_id);
    page_uuid(page, row, "ORGANIZATION_ID", &organization->id);
    view_text(row, "NAME", organization->name);
    view_show(row, "SUSPENDED", organization->suspended_at != 0);
    view_show(row, "IS_HOME", uuid_equal(&organization->id, home));
    view_show(row, "IS_HERE", is_here);
    view_show(row, "MAY_ENTER", !is_here && !uuid_equal(&organization->id, home));
    show_numbers(row, organization);
    if (organization->last_day > 0) {
        char *day = arena_alloc(page->arena, CLOCK_DAY_LEN);
        clock_format_day(organization->last_day * CLOCK_DAY, day);
        view_text(view_add(row, "LAST"), "DAY", day);
    }
}

void organization_view_table(struct page *page, struct view *view,
                             const struct organization_overview_list *list)
{
    view_include(view, "ORGANIZATION_TABLE", "identity/organization_table.tpl");
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        view_text(view_add(view, "KIND"), "KIND_TITLE", record_kinds[i].title);
    for (int i = 0; i < list->count; i++)
        show_row(page, view_add(view, "ROW"), &list->items[i]);
}
