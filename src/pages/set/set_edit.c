#include <string.h>

#include "data/set/set_content.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/set/set_diff_show.h"
#include "pages/set/set_form.h"
#include "pages/set/set_form_show.h"
#include "pages/set/set_noun.h"
#include "web/form_same.h"

static const char file[] = "set/edit.tpl";

static const char *title_of(struct page *page, const struct set *set)
{
    return arena_printf(page->arena, "Edit %s", set->name);
}

/* The set of the address with what it says, if it may be changed. */
static enum err load(struct page *page, struct set *set, struct set_content *content)
{
    enum err err = record_page_load(page, &set_noun, RECORD_WHOLE, set);
    if (err != ERR_NONE)
        return err;
    if (!record_page_allows(page, PERMISSION_SET_CHANGE, &set->head))
        return ERR_DENIED;
    set_content_read(page->arena, &set->content, content);
    return ERR_NONE;
}

/* The properties, beside cases and settings. */
static void compare_fields(struct page *page, struct view *view, const struct set *now,
                           const struct set_form *typed)
{
    const char *tags = tag_list_join(page->arena, &now->tags);
    if (strcmp(now->name, typed->name) == 0 && strcmp(tags, typed->tags) == 0 &&
        strcmp(now->description, typed->description.data) == 0)
        return;
    struct view *others = view_add(view, "OTHER_FIELDS");
    record_page_differs(others, "Name", now->name, typed->name);
    record_page_differs(others, "Description", now->description, typed->description.data);
    record_page_differs(others, "Tags", tags, typed->tags);
}

/* Ends the page with the form; a refusal is shown with its messages. */
static enum err show(struct page *page, struct form *form, const struct set *set,
                     const struct set_form *typed, enum err refusal)
{
    struct set_content saved;
    set_content_read(page->arena, &set->content, &saved);
    view_include(page_view(page), "STALE_FIELDS", "record/stale.tpl");
    if (typed->view == SET_VIEW_CHANGES)
        compare_fields(page, page->view, set, typed);
    enum err err = set_form_show(page, form, typed, &saved);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &set_noun, &set->head);
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title_of(page, set), file);
    return page_show(page, 200, title_of(page, set), file);
}

enum err page_set_edit(struct page *page)
{
    const struct text *opened = param_find(&page->request->query, "case");
    struct set set;
    struct set_content content;
    struct set_form typed;
    enum err err = load(page, &set, &content);
    if (err != ERR_NONE)
        return err;
    if (set.archived_at != 0)
        return page_redirect(page, record_page_url(page, set_noun.kind, &set.id, ""), "warning",
                             "This test set is archived. Restore it to edit it.");
    set_form_of(page, &set, &content, &typed);
    if (opened != NULL)
        set_form_open(page, &typed, opened->data);
    err = set_form_show(page, NULL, &typed, &content);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &set_noun, &set.head);
    return page_show(page, 200, title_of(page, &set), file);
}

/* Nothing is lost: what was typed stays in the form, the difference to what is there now is below
 * it, and saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, struct set_form *typed)
{
    struct set now;
    struct set_content content, yours = {.cases = typed->cases};
    const char *ignored = NULL;
    enum err err = load(page, &now, &content);
    if (err != ERR_NONE)
        return err;
    struct view *stale = record_page_stale(page, form, &now.head);
    struct set_side theirs = {arena_printf(page->arena, "version %lld", (long long)now.version),
                              &content};
    struct set_side own = {"yours", &yours};
    if (set_settings_read(page->arena, set_form_settings(page, typed), &yours.settings, &ignored) !=
        ERR_NONE)
        yours.settings = content.settings;
    compare_fields(page, stale, &now, typed);
    set_diff_show(page, stale, &theirs, &own);
    typed->revision = now.revision;
    err = set_form_show(page, form, typed, &content);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &set_noun, &now.head);
    return page_show(page, 409, title_of(page, &now), file);
}

static enum err save(struct page *page, struct form *form, const struct set *set,
                     struct set_form *typed)
{
    struct set_draft draft = set_form_draft(page, typed);
    struct problem problem = {0};
    struct record_saved saved;
    draft.id = set->id;
    enum err err = set_update(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return record_page_saved(page, &set_noun, &saved);
    if (err == ERR_STALE)
        return show_stale(page, form, typed);
    return set_form_problem(form, err, &problem) ? show(page, form, set, typed, err) : err;
}

enum err page_set_edit_post(struct page *page)
{
    struct set set;
    struct set_content content;
    struct set_form typed;
    struct form form;
    enum set_form_action action;
    enum err err = load(page, &set, &content);
    if (err != ERR_NONE)
        return err;
    err = set_form_parse(page, &form, &content.cases, &typed, &action);
    struct text description = {set.description, strlen(set.description)};
    typed.description = form_same_text(page->arena, typed.description, description);
    if (err != ERR_NONE)
        return show(page, &form, &set, &typed, ERR_INVALID);
    return action == SET_FORM_SAVE ? save(page, &form, &set, &typed)
                                   : show(page, &form, &set, &typed, ERR_NONE);
}
