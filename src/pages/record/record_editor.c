#include "pages/record/record_editor.h"

#include <string.h>

#include "web/static_file.h"

static const char release[] = "release";

bool record_editor_releases(const struct page *page)
{
    const struct text *button = param_find(&page->request->form, "do");
    return button != NULL && strcmp(button->data, release) == 0;
}

bool record_editor_saves(const char *button)
{
    return button[0] == '\0' || strcmp(button, "save") == 0 || strcmp(button, release) == 0;
}

static bool allows(const struct page *page, enum permission permission)
{
    struct policy_target target = {.organization_id = page->actor->organization_id};
    return policy_allows(page->actor, permission, &target);
}

bool record_editor_may_release(const struct page *page)
{
    return allows(page, PERMISSION_LABEL_MOVE_PROTECTED);
}

static void show_release(struct page *page, struct view *view, const char *verb)
{
    bool may_release = record_editor_may_release(page);
    if (!may_release && !allows(page, PERMISSION_LABEL_PROPOSE))
        return;
    view_text(view_add(view, "MAY_RELEASE"), "SAVE_AND_RELEASE",
              arena_printf(page->arena, "%s and %s", verb, may_release ? release : "propose"));
}

void record_editor_show(struct page *page, const struct record_noun *noun, const char *saved_url)
{
    struct view *view = page_view(page);
    const char *verb = saved_url == NULL ? "Create" : "Save";
    view_text(view, "SAVE_WORDS", arena_printf(page->arena, "%s %s", verb, noun->kind->noun));
    view_text(view, "CANCEL_URL", saved_url == NULL ? noun->kind->path : saved_url);
    view_text(view, "EDITOR_URL", static_file_url("editor.js"));
    view_text(view, "NAME_HINT", noun->name_hint);
    view_show(view, "IS_NEW", saved_url == NULL);
    view_show(view, "IS_SAVED", saved_url != NULL);
    show_release(page, view, verb);
    view_include(view, "EDITOR_BAR", "record/editor_bar.tpl");
    view_include(view, "PROPERTIES", "record/properties.tpl");
}
