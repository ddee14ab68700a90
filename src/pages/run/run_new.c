#include <inttypes.h>
#include <string.h>

#include "data/endpoint/endpoint_call.h"
#include "data/set/set_list.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_form.h"
#include "pages/run/run_view.h"
#include "web/form_render.h"

/* Starting a run: what is run is in the address, so that the estimate comes before the start. */

static const char file[] = "run/new.tpl";

struct starting {
    struct record_head *head;
    struct set_list sets, shared;
    struct endpoint_choices choices;
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

static void show_sets(struct page *page, const struct set_list *sets, const struct uuid *chosen)
{
    for (int i = 0; i < sets->count; i++) {
        const struct set_row *set = &sets->items[i];
        struct view *option = view_add(page->view, "SET_OPTION");
        page_uuid(page, option, "VALUE", &set->id);
        view_text(option, "TEXT", set->name);
        view_show(option, "SELECTED", uuid_equal(&set->id, chosen));
    }
}

static bool has_set(const struct set_list *sets, const struct uuid *id)
{
    for (int i = 0; i < sets->count; i++)
        if (uuid_equal(&sets->items[i].id, id))
            return true;
    return false;
}

static bool has_sets(const struct starting *starting)
{
    return starting->sets.count + starting->shared.count > 0;
}

/* Where the address says nothing: the current version, the first test set, the first model. */
static void choose_defaults(struct page *page, struct starting *starting)
{
    struct run_form *typed = &starting->typed;
    const struct endpoint_choices *choices = &starting->choices;
    if (typed->version == 0)
        typed->version = starting->head->version;
    if (uuid_is_nil(&typed->set) && has_sets(starting))
        typed->set =
            starting->sets.count > 0 ? starting->sets.items[0].id : starting->shared.items[0].id;
    if (typed->model[0] == '\0' && choices->count > 0)
        typed->model = model_value(page, &choices->items[0], choices->items[0].models,
                                   strcspn(choices->items[0].models, "\n"));
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
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, starting->head);
    if (err == ERR_NONE &&
        !record_page_allows(page, starting->head->store->kind->read, starting->head))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = set_list_for(page->db, page->actor, starting->head, &starting->sets);
    if (err == ERR_NONE)
        err = set_list_shared(page->db, page->actor, &starting->shared);
    return err == ERR_NONE ? endpoint_choices(page->db, page->actor, &starting->choices) : err;
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
        view_text(priced, "AMOUNT", run_view_cost(page, estimate->cost_nanos, estimate->currency));
    }
    if (starting->typed.token_cap[0] == '\0' && starting->typed.cost_cap[0] == '\0')
        view_number(page->view, "TOKEN_CAP", suggested_cap(estimate));
}

static bool is_ready(const struct starting *starting)
{
    return has_sets(starting) && starting->choices.count > 0;
}

static void show_choices(struct page *page, const struct starting *starting, enum err err)
{
    const struct run_form *typed = &starting->typed;
    view_show(page->view, "IS_READY", true);
    show_kept(page, page->view, typed);
    view_show(page->view, "IS_AGAIN", !uuid_is_nil(&typed->again));
    show_sets(page, &starting->sets, &typed->set);
    show_sets(page, &starting->shared, &typed->set);
    show_models(page, starting, page->view, typed->model);
    if (starting->estimate.has_judge)
        show_models(page, starting, view_add(page->view, "JUDGE"), typed->judge_model);
    if (err == ERR_NONE || starting->estimate.call_count > 0)
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
    view_show(view, "NO_SETS", !has_sets(starting));
    view_show(view, "NO_ENDPOINTS", starting->choices.count == 0);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    form_render(&starting->form, view);
    if (is_ready(starting))
        show_choices(page, starting, err);
    if (err == ERR_NONE)
        return record_page_show(page, 200, "Run tests of", starting->head->name, file);
    return page_show_form(page, &starting->form,
                          arena_printf(page->arena, "Run tests of %s", starting->head->name), file);
}

/* The test set is for the record, or shared. */
static enum err make_draft(struct page *page, struct starting *starting)
{
    const struct uuid *set = &starting->typed.set;
    if (!uuid_is_nil(set) && !has_set(&starting->sets, set) && !has_set(&starting->shared, set))
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

enum err page_run_new(struct page *page)
{
    struct starting *starting = arena_alloc(page->arena, sizeof *starting);
    enum err err = load(page, starting);
    if (err != ERR_NONE)
        return err;
    enum err wrong = run_form_parse(page, &starting->form, &starting->typed);
    choose_defaults(page, starting);
    choose_judge(page, starting);
    if (is_ready(starting))
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
                             "The run has started.");
    }
    if (err != ERR_INVALID)
        return err;
    choose_defaults(page, starting);
    estimate_again(page, starting);
    return show(page, starting, ERR_INVALID);
}
