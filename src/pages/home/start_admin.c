#include "pages/home/start_admin.h"

#include <string.h>

#include "data/audit/activity.h"
#include "data/audit/audit.h"
#include "data/organization/organization_overview.h"
#include "data/trail/activity_admin.h"
#include "data/trail/audit_list.h"
#include "data/user/user.h"
#include "pages/organization/organization_view.h"
#include "pages/record/record_page.h"

enum { INVITED_SHOWN = 5, WEEK = 7, EVENTS_READ = 100, FAILURES_SHOWN = 5 };

static void show_number(struct view *block, const char *key, int64_t number)
{
    if (number > 0)
        view_number(view_add(block, key), "N", number);
}

/* Who was invited and did not come yet, so that someone can ask them. */
static enum err show_invited(struct page *page, struct view *block)
{
    struct user_filter filter = {.persona = -1, .state = USER_INVITED, .limit = INVITED_SHOWN};
    struct user_list list;
    enum err err = user_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE || list.count == 0)
        return err;
    struct view *invited = view_add(block, "WAITING");
    for (int i = 0; i < list.count; i++) {
        struct view *row = view_add(invited, "ROW");
        page_uuid(page, row, "USER_ID", &list.items[i].id);
        record_page_person(row, "PERSON", list.items[i].full_name);
        page_time_here(page, row, list.items[i].created_at);
    }
    view_show(invited, "HAS_MORE", list.has_more);
    return ERR_NONE;
}

static void ahead_people(struct page *page)
{
    activity_people_ahead(page->db, page->actor);
}

static enum err show_people(struct start *start)
{
    struct people_counts counts;
    enum err err = activity_people(start->page->db, start->page->actor, &counts);
    if (err != ERR_NONE)
        return err;
    struct view *block = start_add(start, "home/people.tpl");
    view_number(block, "ACTIVE", counts.active);
    show_number(block, "INVITED", counts.invited);
    show_number(block, "INACTIVE", counts.inactive);
    show_number(block, "NEVER", counts.never_signed_in);
    return counts.invited > 0 ? show_invited(start->page, block) : ERR_NONE;
}

const struct start_block start_people = {.ahead = ahead_people, .show = show_people};

static struct activity *last_week(struct page *page)
{
    struct activity *activity = arena_alloc(page->arena, sizeof *activity);
    activity->first_day = activity_day(clock_now()) - (WEEK - 1);
    activity->day_count = WEEK;
    return activity;
}

static void ahead_failures(struct page *page)
{
    activity_ahead(page->db, page->actor, last_week(page));
}

static enum err count_failures(struct page *page, int64_t *count)
{
    struct activity *activity = last_week(page);
    enum err err = activity_get(page->db, page->actor, activity);
    *count = 0;
    for (int i = 0; err == ERR_NONE && i < activity->day_count; i++)
        *count += activity->counts[i][ACTIVITY_SIGN_IN_FAILURE];
    return err;
}

/* The newest of them by person, each once with the last time. */
static void show_failed(struct page *page, struct view *block, const struct audit_list *list)
{
    struct uuid shown[FAILURES_SHOWN];
    int count = 0;
    for (int i = 0; i < list->count && count < FAILURES_SHOWN; i++) {
        const struct audit_entry *entry = &list->entries[i];
        bool is_known = strcmp(entry->outcome, "failure") != 0;
        for (int j = 0; !is_known && j < count; j++)
            is_known = uuid_equal(&shown[j], &entry->record_id);
        if (is_known)
            continue;
        shown[count++] = entry->record_id;
        struct view *row = view_add(block, "ROW");
        page_uuid(page, row, "USER_ID", &entry->record_id);
        record_page_person(row, "PERSON", entry->record_name);
        page_time_here(page, row, entry->occurred_at);
    }
}

static enum err show_failures(struct start *start)
{
    struct page *page = start->page;
    struct audit_filter filter = {
        .action = "session.sign_in", .from = clock_now() - WEEK * CLOCK_DAY, .limit = EVENTS_READ};
    struct audit_list list = {.count = 0};
    int64_t count = 0;
    enum err err = count_failures(page, &count);
    if (err == ERR_NONE && count > 0)
        err = audit_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    struct view *block = start_add(start, "home/failures.tpl");
    view_show(block, "NONE", count == 0);
    if (count > 0)
        view_text(view_add(block, "SOME"), "COUNT",
                  record_page_count(page, count, "failed sign-in"));
    show_failed(page, block, &list);
    return ERR_NONE;
}

const struct start_block start_failures = {.ahead = ahead_failures, .show = show_failures};

static enum err show_organizations(struct start *start)
{
    struct page *page = start->page;
    struct organization_overview_list list;
    enum err err = organization_overview(
        page->db, page->actor, &(struct organization_overview_filter){"", "", {{0}}}, &list);
    if (err != ERR_NONE)
        return err;
    struct view *block = start_add(start, "home/organizations.tpl");
    organization_view_table(page, block, &list);
    view_show(block, "HAS_MORE", list.has_more);
    return ERR_NONE;
}

const struct start_block start_organizations = {.show = show_organizations};
