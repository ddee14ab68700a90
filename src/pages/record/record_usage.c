#include "pages/record/record_usage.h"

#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "data/stop/stop_copy.h"
#include "pages/record/record_chart.h"

enum { SERIES_MAX = RECORD_CHART_SERIES_MAX, DAY_LABEL_STEP = 7 };

/* ---- words -------------------------------------------------------------------------------- */

/* "1,204". */
static const char *grouped(struct page *page, int64_t count)
{
    const char *digits = arena_printf(page->arena, "%lld", (long long)count);
    size_t len = strlen(digits);
    struct buf buf;
    buf_init(&buf, page->arena);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_add_char(&buf, ',');
        buf_add_char(&buf, digits[i]);
    }
    return buf.data;
}

static const char *times(struct page *page, int64_t count)
{
    return count == 1 ? "once" : arena_printf(page->arena, "%s times", grouped(page, count));
}

/* "Served 1,204 times in the last 30 days by 3 tokens". */
static const char *words(struct page *page, int64_t serving_count, int64_t token_count)
{
    if (serving_count == 0)
        return arena_printf(page->arena, "Not served in the last %d days", USAGE_DAYS);
    const char *by = token_count == 0 ? ""
                                      : arena_printf(page->arena, " by %s",
                                                     record_page_count(page, token_count, "token"));
    return arena_printf(page->arena, "Served %s in the last %d days%s", times(page, serving_count),
                        USAGE_DAYS, by);
}

static void show_sum(struct page *page, const struct record_head *head, const struct usage_sum *sum,
                     bool is_of_all)
{
    struct view *view = page->view;
    bool is_never = is_of_all && sum->last_ever_at == 0;
    view_text(view, "USAGE_WORDS",
              is_never ? "Never served" : words(page, sum->serving_count, sum->token_count));
    page_time(page, view, "LAST_SERVED", is_of_all ? sum->last_ever_at : sum->last_at);
    if (is_of_all && head->archived_at != 0 && sum->archived_last_at > head->archived_at)
        page_time(page, view, "SERVED_ARCHIVED", sum->archived_last_at);
}

enum err record_usage_line(struct page *page, const struct record_head *head, int64_t version)
{
    struct usage_sum sum;
    enum err err = usage_sum(page->db, head, version, &sum);
    if (err == ERR_NONE)
        show_sum(page, head, &sum, version == 0);
    return err;
}

/* ---- by label ----------------------------------------------------------------------------- */

static void show_label(struct page *page, const struct usage_label *label)
{
    struct view *row = view_add(page->view, "LABEL_USAGE");
    view_text(row, "USED_LABEL", label->label);
    view_show(row, "BY_NUMBER", label->label[0] == '\0');
    view_text(row, "USAGE_WORDS", words(page, label->serving_count, label->token_count));
    page_time(page, row, "LAST_SERVED", label->last_at);
}

enum err record_usage_labels(struct page *page, const struct record_head *head)
{
    struct usage_label_list list;
    struct usage_label production = {.label = LABEL_PRODUCTION};
    enum err err = usage_labels(page->db, head, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.items[i].label, LABEL_PRODUCTION) == 0)
            production = list.items[i];
    show_label(page, &production);
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.items[i].label, LABEL_PRODUCTION) != 0)
            show_label(page, &list.items[i]);
    return ERR_NONE;
}

/* ---- who fetched it ----------------------------------------------------------------------- */

static struct usage_fetch_filter filter_of(const struct record_source *source)
{
    return (struct usage_fetch_filter){.since = usage_first_day() * CLOCK_DAY, .source = source};
}

void record_usage_fetchers_ahead(struct page *page, const struct record_head *head,
                                 const struct record_source *source)
{
    struct usage_fetch_filter filter = filter_of(source);
    usage_fetchers_ahead(page->db, head, &filter);
}

/* Until when it may go on with what it has. */
static void show_copy(struct page *page, struct view *row, const struct usage_fetcher *fetcher)
{
    int64_t until = stop_copy_until(fetcher);
    view_show(row, "COPY_STAYS", until == 0);
    if (until > clock_now())
        page_time(page, row, "COPY_UNTIL", until);
    view_show(row, "COPY_OVER", until != 0 && until <= clock_now());
}

