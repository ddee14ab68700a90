#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/release/rule_fields.h"

/* What a label of a record needs before it moves. */

static const char file[] = "record/rule.tpl";

static enum err show_rule(struct page *page, const struct record_head *head, const char *label)
{
    struct evidence_rules rules;
    enum err err = evidence_rule_list(page->db, head, &rules);
    if (err != ERR_NONE)
        return err;
    struct view *view = page->view;
    const struct evidence_rule none = {.terms = {.label = label}};
    const struct evidence_rule *rule = evidence_rule_of(&rules, label);
    bool is_own = rule != NULL && !uuid_is_nil(&rule->record_id);
    bool holds = evidence_rule_holds(rule);
    record_page_label(view, label);
    if (holds)
        view_text(view_add(view, "HOLDS"), "NEEDS", label_rule_needs(page->arena, &rule->terms));
    view_show(view, "HOLDS_NOTHING", !holds);
    view_show(view, "IS_FREE", rule != NULL && rule->is_free);
    view_show(view, "IS_OWN", is_own);
    view_show(view, "IS_OF_KIND", rule != NULL && !is_own);
    if (rule != NULL) {
        struct view *who = view_add(view, "SET_BY");
        record_page_person(who, "NAME", rule->updated_by_name);
        page_time(page, who, "WHEN", rule->updated_at);
    }
    if (!policy_allows_some(page->actor, PERMISSION_LABEL_RULE))
        return ERR_NONE;
    struct view *form = view_add(view, "MAY_SET");
    view_include(form, "RULE_FORM", "record/rule_form.tpl");
    view_show(form, "MAY_REMOVE", is_own);
    view_show(form, "MAY_FREE", rule == NULL || !rule->is_free);
    return rule_fields_show(page, view, rule == NULL ? &none : rule);
}

static enum err load(struct page *page, struct record_head **head, const char *label)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head ahead = record_page_ahead(page, noun);
    evidence_rule_ahead(page->db, &ahead);
    rule_fields_ahead(page);
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, *head, "Release rule of");
    return show_rule(page, *head, label);
}

enum err page_label_rule(struct page *page)
{
    struct record_head *head = NULL;
    const struct text *asked = param_find(&page->request->query, "label");
    const char *problem = NULL;
    bool is_label = asked != NULL && label_check(asked->data, &problem) == ERR_NONE;
    enum err err = load(page, &head, is_label ? asked->data : LABEL_PRODUCTION);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return record_page_show(page, 200, "Release rule of", head->name, file);
}

static enum err refuse(struct page *page, struct form *form, enum err err, const char *label)
{
    struct record_head *head = NULL;
    const char *problem = NULL;
    bool is_label = label != NULL && label_check(label, &problem) == ERR_NONE;
    enum err loaded = load(page, &head, is_label ? label : LABEL_PRODUCTION);
    if (loaded != ERR_NONE)
        return loaded;
    return record_page_refuse(page, form, err,
                              arena_printf(page->arena, "Release rule of %s", head->name), file);
}

enum err page_label_rule_post(struct page *page)
{
    static const char *const done[] = {"The rule is saved.", "This label needs no evidence here.",
                                       "The rule was removed."};
    const struct record_noun *noun = record_noun_of_page(page);
    struct rule_typed typed;
    struct form form;
    struct problem problem = {0};
    struct evidence_rule_draft draft = {
        .kind = noun->kind, .store = noun->store, .record_id = page->match.ids[0]};
    enum err err = form_parse(&form, page->request, rule_fields, rule_fields_count, &typed);
    if (err == ERR_NONE)
        err = rule_fields_draft(&form, &typed, &draft);
    if (err != ERR_NONE)
        return refuse(page, &form, err, typed.label);
    err = rule_fields_run(page, &typed, &draft, &problem);
    if (err == ERR_NONE)
        return page_redirect(page,
                             record_page_url(page, noun->kind, &page->match.ids[0], "/releases"),
                             "success", done[typed.action]);
    return record_page_problem(&form, err, &problem) ? refuse(page, &form, err, typed.label) : err;
}
