#ifndef PAGES_AGENT_SECTIONS_H
#define PAGES_AGENT_SECTIONS_H

#include "pages/agent/agent_form.h"

/* The rail of the agent editor: {{#SECTION}} for each part of the form, with how many rows it has,
 * how many problems, and whether it differs from the saved agent. form may be NULL: no messages. */
void agent_sections_show(struct page *page, const struct form *form, const struct agent_form *typed)
    __attribute__((nonnull(1, 3)));

#endif
