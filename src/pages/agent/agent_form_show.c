#include "pages/agent/agent_form_show.h"

#include "pages/agent/agent_json_diff.h"
#include "pages/agent/agent_noun.h"
#include "pages/agent/agent_resolved.h"
#include "pages/agent/agent_sections.h"
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

/* The inputs, with what the organization has to choose from. */
static enum err show_inputs(struct page *page, const struct form *form,
                            const struct agent_form *typed)
{
    struct agent_choices *prompts = arena_alloc(page->arena, sizeof *prompts);
    enum err err = agent_choices_prompts(page, prompts);
    if (err == ERR_NONE)
        err = agent_choices_show(page, page->view, typed->name);
    if (err != ERR_NONE)
        return err;
    agent_sheet_show(page, form, typed, prompts);
    agent_sections_show(page, form, typed);
    show_unknown(page, typed);
    return show_preview(page, typed);
}

static void show_json(struct page *page, const struct agent_form *typed)
{
    set_text(page->view, "CONFIG_SHOWN", typed->config);
    view_show(page->view, "NO_FORM", typed->json != NULL && !agent_sheet_fits(typed->json));
    show_problems(page, typed);
}

/* What a save would change of the config. */
static void show_changes(struct page *page, const struct agent_form *typed)
{
    struct agent_json_side before = {"the saved version", typed->saved};
    struct agent_json_side after = {"yours", typed->json};
    agent_json_diff_show(page, page->view, "config", &before, &after);
}

/* A new agent has nothing that it could differ from. */
static enum agent_form_view shown_view(const struct agent_form *typed)
{
    if (typed->view != AGENT_VIEW_CHANGES || (typed->saved != NULL && typed->json != NULL))
        return typed->view;
    return typed->json != NULL && agent_sheet_fits(typed->json) ? AGENT_VIEW_FORM : AGENT_VIEW_JSON;
}

enum err agent_form_show(struct page *page, const struct form *form, const struct agent_form *typed)
{
    static const char *const sections[] = {"IN_FORM", "IN_JSON", "IN_CHANGES"};
    struct view *view = page_view(page);
    enum agent_form_view shown = shown_view(typed);
    view_text(view, "NAME", typed->name);
    set_text(view, "DESCRIPTION", typed->description);
    view_text(view, "TAGS", typed->tags);
    view_text(view, "MESSAGE", typed->message);
    view_number(view, "REVISION", typed->revision);
    set_text(view, "BEFORE_SHOWN", typed->before);
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        view_show(view, sections[i], shown == i);
    view_show(view, "HAS_CHANGES", typed->saved != NULL);
    view_text(view, "ACTION_URL", page->request->path);
    view_include(view, "FIELDS", "agent/fields.tpl");
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    if (shown == AGENT_VIEW_FORM)
        return show_inputs(page, form, typed);
    if (shown == AGENT_VIEW_JSON)
        show_json(page, typed);
    else
        show_changes(page, typed);
    return ERR_NONE;
}

enum err agent_form_show_new(struct page *page, const struct form *form,
                             const struct agent_form *typed)
{
    record_editor_show(page, &agent_noun, NULL);
    return agent_form_show(page, form, typed);
}
