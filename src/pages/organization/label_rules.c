#include <string.h>

#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/release/rule_fields.h"

/* What labels of all records of a kind need before they move, unless a record has a rule of its
 * own.
 */

static const char title[] = "Release rules";
static const char file[] = "organization/label_rules.tpl";

static void show_rule(struct page *page, const struct evidence_rule *rule)
{
    struct view *row = view_add(page->view, "RULE");
    view_text(row, "KIND", rule->kind->name);
    view_text(row, "KIND_TITLE", rule->kind->title);
    record_page_label(row, rule->terms.label);
    view_text(row, "NEEDS", label_rule_needs(page->arena, &rule->terms));
    record_page_person(row, "SET_BY", rule->updated_by_name);
    page_time(page, row, "WHEN", rule->updated_at);
}

static const char *param_text(const struct page *page, const char *name)
{
    const struct text *value = param_find(&page->request->query, name);
    return value == NULL ? "" : value->data;
}

/* The rule that the address asks to change; one as it is offered first. */
static const struct evidence_rule *chosen_of(const struct page *page,
                                             const struct evidence_rules *rules)
{
    static const struct evidence_rule first = {.terms = {.label = LABEL_PRODUCTION}};
    for (int i = 0; i < rules->count; i++)
        if (strcmp(rules->items[i].kind->name, param_text(page, "kind")) == 0 &&
            strcmp(rules->items[i].terms.label, param_text(page, "label")) == 0)
            return &rules->items[i];
    return &first;
}

static void show_kinds(struct page *page, const struct evidence_rule *chosen)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        if (!evidence_kind_is_tested(&record_kinds[i]))
            continue;
        struct view *option = view_add(page->view, "KIND_OPTION");
        view_text(option, "VALUE", record_kinds[i].name);
        view_text(option, "TEXT", record_kinds[i].title);
        view_show(option, "SELECTED", chosen->kind == &record_kinds[i]);
    }
}

static enum err fill(struct page *page)
{
    struct evidence_rules rules;
    evidence_rule_kinds_ahead(page->db, page->actor);
    rule_fields_ahead(page);
    enum err err = evidence_rule_kinds(page->db, page->actor, &rules);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    for (int i = 0; i < rules.count; i++)
        show_rule(page, &rules.items[i]);
    view_show(view, "HAS_RULES", rules.count > 0);
    view_show(view, "NO_RULES", rules.count == 0);
    const struct evidence_rule *chosen = chosen_of(page, &rules);
    show_kinds(page, chosen);
    view_include(view, "RULE_FORM", "record/rule_form.tpl");
    return rule_fields_show(page, view, chosen);
}

enum err page_label_rules(struct page *page)
{
    enum err err = fill(page);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, 200, title, file);
}

static enum err refuse(struct page *page, struct form *form, enum err err)
{
    enum err filled = fill(page);
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

enum err page_label_rules_post(struct page *page)
{
    struct rule_typed typed;
    struct form form;
    struct problem problem = {0};
    struct evidence_rule_draft draft = {.kind = NULL};
    enum err err = form_parse(&form, page->request, rule_fields, rule_fields_count, &typed);
    draft.kind = typed.kind == NULL ? NULL : record_kind_find(typed.kind);
    if (err == ERR_NONE && draft.kind == NULL) {
        form_error(&form, "kind", "Choose a kind.");
        err = ERR_INVALID;
    }
    if (err == ERR_NONE)
        err = rule_fields_draft(&form, &typed, &draft);
    if (err != ERR_NONE)
        return refuse(page, &form, err);
    err = rule_fields_run(page, &typed, &draft, &problem);
    if (err == ERR_NONE)
        return page_redirect(page, "/settings/labels", "success",
                             typed.action == RULE_REMOVE ? "The rule was removed."
                                                         : "The rule is saved.");
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err) : err;
}
