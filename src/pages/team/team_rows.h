#ifndef PAGES_TEAM_ROWS_H
#define PAGES_TEAM_ROWS_H

#include "pages/team/team_agents.h"

/* The rows of the editor, as its template shows them. */

struct team_editor {
    struct page *page;
    const struct form *form;
    const struct team_form *typed;
    const struct team_agents *agents;
};

/* {{#MEMBER}} for each, and {{#EDGE}} for each with the choices of its ends. */
void team_rows_members(const struct team_editor *editor, struct view *view) NONNULL;
void team_rows_edges(const struct team_editor *editor, struct view *view) NONNULL;

/* {{#CHOICE}} for agents that may be added, those that are no members yet, and {{#MORE_CHOICES}} if
 * there are others. Gives how many. */
int team_rows_choices(const struct team_editor *editor, struct view *view) NONNULL;

#endif
