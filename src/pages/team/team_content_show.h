#ifndef PAGES_TEAM_CONTENT_SHOW_H
#define PAGES_TEAM_CONTENT_SHOW_H

#include "data/team/team.h"
#include "pages/shell/page.h"

/* What a team is or was, for people to read: its kind, a diagram, members, edges, and when it
 * stops: team/content.tpl as {{>CONTENT}}. */

struct team_shown {
    const char *name;
    const struct team_content *content; /* settings.data NULL: without edges and limits */
    const struct team_plan *plan;       /* of the content: members at the same places */
};
void team_content_show(struct page *page, const struct team_shown *shown) NONNULL;

#endif
