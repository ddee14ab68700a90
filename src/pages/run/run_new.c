#include <inttypes.h>
#include <string.h>

#include "data/endpoint/endpoint_call.h"
#include "domain/endpoint/endpoint_price.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_form.h"
#include "pages/run/run_sets.h"
#include "pages/run/run_view.h"
#include "web/form_render.h"

/* Starting a run: what is run is in the address, so that the estimate comes before the start. */

static const char file[] = "run/new.tpl";

struct starting {
    struct record_head *head;
    struct run_sets sets;
    struct endpoint_choices choices;
    struct runner_list runners;
    struct run_form typed;
    struct run_draft draft;
    struct run_estimate estimate;
    struct form form;
};

/* ---- what there is to choose --------------------------------------------------------------- */

static const char *model_value(struct page *page, const struct endpoint_choice *choice,
                               const char *model, size_t len)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&choice->id, id);
    return arena_printf(page->arena, "%s %.*s", id, (int)len, model);
}

static void show_models(struct page *page, const struct starting *starting, struct view *view,
                        const char *chosen)
{
    for (int i = 0; i < starting->choices.count; i++) {
        const struct endpoint_choice *choice = &starting->choices.items[i];
        for (const char *name = choice->models; *name != '\0';) {
            size_t len = strcspn(name, "\n");
            struct view *option = view_add(view, "MODEL_OPTION");
            const char *value = model_value(page, choice, name, len);
            view_text(option, "VALUE", value);
            view_text(option, "TEXT",
                      arena_printf(page->arena, "%s: %.*s", choice->name, (int)len, name));
            view_show(option, "SELECTED", strcmp(value, chosen) == 0);
            name += len + (name[len] == '\n');
        }
    }
}

static void show_runners(struct page *page, const struct starting *starting)
{
    const struct runner_list *runners = &starting->runners;
    struct view *group = runners->count > 0 ? view_add(page->view, "RUNNERS") : page->view;
    for (int i = 0; i < runners->count; i++) {
        struct view *option = view_add(group, "RUNNER_OPTION");
        const char *value = run_form_runner(page, &runners->items[i].id);
        view_text(option, "VALUE", value);
        view_text(option, "TEXT", runners->items[i].name);
        view_show(option, "SELECTED", strcmp(value, starting->typed.model) == 0);
    }
}

/* What endpoint and model are called where a runner is. */
static void show_place(struct page *page, const struct run_form *typed)
{
    if (!run_form_is_carried(typed))
        return;
    struct view *view = view_add(page->view, "ELSEWHERE");
    view_text(view, "AT_ENDPOINT", typed->at_endpoint);
    view_text(view, "AT_MODEL", typed->at_model);
}

/* Where the address says nothing: the current version, the first test set, the first model. */
static void choose_defaults(struct page *page, struct starting *starting)
{
    struct run_form *typed = &starting->typed;
    const struct endpoint_choices *choices = &starting->choices;
    if (typed->version == 0)
        typed->version = starting->head->version;
    const struct uuid *first = run_sets_first(&starting->sets);
    if (uuid_is_nil(&typed->set) && first != NULL)
        typed->set = *first;
    if (typed->model[0] == '\0' && choices->count > 0)
        typed->model = model_value(page, &choices->items[0], choices->items[0].models,
                                   strcspn(choices->items[0].models, "\n"));
    if (typed->model[0] == '\0' && starting->runners.count > 0)
        typed->model = run_form_runner(page, &starting->runners.items[0].id);
}

/* And the first model of another endpoint as a judge. */
static void choose_judge(struct page *page, struct starting *starting)
{
    char id[UUID_TEXT_LEN];
    struct run_form *typed = &starting->typed;
    for (int i = 0; i < starting->choices.count && typed->judge_model[0] == '\0'; i++) {
        const struct endpoint_choice *choice = &starting->choices.items[i];
        uuid_format(&choice->id, id);
        if (strncmp(typed->model, id, strlen(id)) != 0)
            typed->judge_model =
                model_value(page, choice, choice->models, strcspn(choice->models, "\n"));
    }
}

static enum err load(struct page *page, struct starting *starting)
{
    const struct record_noun *noun = record_noun_of_page(page);
    starting->head = arena_alloc(page->arena, noun->store->size);
    endpoint_choices_ahead(page->db, page->actor);
    runner_choices_ahead(page->db, page->actor);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, starting->head);
    if (err == ERR_NONE &&
        !record_page_allows(page, starting->head->store->kind->read, starting->head))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = run_sets_load(page, starting->head, &starting->sets);
    if (err == ERR_NONE)
        err = endpoint_choices(page->db, page->actor, &starting->choices);
    return err == ERR_NONE ? runner_choices(page->db, page->actor, &starting->runners) : err;
}

