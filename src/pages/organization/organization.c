#include "data/organization/organization.h"

#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "data/register/register.h"
#include "data/release/protected_label.h"
#include "data/release/widening_rule.h"
#include "data/trail/audit_outside.h"
#include "pages/handlers.h"
#include "pages/organization/organization_view.h"
#include "pages/record/record_page.h"

/* The settings of the actor's organization: its name, the labels that only few may move, and what
 * becomes of such a label when a program sets it. One form with parts; the button says which. */

static const char title[] = "Organization";
static const char file[] = "organization/organization.tpl";

enum settings_action {
    ACTION_RENAME,
    ACTION_PROTECT,
    ACTION_RELEASE,
    ACTION_PROGRAMS,
    ACTION_WIDENING
};

enum program_rule { PROGRAMS_REFUSE, PROGRAMS_PROPOSE };

struct settings_form {
    const char *name;
    const char *label;
    int action;
    int programs;
    int widening;
};

static const char *const actions[] = {"rename", "protect", "release", "programs", "widening", NULL};
static const char *const rules[] = {"refuse", "propose", NULL};

#define AT(member) offsetof(struct settings_form, member)

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .max_chars = ORGANIZATION_NAME_MAX,
     .check = organization_check_name,
     .offset = AT(name)},
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .check = label_check,
     .offset = AT(label)},
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = actions,
     .offset = AT(action)},
    {.name = "programs",
     .label = "What programs get",
     .kind = FORM_CHOICE,
     .choices = rules,
     .offset = AT(programs)},
    {.name = "widening",
     .label = "Who approves what widens",
     .kind = FORM_CHOICE,
     .choices = widening_names,
     .offset = AT(widening)},
};

enum { LOOKS_DAYS = 30 };

/* How often people from outside looked in lately: the members may know. */
static enum err show_looks(struct page *page, struct view *view)
{
    int64_t count = 0;
    int64_t from = clock_now() - LOOKS_DAYS * CLOCK_DAY;
    enum err err = audit_count_outside(page->db, page->actor, from, &count);
    if (err != ERR_NONE)
        return err;
    char day[CLOCK_DAY_LEN];
    clock_format_day(clock_local_day(page_zone(page), from), day);
    view_text(view, "LOOKS_FROM", arena_strdup(page->arena, day));
    view_text(view, "LOOKS", record_page_count(page, count, "event"));
    return ERR_NONE;
}

/* The session knows that of one's own. */
static enum err show_usage(struct page *page, struct view *view)
{
    struct organization_usage usage = page->session->usage;
    enum err err = ERR_NONE;
    if (policy_is_outside(page->actor, &page->actor->organization_id))
        err = organization_usage_get(page->db, page->actor, &page->actor->organization_id, &usage);
    if (err == ERR_NONE)
        organization_view_usage(page, view, &usage);
    return err;
}

static enum err show_widening(struct page *page, struct view *view)
{
    enum widening now;
    enum err err = widening_rule_get(page->db, page->actor, &now);
    for (int i = 0; err == ERR_NONE && i < WIDENING_COUNT; i++) {
        struct view *choice = view_add(view, "WIDENING");
        view_text(choice, "RULE", widening_rules[i].name);
        view_text(choice, "PEOPLE", widening_rules[i].people);
        view_show(choice, "IS_NOW", i == (int)now);
    }
    return err;
}

static enum err fill(struct page *page)
{
    struct organization organization;
    struct protected_label_list list;
    bool requires_register = false;
    bool proposes = false;
    protected_label_rule_ahead(page->db, page->actor);
    widening_rule_ahead(page->db, page->actor);
    register_required_ahead(page->db, &page->actor->organization_id);
    enum err err =
        organization_get(page->db, page->actor, &page->actor->organization_id, &organization);
    if (err == ERR_NONE)
        err = protected_label_list(page->db, page->actor, &list);
    if (err == ERR_NONE)
        err = protected_label_rule(page->db, page->actor, &proposes);
    if (err == ERR_NONE)
        err = register_is_required(page->db, page->actor, &requires_register);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "NAME", organization.name);
    page_uuid(page, view, "ORGANIZATION_ID", &organization.id);
    view_text(view, "LABEL", "");
    view_text(view, "SLUG", organization.slug);
    page_time(page, view, "CREATED", organization.created_at);
    for (int i = 0; i < list.count; i++)
        record_page_label(view_add(view, "PROTECTED_LABEL"), list.labels[i]);
    view_show(view, "NO_PROTECTED", list.count == 0);
    view_show(view, "PROGRAMS_PROPOSE", proposes);
    view_show(view, "PROGRAMS_REFUSE", !proposes);
    view_show(view, "REQUIRES_REGISTER", requires_register);
    err = show_widening(page, view);
    if (err == ERR_NONE)
        err = show_usage(page, view);
    if (err != ERR_NONE)
        return err;
    view_include(view, "USAGE_LIST", "organization/organization_usage.tpl");
    return show_looks(page, view);
}

enum err page_organization(struct page *page)
{
    enum err err = fill(page);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err run(struct page *page, const struct settings_form *typed, struct problem *problem)
{
    const struct uuid *id = &page->actor->organization_id;
    if (typed->action == ACTION_PROGRAMS)
        return protected_label_set_rule(page->db, page->actor, typed->programs == PROGRAMS_PROPOSE);
    if (typed->action == ACTION_WIDENING)
        return widening_rule_set(page->db, page->actor, (enum widening)typed->widening);
    if (typed->action != ACTION_RENAME)
        return protected_label_set(page->db, page->actor, typed->label,
                                   typed->action == ACTION_PROTECT, problem);
    problem->field = "name";
    problem->message = "An organization needs a name.";
    return organization_rename(page->db, page->actor, id, typed->name);
}

static enum err refuse(struct page *page, struct form *form, enum err err)
{
    enum err filled = fill(page);
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

enum err page_organization_post(struct page *page)
{
    static const char *const done[] = {
        "The organization has a new name.", "The label is protected.", "The label is free to move.",
        "What programs get is saved.", "Who approves what widens is saved."};
    struct settings_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE && typed.action == ACTION_RENAME && typed.name[0] == '\0')
        form_error(&form, "name", "Enter a name.");
    bool is_of_label = typed.action == ACTION_PROTECT || typed.action == ACTION_RELEASE;
    if (err == ERR_NONE && is_of_label && typed.label[0] == '\0')
        form_error(&form, "label", "Enter a label.");
    if (form.error_count > 0)
        return refuse(page, &form, ERR_INVALID);
    err = run(page, &typed, &problem);
    if (record_page_problem(&form, err, &problem))
        return refuse(page, &form, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/settings/organization", "success", done[typed.action]);
}
