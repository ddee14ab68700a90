#include "data/agent/agent.h"
#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_noun.h"
#include "pages/handlers.h"
#include "pages/overview/record_about.h"
#include "pages/record/record_strip.h"

/* The page of an agent. */

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
