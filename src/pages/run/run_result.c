#include <inttypes.h>

#include "domain/run/run_finding.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_material.h"
#include "pages/run/run_results.h"
#include "pages/run/run_said.h"

/* One result: what was sent, what came back, and what each check found. */

static void show_findings(struct page *page, const struct test_result *result)
{
    struct grade_result graded;
    run_finding_parse(page->arena, result->findings, &graded);
    for (int i = 0; i < graded.count; i++) {
        const struct grade_finding *finding = &graded.items[i];
        struct view *row = view_add(page->view, "FINDING");
        view_text(row, "CHECK", finding->type);
        view_text(row, "CHECK_STATE", finding->passed ? "Passed" : "Failed");
        view_text(row, "CHECK_CLASS", finding->passed ? "" : " bad");
        view_text(row, "CHECK_REASON", finding->reason);
    }
    view_show(page->view, "NO_CHECKS",
              graded.count == 0 && result->state == RESULT_PASSED && !result->is_deleted);
}

static void show_neighbour(struct page *page, const struct test_run *run, const char *key,
                           int64_t position)
{
    if (position < 0 || position >= run->planned_count)
        return;
    view_text(
        view_add(page->view, key), "URL",
        run_view_url(page, run, arena_printf(page->arena, "/results/%" PRId64, position + 1)));
}

static enum err show(struct page *page, const struct record_head *head, const struct test_run *run,
                     const struct test_result *result)
{
    struct run_cases cases = {.count = 0};
    enum err err = run_cases_get(page->db, run, &cases);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    record_page_subhead(page, record_noun_of_page(page), head, "Test result of");
    run_view_row(page, page->view, run);
    run_view_result(page, page->view, run, result);
    view_text(page->view, "CASE_NAME", run_results_case_name(&cases, result->position));
    if (result->state == RESULT_ERROR) {
        struct view *failed = view_add(page->view, "WENT_WRONG");
        view_text(failed, "REASON", run_results_why(page, result));
        if (result->status != 0)
            view_number(view_add(failed, "STATUS_SHOWN"), "STATUS", result->status);
    }
    if (cases.count > 0)
        run_material_case(page, cases.items[result->position % cases.count]);
    run_material_output(page, result);
    show_findings(page, result);
    err = run_said_show(page, head, run, result);
    if (err != ERR_NONE)
        return err;
    show_neighbour(page, run, "BEFORE", result->position - 1);
    show_neighbour(page, run, "AFTER", result->position + 1);
    return record_page_show(
        page, 200,
        arena_printf(page->arena, "Result %" PRId64 " of a test run of", result->position + 1),
        head->name, "run/result.tpl");
}

enum err page_run_result(struct page *page)
{
    struct test_run run;
    struct test_result result;
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = run_get(page->db, page->actor, head, &page->match.ids[1], &run);
    if (err == ERR_NONE)
        err = result_get(page->db, &run, page->match.number - 1, &result);
    return err == ERR_NONE ? show(page, head, &run, &result) : err;
}
