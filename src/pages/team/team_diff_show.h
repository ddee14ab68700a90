#ifndef PAGES_TEAM_DIFF_SHOW_H
#define PAGES_TEAM_DIFF_SHOW_H

#include "data/team/team.h"
#include "pages/shell/page.h"

/* The difference of two versions of a team, for team/diff.tpl: its kind, its members by name, its
 * settings by path, where edges have the names of their members. */

struct team_side {
    const char *name; /* "version 2" */
    const struct team_content *content;
    const struct team_plan *plan; /* of the content: members at the same places */
};
void team_diff_show(struct page *page, const struct team_side *before,
                    const struct team_side *after) NONNULL;

#endif
