#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "data/release/record_label.h"
#include "data/run/run_case.h"
#include "data/run/run_tally.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/handlers.h"
#include "pages/history/record_text_diff.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_results.h"

/* Two runs with the same test set, case by case: what changed comes first. */

enum { CASES_A_PAGE = 20, OUTPUT_MAX = 64 * 1024 /* bytes of one that is compared by word */ };

/* Two runs, and their results of the cases that are shown. */
struct comparing {
    struct page *page;
    struct view *view;
    const struct test_run *runs[2]; /* the earlier, and the one whose page it is */
    struct run_cases cases;         /* of the later; count 0: its test set is gone */
    struct test_result_list results[2];
};

/* ---- what is asked for --------------------------------------------------------------------- */

struct compare_query {
    struct uuid with;
    int show; /* -1: all */
    int64_t after;
};

static const struct form_field fields[] = {
    {.name = "with",
     .label = "Compare with",
     .kind = FORM_UUID,
     .offset = offsetof(struct compare_query, with)},
    {.name = "show",
     .label = "Show",
     .kind = FORM_CHOICE,
     .choices = run_change_names,
     .offset = offsetof(struct compare_query, show)},
    {.name = "after",
     .label = "After",
     .kind = FORM_INT,
     .number = NUMBER_PLACE,
     .offset = offsetof(struct compare_query, after)},
};

/* What was typed in the address by hand and means nothing counts as absent. */
static struct compare_query read_query(struct page *page)
{
    struct form form;
    struct compare_query query = {.show = -1};
    if (form_parse_query(&form, page->request, fields, COUNT_OF(fields), &query) != ERR_NONE)
        return (struct compare_query){.show = -1};
    return query;
}

/* The run that was chosen, if it has the same test set, or else the one that people mean. */
static enum err find_other(struct page *page, const struct record_head *head,
                           const struct test_run *run, const struct uuid *with,
                           struct test_run *other)
{
    int64_t live = 0;
    if (!uuid_is_nil(with) && !uuid_equal(with, &run->id)) {
        enum err err = run_get(page->db, page->actor, head, with, other);
        if (err == ERR_NONE && uuid_equal(&other->set_id, &run->set_id))
            return ERR_NONE;
        if (err != ERR_NONE && err != ERR_NOT_FOUND)
            return err;
    }
    enum err err = label_version(page->db, head, LABEL_PRODUCTION, &live);
    return err == ERR_NONE ? run_find_earlier(page->db, run, live, other) : err;
}

/* ---- both runs ----------------------------------------------------------------------------- */

static void show_side(const struct comparing *comparing, const struct test_run *run)
{
    struct view *side = view_add(comparing->view, "SIDE");
    run_view_row(comparing->page, side, run);
    view_number(side, "TOKENS", run->input_tokens + run->output_tokens);
}

/* "v6 · gpt-5 · 41 of 48 passed" of each run with the same set that one may choose. */
static enum err show_choices(const struct comparing *comparing, const struct record_head *head)
{
    struct page *page = comparing->page;
    const struct test_run *other = comparing->runs[0], *run = comparing->runs[1];
    struct test_run_list list;
    enum err err = run_list(page->db, page->actor, head, 0, NULL, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        const struct test_run *item = &list.items[i];
        if (uuid_equal(&item->id, &run->id) || !uuid_equal(&item->set_id, &run->set_id) ||
            item->result_count == 0)
            continue;
        struct view *choice = view_add(comparing->view, "CHOICE");
        page_uuid(page, choice, "VALUE", &item->id);
        view_text(choice, "TEXT",
                  arena_printf(page->arena, "v%" PRId64 " · %s · %s%s", item->version, item->model,
                               run_view_counts(page, item),
                               item->grade == RUN_IMPORTED ? " · imported" : ""));
        view_show(choice, "SELECTED", uuid_equal(&item->id, &other->id));
    }
    return err;
}

/* ---- cases --------------------------------------------------------------------------------- */

static const char *url_of(const struct comparing *comparing, int show, int64_t after)
{
    struct page *page = comparing->page;
    char id[UUID_TEXT_LEN];
    uuid_format(&comparing->runs[0]->id, id);
    return run_view_url(
        page, comparing->runs[1],
        arena_printf(page->arena, "/compare?with=%s%s%s%s#cases", id,
                     show < 0 ? "" : "&show=", show < 0 ? "" : run_change_names[show],
                     after == 0 ? "" : arena_printf(page->arena, "&after=%" PRId64, after)));
}