static struct view *show_fetcher(struct page *page, struct view *table,
                                 const struct usage_fetcher *fetcher)
{
    struct view *row = view_add(table, "FETCHER");
    bool is_nobody = uuid_is_nil(&fetcher->token_id);
    const char *owner = fetcher->owner_name;
    if (owner == NULL)
        owner = is_nobody ? "Anyone, without a token" : "A token that is gone";
    view_text(row, "FETCHER_NAME", owner);
    if (fetcher->token_name != NULL)
        view_text(view_add(row, "FETCHER_TOKEN"), "TOKEN_NAME", fetcher->token_name);
    view_show(row, "FETCHER_OVER", fetcher->is_over && owner == fetcher->owner_name);
    view_number(row, "FETCHED_VERSION", fetcher->version);
    view_text(row, "FETCHED_COUNT", grouped(page, fetcher->serving_count));
    page_time(page, row, "FETCHED", fetcher->last_at);
    show_copy(page, row, fetcher);
    return row;
}

/* Of what is shown: the record, or what uses it. */
static void show_other(struct page *page, struct view *row, const struct usage_fetcher *fetcher,
                       const struct record_use_list *uses)
{
    for (int i = 0; uses != NULL && i < uses->count; i++) {
        const struct record_use *use = &uses->uses[i];
        if (!uuid_equal(&use->id, &fetcher->record_id))
            continue;
        struct view *other = view_add(row, "OF_OTHER");
        view_text(other, "OTHER_NAME", use->name);
        view_text(other, "OTHER_URL", record_page_url(page, use->kind, &use->id, ""));
        return;
    }
}

/* Of too many that use it only the first are looked at: then nobody can say that no one fetched. */
static enum err show_fetchers(struct page *page, const struct record_head *head,
                              const struct usage_fetch_filter *filter,
                              const struct record_use_list *uses)
{
    bool is_cut = uses != NULL && uses->count > filter->other_count;
    struct usage_fetcher_list list;
    const char *file = uses == NULL ? "record/fetchers.tpl" : "stop/copies.tpl";
    enum err err = usage_fetchers(page->db, page->actor, head, filter, &list);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "FETCHERS", file);
    view_number(page->view, "FETCHED_DAYS", USAGE_DAYS);
    view_show(page->view, "NO_FETCHERS", list.count == 0 && !is_cut);
    if (is_cut)
        view_number(view_add(page->view, "MORE_USERS"), "SEEN_USERS", filter->other_count);
    if (list.count == 0)
        return ERR_NONE;
    struct view *table = view_add(page->view, "HAS_FETCHERS");
    view_show(table, "MORE_FETCHERS", list.has_more);
    for (int i = 0; i < list.count; i++)
        show_other(page, show_fetcher(page, table, &list.items[i]), &list.items[i], uses);
    return ERR_NONE;
}

enum err record_usage_fetchers(struct page *page, const struct record_head *head,
                               const struct record_source *source)
{
    struct usage_fetch_filter filter = filter_of(source);
    return show_fetchers(page, head, &filter, NULL);
}

enum err record_usage_copies(struct page *page, const struct record_head *head,
                             const struct record_source *source, const struct record_use_list *uses)
{
    struct usage_fetch_filter filter = filter_of(source);
    struct uuid ids[USAGE_OTHERS_MAX];
    for (int i = 0; i < uses->count && i < USAGE_OTHERS_MAX; i++)
        ids[filter.other_count++] = uses->uses[i].id;
    filter.others = ids;
    return show_fetchers(page, head, &filter, uses);
}

/* ---- the chart ---------------------------------------------------------------------------- */

/* The versions that have a series of their own: those that were served most. */
struct series {
    int64_t versions[SERIES_MAX];
    int64_t sums[SERIES_MAX];
    const char *names[SERIES_MAX];
    int count;
};

