#include "data/agent/agent_version.h"

#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_diff.h"
#include "pages/agent/agent_page.h"
#include "pages/handlers.h"
#include "pages/record/record_state.h"

/* The history of an agent: the list, one version, the difference of any two. */

enum err page_agent_version_list(struct page *page)
{
    struct agent agent;
    struct agent_version_list list;
    enum err err = agent_page_load(page, &agent);
    if (err == ERR_NONE)
        err = agent_version_list(page->db, page->actor, &agent.id, record_version_before(page),
                                 &list);
    if (err != ERR_NONE)
        return err;
    agent_page_head(page, &agent, AGENT_TAB_HISTORY);
    struct record_history history = agent_page_history(page, &agent);
    struct record_version_page versions = agent_page_versions(page, &list);
    (void)record_version_list_show(page, &history, &versions);
    return record_page_show(page, 200, "History of", agent.name, "agent/versions.tpl");
}

enum err page_agent_version_show(struct page *page)
{
    struct agent agent;
    struct agent_version version;
    int64_t number = page->match.number;
    enum err err = agent_page_load(page, &agent);
    if (err == ERR_NONE)
        err = agent_version_get(page->db, page->actor, &agent.id, number, &version);
    if (err != ERR_NONE)
        return err;
    agent_page_head(page, &agent, AGENT_TAB_HISTORY);
    struct record_history history = agent_page_history(page, &agent);
    struct record_version about = agent_page_version(&version);
    record_version_head(page, &history, &about);
    err = agent_config_show(page, page->view, agent_page_config(page, version.config),
                            !policy_is_outside(page->actor, &agent.organization_id));
    if (err != ERR_NONE)
        return err;
    return record_page_show(page, 200,
                            arena_printf(page->arena, "Version %lld of", (long long)number),
                            agent.name, "agent/version.tpl");
}

static struct agent_diff_side side_of(struct page *page, const struct agent_version *version)
{
    return (struct agent_diff_side){
        arena_printf(page->arena, "version %lld", (long long)version->version),
        agent_page_config(page, version->config)};
}

enum err page_agent_diff(struct page *page)
{
    struct agent agent;
    struct agent_version from, to;
    enum err err = agent_page_load(page, &agent);
    if (err != ERR_NONE)
        return err;
    struct record_comparison asked = record_version_comparison(page, agent.version);
    err = agent_version_get(page->db, page->actor, &agent.id, asked.to, &to);
    if (err != ERR_NONE)
        return err;
    struct record_version to_head = agent_page_version(&to);
    asked.from = record_version_from(&asked, &to_head);
    err = agent_version_get(page->db, page->actor, &agent.id, asked.from, &from);
    if (err != ERR_NONE)
        return err;
    agent_page_head(page, &agent, AGENT_TAB_HISTORY);
    struct record_version from_head = agent_page_version(&from);
    record_version_compare_head(page, &from_head, &to_head);
    struct agent_diff_side before = side_of(page, &from);
    struct agent_diff_side after = side_of(page, &to);
    agent_diff_show(page, page->view, &before, &after);
    return record_page_show(page, 200,
                            arena_printf(page->arena, "Version %lld to %lld of",
                                         (long long)asked.from, (long long)asked.to),
                            agent.name, "agent/diff.tpl");
}

static enum err restore_version(struct page *page, int64_t based_on_version, int64_t *version,
                                struct problem *problem)
{
    struct agent_problem refused = {.config.count = 0};
    struct agent_restore_draft draft = {page->match.ids[0], page->match.number, based_on_version};
    enum err err = agent_restore_version(page->db, page->actor, &draft, version, &refused);
    *problem = refused.problem;
    if (refused.config.count > 0)
        problem->message = arena_printf(page->arena, "This version can't be restored as it is: %s",
                                        config_problems_text(page->arena, &refused.config));
    return err;
}

enum err page_agent_version_restore_post(struct page *page)
{
    return record_version_restore(page, &record_agent, restore_version);
}
