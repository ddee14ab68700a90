#include "data/review/review.h"

#include "base/clock.h"
#include "data/review/review_snapshot.h"
#include "pages/handlers.h"
#include "pages/review/review_view.h"

/* Who can do what: everyone's access, what changed since the last review, the reviews before, and
 * when the next one is due. */

enum { PEOPLE_PER_PAGE = 25 };

static const char title[] = "Access review";
static const char path[] = "/settings/access";

/* ---- which people --------------------------------------------------------------------------- */

static const struct {
    const char *name; /* in the address */
    const char *title;
    unsigned marks;
} shown[] = {
    {"all", "Everyone", REVIEW_ALL},
    {"look", "Needs a look", REVIEW_LOOK},
    {"admin-factor", "Administrators without a second factor", REVIEW_NO_ADMIN_FACTOR},
    {"unseen", "Not seen for 90 days", REVIEW_NOT_SEEN},
    {"idle-tokens", "Tokens not used for 90 days", REVIEW_IDLE_TOKEN},
    {"not-accepted", "Invitations not accepted", REVIEW_NOT_ACCEPTED},
    {"admins", "Administrators", REVIEW_ADMIN},
    {"no-factor", "Without a second factor", REVIEW_NO_FACTOR},
    {"tokens", "With API tokens", REVIEW_HAS_TOKEN},
    {"inactive", "Inactive", REVIEW_INACTIVE},
};

static const char *const show_names[COUNT_OF(shown) + 1] = {
    "all",    "look",      "admin-factor", "unseen",   "idle-tokens", "not-accepted",
    "admins", "no-factor", "tokens",       "inactive", NULL};
static const char *const ranks[] = {"1", "2", "3", "4", "5", "6", NULL};

struct list_query {
    int show;
    int rank;
    struct uuid after;
};

static const struct form_field query_fields[] = {
    {.name = "show",
     .label = "Show",
     .kind = FORM_CHOICE,
     .choices = show_names,
     .offset = offsetof(struct list_query, show)},
    {.name = "rank",
     .label = "Page",
     .kind = FORM_CHOICE,
     .choices = ranks,
     .offset = offsetof(struct list_query, rank)},
    {.name = "after",
     .label = "Page",
     .kind = FORM_UUID,
     .offset = offsetof(struct list_query, after)},
};

static int64_t count_of(const struct review_counts *counts, unsigned marks)
{
    if (marks == REVIEW_ALL)
        return counts->people;
    if (marks == REVIEW_LOOK)
        return counts->looks;
    int at = 0;
    while ((marks & 1U << at) == 0)
        at++;
    return counts->marks[at];
}

/* The filters that find somebody, and the one that is chosen. */
static void show_filters(struct page *page, const struct review_counts *counts, int chosen)
{
    for (int i = 0; i < (int)COUNT_OF(shown); i++) {
        int64_t count = count_of(counts, shown[i].marks);
        if (count == 0 && i > 1 && i != chosen)
            continue;
        struct view *filter = view_add(page->view, "FILTER");
        view_text(filter, "FILTER_TITLE", shown[i].title);
        view_text(filter, "FILTER_URL",
                  i == 0 ? path : arena_printf(page->arena, "%s?show=%s", path, shown[i].name));
        view_number(filter, "FILTER_COUNT", count);
        view_show(filter, "IS_CHOSEN", i == chosen);
    }
}

static void show_pager(struct page *page, const struct list_query *query,
                       const struct review_list *list)
{
    const char *base = arena_printf(page->arena, "%s?show=%s", path, shown[query->show].name);
    bool is_first = query->rank < 0 || uuid_is_nil(&query->after);
    if (is_first && !list->has_more)
        return;
    struct view *pager = view_add(page->view, "MORE_PAGES");
    if (!is_first)
        view_text(view_add(pager, "FIRST"), "URL", base);
    if (!list->has_more)
        return;
    char id[UUID_TEXT_LEN];
    uuid_format(&list->next_id, id);
    view_text(
        view_add(pager, "NEXT"), "URL",
        arena_printf(page->arena, "%s&rank=%lld&after=%s", base, (long long)list->next_rank, id));
}

static enum err show_people(struct page *page, const struct list_query *query, int64_t now)
{
    struct review_counts counts;
    struct review_list list;
    bool is_first = query->rank < 0 || uuid_is_nil(&query->after);
    struct review_filter filter = {.marks = shown[query->show].marks, .limit = PEOPLE_PER_PAGE};
    if (!is_first) {
        filter.rank = query->rank + 1;
        filter.id = query->after;
    }
    enum err err = review_count(page->db, page->actor, now, &counts);
    if (err == ERR_NONE)
        err = review_list(page->db, page->actor, &filter, now, &list);
    if (err != ERR_NONE)
        return err;
    show_filters(page, &counts, query->show);
    for (int i = 0; i < list.count; i++)
        review_view_person(page, view_add(page->view, "ROW"), &list.items[i]);
    view_show(page->view, "TABLE", list.count > 0);
    view_show(page->view, "NOBODY", list.count == 0);
    show_pager(page, query, &list);
    return ERR_NONE;
}

