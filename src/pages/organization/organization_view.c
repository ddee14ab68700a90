#include "pages/organization/organization_view.h"

#include <inttypes.h>

#include "base/clock.h"

const char *organization_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/organizations/%s%s", text, rest);
}

static void show_numbers(struct view *row, const struct organization_overview *organization)
{
    view_number(row, "USERS", organization->user_count);
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        struct view *cell = view_add(row, "COUNT");
        view_text(cell, "KIND_TITLE", record_kinds[i].title);
        view_number(cell, "RECORDS", organization->record_counts[i]);
    }
}

static const char *const usage_titles[USAGE_COUNT] = {"Records", "Content", "People"};

/* 1,500,000 bytes: "1.5 MB". */
static const char *amount(struct page *page, enum usage what, int64_t number)
{
    if (what != USAGE_BYTES)
        return arena_printf(page->arena, "%" PRId64, number);
    return arena_printf(page->arena, "%" PRId64 ".%d MB", number / 1000000,
                        (int)(number % 1000000 / 100000));
}

void organization_view_usage(struct page *page, struct view *view,
                             const struct organization_usage *usage)
{
    for (int i = 0; i < USAGE_COUNT; i++) {
        struct view *row = view_add(view, "USAGE");
        int percent = organization_usage_percent(usage, (enum usage)i);
        view_text(row, "USAGE_TITLE", usage_titles[i]);
        view_text(row, "USED", amount(page, (enum usage)i, usage->counts[i]));
        view_show(row, "NO_LIMIT", usage->limits[i] == 0);
        if (usage->limits[i] == 0)
            continue;
        struct view *limit = view_add(row, "LIMIT");
        view_text(limit, "MOST", amount(page, (enum usage)i, usage->limits[i]));
        view_text(limit, "BAR_ID", arena_printf(page->arena, "usage-%d", i));
        view_number(limit, "PERCENT", percent);
        view_number(limit, "FILLED", percent > 100 ? 100 : percent);
        view_show(limit, "IS_NEAR", percent >= USAGE_WARN_PERCENT && percent < 100);
        view_show(limit, "IS_FULL", percent >= 100);
    }
}

/* The limit that is nearest, for a table. */
static void show_fullest(struct page *page, struct view *row,
                         const struct organization_usage *usage)
{
    enum usage fullest = organization_usage_fullest(usage);
    if (fullest == USAGE_COUNT)
        return;
    struct view *chip = view_add(row, "NEAR_LIMIT");
    view_text(chip, "NEAR_TEXT",
              arena_printf(page->arena, "%s %d%%", usage_titles[fullest],
                           organization_usage_percent(usage, fullest)));
}

static void show_row(struct page *page, struct view *row,
                     const struct organization_overview *organization)
{
    const struct uuid *home = &page->session->actor.home_organization_id;
    bool is_here = uuid_equal(&organization->id, &page->session->acting_organization_id);
    page_uuid(page, row, "ORGANIZATION_ID", &organization->id);
    view_text(row, "NAME", organization->name);
    bool is_closed = organization->closed_at != 0;
    view_show(row, "CLOSED", is_closed);
    view_show(row, "SUSPENDED", organization->suspended_at != 0 && !is_closed);
    view_show(row, "IS_HOME", uuid_equal(&organization->id, home));
    view_show(row, "IS_HERE", is_here);
    view_show(row, "MAY_ENTER", !is_here && !is_closed && !uuid_equal(&organization->id, home));
    show_fullest(page, row, &organization->usage);
    show_numbers(row, organization);
    if (organization->last_day > 0) {
        char *day = arena_alloc(page->arena, CLOCK_DAY_LEN);
        clock_format_day(organization->last_day * CLOCK_DAY, day);
        view_text(view_add(row, "LAST"), "DAY", day);
    }
}

void organization_view(struct page *page, struct view *view,
                       const struct organization_overview *organization)
{
    show_row(page, view, organization);
    organization_view_usage(page, view, &organization->usage);
    view_text(view, "SLUG", organization->slug);
    page_time(page, view, "CREATED", organization->created_at);
    if (organization->suspended_at != 0)
        page_time(page, view, "SUSPENDED_SINCE", organization->suspended_at);
    view_show(view, "IS_OPEN", organization->closed_at == 0);
    view_show(view, "MAY_SUSPEND",
              organization->suspended_at == 0 &&
                  !uuid_equal(&organization->id, &page->session->actor.home_organization_id));
}

void organization_view_table(struct page *page, struct view *view,
                             const struct organization_overview_list *list)
{
    view_include(view, "ORGANIZATION_TABLE", "organization/organization_table.tpl");
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        view_text(view_add(view, "KIND"), "KIND_TITLE", record_kinds[i].title);
    for (int i = 0; i < list->count; i++)
        show_row(page, view_add(view, "ROW"), &list->items[i]);
}
