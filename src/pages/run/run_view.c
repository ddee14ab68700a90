#include "pages/run/run_view.h"

#include <inttypes.h>

#include "domain/endpoint/endpoint_price.h"

const char *run_view_url(struct page *page, const struct test_run *run, const char *rest)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&run->id, id);
    const struct record_kind *kind =
        run->kind == NULL ? record_noun_of_page(page)->kind : run->kind;
    return record_page_url(page, kind, &run->record_id,
                           arena_printf(page->arena, "/tests/%s%s", id, rest));
}

const char *run_view_counts(struct page *page, const struct test_run *run)
{
    struct buf buf;
    buf_init(&buf, page->arena);
    if (run->result_count == 0)
        return "No results yet";
    buf_printf(&buf, "%" PRId64 " of %" PRId64 " passed", run->pass_count, run->result_count);
    if (run->critical_fail_count > 0)
        buf_printf(&buf, " · %s",
                   record_page_count(page, run->critical_fail_count, "critical failure"));
    if (run->error_count > 0)
        buf_printf(&buf, " · %s", record_page_count(page, run->error_count, "error"));
    return buf.data;
}

static void show_state(struct view *view, const struct test_run *run)
{
    static const char *const words[RUN_STATE_COUNT] = {"Waiting",  "Running", "Done",
                                                       "Canceled", "Stopped", "Failed"};
    static const char *const classes[RUN_STATE_COUNT] = {" wait", " wait", "",
                                                         " off",  " bad",  " bad"};
    bool has_failed = run->state == RUN_DONE && run->pass_count < run->result_count;
    view_text(view, "STATE", words[run->state]);
    view_text(view, "STATE_CLASS", has_failed ? " bad" : classes[run->state]);
}

static void show_imported(struct page *page, struct view *view, const struct test_run *run)
{
    view_show(view, "IS_OURS", run->grade == RUN_FULL);
    if (run->grade != RUN_IMPORTED)
        return;
    struct view *imported = view_add(view, "IMPORTED");
    view_text(
        imported, "IMPORTED_WORDS",
        run_imported_words(page->arena, record_page_name(run->created_by_name), run->source_name));
    view_text(imported, "SOURCE_DIGEST", run->source_digest);
}

void run_view_row(struct page *page, struct view *view, const struct test_run *run)
{
    view_text(view, "RUN_URL", run_view_url(page, run, ""));
    view_number(view, "VERSION", run->version);
    view_text(view, "SET_NAME", run->set_name == NULL ? "a deleted test set" : run->set_name);
    view_number(view, "SET_VERSION", run->set_version);
    view_text(view, "ENDPOINT_NAME", run->endpoint_name);
    view_text(view, "MODEL_NAME", run->model);
    view_text(view, "COUNTS", run_view_counts(page, run));
    view_show(view, "IS_PART", run->case_ids[0] != '\0');
    if (!uuid_is_nil(&run->runner_id))
        view_text(view_add(view, "CARRIED"), "RUNNER_NAME", run->runner_name);
    show_imported(page, view, run);
    record_page_person(view, "STARTED_BY", run->created_by_name);
    page_time(page, view, "WHEN", run->created_at);
    show_state(view, run);
    if (run->set_name != NULL)
        page_uuid(page, view_add(view, "SET_LINK"), "SET_ID", &run->set_id);
    if (run->is_priced)
        view_text(view_add(view, "RUN_COST"), "AMOUNT",
                  endpoint_cost_format(page->arena, run->cost_nanos, run->currency));
    if (run->p50_ms >= 0) {
        struct view *times = view_add(view, "TIMES");
        view_number(times, "P50", run->p50_ms);
        view_number(times, "P95", run->p95_ms);
    }
}

void run_view_result(struct page *page, struct view *view, const struct test_run *run,
                     const struct test_result *result)
{
    static const char *const words[RESULT_STATE_COUNT] = {"Waiting", "Passed", "Failed", "Error"};
    static const char *const classes[RESULT_STATE_COUNT] = {" wait", "", " bad", " bad"};
    view_number(view, "POSITION", result->position + 1);
    view_text(view, "CASE_ID", result->case_id);
    view_text(view, "STATE", words[result->state]);
    view_text(view, "STATE_CLASS", classes[result->state]);
    view_show(view, "IS_CRITICAL", result->is_critical);
    if (run->repeats > 1)
        view_number(view_add(view, "REPEATED"), "N", result->repeat + 1);
    if (result->attempt_count > 1)
        view_number(view_add(view, "ATTEMPTS"), "N", result->attempt_count);
    if (result->ended_at != 0)
        view_number(view_add(view, "TOOK"), "MS", result->duration_ms);
    if (result->cost_nanos >= 0)
        view_text(view_add(view, "COST"), "AMOUNT",
                  endpoint_cost_format(page->arena, result->cost_nanos, run->currency));
    if (result->input_tokens >= 0)
        view_number(view_add(view, "INPUT"), "TOKENS", result->input_tokens);
    if (result->output_tokens >= 0)
        view_number(view_add(view, "OUTPUT"), "TOKENS", result->output_tokens);
}
