#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_fill.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/prompt/prompt_previewed.h"
#include "pages/record/record_page.h"
#include "web/form_render.h"

/* A preview of a version: its references resolved, its variables filled in. */

enum err page_prompt_preview(struct page *page)
{
    struct preview *preview = arena_alloc(page->arena, sizeof *preview);
    enum err err =
        prompt_preview_load(page, prompt_preview_version(&page->request->query), preview);
    if (err != ERR_NONE)
        return err;
    prompt_body_show(
        page, page_view(page),
        &(struct prompt_body_shown){preview->content.type, preview->text, "Text", NULL});
    return prompt_preview_show(page, preview, 200);
}

static void show_left(struct page *page, const struct preview *preview)
{
    struct view *left = NULL;
    for (int i = 0; i < prompt_preview_variables(preview); i++) {
        if (preview->typed.values[i].len > 0)
            continue;
        if (left == NULL)
            left = view_add(page->view, "LEFT_OPEN");
        view_text(view_add(left, "OPEN_NAME"), "NAME", preview->variables.names[i]);
    }
}

static enum err show_result(struct page *page, struct form *form, const struct preview *preview)
{
    struct text result;
    struct prompt_value items[PREVIEW_FIELDS_MAX];
    struct prompt_values values = {items, prompt_preview_values(preview, items)};
    if (prompt_fill(page, preview->content.type, preview->text, &values, &result) != ERR_NONE) {
        form_error(form, "", "The result is longer than 4 MiB.");
        form_render(form, page_view(page));
        view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
        return prompt_preview_show(page, preview, 422);
    }
    (void)page_view(page);
    show_left(page, preview);
    prompt_body_show(page, page->view,
                     &(struct prompt_body_shown){preview->content.type, result, "Result", NULL});
    return prompt_preview_show(page, preview, 200);
}

enum err page_prompt_preview_post(struct page *page)
{
    struct preview *preview = arena_alloc(page->arena, sizeof *preview);
    struct form form;
    enum err err = prompt_preview_load(page, prompt_preview_version(&page->request->form), preview);
    if (err != ERR_NONE)
        return err;
    err = prompt_preview_parse(page, preview, &form);
    if (err == ERR_NONE)
        return show_result(page, &form, preview);
    form_render(&form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    int status = page->request->form_refusal == NULL ? 422 : page->request->refusal_status;
    return prompt_preview_show(page, preview, status);
}

/* Where this page was. */
enum err page_prompt_try(struct page *page)
{
    return record_page_moved(page, &prompt_noun, "/preview");
}
