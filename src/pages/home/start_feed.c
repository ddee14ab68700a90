#include "pages/home/start_feed.h"

#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "data/audit/activity.h"
#include "data/trail/activity_feed.h"
#include "domain/record/kind.h"
#include "pages/record/record_page.h"
#include "pages/trail/audit_view.h"

enum { EVENTS_READ = 60, LINES_SHOWN = 30, TOGETHER = 3 };

/* ---- the reader's days and last visit ------------------------------------------------------ */

static int64_t day_of(const struct page *page, int64_t time)
{
    return clock_local_day(page_zone(page), time) / CLOCK_DAY;
}

/* Since the visit before this one. */
static bool is_new(const struct page *page, int64_t time)
{
    return time >= page->session->previous_visit_at;
}

/* ---- lines: what belongs together ---------------------------------------------------------- */

enum line_kind { LINE_EVENT, LINE_SAVES, LINE_MANY };

struct line {
    enum line_kind kind;
    const struct audit_entry *entry; /* the newest */
    int count;
    bool is_open;                    /* of many: there may be more of them */
    struct audit_remark first, last; /* of the oldest and the newest */
};

/* On one day of the reader's, and on one side of the line that marks the last visit. */
static bool is_same_save(const struct page *page, const struct audit_entry *a,
                         const struct audit_entry *b)
{
    return uuid_equal(&a->record_id, &b->record_id) && uuid_equal(&a->actor_id, &b->actor_id) &&
           is_new(page, a->occurred_at) == is_new(page, b->occurred_at) &&
           day_of(page, a->occurred_at) == day_of(page, b->occurred_at);
}

/* One act with many records: an import, starters, a bulk action. */
static bool is_same_act(const struct audit_entry *a, const struct audit_entry *b)
{
    return strcmp(a->request_id, b->request_id) == 0 && strcmp(a->action, b->action) == 0 &&
           !uuid_equal(&a->record_id, &b->record_id);
}

static struct line saves_from(const struct page *page, const struct audit_list *list, int at)
{
    struct arena *arena = page->arena;
    struct line line = {.kind = LINE_EVENT, .entry = &list->entries[at], .count = 1};
    line.first = line.last = audit_remark_of(arena, line.entry);
    for (int i = at + 1; line.last.to != 0 && i < list->count; i++) {
        struct audit_remark before = audit_remark_of(arena, &list->entries[i]);
        if (before.to == 0 || !is_same_save(page, line.entry, &list->entries[i]))
            break;
        line.first = before;
        line.kind = LINE_SAVES;
        line.count++;
    }
    return line;
}

static int count_act(const struct audit_list *list, int at)
{
    int count = 1;
    while (at + count < list->count &&
           is_same_act(&list->entries[at + count - 1], &list->entries[at + count]))
        count++;
    return count;
}

static struct line line_from(const struct page *page, const struct audit_list *list, int at)
{
    int together = count_act(list, at);
    if (together < TOGETHER)
        return saves_from(page, list, at);
    return (struct line){.kind = LINE_MANY,
                         .entry = &list->entries[at],
                         .count = together,
                         .is_open = list->has_more && at + together == list->count};
}

/* Of a record that is gone only what tells its name: that it was made, and deleted. */
static void leave_out_gone(struct arena *arena, struct audit_list *list)
{
    int kept = 0;
    for (int i = 0; i < list->count; i++) {
        const struct audit_entry *entry = &list->entries[i];
        if (entry->record_name != NULL || audit_remark_of(arena, entry).name != NULL)
            list->entries[kept++] = *entry;
    }
    list->count = kept;
}

/* ---- days ---------------------------------------------------------------------------------- */

enum day_group { TODAY, YESTERDAY, THIS_WEEK, EARLIER, DAY_GROUP_COUNT };

static const char *const day_titles[DAY_GROUP_COUNT] = {"Today", "Yesterday", "This week",
                                                        "Earlier"};

static enum day_group group_of(const struct page *page, int64_t time, int64_t now)
{
    int64_t day = day_of(page, time);
    int64_t today = day_of(page, now);
    if (day >= today)
        return TODAY;
    if (day == today - 1)
        return YESTERDAY;
    return day >= activity_monday(today) ? THIS_WEEK : EARLIER;
}

