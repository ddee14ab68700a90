#include <inttypes.h>

#include "data/run/run_carry.h"
#include "data/run/run_end.h"
#include "data/run/run_evidence.h"
#include "data/run/run_start.h"
#include "data/run/run_verdict.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_strip.h"
#include "pages/run/run_form.h"
#include "pages/run/run_results.h"
#include "web/template.h"

/* A run: how far it is, what it took, and its results. */

enum { REFRESH_S = 4 };

static enum err load(struct page *page, struct record_head **head, struct test_run *run)
{
    const struct record_noun *noun = record_noun_of_page(page);
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    return err == ERR_NONE ? run_get(page->db, page->actor, *head, &page->match.ids[1], run) : err;
}

static void show_amounts(struct page *page, const struct test_run *run)
{
    struct view *view = page->view;
    view_number(view, "INPUT_TOKENS", run->input_tokens);
    view_number(view, "OUTPUT_TOKENS", run->output_tokens);
    view_number(view, "DONE_COUNT", run->result_count);
    view_number(view, "PLANNED_COUNT", run->planned_count);
    view_number(view, "REPEATS", run->repeats);
    view_text(view, "CASES", record_page_count(page, run->case_count, "case"));
    view_show(view, "IS_REPEATED", run->repeats > 1);
    if (run->guessed_tokens > 0)
        view_number(view_add(view, "GUESSED"), "TOKENS", run->guessed_tokens);
    if (run->token_cap >= 0)
        view_number(view_add(view, "TOKEN_CAP"), "N", run->token_cap);
    if (run->cost_cap_nanos >= 0)
        view_text(view_add(view, "COST_CAP"), "CAP_AMOUNT",
                  endpoint_cost_format(page->arena, run->cost_cap_nanos, run->currency));
    if (run->parameters[0] != '\0')
        view_text(view_add(view, "OWN_PARAMETERS"), "JSON", run->parameters);
}

/* Why it ended before its end, and what is missing. */
static void show_ending(struct page *page, const struct test_run *run)
{
    int64_t missing = run->planned_count - run->result_count;
    if (!run_state_is_over(run->state) || run->state == RUN_DONE)
        return;
    struct view *view = view_add(page->view, "ENDED_EARLY");
    view_text(view, "REASON",
              run->state == RUN_CANCELED ? "It was canceled." : run_reason_texts[run->reason]);
    if (missing > 0)
        view_text(view_add(view, "MISSING"), "RESULTS_MISSING",
                  record_page_count(page, missing, "result"));
}

/* Who judges, and whether that decides; and what people may say. */
static void show_judge(struct page *page, const struct record_head *head,
                       const struct test_run *run)
{
    view_show(page->view, "MAY_JUDGE", run->result_count > 0 && run_verdict_may(page->actor, head));
    if (run->judge_repeats == 0)
        return;
    struct view *view = view_add(page->view, "JUDGE");
    page_uuid(page, view, "JUDGE_ID", &run->judge_id);
    view_text(view, "JUDGE_NAME", run->judge_name);
    view_number(view, "JUDGE_VERSION", run->judge_version);
    view_text(view, "JUDGE_ENDPOINT", run->judge_endpoint_name);
    view_text(view, "JUDGE_MODEL", run->judge_model);
    if (run->judge_repeats > 1)
        view_number(view_add(view, "JUDGE_REPEATED"), "N", run->judge_repeats);
    view_show(view, "JUDGE_GATES", run_row_judge_decides(run));
    if (!run_row_judge_decides(run))
        view_text(view_add(view, "JUDGE_ADVISES"), "OBJECTION",
                  judge_standing_texts[run->judge_standing]);
}

static void show_acts(struct page *page, const struct record_head *head, const struct test_run *run)
{
    struct view *view = page->view;
    bool may_start = run_may_start(page->actor, head) && head->archived_at == 0 &&
                     run->set_name != NULL && run->grade == RUN_FULL;
    view_show(view, "MAY_CANCEL", run_may_cancel(page->actor, head, run));
    view_show(view, "HAS_RESULTS", run->result_count > 0);
    if (!may_start || !run_state_is_over(run->state))
        return;
    view_text(view_add(view, "AGAIN"), "URL", run_form_again(page, run, false));
    if (run->fail_count + run->error_count > 0)
        view_text(view_add(view, "FAILED_AGAIN"), "URL", run_form_again(page, run, true));
}

