#include <string.h>

#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/release/rule_fields.h"

/* What labels of all records of a kind need before they move, unless a record has a rule of its own.
 */

static const char title[] = "Release rules";
static const char file[] = "organization/label_rules.tpl";

static const enum record_kind_id kinds[] = {RECORD_PROMPT, RECORD_AGENT, RECORD_TEAM};

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

/* The rule that the address asks to change; one as it is offered first. */
static const struct evidence_rule *chosen_of(struct page *page, const struct evidence_rules *rules,
                                             int *kind)
{
    static const struct evidence_rule first = {.terms = {.label = LABEL_PRODUCTION}};
    const struct text *asked = param_find(&page->request->query, "kind");
    const struct text *label = param_find(&page->request->query, "label");
    *kind = 0;
    for (int i = 0; asked != NULL && i < (int)COUNT_OF(kinds); i++)
        if (strcmp(record_kinds[kinds[i]].name, asked->data) == 0)
            *kind = i;
    for (int i = 0; label != NULL && i < rules->count; i++)
        if (rules->items[i].kind == &record_kinds[kinds[*kind]] &&
            strcmp(rules->items[i].terms.label, label->data) == 0)
            return &rules->items[i];
    return &first;
}

static enum err fill(struct page *page)
{
    struct evidence_rules rules;
    int kind = 0;
    evidence_rule_kinds_ahead(page->db, page->actor);
    rule_fields_ahead(page);
    enum err err = evidence_rule_kinds(page->db, page->actor, &rules);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    for (int i = 0; i < rules.count; i++)
        if (rules.items[i].kind != NULL)
            show_rule(page, &rules.items[i]);
    view_show(view, "HAS_RULES", rules.count > 0);
    view_show(view, "NO_RULES", rules.count == 0);
    const struct evidence_rule *chosen = chosen_of(page, &rules, &kind);
    for (int i = 0; i < (int)COUNT_OF(kinds); i++) {
        struct view *option = view_add(view, "KIND_OPTION");
        view_text(option, "VALUE", record_kinds[kinds[i]].name);
        view_text(option, "TEXT", record_kinds[kinds[i]].title);
        view_show(option, "SELECTED", i == kind);
    }
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
    if (err == ERR_NONE && typed.kind < 0) {
        form_error(&form, "kind", "Choose a kind.");
        err = ERR_INVALID;
    }
    if (err == ERR_NONE)
        err = rule_fields_draft(&form, &typed, &draft);
    if (err != ERR_NONE)
        return refuse(page, &form, err);
    draft.kind = &record_kinds[kinds[typed.kind]];
    err = rule_fields_run(page, &typed, &draft, &problem);
    if (err == ERR_NONE)
        return page_redirect(page, "/settings/labels", "success",
                             typed.action == RULE_REMOVE ? "The rule was removed."
                                                         : "The rule is saved.");
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err) : err;
}
