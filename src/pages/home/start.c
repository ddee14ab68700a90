#include <string.h>

#include "data/trail/activity_recent.h"
#include "pages/handlers.h"
#include "pages/home/start_admin.h"
#include "pages/home/start_chart.h"
#include "pages/home/start_feed.h"
#include "pages/home/start_release.h"
#include "pages/home/start_retention.h"
#include "pages/home/start_usage.h"

enum { BLOCKS_MAX = 7 };

/* What each persona finds first, beside it, and what the page says it is. */
struct plan {
    const char *lead;
    const struct start_block *main[BLOCKS_MAX];
    const struct start_block *aside[BLOCKS_MAX];
};

static const struct plan plans[PERSONA_COUNT] = {
    [PERSONA_INDIVIDUAL_DEVELOPER] = {.lead = "What of yours is not released, and what changed.",
                                      .main = {&start_drafts, &start_feed}},
    [PERSONA_ENTERPRISE_TEAM] = {.lead = "What of yours is not released, and what changed.",
                                 .main = {&start_drafts, &start_feed}},
    [PERSONA_DEVOPS_ENGINEER] = {.lead = "What waits for you, and what changed.",
                                 .main = {&start_proposals, &start_drafts, &start_usage,
                                          &start_feed},
                                 .aside = {&start_charts}},
    [PERSONA_PRODUCT_MANAGER] = {.lead = "What waits for you, and what changed.",
                                 .main = {&start_proposals, &start_drafts, &start_usage,
                                          &start_feed},
                                 .aside = {&start_charts}},
    [PERSONA_CUSTOMER_ADMIN] = {.lead = "What waits for you, what changed, and who is here.",
                                .main = {&start_proposals, &start_drafts, &start_usage, &start_feed,
                                         &start_people, &start_failures, &start_retention},
                                .aside = {&start_charts}},
    [PERSONA_PLATFORM_ADMIN] = {.lead = "Every organization by its numbers, and what changed here.",
                                .main = {&start_organizations, &start_feed},
                                .aside = {&start_charts}},
};

static void ask_ahead(struct page *page, const struct start_block *const *blocks)
{
    for (int i = 0; i < BLOCKS_MAX && blocks[i] != NULL; i++)
        if (blocks[i]->ahead != NULL)
            blocks[i]->ahead(page);
}

static enum err show_column(struct start *start, const char *column,
                            const struct start_block *const *blocks)
{
    start->column = column;
    start->shown_count = 0;
    for (int i = 0; i < BLOCKS_MAX && blocks[i] != NULL; i++) {
        enum err err = blocks[i]->show(start);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

/* Nothing is here yet: the first steps, for those who may take them. */
static void show_welcome(struct page *page)
{
    struct view *welcome = view_add(page->view, "WELCOME");
    view_show(welcome, "MAY_START", policy_allows_some(page->actor, PERMISSION_IMPORT));
}

static enum err show_plan(struct page *page, const struct plan *plan)
{
    struct start start = {.page = page};
    enum err err = show_column(&start, "MAIN_BLOCK", plan->main);
    if (err == ERR_NONE)
        err = show_column(&start, "ASIDE_BLOCK", plan->aside);
    view_show(page->view, "HAS_ASIDE", start.shown_count > 0);
    return err;
}

enum err page_start(struct page *page)
{
    /* whoever has entered this organization looks after it, as its own administrator does */
    bool is_outside = policy_is_outside(page->actor, &page->actor->organization_id);
    const struct plan *plan = &plans[is_outside ? PERSONA_CUSTOMER_ADMIN : page->actor->persona];
    bool is_empty = false;
    ask_ahead(page, plan->main);
    ask_ahead(page, plan->aside);
    enum err err = activity_is_empty(page->db, page->actor, &is_empty);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "LEAD", plan->lead);
    view_show(view, "MAY_CREATE_PROMPT", policy_allows_some(page->actor, PERMISSION_PROMPT_CREATE));
    view_show(view, "MAY_CREATE_AGENT", policy_allows_some(page->actor, PERMISSION_AGENT_CREATE));
    if (is_empty && page->actor->persona != PERSONA_PLATFORM_ADMIN && !is_outside)
        show_welcome(page);
    err = show_plan(page, plan);
    return err == ERR_NONE ? page_show(page, 200, "Home", "home/home.tpl") : err;
}
