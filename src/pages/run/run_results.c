#include "pages/run/run_results.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/run/run_finding.h"
#include "domain/run/run_judged.h"
#include "web/form.h"

enum { EXCERPT = 300 /* bytes */ };

const char *run_results_case_name(const struct run_cases *cases, int64_t position)
{
    return cases->count == 0 ? "" : cases->items[position % cases->count]->name;
}

const char *run_results_why(struct page *page, const struct test_result *result)
{
    struct grade_result graded;
    struct run_judged judged;
    run_judged_parse(page->arena, result->judged, &judged);
    if (result->state == RESULT_ERROR && result->outcome == ENDPOINT_ANSWERED)
        return judged.problem[0] != '\0' ? judged.problem : "Its test set is gone.";
    if (result->state == RESULT_ERROR)
        return endpoint_outcome_texts[result->outcome];
    if (result->verdict_count > 0)
        return result->verdict_passed ? "A person passed it." : "A person failed it.";
    run_finding_parse(page->arena, result->findings, &graded);
    for (int i = 0; i < graded.count; i++)
        if (!graded.items[i].passed)
            return graded.items[i].reason;
    for (int i = 0; i < judged.count && result->state == RESULT_FAILED; i++)
        if (!judged.items[i].passed)
            return arena_printf(page->arena, "Judge: %s", judged.items[i].reason);
    return "";
}

/* ---- filters ------------------------------------------------------------------------------- */

struct results_query {
    int rank; /* -1: all */
    int64_t after_rank, after;
};

/* By rank, but for what is open. */
static const char *const shown[] = {"critical", "failed", "errors", "passed", NULL};

static const struct form_field fields[] = {
    {.name = "show",
     .label = "Show",
     .kind = FORM_CHOICE,
     .choices = shown,
     .offset = offsetof(struct results_query, rank)},
    {.name = "rank",
     .label = "Rank",
     .kind = FORM_INT,
     .number = NUMBER_PLACE,
     .fallback = -1,
     .offset = offsetof(struct results_query, after_rank)},
    {.name = "after",
     .label = "After",
     .kind = FORM_INT,
     .number = NUMBER_PLACE,
     .fallback = -1,
     .offset = offsetof(struct results_query, after)},
};

static struct results_query read_query(struct page *page)
{
    struct form form;
    struct results_query query = {.rank = -1, .after_rank = -1, .after = -1};
    if (form_parse_query(&form, page->request, fields, COUNT_OF(fields), &query) != ERR_NONE)
        return (struct results_query){.rank = -1, .after_rank = -1, .after = -1};
    return query;
}

static struct view *show_filter(struct page *page, const struct test_run *run, int rank,
                                int64_t count)
{
    static const char *const names[] = {"Critical", "Failed", "Errors", "Passed"};
    struct view *filter = view_add(page->view, "FILTER");
    view_text(filter, "FILTER_URL",
              run_view_url(page, run,
                           rank < 0 ? "#results"
                                    : arena_printf(page->arena, "?show=%s#results", shown[rank])));
    view_text(filter, "FILTER_NAME", rank < 0 ? "All" : names[rank]);
    view_number(filter, "FILTER_COUNT", count);
    return filter;
}

static enum err show_filters(struct page *page, const struct test_run *run, int chosen)
{
    int64_t counts[RANK_COUNT];
    enum err err = result_counts(page->db, run, counts);
    if (err != ERR_NONE || run->result_count == 0)
        return err;
    for (int rank = -1; rank < RANK_OPEN; rank++) {
        int64_t count = rank < 0 ? run->fed_count : counts[rank];
        if (count == 0 && rank != chosen)
            continue;
        view_show(show_filter(page, run, rank, count), "IS_CHOSEN", rank == chosen);
    }
    return ERR_NONE;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static const char *excerpt_of(struct page *page, const struct test_result *result)
{
    struct endpoint_completion completion;
    if (result->output[0] == '\0')
        return "";
    endpoint_completion_parse(page->arena, result->output, &completion);
    const char *text = completion.content[0] != '\0'   ? completion.content
                       : completion.refusal[0] != '\0' ? completion.refusal
                                                       : completion.error;
    size_t len = strlen(text), cut = text_cut(text, len, EXCERPT);
    return cut == len ? text : arena_printf(page->arena, "%.*s…", (int)cut, text);
}

static void show_row(struct page *page, struct view *table, const struct test_run *run,
                     const struct test_result *result, const struct run_cases *cases)
{
    struct view *row = view_add(table, "ROW");
    const char *excerpt = excerpt_of(page, result);
    const char *why = run_results_why(page, result);
    run_view_result(page, row, run, result);
    view_text(row, "CASE_NAME", run_results_case_name(cases, result->position));
    view_text(row, "RESULT_URL",
              run_view_url(page, run,
                           arena_printf(page->arena, "/results/%" PRId64, result->position + 1)));
    if (why[0] != '\0')
        view_text(view_add(row, "BECAUSE"), "WHY", why);
    if (excerpt[0] != '\0')
        view_text(view_add(row, "SAID"), "EXCERPT", excerpt);
}

static void show_pager(struct page *page, const struct test_run *run,
                       const struct results_query *query, const struct test_result_list *list)
{
    const char *kept =
        query->rank < 0 ? "" : arena_printf(page->arena, "show=%s&", shown[query->rank]);
    const struct test_result *last = list->count == 0 ? NULL : &list->items[list->count - 1];
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    if (query->after < 0 && !list->has_more)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    if (query->after >= 0)
        view_text(view_add(pager, "NEWER_URL"), "URL",
                  run_view_url(page, run, arena_printf(page->arena, "?%s#results", kept)));
    if (list->has_more && last != NULL)
        view_text(
            view_add(pager, "OLDER_URL"), "URL",
            run_view_url(page, run,
                         arena_printf(page->arena, "?%srank=%d&after=%" PRId64 "#results", kept,
                                      (int)result_rank_of(last->state, last->is_critical),
                                      last->position)));
}

enum err run_results_show(struct page *page, const struct test_run *run)
{
    struct test_result_list list;
    struct run_cases cases = {.count = 0};
    struct results_query query = read_query(page);
    const struct result_filter filter = {
        .has_rank = query.rank >= 0,
        .rank = (enum result_rank)(query.rank < 0 ? 0 : query.rank),
        .after_rank = query.after_rank,
        .after_position = query.after,
    };
    enum err err = result_list(page->db, run, &filter, &list);
    if (err == ERR_NONE)
        err = run_cases_get(page->db, run, &cases);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    err = show_filters(page, run, query.rank);
    if (err != ERR_NONE)
        return err;
    show_pager(page, run, &query, &list);
    view_show(page->view, "NO_RESULTS", list.count == 0);
    struct view *table = list.count == 0 ? NULL : view_add(page->view, "RESULTS");
    for (int i = 0; i < list.count; i++)
        show_row(page, table, run, &list.items[i], &cases);
    return ERR_NONE;
}
