#include "pages/agent/agent_form_show.h"

#include "pages/agent/agent_noun.h"
#include "pages/agent/agent_resolved.h"
#include "pages/agent/agent_sheet_show.h"
#include "pages/record/record_editor.h"

static void set_text(struct view *view, const char *key, struct text text)
{
    view_set_key(view, view_key(key), text.data, text.len);
}

struct unknown_list {
    struct view *page;
    struct view *list; /* NULL: none yet */
};

static void add_unknown(void *context, const char *path, const json_t *value)
{
    (void)value;
    struct unknown_list *unknown = context;
    if (unknown->list == NULL)
        unknown->list = view_add(unknown->page, "UNKNOWN");
    view_text(view_add(unknown->list, "UNKNOWN_KEY"), "PATH", path);
}

/* Keys that no input shows. */
static void show_unknown(struct page *page, const struct agent_form *typed)
{
    struct unknown_list unknown = {page->view, NULL};
    if (typed->json != NULL && agent_sheet_fits(typed->json))
        agent_sheet_each_unknown(page->arena, typed->json, add_unknown, &unknown);
}

static void show_problems(struct page *page, const struct agent_form *typed)
{
    if (typed->problems.count == 0)
        return;
    struct view *list = view_add(page->view, "CONFIG_PROBLEMS");
    for (int i = 0; i < typed->problems.count; i++) {
        struct view *row = view_add(list, "CONFIG_PROBLEM");
        if (typed->problems.items[i].path[0] != '\0')
            view_text(view_add(row, "AT"), "PATH", typed->problems.items[i].path);
        view_text(row, "MESSAGE", typed->problems.items[i].message);
    }
}

static enum err show_preview(struct page *page, const struct agent_form *typed)
{
    if (typed->json == NULL || !json_is_object(json_object_get(typed->json, "prompt")))
        return ERR_NONE;
    return agent_resolved_show(page, page->view, typed->json,
                               typed->source.head == NULL ? NULL : &typed->source);
}

enum err agent_form_show(struct page *page, const struct form *form, const struct agent_form *typed)
{
    struct view *view = page_view(page);
    struct agent_choices *prompts = arena_alloc(page->arena, sizeof *prompts);
    enum err err = agent_choices_prompts(page, prompts);
    if (err == ERR_NONE)
        err = agent_choices_show(page, view, typed->name);
    if (err != ERR_NONE)
        return err;
    view_text(view, "NAME", typed->name);
    set_text(view, "DESCRIPTION", typed->description);
    view_text(view, "TAGS", typed->tags);
    view_text(view, "MESSAGE", typed->message);
    view_number(view, "REVISION", typed->revision);
    set_text(view, "BEFORE_SHOWN", typed->before);
    set_text(view, "CONFIG_SHOWN", typed->config);
    view_show(view, "CONFLICT", typed->is_conflict);
    view_text(view, "ACTION_URL", page->request->path);
    view_include(view, "FIELDS", "agent/fields.tpl");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    agent_sheet_show(page, form, typed, prompts);
    show_unknown(page, typed);
    show_problems(page, typed);
    return show_preview(page, typed);
}

enum err agent_form_show_new(struct page *page, const struct form *form,
                             const struct agent_form *typed)
{
    record_editor_show(page, &agent_noun, NULL);
    return agent_form_show(page, form, typed);
}
