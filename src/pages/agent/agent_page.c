#include "pages/agent/agent_page.h"

#include "pages/record/record_events.h"

enum err agent_page_load(struct page *page, struct agent *agent)
{
    return agent_get(page->db, page->actor, &page->match.ids[0], agent);
}

const char *agent_page_url(struct page *page, const struct uuid *id, const char *rest)
{
    return record_page_url(page, &record_agent, id, rest);
}

bool agent_page_allows(const struct page *page, enum permission permission,
                       const struct agent *agent)
{
    struct policy_target target = agent_target(agent);
    return policy_allows(page->actor, permission, &target);
}

json_t *agent_page_config(struct page *page, struct text config)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (config.data != NULL &&
        json_parse(page->arena, config.data, config.len, &json, &problem) == ERR_NONE &&
        json_is_object(json))
        return json;
    return json_keep(page->arena, json_object());
}

void agent_page_head(struct page *page, const struct agent *agent, enum agent_tab tab)
{
    struct view *view = page_view(page);
    bool may_change = agent_page_allows(page, PERMISSION_AGENT_CHANGE, agent);
    view_text(view, "BASE", agent_page_url(page, &agent->id, ""));
    page_uuid(page, view, "AGENT_ID", &agent->id);
    view_text(view, "AGENT_NAME", agent->name);
    view_text(view, "AGENT_MODEL", agent->model);
    view_number(view, "CURRENT_VERSION", agent->version);
    view_number(view, "VERSION_COUNT", agent->version_count);
    view_show(view, "IS_ARCHIVED", agent->archived_at != 0);
    view_show(view, "IS_ACTIVE", agent->archived_at == 0);
    view_show(view, "MAY_EDIT", may_change && agent->archived_at == 0);
    view_show(view, "MAY_ARCHIVE", may_change && agent->archived_at == 0);
    view_show(view, "MAY_RESTORE", may_change && agent->archived_at != 0);
    view_show(view, "MAY_COPY",
              agent->config.data != NULL &&
                  policy_allows_some(page->actor, PERMISSION_AGENT_CREATE));
    view_show(view, "MAY_READ", agent->config.data != NULL);
    view_show(view, "AT_AGENT", tab == AGENT_TAB_AGENT);
    view_show(view, "AT_HISTORY", tab == AGENT_TAB_HISTORY);
    record_page_person(view, "SAVED_BY", agent->author_name);
    page_time(page, view, "SAVED_AT", agent->saved_at);
    (void)record_events_show_last(page,
                                  &(struct record_events_of){&agent->organization_id, &agent->id},
                                  RECORD_STATES, agent->saved_at);
    view_include(view, "HEAD", "agent/head.tpl");
}

struct record_history agent_page_history(struct page *page, const struct agent *agent)
{
    return (struct record_history){
        .base = agent_page_url(page, &agent->id, ""),
        .current = agent->version,
        .count = agent->version_count,
        .may_read = agent->config.data != NULL,
        .may_restore =
            agent->archived_at == 0 && agent_page_allows(page, PERMISSION_AGENT_CHANGE, agent),
    };
}

struct record_version agent_page_version(const struct agent_version *version)
{
    return (struct record_version){version->version, version->previous,    version->next,
                                   version->message, version->author_name, version->created_at};
}

struct record_version_page agent_page_versions(struct page *page,
                                               const struct agent_version_list *list)
{
    struct record_version *versions =
        arena_array(page->arena, (size_t)list->count + 1, sizeof *versions);
    for (int i = 0; i < list->count; i++)
        versions[i] = agent_page_version(&list->versions[i]);
    return (struct record_version_page){versions, list->count, list->next_before,
                                        list->newer_before};
}
