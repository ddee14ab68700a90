#include <inttypes.h>
#include <string.h>

#include "data/judge/judge_calibration.h"
#include "data/judge/judge_floor.h"
#include "data/run/run_verdict.h"
#include "domain/record/label_rule.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_page.h"
#include "web/form.h"
#include "web/form_render.h"

/* A prompt as a judge: how far it agrees with people, where it does not, and from where on it
 * decides. */

enum { KAPPA_SCALE = 10, HUNDRED = 100, FLOOR_BYTES = 10 };

struct floor_form {
    const char *floor;
};

static const struct form_field fields[] = {
    {.name = "floor",
     .label = "Least agreement",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = FLOOR_BYTES,
     .offset = offsetof(struct floor_form, floor)},
};

static const char *kappa_text(struct page *page, int kappa)
{
    int size = (kappa < 0 ? -kappa : kappa) / KAPPA_SCALE;
    return kappa == JUDGE_KAPPA_NONE ? "not defined"
                                     : arena_printf(page->arena, "%s%d.%02d", kappa < 0 ? "-" : "",
                                                    size / HUNDRED, size % HUNDRED);
}

static const char *why_not(struct page *page, const struct judge_calibration *calibration)
{
    const struct judge_agreement *agreement = &calibration->agreement;
    if (agreement->count < JUDGE_VERDICTS_MIN)
        return arena_printf(page->arena, "%d more verdicts of people are needed.",
                            JUDGE_VERDICTS_MIN - (int)agreement->count);
    return agreement->agreement < calibration->floor
               ? "It agrees with people less than it must."
               : "It agrees with people no more than chance would.";
}

static void show_disputes(struct page *page, struct view *view, const struct run_dispute_list *list)
{
    for (int i = 0; i < list->count; i++) {
        char run[UUID_TEXT_LEN];
        const struct run_dispute *dispute = &list->items[i];
        struct view *row = view_add(view, "DISPUTE");
        uuid_format(&dispute->run_id, run);
        view_text(row, "DISPUTE_URL",
                  record_page_url(page, dispute->kind, &dispute->record_id,
                                  arena_printf(page->arena, "/tests/%s/results/%" PRId64, run,
                                               dispute->position + 1)));
        view_text(row, "DISPUTE_CASE", dispute->case_id);
        view_text(row, "DISPUTE_RECORD", dispute->record_name);
        view_text(row, "DISPUTE_JUDGE", dispute->judge_passed ? "passed" : "failed");
        view_text(row, "DISPUTE_PERSON", dispute->judge_passed ? "failed" : "passed");
        page_time(page, row, "DISPUTE_WHEN", dispute->created_at);
    }
    view_show(view, "HAS_DISPUTES", list->count + list->hidden_count > 0);
    if (list->hidden_count > 0)
        view_text(view_add(view, "HIDDEN"), "HIDDEN_COUNT",
                  record_page_count(page, list->hidden_count, "result"));
    view_show(view, "OLDER", list->has_more);
}

static enum err show_judge(struct page *page, const struct run_judge_row *judge, int64_t *floor)
{
    struct judge_calibration calibration;
    struct run_dispute_list disputes;
    const struct uuid *organization_id = &page->actor->organization_id;
    const struct judge_agreement *agreement = &calibration.agreement;
    enum err err = judge_calibration_get(page->db, organization_id, judge->key, &calibration);
    if (err == ERR_NONE)
        err = run_verdict_disputes(page->db, page->actor, judge->key, &disputes);
    if (err != ERR_NONE)
        return err;
    struct view *view = view_add(page->view, "JUDGE");
    *floor = calibration.floor;
    view_number(view, "JUDGE_VERSION", judge->version);
    view_text(view, "JUDGE_ENDPOINT", judge->endpoint_name);
    view_text(view, "JUDGE_MODEL", judge->model);
    view_text(view, "JUDGE_STATE", calibration.is_calibrated ? "Decides" : "Advises");
    view_text(view, "JUDGE_CLASS", calibration.is_calibrated ? "" : " wait");
    view_number(view, "VERDICT_COUNT", agreement->count);
    if (!calibration.is_calibrated)
        view_text(view_add(view, "NOT_YET"), "WHY", why_not(page, &calibration));
    if (agreement->count > 0) {
        struct view *rates = view_add(view, "RATES");
        view_text(rates, "AGREEMENT", label_rule_percent(page->arena, agreement->agreement));
        view_text(rates, "BASE_RATE", label_rule_percent(page->arena, agreement->base_rate));
        view_text(rates, "KAPPA", kappa_text(page, agreement->kappa));
        view_number(rates, "ONLY_JUDGE", calibration.counts.only_judge_passes);
        view_number(rates, "ONLY_PEOPLE", calibration.counts.only_people_pass);
    }
    show_disputes(page, view, &disputes);
    return ERR_NONE;
}

static enum err show(struct page *page, struct form *form, enum err wrong)
{
    struct run_judge_rows judges;
    struct judge_calibration none;
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = run_verdict_judges(page->db, head, &judges);
    if (err == ERR_NONE)
        err = judge_calibration_get(page->db, &page->actor->organization_id, "", &none);
    if (err != ERR_NONE)
        return err;
    int64_t floor = none.floor;
    record_page_subhead(page, noun, head, "Judge");
    view_show(page->view, "NO_JUDGE", judges.count == 0);
    for (int i = 0; err == ERR_NONE && i < judges.count; i++)
        err = show_judge(page, &judges.items[i], &floor);
    if (err != ERR_NONE)
        return err;
    view_text(page->view, "FLOOR_NOW", label_rule_percent(page->arena, floor));
    view_number(page->view, "VERDICTS_MIN", JUDGE_VERDICTS_MIN);
    if (judge_floor_may_set(page->actor)) {
        struct view *change = view_add(page->view, "FLOOR_FORM");
        form_render(form, change);
        if (wrong == ERR_NONE)
            view_text(change, "FLOOR", label_rule_percent(page->arena, floor));
    }
    return wrong == ERR_NONE
               ? record_page_show(page, 200, "Judge", head->name, "judge/show.tpl")
               : page_show_form(page, form, arena_printf(page->arena, "Judge %s", head->name),
                                "judge/show.tpl");
}

enum err page_judge_show(struct page *page)
{
    struct form form = {.error_count = 0};
    return show(page, &form, ERR_NONE);
}

/* Who reads none of a prompt, a Platform Admin, sets nothing on its page. */
static enum err check_read(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    return record_page_allows(page, noun->kind->read, head) ? ERR_NONE : ERR_DENIED;
}

enum err page_judge_show_post(struct page *page)
{
    struct form form;
    struct floor_form typed;
    int64_t permille = 0;
    struct problem problem;
    enum err err = check_read(page);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&form, page->request, fields, COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        size_t len = strcspn(typed.floor, "%");
        const char *number = arena_copy(page->arena, typed.floor, len);
        if (label_rule_parse_percent(number, &permille) != ERR_NONE)
            permille = -1;
        err = judge_floor_set(page->db, page->actor, permille, &problem);
        if (err == ERR_INVALID)
            form_error(&form, "floor", problem.message);
    }
    if (err == ERR_INVALID)
        return show(page, &form, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(
        page, record_page_url(page, record_noun_of_page(page)->kind, &page->match.ids[0], "/judge"),
        "success", "The least agreement is changed.");
}
