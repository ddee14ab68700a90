#include "data/transfer/starters.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/transfer/import_view_internal.h"

static const char title[] = "Starters";
static const char file[] = "transfer/starters.tpl";

struct starters_form {
    struct text_list names;
};

static const struct form_field fields[] = {
    {.name = "names",
     .label = "Starters",
     .kind = FORM_TEXTS,
     .is_required = true,
     .max_chars = 200,
     .offset = offsetof(struct starters_form, names)},
};

static bool is_chosen(const struct text_list *names, const char *name)
{
    for (int i = 0; i < names->count; i++)
        if (strcmp(names->items[i].data, name) == 0)
            return true;
    return false;
}

static void show_starter(struct page *page, const struct starter *starter,
                         const struct text_list *chosen, int number)
{
    bool is_team = starter->kind == RECORD_TEAM;
    struct view *card = view_add(page->view, is_team ? "TEAM" : "AGENT");
    view_number(card, "NUMBER", number);
    view_text(card, "NAME", starter->name);
    view_text(card, "DESCRIPTION", starter->description);
    for (int i = 0; i < starter->brings.count; i++)
        view_text(view_add(card, "BRINGS"), "NAME", starter->brings.items[i].data);
    if (uuid_is_nil(&starter->record_id)) {
        view_show(view_add(card, "CHOICE"), "CHECKED",
                  chosen == NULL || is_chosen(chosen, starter->name));
        return;
    }
    view_text(view_add(card, "HERE"), "URL",
              record_page_url(page, &record_kinds[starter->kind], &starter->record_id, ""));
}

/* chosen NULL: everything that is not there yet. */
static enum err show(struct page *page, const struct text_list *chosen)
{
    struct starter_list list;
    bool has_choice = false;
    enum err err = starter_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    view_include(page_view(page), "ERROR_SUMMARY", "shell/errors.tpl");
    for (int i = 0; i < list.count; i++) {
        show_starter(page, &list.items[i], chosen, i);
        has_choice = has_choice || uuid_is_nil(&list.items[i].record_id);
    }
    view_show(page->view, has_choice ? "MAY_CREATE" : "ALL_HERE", true);
    return ERR_NONE;
}

enum err page_starters(struct page *page)
{
    enum err err = show(page, NULL);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err refuse(struct page *page, struct form *form, const struct text_list *names,
                       enum err refusal)
{
    enum err err = show(page, names);
    return err == ERR_NONE ? record_page_refuse(page, form, refusal, title, file) : err;
}

enum err page_starters_post(struct page *page)
{
    struct form form;
    struct starters_form typed;
    struct problem problem = {0};
    struct uuid id;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return refuse(page, &form, &typed.names, err);
    err = starter_create(page->db, page->actor, &typed.names, &id, &problem);
    if (record_page_problem(&form, err, &problem))
        return refuse(page, &form, &typed.names, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, import_view_url(page, &id, ""), "success",
                         "Created. They are yours now: change them as you like.");
}
