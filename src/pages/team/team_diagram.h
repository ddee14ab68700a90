#ifndef PAGES_TEAM_DIAGRAM_H
#define PAGES_TEAM_DIAGRAM_H

#include "domain/team/team_rules.h"
#include "pages/shell/page.h"

/* A team as a picture and in words: team/diagram.tpl as {{>DIAGRAM}}. There are two pictures, of
 * which the width of the screen chooses one. */

struct team_picture {
    const char *team_name;
    const struct team_plan *plan; /* edges only between members, no member twice */
    const char *const *names;     /* one for each member */
    bool is_linked;               /* members lead to their pages */
};

/* Adds it to the view; a team without members has no picture. */
void team_diagram_show(struct page *page, struct view *view,
                       const struct team_picture *picture) NONNULL;

#endif
