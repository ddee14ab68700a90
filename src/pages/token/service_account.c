#include "data/token/service_account.h"

#include "data/user/user_list.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_view.h"

/* Service accounts: listing, creating and deactivating them, and who answers for one. */

static const char path[] = "/settings/service-accounts";

/* ---- the list ----------------------------------------------------------------------------- */

static void show_account(struct page *page, struct view *row, const struct service_account *account)
{
    page_uuid(page, row, "ACCOUNT_ID", &account->id);
    view_text(row, "ACCOUNT_NAME", account->name);
    view_text(row, "PERSONA", persona_names[account->persona]);
    view_text(row, "RESPONSIBLE",
              account->responsible_name == NULL ? "An erased user" : account->responsible_name);
    view_text(row, "TOKEN_COUNT", record_page_count(page, account->token_count, "token"));
    view_show(row, "IS_ACTIVE", account->is_active);
    view_show(row, "IS_INACTIVE", !account->is_active);
    view_show(row, "GONE", account->is_active && !account->is_responsible_active);
    view_show(row, "MAY_MAKE",
              account->is_active && policy_covers(page->actor, account->persona) &&
                  !policy_is_outside(page->actor, &page->actor->organization_id));
    page_time(page, row, "CREATED", account->created_at);
}

enum err page_service_account_list(struct page *page)
{
    struct service_account_list list;
    enum err err = service_account_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    struct view *table = list.count > 0 ? view_add(view, "ACCOUNTS") : view;
    for (int i = 0; i < list.count; i++)
        show_account(page, view_add(table, "ACCOUNT"), &list.items[i]);
    view_show(view, "EMPTY", list.count == 0);
    return page_show(page, 200, "Service accounts", "token/service_account_list.tpl");
}

/* ---- creating ----------------------------------------------------------------------------- */

struct account_form {
    const char *name;
    int persona;
    struct uuid responsible_id;
};

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = USER_NAME_MAX,
     .check = name_check,
     .offset = offsetof(struct account_form, name)},
    {.name = "user_persona",
     .label = "Persona",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = persona_names,
     .offset = offsetof(struct account_form, persona)},
    {.name = "responsible_id",
     .label = "Responsible person",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct account_form, responsible_id)},
};

static const char new_title[] = "Create service account";
static const char new_file[] = "token/service_account_new.tpl";

static enum err show_people(struct page *page, struct view *view, const struct uuid *selected)
{
    struct user nobody = {.organization_id = page->actor->organization_id};
    return user_view_owners(page, view, &nobody, selected);
}

static enum err show_new(struct page *page, const struct account_form *typed)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", typed->name);
    for (int i = 0; i < PERSONA_COUNT; i++) {
        enum persona persona = (enum persona)i;
        if (persona_is_admin(persona) || !policy_covers(page->actor, persona))
            continue;
        struct view *option = view_add(view, "PERSONA_OPTION");
        view_text(option, "VALUE", persona_names[i]);
        view_text(option, "TEXT", persona_names[i]);
        view_show(option, "SELECTED", typed->persona == i);
    }
    return show_people(page, view, &typed->responsible_id);
}

enum err page_service_account_new(struct page *page)
{
    struct account_form empty = {.name = "", .persona = -1, .responsible_id = page->actor->user_id};
    enum err err = show_new(page, &empty);
    return err == ERR_NONE ? page_show(page, 200, new_title, new_file) : err;
}

enum err page_service_account_new_post(struct page *page)
{
    struct form form;
    struct account_form typed;
    struct uuid id;
    struct problem problem;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        struct service_account_new account_new = {typed.name, (enum persona)typed.persona,
                                                  typed.responsible_id};
        err = service_account_create(page->db, page->actor, &account_new, &id, &problem);
        (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_UNAVAILABLE)
        return err;
    if (err == ERR_NONE) {
        char text[UUID_TEXT_LEN];
        uuid_format(&id, text);
        return page_redirect(page,
                             arena_printf(page->arena, "/settings/tokens/new?account=%s", text),
                             "success", "The service account is there. Create its first token.");
    }
    enum err shown = show_new(page, &typed);
    return shown == ERR_NONE ? record_page_refuse(page, &form, err, new_title, new_file) : shown;
}

/* ---- who answers for it, and its end ------------------------------------------------------ */

static const char change_file[] = "token/service_account_edit.tpl";

static enum err show_one(struct page *page, const struct service_account *account,
                         const struct uuid *selected)
{
    struct view *view = page_view(page);
    show_account(page, view, account);
    return show_people(page, view, selected);
}

static enum err load(struct page *page, struct service_account *account)
{
    enum err err = service_account_get(page->db, page->actor, &page->match.ids[0], account);
    return err == ERR_NONE && !account->is_active ? ERR_NOT_FOUND : err;
}

enum err page_service_account_edit(struct page *page)
{
    struct service_account account;
    enum err err = load(page, &account);
    if (err == ERR_NONE)
        err = show_one(page, &account, &account.responsible_id);
    return err == ERR_NONE ? record_page_show(page, 200, "Change", account.name, change_file) : err;
}

enum err page_service_account_edit_post(struct page *page)
{
    struct form form;
    struct account_form typed;
    struct service_account account;
    struct problem problem;
    enum err wrong = form_parse(&form, page->request, &fields[2], 1, &typed);
    enum err err = load(page, &account);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE) {
        wrong = service_account_appoint(page->db, page->actor, &account.id, &typed.responsible_id,
                                        &problem);
        (void)record_page_problem(&form, wrong, &problem);
    }
    if (wrong == ERR_NONE)
        return page_redirect(
            page, path, "success",
            arena_printf(page->arena, "Another person answers for %s now.", account.name));
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    err = show_one(page, &account, &typed.responsible_id);
    return err == ERR_NONE
               ? record_page_refuse(page, &form, wrong,
                                    arena_printf(page->arena, "Change %s", account.name),
                                    change_file)
               : err;
}

static enum err deactivate(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return service_account_deactivate(page->db, page->actor, &page->match.ids[0]);
}

enum err page_service_account_deactivate_post(struct page *page)
{
    struct page_button button = {"Deactivate service account", path,
                                 "The service account is deactivated. Its tokens are refused.",
                                 deactivate};
    return page_press(page, &button);
}
