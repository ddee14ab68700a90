#include "pages/release/rule_fields.h"

#include <string.h>

#include "base/number.h"
#include "domain/record/label.h"

static const char *const actions[] = {"save", "free", "remove", NULL};

#define AT(member) offsetof(struct rule_typed, member)

const struct form_field rule_fields[] = {
    {.name = "kind", .label = "Kind", .kind = FORM_LINE, .max_chars = 20, .offset = AT(kind)},
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .is_required = true,
     .check = label_check,
     .offset = AT(label)},
    {.name = "set_id", .label = "Test set", .kind = FORM_UUID, .offset = AT(set_id)},
    {.name = "min_pass",
     .label = "Pass rate",
     .kind = FORM_LINE,
     .max_chars = 8,
     .offset = AT(min_pass)},
    {.name = "forbids_critical",
     .label = "No critical failure",
     .kind = FORM_BOOL,
     .offset = AT(forbids_critical)},
    {.name = "max_age_days",
     .label = "Age in days",
     .kind = FORM_INT,
     .number = NUMBER_RULE_DAYS,
     .offset = AT(max_age_days)},
    {.name = "forbids_worse",
     .label = "Not worse than what is live",
     .kind = FORM_BOOL,
     .offset = AT(forbids_worse)},
    {.name = "needs_judge",
     .label = "A calibrated judge",
     .kind = FORM_BOOL,
     .offset = AT(needs_judge)},
    {.name = "accepts_imported",
     .label = "Also accept imported results",
     .kind = FORM_BOOL,
     .offset = AT(accepts_imported)},
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = actions,
     .offset = AT(action)},
};
const int rule_fields_count = (int)COUNT_OF(rule_fields);

void rule_fields_ahead(struct page *page)
{
    evidence_rule_sets_ahead(page->db, page->actor);
}

static void add_set(struct page *page, struct view *view, const struct uuid *id, const char *name,
                    bool is_chosen)
{
    struct view *option = view_add(view, "SET_OPTION");
    page_uuid(page, option, "VALUE", id);
    view_text(option, "TEXT", name);
    view_show(option, "SELECTED", is_chosen);
}

static enum err show_sets(struct page *page, struct view *view, const struct evidence_rule *rule)
{
    struct evidence_sets sets;
    bool is_listed = uuid_is_nil(&rule->set_id);
    enum err err = evidence_rule_sets(page->db, page->actor, &sets);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < sets.count; i++) {
        bool is_chosen = uuid_equal(&sets.items[i].id, &rule->set_id);
        is_listed = is_listed || is_chosen;
        add_set(page, view, &sets.items[i].id, sets.items[i].name, is_chosen);
    }
    if (!is_listed)
        add_set(page, view, &rule->set_id,
                rule->terms.set_name == NULL || rule->terms.set_name[0] == '\0'
                    ? "A test set that was deleted"
                    : rule->terms.set_name,
                true);
    view_show(view, "NO_SETS", sets.count == 0);
    return ERR_NONE;
}

/* What is offered where there is no rule yet. */
enum { FIRST_PERMILLE = 950 };

enum err rule_fields_show(struct page *page, struct view *view, const struct evidence_rule *rule)
{
    bool is_new = uuid_is_nil(&rule->id) || rule->is_free;
    const char *percent =
        label_rule_percent(page->arena, is_new ? FIRST_PERMILLE : rule->terms.min_pass_permille);
    view_text(view, "LABEL", rule->terms.label);
    view_text(view, "MIN_PASS",
              arena_printf(page->arena, "%.*s", (int)strcspn(percent, "%"), percent));
    view_show(view, "FORBIDS_CRITICAL", is_new || rule->terms.forbids_critical);
    view_show(view, "FORBIDS_WORSE", rule->terms.forbids_worse);
    view_show(view, "NEEDS_JUDGE", rule->terms.needs_judge);
    view_show(view, "ACCEPTS_IMPORTED", rule->terms.accepts_imported);
    view_text(view, "MAX_AGE_DAYS",
              rule->terms.max_age_days == 0
                  ? ""
                  : arena_printf(page->arena, "%lld", (long long)rule->terms.max_age_days));
    return show_sets(page, view, rule);
}

enum err rule_fields_draft(struct form *form, const struct rule_typed *typed,
                           struct evidence_rule_draft *draft)
{
    draft->label = typed->label;
    draft->set_id = typed->set_id;
    draft->is_free = typed->action == RULE_FREE;
    draft->forbids_critical = typed->forbids_critical;
    draft->max_age_days = typed->max_age_days;
    draft->forbids_worse = typed->forbids_worse;
    draft->needs_judge = typed->needs_judge;
    draft->accepts_imported = typed->accepts_imported;
    if (typed->action != RULE_SAVE || typed->min_pass[0] == '\0' ||
        label_rule_parse_percent(typed->min_pass, &draft->min_pass_permille) == ERR_NONE)
        return ERR_NONE;
    form_error(form, "min_pass", "Type a percentage from 0 to 100, such as 95 or 99.5.");
    return ERR_INVALID;
}

enum err rule_fields_run(struct page *page, const struct rule_typed *typed,
                         const struct evidence_rule_draft *draft, struct problem *problem)
{
    return typed->action == RULE_REMOVE
               ? evidence_rule_remove(page->db, page->actor, draft, problem)
               : evidence_rule_set(page->db, page->actor, draft, problem);
}
