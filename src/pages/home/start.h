#ifndef PAGES_START_H
#define PAGES_START_H

#include "pages/shell/page.h"

/* The start page is made of blocks; start.c says which persona sees which, and where. */

struct start {
    struct page *page;
    const char *column; /* where the next block goes: "MAIN_BLOCK" or "ASIDE_BLOCK" */
    int shown_count;    /* blocks so far */
};

/* Shows one block, or nothing if it has nothing to say. */
typedef enum err start_block(struct start *start);

/* start_prompt.c: proposals that wait, what changed lately, one's own prompts that are not live,
 * labels that were moved. */
start_block start_proposals, start_recent, start_drafts, start_moves;

/* start_own.c: the actor's agents and teams. */
start_block start_agents, start_teams;

/* start_admin.c: people, failed sign-ins, what was recorded last, all organizations. */
start_block start_people, start_failures, start_events, start_organizations;

/* start_chart.c: changes per day and versions per week. */
start_block start_charts;

/* For blocks: the view of a block with this template. */
struct view *start_add(struct start *start, const char *file) NONNULL;

/* Sets NAME, and PATH_TO and LEAF, its folder and what comes after. */
void start_name(struct view *view, const char *name) NONNULL;

#endif
