#ifndef PAGES_RECORD_USED_H
#define PAGES_RECORD_USED_H

#include "data/agent/agent_use.h"
#include "pages/record/record_page.h"

/* The teams and agents that refer to a record: record/used_by.tpl as {{>USED_BY}}, a group for
 * each noun that does. */
struct record_used {
    const struct record_noun *noun; /* of those that refer */
    /* How one of them refers, in a sentence without a full stop: "as lead, pinned to version 3". */
    const char *(*words)(struct page *page, const struct agent_use *use);
};
void record_used_show(struct page *page, const struct record_used *used,
                      const struct agent_use_list *list) NONNULL;

/* Who refers to an agent: teams that have it as a member, agents that hand over to it. Sets
 * {{>USED}}. */
MUST_USE enum err agent_used_show(struct page *page, const struct uuid *agent_id) NONNULL;

#endif
