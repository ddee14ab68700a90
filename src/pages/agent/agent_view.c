#include "data/agent/agent.h"
#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_noun.h"
#include "pages/handlers.h"
#include "pages/record/record_about.h"
#include "pages/record/record_strip.h"

/* The page of an agent, and its export. */

enum err page_agent_show(struct page *page)
{
    struct agent agent;
    struct record_head ahead = record_page_ahead(page, &agent_noun);
    struct record_source source = {.head = &ahead};
    record_about_ahead(page, &agent_noun);
    agent_config_ahead(page, &source);
    enum err err = record_page_load(page, &agent_noun, RECORD_WHOLE, &agent);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, &agent_noun, &agent.head, RECORD_TAB_RECORD, agent.head.version);
    if (agent.config.data != NULL)
        err = agent_config_show(page, page->view, agent_config_json(page, agent.config), &source);
    if (err == ERR_NONE)
        err = record_about_show(page, &agent_noun, &agent.head);
    return err == ERR_NONE ? page_show(page, 200, agent.name, "agent/view.tpl") : err;
}

static json_t *tags_json(const struct tag_list *tags)
{
    json_t *json = json_array();
    for (int i = 0; i < tags->count; i++)
        json_array_append_new(json, json_string(tags->tags[i]));
    return json;
}

/* The document that page_agent_import reads. */
enum err page_agent_export(struct page *page)
{
    struct agent agent;
    enum err err = record_page_load(page, &agent_noun, RECORD_WHOLE, &agent);
    if (err != ERR_NONE)
        return err;
    if (agent.config.data == NULL)
        return ERR_DENIED;
    json_t *json =
        json_keep(page->arena, json_pack("{s:i, s:s, s:s, s:s, s:o, s:O}", "rostrum", 1, "kind",
                                         "agent", "name", agent.name, "description",
                                         agent.description, "tags", tags_json(&agent.tags),
                                         "config", agent_config_json(page, agent.config)));
    return record_page_export(page, agent_noun.kind, agent.name, json);
}