static void show_filter(struct comparing *comparing, int show, int count, int chosen)
{
    struct view *filter = view_add(comparing->view, "FILTER");
    view_text(filter, "FILTER_URL", url_of(comparing, show, 0));
    view_text(filter, "FILTER_NAME", show < 0 ? "All" : run_change_titles[show]);
    view_number(filter, "FILTER_COUNT", count);
    view_show(filter, "IS_CHOSEN", show == chosen);
}

static void show_filters(struct comparing *comparing, const struct run_comparison *comparison,
                         int chosen)
{
    show_filter(comparing, -1, comparison->count, chosen);
    for (int change = 0; change < RUN_CHANGE_COUNT; change++)
        if (comparison->counts[change] > 0)
            show_filter(comparing, change, comparison->counts[change], chosen);
}

/* The results at the first positions of these cases, in both runs. */
static enum err load_results(struct comparing *comparing, const struct run_difference *const *items,
                             int count)
{
    enum err err = ERR_NONE;
    for (int side = 0; err == ERR_NONE && side < 2; side++) {
        int64_t positions[CASES_A_PAGE];
        int position_count = 0;
        for (int i = 0; i < count; i++) {
            const struct run_case *tally = side == 0 ? items[i]->before : items[i]->after;
            if (tally != NULL)
                positions[position_count++] = tally->position;
        }
        err = run_results_at(comparing->page->db, comparing->runs[side], positions, position_count,
                             &comparing->results[side]);
    }
    return err;
}

static const struct test_result *result_of(const struct comparing *comparing, int side,
                                           const struct run_case *tally)
{
    for (int i = 0; tally != NULL && i < comparing->results[side].count; i++)
        if (comparing->results[side].items[i].position == tally->position)
            return &comparing->results[side].items[i];
    return NULL;
}

/* One run's side of a case: "Passed" or "2 of 3", and what it took. */
static void show_tally(struct comparing *comparing, struct view *row, int side,
                       const struct run_case *tally)
{
    static const char *const keys[] = {"OLD", "NEW"};
    struct page *page = comparing->page;
    if (tally == NULL)
        return;
    const struct test_result *result = result_of(comparing, side, tally);
    struct view *view = view_add(row, keys[side]);
    bool passes = tally->pass_count == tally->count;
    view_text(view, "STATE_CLASS", passes ? "" : " bad");
    view_text(view, "STATE",
              tally->count > 1 ? arena_printf(page->arena, "%" PRId64 " of %" PRId64 " passed",
                                              tally->pass_count, tally->count)
              : passes         ? "Passed"
              : result != NULL && result->state == RESULT_ERROR ? "Error"
                                                                : "Failed");
    view_text(view, "RESULT_URL",
              run_view_url(page, comparing->runs[side],
                           arena_printf(page->arena, "/results/%" PRId64, tally->position + 1)));
    view_number(view, "MS", tally->duration_ms / tally->count);
    if (comparing->runs[side]->is_priced)
        view_text(view_add(view, "COST"), "AMOUNT",
                  endpoint_cost_format(page->arena, tally->cost_nanos / tally->count,
                                       comparing->runs[side]->currency));
    if (result != NULL && !passes)
        view_text(view_add(view, "BECAUSE"), "WHY", run_results_why(page, result));
}

static struct text output_of(struct page *page, const struct test_result *result)
{
    struct endpoint_completion completion;
    endpoint_completion_parse(page->arena, result->output, &completion);
    if (completion.content[0] != '\0' || completion.tool_calls == NULL)
        return (struct text){completion.content, strlen(completion.content)};
    return json_format(page->arena, completion.tool_calls, JSON_INDENTED);
}

/* What the model answered then and now, by word. */
static void show_outputs(struct comparing *comparing, struct view *row,
                         const struct run_difference *item)
{
    struct page *page = comparing->page;
    const struct test_result *before = result_of(comparing, 0, item->before);
    const struct test_result *after = result_of(comparing, 1, item->after);
    if (before == NULL || after == NULL || before->output[0] == '\0' || after->output[0] == '\0')
        return;
    struct record_text_side old_side = {"before", output_of(page, before)};
    struct record_text_side new_side = {"after", output_of(page, after)};
    if (old_side.text.len == new_side.text.len &&
        memcmp(old_side.text.data, new_side.text.data, old_side.text.len) == 0) {
        view_show(row, "SAME_OUTPUT", true);
        return;
    }
    struct view *outputs = view_add(row, "OUTPUTS");
    bool is_long = old_side.text.len > OUTPUT_MAX || new_side.text.len > OUTPUT_MAX;
    view_show(outputs, "IS_LONG", is_long);
    view_show(outputs, "IS_OPEN", item->change == RUN_CASE_BROKEN);
    if (!is_long)
        record_text_diff_show(page, view_add(outputs, "IS_SHORT"), &old_side, &new_side);
}