static int64_t sum_of_version(const struct usage_day_list *days, int64_t version)
{
    int64_t sum = 0;
    for (int i = 0; i < days->count; i++)
        if (days->items[i].version == version)
            sum += days->items[i].serving_count;
    return sum;
}

/* Keeps the greatest, sorted by their sums. */
static void consider(struct series *series, int64_t version, int64_t sum)
{
    int at = series->count;
    for (int i = 0; i < series->count; i++)
        if (series->versions[i] == version)
            return;
    while (at > 0 && series->sums[at - 1] < sum)
        at--;
    if (at == SERIES_MAX)
        return;
    int last = series->count < SERIES_MAX ? series->count++ : SERIES_MAX - 1;
    for (int i = last; i > at; i--) {
        series->versions[i] = series->versions[i - 1];
        series->sums[i] = series->sums[i - 1];
    }
    series->versions[at] = version;
    series->sums[at] = sum;
}

/* More versions than there are series share the last one. */
static void choose(struct page *page, const struct usage_day_list *days, struct series *series)
{
    bool has_others = false;
    for (int i = 0; i < days->count; i++) {
        budget_look();
        consider(series, days->items[i].version, sum_of_version(days, days->items[i].version));
    }
    for (int i = 0; i < days->count && !has_others; i++) {
        has_others = true;
        for (int at = 0; at < series->count; at++)
            has_others = has_others && series->versions[at] != days->items[i].version;
    }
    for (int at = 0; at < series->count; at++)
        series->names[at] = arena_printf(page->arena, "v%lld", (long long)series->versions[at]);
    if (!has_others)
        return;
    series->versions[SERIES_MAX - 1] = 0;
    series->names[SERIES_MAX - 1] = "Others";
}

static int series_at(const struct series *series, int64_t version)
{
    for (int at = 0; at < series->count; at++)
        if (series->versions[at] == version)
            return at;
    return SERIES_MAX - 1;
}

static void show_chart(struct page *page, const struct usage_day_list *days)
{
    struct series series = {.count = 0};
    int64_t first = usage_first_day();
    choose(page, days, &series);
    struct record_chart chart = {
        .id = "servings",
        .title = "Servings per day",
        .unit = "serving",
        .period = arena_printf(page->arena, "in %d days, by days of UTC", USAGE_DAYS),
        .head = "Day",
        .series = series.names,
        .series_count = series.count,
        .columns = arena_array(page->arena, USAGE_DAYS, sizeof *chart.columns),
        .column_count = USAGE_DAYS,
        .is_stacked = true};
    for (int at = 0; at < USAGE_DAYS; at++) {
        chart.columns[at].name = record_chart_day(page, first + at, "%e %b %Y");
        if (at % DAY_LABEL_STEP == 0)
            chart.columns[at].label = record_chart_day(page, first + at, "%e %b");
    }
    for (int i = 0; i < days->count; i++) {
        int64_t at = days->items[i].day - first;
        if (at >= 0 && at < USAGE_DAYS)
            chart.columns[at].counts[series_at(&series, days->items[i].version)] +=
                days->items[i].serving_count;
    }
    if (record_chart_sum(&chart) == 0)
        return;
    struct view *view = view_add(page->view, "SERVED_CHART");
    view_include(view, "CHART", "shell/chart.tpl");
    record_chart_show(page, view, &chart);
}

/* ---- the page ----------------------------------------------------------------------------- */

void record_usage_ahead(struct page *page, const struct record_head *head)
{
    usage_sum_ahead(page->db, head, 0);
    usage_days_ahead(page->db, head);
    record_usage_fetchers_ahead(page, head, NULL);
}

enum err record_usage_show(struct page *page, const struct record_head *head)
{
    struct usage_day_list days;
    enum err err = record_usage_line(page, head, 0);
    if (err == ERR_NONE)
        err = usage_days(page->db, head, &days);
    if (err == ERR_NONE)
        err = record_usage_fetchers(page, head, NULL);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "USAGE", "record/usage.tpl");
    view_number(page->view, "LOST_SECONDS", USAGE_LOST_AT_MOST / CLOCK_SECOND);
    show_chart(page, &days);
    return ERR_NONE;
}