/* While it goes on its times are those of what is there. */
static enum err show_times(struct page *page, struct test_run *run)
{
    struct run_times times = {run->p50_ms, run->p95_ms};
    enum err err = run_state_is_over(run->state) ? ERR_NONE : run_times(page->db, run, &times);
    run->p50_ms = times.p50_ms;
    run->p95_ms = times.p95_ms;
    return err;
}

/* What is to be done with a run that is carried by file. */
static void show_carry(struct page *page, const struct record_head *head,
                       const struct test_run *run)
{
    bool is_open = !run_state_is_over(run->state), is_carried = !uuid_is_nil(&run->runner_id);
    view_show(page->view, "IS_OPEN", is_open && !is_carried);
    view_show(page->view, "IS_WAITING", is_open);
    if (!is_open || !is_carried)
        return;
    struct view *view = view_add(page->view, "CARRY");
    view_text(view, "CARRY_RUNNER", run->runner_name);
    view_text(view, "CARRY_DIGEST", run->carry_digest);
    view_show(view, "MAY_CARRY", run_may_carry(page->actor, head, run));
}

static bool is_asked(const struct page *page, const char *name)
{
    return param_find(&page->request->query, name) != NULL;
}

/* All of it but the head. */
static enum err show_run(struct page *page, const struct record_head *head, struct test_run *run)
{
    const char *objection = NULL;
    enum err err = show_times(page, run);
    if (err == ERR_NONE)
        err = run_evidence_objection(page->db, run, &objection);
    if (err != ERR_NONE)
        return err;
    view_text(page_view(page), "BASE", record_page_url(page, run->kind, &head->id, ""));
    run_view_row(page, page->view, run);
    page_time(page, page->view, "ENDED", run->ended_at);
    show_amounts(page, run);
    show_ending(page, run);
    if (objection != NULL && run->grade == RUN_FULL)
        view_text(view_add(page->view, "NO_EVIDENCE"), "OBJECTION", objection);
    show_acts(page, head, run);
    show_judge(page, head, run);
    show_carry(page, head, run);
    return run_results_show(page, run);
}

/* For the script of the page. */
static enum err show_part(struct page *page)
{
    page->response->status = 200;
    page->response->content_type = "text/html; charset=utf-8";
    template_render("run/live.tpl", page->view, &page->response->body);
    return ERR_NONE;
}

enum err page_run_show(struct page *page)
{
    struct record_head *head;
    struct test_run run;
    if (!is_asked(page, "part"))
        record_strip_ahead(page, record_noun_of_page(page));
    enum err err = load(page, &head, &run);
    if (err == ERR_NONE)
        err = show_run(page, head, &run);
    if (err != ERR_NONE || is_asked(page, "part"))
        return err == ERR_NONE ? show_part(page) : err;
    bool is_live = is_asked(page, "live");
    record_strip_head(page, record_noun_of_page(page), head, RECORD_TAB_TESTS, run.version);
    if (is_live)
        view_text(view_add(page->view, "IS_LIVE"), "PART_URL", run_view_url(page, &run, "?part=1"));
    view_include(page->view, "LIVE", "run/live.tpl");
    if (!run_state_is_over(run.state) && uuid_is_nil(&run.runner_id) && !is_live)
        response_header(page->response, "Refresh", arena_printf(page->arena, "%d", REFRESH_S));
    return record_page_show(page, 200, "Test run of", head->name, "run/show.tpl");
}

enum err page_run_cancel_post(struct page *page)
{
    struct form form;
    struct record_head *head;
    struct test_run run;
    struct problem problem;
    if (page_parse_empty(page, &form) != ERR_NONE)
        return page_offer_again(page, &form, "Cancel run");
    enum err err = load(page, &head, &run);
    if (err == ERR_NONE)
        err = run_cancel(page->db, page->actor, head, &run, &problem);
    if (err != ERR_NONE && err != ERR_CONFLICT)
        return err;
    return page_redirect(
        page, run_view_url(page, &run, ""), err == ERR_NONE ? "success" : "warning",
        err == ERR_NONE ? "The run is canceled. Calls that are under way are still "
                          "counted."
                        : problem.message);
}
