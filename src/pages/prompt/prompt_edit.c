#include <string.h>

#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_form.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_page.h"
#include "pages/record/record_text_diff.h"
#include "web/form_render.h"

static const char file[] = "prompt/edit.tpl";

static const char *title_of(struct page *page, const struct prompt *prompt)
{
    return arena_printf(page->arena, "Edit %s", prompt->name);
}

static enum err show(struct page *page, const struct prompt *prompt, int status,
                     const struct prompt_form *typed)
{
    prompt_form_show(page, typed);
    record_page_editor(page, &prompt_noun, &prompt->head);
    return page_show(page, status, title_of(page, prompt), file);
}

enum err page_prompt_edit(struct page *page)
{
    struct prompt prompt;
    struct prompt_form form;
    enum err err = record_page_load(page, &prompt_noun, RECORD_WHOLE, &prompt);
    if (err != ERR_NONE)
        return err;
    if (!record_page_allows(page, PERMISSION_PROMPT_CHANGE, &prompt.head))
        return ERR_DENIED;
    if (prompt.archived_at != 0)
        return page_redirect(page, record_page_url(page, prompt_noun.kind, &prompt.id, ""),
                             "warning", "This prompt is archived. Restore it to edit it.");
    prompt_form_of(page, &prompt, &form);
    return show(page, &prompt, 200, &form);
}

/* What differs beside the body. */
static void compare_fields(struct page *page, struct view *stale, const struct prompt *now,
                           const struct prompt_form *typed)
{
    const char *tags = tag_list_join(page->arena, &now->tags);
    if (strcmp(now->name, typed->name) == 0 && strcmp(tags, typed->tags) == 0 &&
        strcmp(now->description, typed->description.data) == 0 &&
        strcmp(now->settings, typed->settings.data) == 0)
        return;
    struct view *others = view_add(stale, "OTHER_FIELDS");
    record_page_differs(others, "Name", now->name, typed->name);
    record_page_differs(others, "Description", now->description, typed->description.data);
    record_page_differs(others, "Tags", tags, typed->tags);
    record_page_differs(others, "Model settings", now->settings, typed->settings.data);
}

/* Someone saved in between: nothing is lost. What was typed stays in the form, the difference to
 * what is there now is below it, and saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, const struct prompt *now,
                           struct prompt_form *typed)
{
    struct arena *arena = page->arena;
    struct view *stale = record_page_stale(page, form, &now->head);
    compare_fields(page, stale, now, typed);
    struct record_text_side theirs = {arena_printf(arena, "version %lld", (long long)now->version),
                                      prompt_body_readable(arena, now->type, now->body)};
    struct record_text_side yours = {
        "your text", prompt_body_readable(arena, (enum prompt_type)typed->type, typed->body)};
    record_text_diff_show(page, stale, &theirs, &yours);
    typed->revision = now->revision;
    return show(page, now, 409, typed);
}

static enum err refuse(struct page *page, struct form *form, const struct prompt *prompt,
                       const struct prompt_form *typed, enum err err)
{
    prompt_form_show(page, typed);
    record_page_editor(page, &prompt_noun, &prompt->head);
    return record_page_refuse(page, form, err, title_of(page, prompt), file);
}

/* What the next page says: a variable that is gone may break the programs that fill it in. */
static enum err say_saved(struct page *page, const struct prompt *before,
                          const struct prompt_form *typed, const struct record_saved *saved)
{
    struct prompt_variables had;
    struct prompt_variables has;
    struct arena *arena = page->arena;
    prompt_body_variables(arena, before->type, before->body, &had);
    prompt_body_variables(arena, (enum prompt_type)typed->type, typed->body, &has);
    const char *vanished = prompt_body_vanished(arena, &had, &has);
    const char *mistakes = prompt_body_mistakes(arena, (enum prompt_type)typed->type, typed->body);
    if (!saved->is_new_version || (vanished == NULL && mistakes == NULL))
        return record_page_saved(page, &prompt_noun, saved);
    const char *warning = arena_printf(
        arena, "%s%s",
        vanished == NULL
            ? ""
            : arena_printf(arena,
                           "It no longer has these variables of version %lld: %s. Check the "
                           "programs that fill them in. ",
                           (long long)before->version, vanished),
        mistakes == NULL
            ? ""
            : arena_printf(arena, "Not variables, though they look like it: %s.", mistakes));
    return record_page_saved_version(page, &prompt_noun, saved, warning);
}

static enum err save(struct page *page, struct form *form, const struct prompt *prompt,
                     struct prompt_form *typed)
{
    struct prompt_draft draft = prompt_form_draft(typed);
    struct problem problem = {0};
    struct record_saved saved;
    draft.id = prompt->id;
    enum err err = prompt_update(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return say_saved(page, prompt, typed, &saved);
    struct prompt now = *prompt;
    if (err == ERR_STALE) {
        err = record_page_load(page, &prompt_noun, RECORD_WHOLE, &now);
        return err == ERR_NONE ? show_stale(page, form, &now, typed) : err;
    }
    if (record_page_problem(form, err, &problem))
        return refuse(page, form, prompt, typed, err);
    return err;
}

enum err page_prompt_edit_post(struct page *page)
{
    struct prompt_form typed;
    struct form form;
    enum prompt_form_action action;
    struct prompt prompt;
    enum err parsed = prompt_form_parse(page, &form, &typed, &action);
    enum err err = record_page_load(page, &prompt_noun, RECORD_WHOLE, &prompt);
    if (err != ERR_NONE)
        return err;
    if (!record_page_allows(page, PERMISSION_PROMPT_CHANGE, &prompt.head))
        return ERR_DENIED;
    prompt_form_keep(page, &prompt, &typed);
    if (parsed != ERR_NONE) {
        prompt_form_preview(page, &typed, &prompt);
        return refuse(page, &form, &prompt, &typed, ERR_INVALID);
    }
    if (action == PROMPT_FORM_PREVIEW)
        prompt_form_preview(page, &typed, &prompt);
    if (action != PROMPT_FORM_SAVE)
        return show(page, &prompt, 200, &typed);
    return save(page, &form, &prompt, &typed);
}
