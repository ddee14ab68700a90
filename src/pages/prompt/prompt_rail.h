#ifndef PAGES_PROMPT_RAIL_H
#define PAGES_PROMPT_RAIL_H

#include "data/prompt/prompt.h"
#include "data/prompt/prompt_reach.h"
#include "pages/prompt/prompt_form_shape.h"
#include "pages/shell/page.h"

/* What is beside the text in the editor of prompts: its variables, its references and the list that
 * they are picked from, a preview, and the changes. */

/* The saved prompt that is edited; prompt NULL: a new one. */
struct prompt_saved {
    const struct prompt *prompt;
    const struct record_source *source; /* its current version, and what that reaches */
    const struct prompt_reach *reach;   /* NULL: was not asked */
};

/* prompt/rail.tpl as {{>RAIL}}. The buttons "preview", "changes" and "live", which asks for both,
 * show a preview and the changes. Errors as record_list. */
MUST_USE enum err prompt_rail_show(struct page *page, const struct prompt_form *typed,
                                   const struct prompt_saved *saved) NONNULL;

/* The fields that differ from the saved prompt, beside its body: {{#OTHER_FIELDS}}. */
void prompt_rail_compare(struct page *page, struct view *view, const struct prompt *saved,
                         const struct prompt_form *typed) NONNULL;

#endif
