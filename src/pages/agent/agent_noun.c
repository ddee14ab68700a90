#include "pages/agent/agent_noun.h"

#include "data/agent/agent.h"
#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_json_diff.h"
#include "pages/agent/agent_listing.h"
#include "pages/agent/agent_summary.h"

/* What the pages of all records show of an agent. */

static enum err show_content(struct page *page, const struct record_head *head,
                             const struct record_version *version)
{
    struct record_source source = record_version_source(head, version);
    return agent_config_show(page, page_view(page),
                             agent_config_json(page, agent_config_of(&version->content)), &source);
}

static struct agent_json_side side_of(struct page *page, const struct record_version *version)
{
    return (struct agent_json_side){
        arena_printf(page->arena, "version %lld", (long long)version->version),
        agent_config_json(page, agent_config_of(&version->content))};
}

static enum err show_diff(struct page *page, const struct record_head *head,
                          const struct record_version *from, const struct record_version *to)
{
    struct agent_json_side before = side_of(page, from);
    struct agent_json_side after = side_of(page, to);
    (void)head;
    agent_json_diff_show(page, page_view(page), "config", &before, &after);
    return ERR_NONE;
}

static const char *summary(struct page *page, const struct record_content *before,
                           const struct record_content *after)
{
    return agent_summary(page->arena, agent_config_json(page, agent_config_of(before)),
                         agent_config_json(page, agent_config_of(after)));
}

const struct record_noun agent_noun = {
    .kind = &record_kinds[RECORD_AGENT],
    .store = &agent_store,
    .title = "Agent",
    .name_hint =
        "How people and other agents call it, such as Support triage. A slash makes a folder.",
    .loss = "configs",
    .ahead = agent_config_ahead,
    .show_content = show_content,
    .version_file = "agent/version.tpl",
    .show_diff = show_diff,
    .diff_file = "agent/diff.tpl",
    .summary = summary,
    .has_card = true,
    .has_register = true,
    .has_tests = true,
    .listing = &agent_listing,
};
