#include "pages/release/record_evidence.h"

#include <inttypes.h>

#include "domain/endpoint/endpoint_price.h"
#include "domain/run/run_state.h"

static const char *run_url(struct page *page, const struct record_head *head,
                           const struct uuid *run_id)
{
    char id[UUID_TEXT_LEN];
    uuid_format(run_id, id);
    return record_page_url(page, head->store->kind, &head->id,
                           arena_printf(page->arena, "/tests/%s", id));
}

static void show_run(struct page *page, const struct record_head *head, struct view *view,
                     const struct evidence_run *run)
{
    struct view *row = view_add(view, "EVIDENCE_RUN");
    view_text(row, "RUN_URL", run_url(page, head, &run->id));
    view_text(row, "RUN_SET",
              run->set_name == NULL ? "a test set that was deleted" : run->set_name);
    view_number(row, "RUN_SET_VERSION", run->set_version);
    view_number(row, "RUN_PASSED", run->counts.pass_count);
    view_number(row, "RUN_RESULTS", run->result_count);
    if (run->result_count > 0)
        view_text(row, "RUN_RATE",
                  label_rule_rate(page->arena, run->counts.pass_count, run->result_count));
    view_text(row, "RUN_MODEL", run->model);
    if (run->runner_name != NULL)
        view_text(view_add(row, "RUN_CARRIED"), "RUNNER_NAME", run->runner_name);
    page_time(page, row, "RUN_ENDED", run->ended_at);
    if (run->is_imported)
        view_text(view_add(row, "RUN_IMPORTED"), "IMPORTED_WORDS",
                  run_imported_words(page->arena, record_page_name(run->created_by_name),
                                     run->source_name));
}

/* How much it is to run it again: what the last run was. */
static void show_again(struct page *page, struct view *view, const struct evidence_run *run)
{
    if (uuid_is_nil(&run->id))
        return;
    struct view *again = view_add(view, "RUN_AGAIN");
    view_text(again, "AGAIN_CASES", record_page_count(page, run->case_count, "case"));
    view_text(again, "AGAIN_TOKENS", record_page_count(page, run->token_count, "token"));
    if (run->is_priced)
        view_text(view_add(again, "AGAIN_PRICED"), "AGAIN_COST",
                  endpoint_cost_format(page->arena, run->cost_nanos, run->currency));
}

static void show_change(struct page *page, struct view *view, const struct evidence_change *change)
{
    struct view *row = view_add(view, "EVIDENCE_CHANGE");
    view_text(row, "CHANGED_URL", record_page_url(page, change->kind, &change->id, ""));
    view_text(row, "CHANGED_NAME", change->name);
    record_page_version(row, "BEFORE", change->before);
    record_page_version(row, "NOW", change->now);
    view_show(row, "IS_NEW_PART", change->before == 0);
    view_show(row, "IS_GONE_PART", change->now == 0);
    if (change->before != 0 && change->now != 0)
        view_text(view_add(row, "CHANGED_DIFF"), "DIFF_URL",
                  record_page_url(page, change->kind, &change->id,
                                  arena_printf(page->arena, "/diff?from=%" PRId64 "&to=%" PRId64,
                                               change->before, change->now)));
}

static const char *word_of(const struct evidence *evidence)
{
    if (evidence->is_met)
        return "Tested";
    if (evidence->is_out_of_date)
        return "Out of date";
    return uuid_is_nil(&evidence->run.id) ? "Missing" : "Not enough";
}

static const char *class_of(const struct evidence *evidence)
{
    if (evidence->is_met)
        return "";
    return evidence->is_out_of_date ? "wait" : "bad";
}

void record_evidence_ahead(struct page *page, const struct record_noun *noun)
{
    struct record_head head = record_page_ahead(page, noun);
    evidence_rule_ahead(page->db, &head);
}

enum err record_evidence_show(struct page *page, const struct record_head *head,
                              const struct evidence_asked *asked, bool *is_missing)
{
    struct evidence evidence;
    struct evidence_rules rules;
    enum err err = evidence_rule_list(page->db, head, &rules);
    const struct evidence_rule *rule =
        err == ERR_NONE ? evidence_rule_of(&rules, asked->label) : NULL;
    if (is_missing != NULL)
        *is_missing = false;
    if (err != ERR_NONE || !evidence_rule_holds(rule))
        return err;
    err = evidence_get(page->db, head, asked, rule, &evidence);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    if (is_missing != NULL)
        *is_missing = !evidence.is_met;
    view_include(page->view, "EVIDENCE", "record/evidence.tpl");
    struct view *view = view_add(page->view, "HAS_EVIDENCE");
    view_text(view, "EVIDENCE_WORD", word_of(&evidence));
    view_text(view, "EVIDENCE_CLASS", class_of(&evidence));
    view_text(view, "EVIDENCE_LABEL", asked->label);
    view_number(view, "EVIDENCE_VERSION", asked->version);
    view_text(view, "NEEDS", label_rule_needs(page->arena, &evidence.rule.terms));
    if (!uuid_is_nil(&evidence.run.id))
        show_run(page, head, view, &evidence.run);
    if (!evidence.is_met)
        view_text(view_add(view, "NOT_MET"), "MISSING", evidence.missing);
    for (int i = 0; i < evidence.change_count; i++)
        show_change(page, view, &evidence.changes[i]);
    view_show(view, "HAS_CHANGED", evidence.change_count > 0);
    if (!evidence.is_met)
        show_again(page, view, &evidence.run);
    return ERR_NONE;
}

enum err record_evidence_line(struct page *page, const struct record_head *head,
                              const struct evidence_asked *asked, const struct evidence_rule *rule,
                              struct view *row)
{
    struct evidence evidence;
    enum err err = evidence_get(page->db, head, asked, rule, &evidence);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct view *line = view_add(row, "EVIDENCE_LINE");
    bool has_run = !uuid_is_nil(&evidence.run.id);
    view_text(line, "EVIDENCE_WORD", word_of(&evidence));
    view_text(line, "EVIDENCE_CLASS", class_of(&evidence));
    view_number(line, "EVIDENCE_VERSION", asked->version);
    view_text(line, "EVIDENCE_WHY", evidence.missing);
    view_show(line, "EVIDENCE_IMPORTED", has_run && evidence.run.is_imported);
    if (has_run)
        view_text(view_add(line, "EVIDENCE_LINKED"), "RUN_URL",
                  run_url(page, head, &evidence.run.id));
    view_show(line, "EVIDENCE_PLAIN", !has_run);
    return ERR_NONE;
}
