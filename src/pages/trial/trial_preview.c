#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_fill.h"
#include "pages/record/record_page.h"
#include "pages/trial/trial_form.h"

/* A preview of a version: its references resolved, its variables filled in. */

static enum prompt_type type_of(const struct trial_page *trial)
{
    return trial->content.is_chat ? PROMPT_CHAT : PROMPT_TEXT;
}

/* An agent may have nothing to say. */
static void show_body(struct page *page, const struct trial_page *trial, struct text body,
                      const char *heading)
{
    if (trial->content.is_agent && body.len == 0)
        view_show(page->view, "NO_INSTRUCTIONS", true);
    else
        prompt_body_show(page, page->view,
                         &(struct prompt_body_shown){type_of(trial), body, heading, NULL});
}

enum err page_trial_preview(struct page *page)
{
    struct trial_page *trial = arena_alloc(page->arena, sizeof *trial);
    enum err err = trial_form_load(page, trial_form_version(&page->request->query), trial);
    if (err != ERR_NONE)
        return err;
    (void)page_view(page);
    show_body(page, trial, trial->content.text, trial->content.is_agent ? "Instructions" : "Text");
    return trial_form_show(page, trial, 200);
}

static void show_left(struct page *page, const struct trial_page *trial)
{
    struct view *left = NULL;
    for (int i = 0; i < trial_form_variables(trial); i++) {
        if (trial->typed.values[i].len > 0)
            continue;
        if (left == NULL)
            left = view_add(page->view, "LEFT_OPEN");
        view_text(view_add(left, "OPEN_NAME"), "NAME", trial->variables.names[i]);
    }
}

static enum err show_result(struct page *page, struct form *form, const struct trial_page *trial)
{
    struct text result;
    struct prompt_value items[TRIAL_VARIABLES_MAX];
    struct prompt_values values = {items, trial_form_values(trial, items)};
    if (prompt_fill(page, type_of(trial), trial->content.text, &values, &result) != ERR_NONE) {
        form_error(form, "", "The result is longer than 4 MiB.");
        return trial_form_refuse(page, trial, form);
    }
    (void)page_view(page);
    show_left(page, trial);
    show_body(page, trial, result, "Result");
    return trial_form_show(page, trial, 200);
}

enum err page_trial_preview_post(struct page *page)
{
    struct trial_page *trial = arena_alloc(page->arena, sizeof *trial);
    struct form form;
    enum err err = trial_form_load(page, trial_form_version(&page->request->form), trial);
    if (err != ERR_NONE)
        return err;
    err = trial_form_parse(page, trial, &form);
    return err == ERR_NONE ? show_result(page, &form, trial)
                           : trial_form_refuse(page, trial, &form);
}

/* Where this page was. */
enum err page_trial_moved(struct page *page)
{
    return record_page_moved(page, record_noun_of_page(page), "/preview");
}
