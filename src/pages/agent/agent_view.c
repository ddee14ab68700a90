#include "data/agent/agent_use.h"
#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_page.h"
#include "pages/handlers.h"
#include "pages/record/record_events.h"

/* The page of an agent. */

static void show_uses(struct page *page, const char *section, const struct record_noun *noun,
                      const struct agent_use_list *list)
{
    struct view *uses = view_add(page->view, section);
    struct view *rows = list->count == 0 ? NULL : view_add(uses, "USE_LIST");
    for (int i = 0; i < list->count; i++) {
        const struct agent_use *use = &list->uses[i];
        struct view *row = view_add(rows, "USE");
        view_text(row, "USE_URL", record_page_url(page, noun, &use->id, ""));
        view_text(row, "USE_NAME", use->name);
        if (use->role != NULL)
            view_text(view_add(row, "USE_ROLED"), "USE_ROLE", use->role);
        if (use->kind != NULL)
            record_page_version(row, "USE_PINNED", use->version);
        view_show(row, "USE_ARCHIVED", use->archived_at != 0);
    }
    view_show(uses, "NO_USES", list->count == 0);
    view_show(uses, "MORE_USES", list->has_more);
}

static enum err show_used(struct page *page, const struct agent *agent)
{
    struct agent_use_list teams;
    struct agent_use_list agents;
    enum err err = agent_team_list(page->db, page->actor, &agent->id, &teams);
    if (err == ERR_NONE)
        err = agent_handoff_list(page->db, page->actor, &agent->id, &agents);
    if (err != ERR_NONE)
        return err;
    show_uses(page, "TEAMS", &record_team, &teams);
    show_uses(page, "HANDED_OVER", &record_agent, &agents);
    return ERR_NONE;
}

static enum err show_versions(struct page *page, const struct agent *agent)
{
    struct agent_version_list list;
    enum err err = agent_version_list(page->db, page->actor, &agent->id, 0, &list);
    if (err != ERR_NONE)
        return err;
    struct record_history history = agent_page_history(page, agent);
    struct record_version_page versions = agent_page_versions(page, &list);
    record_version_recent_show(page, &history, &versions);
    return ERR_NONE;
}

static void show_about(struct page *page, const struct agent *agent)
{
    struct view *view = page->view;
    record_page_person(view, "OWNER", agent->owner_name);
    page_time(page, view, "CREATED", agent->created_at);
    page_time(page, view, "ARCHIVED_AT", agent->archived_at);
    if (agent->description[0] != '\0')
        view_text(view_add(view, "ABOUT"), "DESCRIPTION", agent->description);
    view_show(view, "METADATA_ONLY", agent->config.data == NULL);
    bool may_change = agent_page_allows(page, PERMISSION_AGENT_CHANGE, agent);
    bool may_delete = agent_page_allows(page, PERMISSION_AGENT_DELETE, agent);
    if (!may_change && !may_delete)
        return;
    struct view *danger = view_add(view, "DANGER");
    view_show(danger, "MAY_TRANSFER", may_change);
    view_show(danger, "MAY_DELETE", may_delete);
}

enum err page_agent_show(struct page *page)
{
    struct agent agent;
    enum err err = agent_page_load(page, &agent);
    if (err != ERR_NONE)
        return err;
    agent_page_head(page, &agent, AGENT_TAB_AGENT);
    show_about(page, &agent);
    if (agent.config.data != NULL)
        err = agent_config_show(page, page->view, agent_page_config(page, agent.config),
                                !policy_is_outside(page->actor, &agent.organization_id));
    if (err == ERR_NONE)
        err = show_used(page, &agent);
    if (err == ERR_NONE)
        err = show_versions(page, &agent);
    if (err == ERR_NONE)
        err = record_events_show(page, &agent.organization_id, &agent.id);
    if (err != ERR_NONE)
        return err;
    return page_show(page, 200, agent.name, "agent/view.tpl");
}

/* The document that page_agent_import reads. */
enum err page_agent_export(struct page *page)
{
    struct agent agent;
    enum err err = agent_page_load(page, &agent);
    if (err != ERR_NONE)
        return err;
    if (agent.config.data == NULL)
        return ERR_DENIED;
    json_t *config = agent_page_config(page, agent.config);
    json_t *json = json_keep(
        page->arena, json_pack("{s:i, s:s, s:s, s:s, s:O}", "rostrum", 1, "kind", "agent", "name",
                               agent.name, "description", agent.description, "config", config));
    return record_page_export(page, &record_agent, agent.name, json);
}