/* ---- the reviews ---------------------------------------------------------------------------- */

static enum err show_reviews(struct page *page)
{
    struct review_signed_list list;
    struct review_change_list changes;
    enum err err = review_signed(page->db, page->actor, &list);
    if (err == ERR_NONE && list.count > 0)
        err = review_changes(page->db, page->actor, &list.items[0], &changes);
    if (err != ERR_NONE)
        return err;
    if (list.count > 0) {
        struct view *since = view_add(page->view, "SINCE");
        review_view(page, since, &list.items[0]);
        review_view_changes(page, since, &changes);
    }
    view_show(page->view, "HISTORY", list.count > 0);
    view_show(page->view, "NO_HISTORY", list.count == 0);
    for (int i = 0; i < list.count; i++)
        review_view(page, view_add(page->view, "REVIEW"), &list.items[i]);
    return ERR_NONE;
}

static enum err show_reminder(struct page *page)
{
    struct review_due due;
    int days = 0;
    enum err err = review_due(page->db, page->actor, &due);
    if (err == ERR_NONE)
        err = review_remind_get(page->db, page->actor, &days);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < REVIEW_PERIOD_COUNT; i++) {
        struct view *option = view_add(page->view, "PERIOD");
        view_number(option, "VALUE", review_periods[i]);
        view_text(option, "TEXT",
                  i == 0 ? "Never" : arena_printf(page->arena, "After %d days", review_periods[i]));
        view_show(option, "SELECTED", review_periods[i] == days);
    }
    if (!due.is_due)
        return ERR_NONE;
    struct view *view = view_add(page->view, "DUE");
    view_show(view, "IS_FIRST", due.is_first);
    if (!due.is_first)
        page_time(page, view, "LAST", due.since);
    return ERR_NONE;
}

enum err page_review_list(struct page *page)
{
    struct form form;
    struct list_query query;
    enum err wrong =
        form_parse_query(&form, page->request, query_fields, (int)COUNT_OF(query_fields), &query);
    (void)wrong; /* a wrong value counts as absent */
    if (query.show < 0)
        query.show = 0;
    (void)page_view(page);
    enum err err = show_people(page, &query, clock_now());
    if (err == ERR_NONE)
        err = show_reviews(page);
    if (err == ERR_NONE)
        err = show_reminder(page);
    return err == ERR_NONE ? page_show(page, 200, title, "review/review.tpl") : err;
}

/* ---- when it is due ------------------------------------------------------------------------- */

static const char *const period_names[REVIEW_PERIOD_COUNT + 1] = {"0", "90", "180", "365", NULL};

struct remind_form {
    int period;
};

static const struct form_field remind_fields[] = {
    {.name = "days",
     .label = "Remind administrators",
     .kind = FORM_CHOICE,
     .choices = period_names,
     .is_required = true,
     .offset = offsetof(struct remind_form, period)},
};

enum err page_review_remind_post(struct page *page)
{
    struct form form;
    struct remind_form typed;
    if (form_parse(&form, page->request, remind_fields, (int)COUNT_OF(remind_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(page, &form, "Save reminder");
    enum err err = review_remind_set(page->db, page->actor, review_periods[typed.period]);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, path, "success",
                         typed.period == 0 ? "Nobody is reminded of access reviews any more."
                                           : "Administrators are reminded in their inbox.");
}

/* ---- the file ------------------------------------------------------------------------------- */

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    return review_file_next(context, piece->arena, piece, is_done);
}

static void leave(void *context)
{
    db_abandon(((struct review_file *)context)->db);
}

static enum err send_file(struct page *page, const struct uuid *review_id)
{
    struct review_file *file = arena_alloc(page->arena, sizeof *file);
    char day[CLOCK_DAY_LEN];
    enum err err = review_file_begin(page->db, page->actor, review_id, file);
    if (err != ERR_NONE)
        return err;
    clock_format_day(file->made_at, day);
    page->response->status = 200;
    page->response->content_type = "text/csv; charset=utf-8; header=present";
    page->response->stream = (struct response_stream){next_piece, file, leave};
    response_header(page->response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"access-%s.csv\"", day));
    return ERR_NONE;
}

enum err page_review_csv(struct page *page)
{
    static const struct uuid now;
    return send_file(page, &now);
}

enum err page_review_show_csv(struct page *page)
{
    return send_file(page, &page->match.ids[0]);
}
