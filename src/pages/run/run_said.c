#include "pages/run/run_said.h"

#include <inttypes.h>

#include "data/run/run_verdict.h"
#include "domain/endpoint/endpoint_price.h"
#include "domain/run/run_judged.h"

enum { HUNDREDTHS = 10, WHOLE = 1000 };

static void show_state(struct view *view, const char *state, const char *class, bool passed)
{
    view_text(view, state, passed ? "Passed" : "Failed");
    view_text(view, class, passed ? "" : " bad");
}

static const char *score_text(struct page *page, int64_t score)
{
    return arena_printf(page->arena, "%d.%02d", (int)(score / WHOLE),
                        (int)(score % WHOLE / HUNDREDTHS));
}

void run_said_judge(struct page *page, struct view *view, const struct test_run *run,
                    const struct test_result *result)
{
    struct run_judged judged;
    run_judged_parse(page->arena, result->judged, &judged);
    if (!result->has_judged && judged.problem[0] == '\0')
        return;
    struct view *said = view_add(view, "JUDGE_SAID");
    bool is_one = result->has_judged && judged.count == 1;
    if (result->has_judged) {
        struct view *verdict = view_add(said, "JUDGE_VERDICT");
        show_state(verdict, "JUDGE_STATE", "JUDGE_CLASS", result->judge_passed);
        view_text(verdict, "JUDGE_SCORE", score_text(page, result->judge_score));
        view_show(verdict, "JUDGE_ADVISES", !run_row_judge_decides(run));
        if (is_one)
            view_text(view_add(verdict, "JUDGE_REASON"), "ANSWER_REASON", judged.items[0].reason);
    }
    for (int i = 0; i < judged.count && !is_one; i++) {
        struct view *row = view_add(said, "JUDGE_ANSWER");
        show_state(row, "ANSWER_STATE", "ANSWER_CLASS", judged.items[i].passed);
        view_text(row, "ANSWER_SCORE", score_text(page, judged.items[i].score));
        view_text(row, "ANSWER_REASON", judged.items[i].reason);
    }
    if (judged.problem[0] == '\0')
        return;
    struct view *problem = view_add(said, "JUDGE_PROBLEM");
    view_text(problem, "PROBLEM", judged.problem);
    view_show(problem, "JUDGE_ADVISES", !run_row_judge_decides(run));
}

static void show_cost(struct page *page, const struct test_run *run,
                      const struct test_result *result)
{
    if (result->judge_input_tokens < 0 && result->judge_output_tokens < 0)
        return;
    struct view *view = view_add(page->view, "JUDGING");
    view_number(view, "JUDGE_INPUT", result->judge_input_tokens);
    view_number(view, "JUDGE_OUTPUT", result->judge_output_tokens);
    if (result->judge_cost_nanos >= 0)
        view_text(view_add(view, "JUDGE_COST"), "AMOUNT",
                  endpoint_cost_format(page->arena, result->judge_cost_nanos, run->currency));
}

void run_said_form(struct page *page, const struct record_head *head, const struct test_run *run,
                   const struct test_result *result)
{
    if (!run_verdict_may(page->actor, head) || !run_verdict_fits(result))
        return;
    struct view *form = view_add(page->view, "VERDICT_FORM");
    view_text(form, "VERDICT_URL",
              run_view_url(
                  page, run,
                  arena_printf(page->arena, "/results/%" PRId64 "/verdict", result->position + 1)));
    view_number(form, "SEEN", result->verdict_count);
}

static void show_verdict(struct page *page, const struct run_verdict *verdict)
{
    static const char *const before[RESULT_STATE_COUNT] = {"running", "passed", "failed",
                                                           "an error"};
    struct view *row = view_add(page->view, "VERDICT");
    show_state(row, "VERDICT_STATE", "VERDICT_CLASS", verdict->passed);
    view_text(row, "VERDICT_BEFORE", before[verdict->before]);
    record_page_person(row, "VERDICT_BY", verdict->user_name);
    page_time(page, row, "VERDICT_WHEN", verdict->created_at);
    if (verdict->note[0] != '\0')
        view_text(view_add(row, "VERDICT_NOTE"), "TEXT", verdict->note);
}

enum err run_said_show(struct page *page, const struct record_head *head,
                       const struct test_run *run, const struct test_result *result)
{
    struct run_verdict_list list = {.count = 0};
    run_said_judge(page, page->view, run, result);
    show_cost(page, run, result);
    run_said_form(page, head, run, result);
    enum err err = result->verdict_count == 0
                       ? ERR_NONE
                       : run_verdict_list(page->db, run, result->position, &list);
    for (int i = 0; i < list.count; i++)
        show_verdict(page, &list.items[i]);
    return err;
}
