#ifndef PAGES_AGENT_CHOICES_H
#define PAGES_AGENT_CHOICES_H

#include "pages/shell/page.h"

/* What the agent editor suggests: the organization's models, prompts and agents, and the words that
 * are usual for the other inputs. */

enum { AGENT_CHOICES_MAX = 500 };

/* Asks ahead (query_ahead) for the first of what the editor suggests. */
void agent_choices_ahead(struct page *page) NONNULL;

/* The names of the organization's active prompts, or agents, by name; is_whole is false if there
 * are more than AGENT_CHOICES_MAX. */
struct agent_choices {
    const char *names[AGENT_CHOICES_MAX];
    int count;
    bool is_whole;
};
MUST_USE enum err agent_choices_prompts(struct page *page, struct agent_choices *choices) NONNULL;

/* {{#SUGGESTIONS}}{{LIST_ID}}{{#SUGGESTION}}{{VALUE}}{{/SUGGESTION}}{{/SUGGESTIONS}} for each list
 * that a cell of the sheet names, but prompts. own is the agent's own name, which is not offered
 * for a handoff. */
MUST_USE enum err agent_choices_show(struct page *page, struct view *view, const char *own) NONNULL;

#endif
