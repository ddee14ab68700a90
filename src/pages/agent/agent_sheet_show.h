#ifndef PAGES_AGENT_SHEET_SHOW_H
#define PAGES_AGENT_SHEET_SHOW_H

#include "pages/agent/agent_choices.h"
#include "pages/agent/agent_form.h"

/* The inputs of the form side as a view: for each part {{#PART}} for agent/part.tpl, with a
 * {{>CELL}} for each input; SHEET_MODEL as {{#MODEL_PART}}, the choice between instructions and a
 * prompt as {{#TEXT_PART}}. form may be NULL: no messages. */
void agent_sheet_show(struct page *page, const struct form *form, const struct agent_form *typed,
                      const struct agent_choices *prompts) __attribute__((nonnull(1, 3, 4)));

#endif
