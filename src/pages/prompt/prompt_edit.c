#include "data/prompt/prompt_reach.h"
#include "data/reference/record_target.h"
#include "pages/handlers.h"
#include "pages/history/record_text_diff.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_form.h"
#include "pages/prompt/prompt_lines.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/prompt/prompt_picker.h"
#include "pages/prompt/prompt_rail.h"
#include "pages/record/record_page.h"
#include "web/form_render.h"

static const char file[] = "prompt/edit.tpl";

static const char *title_of(struct page *page, const struct prompt *prompt)
{
    return arena_printf(page->arena, "Edit %s", prompt->name);
}

/* What is beside the text of the saved prompt is asked together with it. */
static enum err prepare(struct page *page, const struct prompt *prompt,
                        const struct prompt_form *typed)
{
    struct record_source source = {.head = &prompt->head};
    struct prompt_reach reach;
    enum err err = prompt_reach_load(page->db, &source, &reach);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &prompt_noun, &prompt->head);
    return prompt_form_show(page, typed, &(struct prompt_saved){prompt, &source, &reach});
}

static enum err show(struct page *page, const struct prompt *prompt, int status,
                     const struct prompt_form *typed)
{
    enum err err = prepare(page, prompt, typed);
    return err == ERR_NONE ? page_show(page, status, title_of(page, prompt), file) : err;
}

static void ask_ahead(struct page *page)
{
    struct record_head head = record_page_ahead(page, &prompt_noun);
    struct record_source source = {.head = &head};
    prompt_reach_ahead(page->db, &source);
    record_target_ahead(page->db, prompt_noun.kind, &source);
    prompt_picker_ahead(page);
}

enum err page_prompt_edit(struct page *page)
{
    struct prompt prompt;
    struct prompt_form form;
    ask_ahead(page);
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

/* Someone saved in between: nothing is lost. What was typed stays in the form, the difference to
 * what is there now is below it, and saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, const struct prompt *now,
                           struct prompt_form *typed)
{
    struct arena *arena = page->arena;
    struct view *stale = record_page_stale(page, form, &now->head);
    prompt_rail_compare(page, stale, now, typed);
    struct record_text_side theirs = {arena_printf(arena, "version %lld", (long long)now->version),
                                      prompt_lines_readable(arena, now->type, now->body)};
    struct record_text_side yours = {
        "your text", prompt_lines_readable(arena, (enum prompt_type)typed->type, typed->body)};
    record_text_diff_show(page, stale, &theirs, &yours);
    typed->revision = now->revision;
    return show(page, now, 409, typed);
}

static enum err refuse(struct page *page, struct form *form, const struct prompt *prompt,
                       const struct prompt_form *typed, enum err err)
{
    enum err shown = prepare(page, prompt, typed);
    return shown == ERR_NONE ? record_page_refuse(page, form, err, title_of(page, prompt), file)
                             : shown;
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
    if (parsed != ERR_NONE)
        return refuse(page, &form, &prompt, &typed, ERR_INVALID);
    if (action != PROMPT_FORM_SAVE)
        return show(page, &prompt, 200, &typed);
    return save(page, &form, &prompt, &typed);
}