static void show_case(struct comparing *comparing, const struct run_difference *item)
{
    struct view *row = view_add(comparing->view, "ROW");
    const struct run_case *tally = item->after != NULL ? item->after : item->before;
    view_text(row, "CHANGE", run_change_titles[item->change]);
    view_text(row, "CHANGE_CLASS",
              item->after != NULL && item->after->pass_count < item->after->count ? " bad" : "");
    view_text(row, "CASE_ID", tally->case_id);
    view_text(row, "CASE_NAME",
              item->after == NULL ? "" : run_results_case_name(&comparing->cases, tally->position));
    view_show(row, "IS_CRITICAL", item->is_critical);
    show_tally(comparing, row, 0, item->before);
    show_tally(comparing, row, 1, item->after);
    show_outputs(comparing, row, item);
}

/* next: where the next page begins, 0: there is none. */
static void show_pager(const struct comparing *comparing, const struct compare_query *query,
                       int64_t next)
{
    if (query->after == 0 && next == 0)
        return;
    struct view *pager = view_add(comparing->view, "PAGER");
    if (query->after > 0)
        view_text(view_add(pager, "FIRST"), "URL", url_of(comparing, query->show, 0));
    if (next > 0)
        view_text(view_add(pager, "MORE"), "URL", url_of(comparing, query->show, next));
}

/* Those of a change, or of all, from so many on. */
static enum err show_cases(struct comparing *comparing, const struct run_comparison *comparison,
                           const struct compare_query *query)
{
    const struct run_difference *items[CASES_A_PAGE];
    int64_t place = 0;
    int count = 0;
    for (int i = 0; i < comparison->count; i++) {
        if (query->show >= 0 && comparison->items[i].change != (enum run_change)query->show)
            continue;
        if (place >= query->after && count < CASES_A_PAGE)
            items[count++] = &comparison->items[i];
        place++;
    }
    enum err err = load_results(comparing, items, count);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < count; i++)
        show_case(comparing, items[i]);
    view_show(comparing->view, "NO_CASES", count == 0);
    show_pager(comparing, query, place > query->after + count ? query->after + count : 0);
    return ERR_NONE;
}

/* ---- the page ------------------------------------------------------------------------------ */

static enum err compare(struct comparing *comparing, struct run_comparison *comparison)
{
    struct run_case_list lists[2] = {{.count = 0}, {.count = 0}};
    struct page *page = comparing->page;
    enum err err = run_tally(page->db, comparing->runs[0], &lists[0]);
    if (err == ERR_NONE)
        err = run_tally(page->db, comparing->runs[1], &lists[1]);
    if (err == ERR_NONE)
        err = run_cases_get(page->db, comparing->runs[1], &comparing->cases);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    run_compare(page->arena, &lists[0], &lists[1], comparison);
    return ERR_NONE;
}

static enum err show(struct page *page, const struct record_head *head, const struct test_run *run,
                     const struct test_run *other, const struct compare_query *query)
{
    struct view *view = view_add(page->view, "COMPARED");
    struct comparing comparing = {.page = page, .view = view, .runs = {other, run}};
    struct run_comparison comparison;
    enum err err = compare(&comparing, &comparison);
    if (err == ERR_NONE)
        err = show_choices(&comparing, head);
    if (err != ERR_NONE)
        return err;
    view_number(view, "OLD_VERSION", other->version);
    view_number(view, "NEW_VERSION", run->version);
    view_show(view, "IS_UNEVEN", run->state != RUN_DONE || other->state != RUN_DONE);
    show_side(&comparing, other);
    show_side(&comparing, run);
    view_text(view, "WORDS", run_comparison_words(page->arena, &comparison));
    view_show(view, "IS_WORSE",
              comparison.counts[RUN_CASE_BROKEN] + comparison.counts[RUN_CASE_WORSE] > 0);
    show_filters(&comparing, &comparison, query->show);
    return show_cases(&comparing, &comparison, query);
}

enum err page_run_compare(struct page *page)
{
    struct test_run run, other;
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct compare_query query = read_query(page);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = run_get(page->db, page->actor, head, &page->match.ids[1], &run);
    if (err != ERR_NONE)
        return err;
    err = find_other(page, head, &run, &query.with, &other);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    record_page_subhead(page, noun, head, "Comparison of test runs of");
    view_text(page->view, "RUN_URL", run_view_url(page, &run, ""));
    view_show(page->view, "NOTHING_BEFORE", err == ERR_NOT_FOUND);
    if (err == ERR_NONE)
        err = show(page, head, &run, &other, &query);
    return err == ERR_NONE || err == ERR_NOT_FOUND
               ? record_page_show(page, 200, "Comparison of test runs of", head->name,
                                  "run/compare.tpl")
               : err;
}