/* ---- showing ------------------------------------------------------------------------------- */

/* A bit more than the estimate, in round numbers. */
static int64_t suggested_cap(const struct run_estimate *estimate)
{
    int64_t tokens = run_sum(estimate->input_tokens, estimate->output_tokens), step = 1;
    while (tokens / step >= 100 && step < INT64_MAX / 100)
        step *= 10;
    return tokens / step == tokens ? tokens : (tokens / step + 1) * step;
}

static void show_kept(struct page *page, struct view *view, const struct run_form *typed)
{
    view_number(view, "KEPT_VERSION", typed->version);
    view_number(view, "KEPT_REPEATS", typed->repeats);
    view_text(view, "KEPT_MODEL", typed->model);
    view_text(view, "KEPT_AT_ENDPOINT", typed->at_endpoint);
    view_text(view, "KEPT_AT_MODEL", typed->at_model);
    view_text(view, "KEPT_JUDGE", typed->judge_model);
    view_text(view, "KEPT_TEMPERATURE", typed->temperature);
    view_text(view, "KEPT_MAX_TOKENS", typed->max_tokens);
    page_uuid(page, view, "KEPT_SET", &typed->set);
    if (typed->set_version > 0)
        view_number(view_add(view, "KEPT_SET_VERSION"), "N", typed->set_version);
    if (!uuid_is_nil(&typed->again))
        page_uuid(page, view_add(view, "KEPT_AGAIN"), "ID", &typed->again);
    view_show(view, "KEPT_ONLY", typed->only >= 0);
}

static void show_estimate(struct page *page, const struct starting *starting)
{
    const struct run_estimate *estimate = &starting->estimate;
    struct view *view = view_add(page->view, "ESTIMATE");
    view_text(view, "CASES", record_page_count(page, estimate->case_count, "case"));
    view_text(view, "CALLS", record_page_count(page, estimate->call_count, "call"));
    view_number(view, "ESTIMATED_VERSION", estimate->version);
    view_number(view, "ESTIMATED_SET_VERSION", estimate->set_version);
    view_number(view, "INPUT_TOKENS", estimate->input_tokens);
    view_number(view, "OUTPUT_TOKENS", estimate->output_tokens);
    view_text(view, "CURRENCY", estimate->currency);
    if (estimate->has_judge)
        view_text(view_add(view, "JUDGED"), "JUDGE_CALLS",
                  record_page_count(page, estimate->judge_call_count, "call"));
    view_show(view, "NO_PRICE", estimate->cost_nanos < 0);
    view_show(view, "OVER_CAP", estimate->is_over_cap);
    if (estimate->objection != NULL)
        view_text(view_add(view, "NO_EVIDENCE"), "OBJECTION", estimate->objection);
    if (estimate->cost_nanos >= 0) {
        struct view *priced = view_add(view, "PRICED");
        view_text(priced, "AMOUNT",
                  endpoint_cost_format(page->arena, estimate->cost_nanos, estimate->currency));
    }
    if (starting->typed.token_cap[0] == '\0' && starting->typed.cost_cap[0] == '\0')
        view_number(page->view, "TOKEN_CAP", suggested_cap(estimate));
}

static bool is_ready(const struct starting *starting)
{
    return run_sets_first(&starting->sets) != NULL &&
           starting->choices.count + starting->runners.count > 0;
}

static void show_choices(struct page *page, const struct starting *starting)
{
    const struct run_form *typed = &starting->typed;
    view_show(page->view, "IS_READY", true);
    show_kept(page, page->view, typed);
    view_show(page->view, "IS_AGAIN", !uuid_is_nil(&typed->again));
    run_sets_show(page, &starting->sets, &typed->set);
    show_models(page, starting, page->view, typed->model);
    show_runners(page, starting);
    show_place(page, typed);
    view_show(page->view, "IS_CARRIED", run_form_is_carried(typed));
    view_show(page->view, "IS_CALLED", !run_form_is_carried(typed));
    if (starting->estimate.has_judge)
        show_models(page, starting, view_add(page->view, "JUDGE"), typed->judge_model);
    if (starting->estimate.call_count > 0)
        show_estimate(page, starting);
}

