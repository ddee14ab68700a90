#include "crypt/runner_key.h"
#include "data/runner/runner_change.h"
#include "domain/record/name.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"

/* The keys of runners: the list, registering one, withdrawing it. */

static const char path[] = "/settings/runners";
static const char list_title[] = "Runners";
static const char new_title[] = "Register runner";
static const char new_file[] = "runner/new.tpl";

struct runner_form {
    const char *name;
    const char *public_key;
    int data_class;
};

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = NAME_MAX_CHARS,
     .check = name_check,
     .offset = offsetof(struct runner_form, name)},
    {.name = "public_key",
     .label = "Public key",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = 2 * RUNNER_LINE_MAX,
     .offset = offsetof(struct runner_form, public_key)},
    {.name = "data_class",
     .label = "Data allowed",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = endpoint_class_names,
     .offset = offsetof(struct runner_form, data_class)},
};

static void show_runner(struct page *page, struct view *view, const struct runner *runner)
{
    page_uuid(page, view, "ID", &runner->id);
    view_text(view, "NAME", runner->name);
    view_text(view, "PUBLIC_KEY", runner->public_key);
    view_text(view, "KEY_CHECK", runner_public_check(page->arena, runner->public_key));
    view_text(view, "CLASS", endpoint_classes[runner->data_class].title);
    record_page_person(view, "REGISTERED_BY", runner->created_by_name);
    page_time(page, view, "REGISTERED", runner->created_at);
    view_show(view, "IS_REGISTERED", runner->withdrawn_at == 0);
    view_show(view, "IS_WITHDRAWN", runner->withdrawn_at != 0);
    if (runner->withdrawn_at == 0)
        return;
    struct view *withdrawn = view_add(view, "WITHDRAWN");
    record_page_person(withdrawn, "WITHDRAWN_BY", runner->withdrawn_by_name);
    page_time(page, withdrawn, "WHEN", runner->withdrawn_at);
}

enum err page_runner_list(struct page *page)
{
    struct runner_list list;
    enum err err = runner_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    struct view *table = list.count > 0 ? view_add(view, "RUNNERS") : view;
    for (int i = 0; i < list.count; i++)
        show_runner(page, view_add(table, "RUNNER"), &list.items[i]);
    view_show(view, "EMPTY", list.count == 0);
    view_show(view, "MAY_ADD", list.count < RUNNER_MAX);
    view_show(view, "IS_FULL", list.count >= RUNNER_MAX);
    return page_show(page, 200, list_title, "runner/list.tpl");
}

/* ---- registering --------------------------------------------------------------------------- */

static void show_new(struct page *page, const struct runner_form *typed)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", typed->name);
    view_text(view, "PUBLIC_KEY", typed->public_key);
    for (int i = 0; i < ENDPOINT_CLASS_COUNT; i++) {
        struct view *option = view_add(view, "CLASS_OPTION");
        view_text(option, "VALUE", endpoint_class_names[i]);
        view_text(option, "TITLE", endpoint_classes[i].title);
        view_text(option, "TEXT", endpoint_classes[i].text);
        view_show(option, "CHECKED", typed->data_class == i);
    }
}

enum err page_runner_new(struct page *page)
{
    show_new(page, &(struct runner_form){"", "", ENDPOINT_INTERNAL});
    return page_show(page, 200, new_title, new_file);
}

enum err page_runner_new_post(struct page *page)
{
    struct form form;
    struct runner_form typed;
    struct uuid id;
    struct problem problem;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        const struct runner_draft draft = {typed.name, typed.public_key,
                                           (enum endpoint_class)typed.data_class};
        err = runner_register(page->db, page->actor, &draft, &id, &problem);
        (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_NONE)
        return page_redirect(page, path, "success",
                             "The runner is registered. Choose it when you start a test run.");
    if (err == ERR_UNAVAILABLE || err == ERR_DENIED)
        return err;
    show_new(page, &typed);
    return record_page_refuse(page, &form, err, new_title, new_file);
}

/* ---- withdrawing --------------------------------------------------------------------------- */

enum err page_runner_withdraw(struct page *page)
{
    struct runner runner;
    enum err err = runner_get(page->db, page->actor, &page->match.ids[0], &runner);
    if (err != ERR_NONE)
        return err;
    show_runner(page, page_view(page), &runner);
    return page_show(page, 200, arena_printf(page->arena, "Withdraw %s", runner.name),
                     "runner/withdraw.tpl");
}

static enum err withdraw(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    (void)problem;
    return runner_withdraw(page->db, page->actor, &page->match.ids[0]);
}

enum err page_runner_withdraw_post(struct page *page)
{
    struct page_button button = {"Withdraw runner", path,
                                 "The runner is withdrawn. What it signs is no longer accepted.",
                                 withdraw};
    return page_press(page, &button);
}
