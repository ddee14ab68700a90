#include <inttypes.h>

#include "base/number.h"
#include "data/run/run_case.h"
#include "data/run/run_verdict.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_material.h"
#include "pages/run/run_results.h"
#include "pages/run/run_said.h"
#include "web/form.h"

/* Verdicts of people on results: one, and one after the other without seeing what the judge said.
 */

static const char *const verdicts[] = {"pass", "fail", NULL};
static const char *const ways[] = {"walk", NULL};

struct verdict_form {
    int verdict, way;
    int64_t seen;
    struct text why;
};

#define AT(member) .offset = offsetof(struct verdict_form, member)

static const struct form_field fields[] = {
    {.name = "verdict",
     .label = "Verdict",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = verdicts,
     AT(verdict)},
    {.name = "way", .label = "Way", .kind = FORM_CHOICE, .choices = ways, AT(way)},
    {.name = "seen", .label = "Seen", .kind = FORM_INT, .number = NUMBER_PLACE, AT(seen)},
    {.name = "why", .label = "Reason", .kind = FORM_TEXT, .max_chars = VERDICT_NOTE_MAX, AT(why)},
};

static enum err load(struct page *page, struct record_head **head, struct test_run *run)
{
    const struct record_noun *noun = record_noun_of_page(page);
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    return err == ERR_NONE ? run_get(page->db, page->actor, *head, &page->match.ids[1], run) : err;
}

static const char *result_url(struct page *page, const struct test_run *run, int64_t position)
{
    return run_view_url(page, run,
                        arena_printf(page->arena, "/results/%" PRId64 "#verdict", position + 1));
}

static enum err give(struct page *page, const struct verdict_form *typed, struct problem *problem,
                     struct test_run *run)
{
    struct record_head *head;
    struct test_result result;
    const struct run_verdict_draft draft = {.passed = typed->verdict == 0,
                                            .note = typed->why.len == 0 ? "" : typed->why.data,
                                            .seen = typed->seen};
    enum err err = load(page, &head, run);
    if (err == ERR_NONE)
        err = result_get(page->db, run, page->match.number - 1, &result);
    return err == ERR_NONE
               ? run_verdict_give(page->db, page->actor, head, run, &result, &draft, problem)
               : err;
}

enum err page_run_verdict_post(struct page *page)
{
    struct form form;
    struct test_run run;
    struct problem problem;
    struct verdict_form typed = {.verdict = -1, .way = -1};
    if (form_parse(&form, page->request, fields, COUNT_OF(fields), &typed) != ERR_NONE)
        return page_offer_again(page, &form, "Give verdict");
    int64_t position = page->match.number - 1;
    enum err err = give(page, &typed, &problem, &run);
    if (err == ERR_CONFLICT)
        return page_redirect(page, result_url(page, &run, position), "warning", problem.message);
    if (err != ERR_NONE)
        return err;
    const char *walk = arena_printf(page->arena, "/verdicts?after=%" PRId64, position);
    return page_redirect(
        page, typed.way == 0 ? run_view_url(page, &run, walk) : result_url(page, &run, position),
        "success", "Your verdict is saved.");
}

/* ---- one after the other ------------------------------------------------------------------- */

struct walk_query {
    int64_t after;
};

static const struct form_field walk_fields[] = {
    {.name = "after",
     .label = "After",
     .kind = FORM_INT,
     .number = NUMBER_PLACE,
     .fallback = -1,
     .offset = offsetof(struct walk_query, after)},
};

/* The one before, now that the person has said theirs. */
static enum err show_before(struct page *page, const struct test_run *run, int64_t position)
{
    struct test_result result;
    enum err err = position < 0 ? ERR_NOT_FOUND : result_get(page->db, run, position, &result);
    if (err != ERR_NONE || result.verdict_count == 0)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct view *view = view_add(page->view, "LAST");
    view_text(view, "LAST_CASE", result.case_id);
    view_text(view, "LAST_URL", result_url(page, run, position));
    view_text(view, "LAST_STATE", result.verdict_passed ? "passed" : "failed");
    if (result.has_judged) {
        struct view *judge = view_add(view, "LAST_JUDGED");
        view_text(judge, "LAST_JUDGE", result.judge_passed ? "passed" : "failed");
        view_show(judge, "DIFFERS", result.judge_passed != result.verdict_passed);
    }
    run_said_judge(page, view, run, &result);
    return ERR_NONE;
}

static enum err show_next(struct page *page, const struct record_head *head,
                          const struct test_run *run, const struct test_result *result)
{
    struct run_cases cases = {.count = 0};
    enum err err = run_cases_get(page->db, run, &cases);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    struct view *next = view_add(page->view, "NEXT");
    view_text(next, "CASE_ID", result->case_id);
    view_text(next, "CASE_NAME", run_results_case_name(&cases, result->position));
    if (cases.count > 0)
        run_material_case(page, cases.items[result->position % cases.count]);
    run_material_output(page, result);
    run_said_form(page, head, run, result);
    return ERR_NONE;
}

/* From the place where the person is, and then from the first. */
static enum err find_next(struct page *page, const struct test_run *run, int64_t after,
                          struct test_result *result, int64_t *left)
{
    enum err err = run_verdict_next(page->db, run, after, result, left);
    return err == ERR_NOT_FOUND && after >= 0 && *left > 0
               ? run_verdict_next(page->db, run, -1, result, left)
               : err;
}

enum err page_run_verdicts(struct page *page)
{
    struct form form;
    struct record_head *head;
    struct test_run run;
    struct test_result result;
    int64_t left = 0;
    struct walk_query query = {.after = -1};
    if (form_parse_query(&form, page->request, walk_fields, COUNT_OF(walk_fields), &query) !=
        ERR_NONE)
        query.after = -1;
    enum err err = load(page, &head, &run);
    if (err == ERR_NONE && !run_verdict_may(page->actor, head))
        err = ERR_DENIED;
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, record_noun_of_page(page), head, "Verdicts on");
    run_view_row(page, page->view, &run);
    err = show_before(page, &run, query.after);
    if (err == ERR_NONE)
        err = find_next(page, &run, query.after, &result, &left);
    if (err == ERR_NONE)
        err = show_next(page, head, &run, &result);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    view_text(page->view, "LEFT", record_page_count(page, left, "result"));
    view_show(page->view, "NONE_LEFT", left == 0);
    return record_page_show(page, 200, "Verdicts on", head->name, "run/verdicts.tpl");
}