static enum err show(struct page *page, struct starting *starting, enum err err)
{
    struct view *view = page_view(page);
    const struct run_form *typed = &starting->typed;
    record_page_subhead(page, record_noun_of_page(page), starting->head, "Run tests of");
    page_uuid(page, view, "RECORD_ID", &starting->head->id);
    view_number(view, "VERSION", typed->version);
    view_number(view, "REPEATS", typed->repeats);
    view_text(view, "TOKEN_CAP", "");
    view_show(view, "NO_SETS", run_sets_first(&starting->sets) == NULL);
    view_show(view, "NO_ENDPOINTS", starting->choices.count + starting->runners.count == 0);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    if (err == ERR_NONE)
        form_render(&starting->form, view);
    if (is_ready(starting))
        show_choices(page, starting);
    if (err == ERR_NONE)
        return record_page_show(page, 200, "Run tests of", starting->head->name, file);
    return page_show_form(page, &starting->form,
                          arena_printf(page->arena, "Run tests of %s", starting->head->name), file);
}

/* The test set is for the record, or shared. */
static enum err make_draft(struct page *page, struct starting *starting)
{
    const struct uuid *set = &starting->typed.set;
    if (!uuid_is_nil(set) && !run_sets_has(&starting->sets, set))
        form_error(&starting->form, "set", "Choose a test set from the list.");
    return run_form_draft(page, &starting->form, starting->head, &starting->typed,
                          &starting->draft);
}

/* What it takes; wrong is what the fields alone were. */
static enum err estimate(struct page *page, struct starting *starting, enum err wrong)
{
    struct problem problem;
    enum err err = make_draft(page, starting);
    if (err != ERR_NONE || wrong != ERR_NONE)
        return err == ERR_NONE ? wrong : err;
    err = run_estimate(page->db, page->actor, &starting->draft, &starting->estimate, &problem);
    return record_page_mend(&starting->form, err, &problem);
}

/* A runner was only just chosen: what it is called there is asked before anything is wrong. */
static bool is_unnamed(const struct run_form *typed)
{
    return run_form_is_carried(typed) && typed->at_endpoint[0] == '\0' &&
           typed->at_model[0] == '\0';
}

enum err page_run_new(struct page *page)
{
    struct starting *starting = arena_alloc(page->arena, sizeof *starting);
    enum err err = load(page, starting);
    if (err != ERR_NONE)
        return err;
    enum err wrong = run_form_parse(page, &starting->form, &starting->typed);
    choose_defaults(page, starting);
    choose_judge(page, starting);
    if (is_ready(starting) && !is_unnamed(&starting->typed))
        err = estimate(page, starting, wrong);
    return err == ERR_NONE || err == ERR_INVALID ? show(page, starting, err) : err;
}

static enum err start(struct page *page, struct starting *starting, struct uuid *id)
{
    struct problem problem;
    enum err err = make_draft(page, starting);
    if (err != ERR_NONE)
        return err;
    err = run_start(page->db, page->actor, &starting->draft, id, &problem);
    return record_page_mend(&starting->form, err, &problem);
}

/* A run that was refused is shown with what it would take, as far as that can be said. */
static void estimate_again(struct page *page, struct starting *starting)
{
    struct problem problem;
    struct run_draft draft = starting->draft;
    draft.token_cap = draft.cost_cap_nanos = -1;
    if (draft.store == NULL || draft.model == NULL || uuid_is_nil(&draft.set_id) ||
        run_estimate(page->db, page->actor, &draft, &starting->estimate, &problem) != ERR_NONE)
        starting->estimate.call_count = 0;
}

enum err page_run_new_post(struct page *page)
{
    struct uuid id;
    struct starting *starting = arena_alloc(page->arena, sizeof *starting);
    enum err err = load(page, starting);
    if (err != ERR_NONE)
        return err;
    err = run_form_parse(page, &starting->form, &starting->typed);
    if (err == ERR_NONE)
        err = start(page, starting, &id);
    if (err == ERR_NONE) {
        const struct test_run run = {.id = id, .record_id = starting->head->id};
        const char *rest = strcmp(starting->typed.live, "1") == 0 ? "?live=1" : "";
        return page_redirect(page, run_view_url(page, &run, rest), "success",
                             run_form_is_carried(&starting->typed)
                                 ? "The run is ready to be carried to its runner."
                                 : "The run has started.");
    }
    if (err != ERR_INVALID)
        return err;
    choose_defaults(page, starting);
    estimate_again(page, starting);
    return show(page, starting, ERR_INVALID);
}
