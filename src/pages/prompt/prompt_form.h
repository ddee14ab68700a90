#ifndef PAGES_PROMPT_FORM_H
#define PAGES_PROMPT_FORM_H

#include "data/prompt/prompt.h"
#include "pages/prompt/prompt_rail.h"

/* The editor: the form of a new and of a changed prompt. A chat is a list of messages, each with
 * the fields role and content; its buttons change the list and show the form again, without saving
 * and without a script. */

/* What the pressed button asks for. */
enum prompt_form_action { PROMPT_FORM_SAVE, PROMPT_FORM_CHANGE };

/* Parses the request; the messages of a chat become typed->body. *action is what to do: with
 * PROMPT_FORM_CHANGE it is done already, and the form is to be shown. ERR_INVALID only for saving,
 * and whenever the request carries form_refusal. */
MUST_USE enum err prompt_form_parse(struct page *page, struct form *form, struct prompt_form *typed,
                                    enum prompt_form_action *action) NONNULL;

/* What nobody changed stays as it is stored, byte for byte: see web/form_same.h. */
void prompt_form_keep(struct page *page, const struct prompt *prompt,
                      struct prompt_form *typed) NONNULL;

/* The draft of what was typed, for the data module. */
struct prompt_draft prompt_form_draft(const struct prompt_form *typed) NONNULL;

/* An empty form, and that of a prompt as it is. */
void prompt_form_blank(struct page *page, enum prompt_type type, struct prompt_form *typed) NONNULL;
void prompt_form_of(struct page *page, const struct prompt *prompt,
                    struct prompt_form *typed) NONNULL;

/* Puts everything that was typed into the page's view, with prompt/fields.tpl as {{>FIELDS}}, and
 * what is beside it. Errors as prompt_rail_show. */
MUST_USE enum err prompt_form_show(struct page *page, const struct prompt_form *typed,
                                   const struct prompt_saved *saved) NONNULL;

#endif
