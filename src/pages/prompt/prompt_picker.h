#ifndef PAGES_PROMPT_PICKER_H
#define PAGES_PROMPT_PICKER_H

#include "pages/prompt/prompt_form_shape.h"
#include "pages/shell/page.h"

/* The list that references are picked from: the organization's text prompts by name, each with its
 * labels and "latest". */

/* Asks ahead (query_ahead) for the list without a search. */
void prompt_picker_ahead(struct page *page) NONNULL;

/* {{#CHOICE}} for each, but those of the prompt with this name. Errors as record_list. */
MUST_USE enum err prompt_picker_show(struct page *page, struct view *view,
                                     const struct prompt_form *typed, const char *own) NONNULL;

/* Puts the chosen reference on a line of its own at the end of the text, of a chat of the chosen
 * message. Nothing happens if nothing was chosen. */
void prompt_picker_insert(struct page *page, struct prompt_form *typed) NONNULL;

#endif
