#include "data/identity/organization.h"

#include <string.h>

#include "data/record/protected_label.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* The settings of the actor's organization: its name, and the labels that only few may move. One
 * form with two parts; the button says which. */

static const char title[] = "Organization";
static const char file[] = "identity/organization.tpl";

enum settings_action { ACTION_RENAME, ACTION_PROTECT, ACTION_RELEASE };

struct settings_form {
    const char *name;
    const char *label;
    int action;
};

static const char *const actions[] = {"rename", "protect", "release", NULL};

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
};

static enum err fill(struct page *page)
{
    struct organization organization;
    struct protected_label_list list;
    enum err err =
        organization_get(page->db, page->actor, &page->actor->organization_id, &organization);
    if (err == ERR_NONE)
        err = protected_label_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "NAME", organization.name);
    view_text(view, "LABEL", "");
    view_text(view, "SLUG", organization.slug);
    page_time(page, view, "CREATED", organization.created_at);
    for (int i = 0; i < list.count; i++)
        record_page_label(view_add(view, "PROTECTED_LABEL"), list.labels[i]);
    view_show(view, "NO_PROTECTED", list.count == 0);
    return ERR_NONE;
}

enum err page_organization(struct page *page)
{
    enum err err = fill(page);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err run(struct page *page, const struct settings_form *typed, struct problem *problem)
{
    const struct uuid *id = &page->actor->organization_id;
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
    static const char *const done[] = {"The organization has a new name.",
                                       "The label is protected.", "The label is free to move."};
    struct settings_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE && typed.action == ACTION_RENAME && typed.name[0] == '\0')
        form_error(&form, "name", "Enter a name.");
    if (err == ERR_NONE && typed.action != ACTION_RENAME && typed.label[0] == '\0')
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
