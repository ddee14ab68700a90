#include "data/prompt/prompt.h"
#include "data/reference/record_target.h"
#include "pages/handlers.h"
#include "pages/overview/record_about.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/record/record_strip.h"

/* The page of a prompt. */

static void show_body(struct page *page, const struct prompt *prompt,
                      const struct record_source *source)
{
    struct prompt_variables variables;
    prompt_body_show(page, page->view,
                     &(struct prompt_body_shown){prompt->type, prompt->body, "Body", source});
    if (prompt->body.data == NULL)
        return;
    prompt_body_variables(page->arena, prompt->type, prompt->body, &variables);
    prompt_body_show_variables(view_add(page->view, "VARIABLES"), &variables);
    if (prompt->settings[0] != '\0')
        view_text(view_add(page->view, "SETTINGS"), "SETTINGS_JSON", prompt->settings);
}

enum err page_prompt_show(struct page *page)
{
    struct prompt prompt;
    struct record_head ahead = record_page_ahead(page, &prompt_noun);
    struct record_source source = {.head = &ahead};
    record_about_ahead(page, &prompt_noun);
    record_target_ahead(page->db, prompt_noun.kind, &source);
    enum err err = record_page_load(page, &prompt_noun, RECORD_WHOLE, &prompt);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, &prompt_noun, &prompt.head, RECORD_TAB_RECORD, prompt.head.version);
    show_body(page, &prompt, &source);
    err = record_about_show(page, &prompt_noun, &prompt.head);
    return err == ERR_NONE ? page_show(page, 200, prompt.name, "prompt/view.tpl") : err;
}