/* ---- the feed ------------------------------------------------------------------------------ */

static void ahead_feed(struct page *page)
{
    activity_feed_ahead(page->db, page->actor, EVENTS_READ);
}

/* "Created prompt" becomes "Created 8 prompts". */
static struct audit_sentence many_words(struct arena *arena, const struct line *line)
{
    struct audit_sentence one = audit_sentence_of(arena, line->entry);
    const char *noun = line->entry->record_type;
    return (struct audit_sentence){arena_printf(arena, "%.*s %s%s", (int)strcspn(one.what, " "),
                                                one.what, line->is_open ? "more than " : "",
                                                text_counted(arena, line->count, noun)),
                                   "", NULL};
}

static struct audit_sentence words_of(struct arena *arena, const struct line *line)
{
    if (line->kind == LINE_MANY)
        return many_words(arena, line);
    if (line->kind == LINE_SAVES)
        return audit_sentence_of_saves(arena, line->entry, line->count, &line->first, &line->last);
    return audit_sentence_of(arena, line->entry);
}

/* "Tom moved production": what an event of the log begins with goes on here. */
static const char *go_on(struct arena *arena, const char *what)
{
    char *text = arena_strdup(arena, what);
    if (text[0] >= 'A' && text[0] <= 'Z')
        text[0] = (char)(text[0] - 'A' + 'a');
    return text;
}

/* is_seen: the first one from before the last visit. */
static void show_line(struct page *page, struct view *group, const struct line *line, bool is_seen)
{
    struct audit_sentence sentence = words_of(page->arena, line);
    const struct record_kind *kind = record_kind_find(line->entry->record_type);
    bool may_read = policy_allows_some(page->actor, kind->read);
    struct audit_entry entry = *line->entry;
    struct view *view = view_add(group, "LINE");
    view_show(view, "SEEN", is_seen);
    if (line->kind == LINE_MANY)
        entry.record_id = (struct uuid){{0}};
    if (!may_read || entry.record_name == NULL)
        sentence.diff_url = NULL;
    sentence.what = go_on(page->arena, sentence.what);
    audit_view_told(page, view, &entry, &sentence);
    view_text(view, "INITIALS",
              page_initials(page, entry.actor_name == NULL ? "" : entry.actor_name));
    if (may_read && line->kind == LINE_EVENT && line->last.why != NULL)
        view_text(view_add(view, "WHY"), "REASON", line->last.why);
}

static struct view *show_day(struct view *block, int day, int *shown)
{
    struct view *group = view_add(block, "GROUP");
    view_text(group, "DAY", day_titles[day]);
    view_number(group, "DAY_NUMBER", day);
    *shown = day;
    return group;
}

static enum err show_feed(struct start *start)
{
    struct page *page = start->page;
    struct audit_list list;
    struct view *block = NULL;
    struct view *group = NULL;
    int shown = -1;
    bool had_new = false; /* the line before is newer than the last visit */
    int64_t now = clock_now();
    enum err err = activity_feed(page->db, page->actor, EVENTS_READ, &list);
    if (err != ERR_NONE)
        return err;
    leave_out_gone(page->arena, &list);
    for (int at = 0, lines = 0; at < list.count && lines < LINES_SHOWN; lines++) {
        struct line line = line_from(page, &list, at);
        int day = (int)group_of(page, line.entry->occurred_at, now);
        if (block == NULL)
            block = start_add(start, "home/feed.tpl");
        if (day != shown)
            group = show_day(block, day, &shown);
        bool is_old = !is_new(page, line.entry->occurred_at);
        show_line(page, group, &line, is_old && had_new);
        had_new = !is_old;
        at += line.count;
    }
    if (block != NULL)
        view_show(block, "HAS_LOG", policy_allows_some(page->actor, PERMISSION_AUDIT_CONTENT));
    return ERR_NONE;
}

const struct start_block start_feed = {.ahead = ahead_feed, .show = show_feed};
