#include "pages/agent/agent_choices.h"
#include "pages/agent/agent_form.h"
#include "pages/agent/agent_form_show.h"
#include "pages/agent/agent_noun.h"
#include "pages/handlers.h"
#include "pages/overview/record_copy.h"
#include "pages/record/record_page.h"

/* A new agent: empty, or a copy of another one. */

static const char title[] = "New agent";
static const char file[] = "agent/new.tpl";

static enum err show(struct page *page, struct form *form, const struct agent_form *typed,
                     enum err refusal)
{
    enum err err = agent_form_show_new(page, form, typed);
    if (err != ERR_NONE)
        return err;
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title, file);
    return page_show(page, 200, title, file);
}

/* The agent that GET /agents/new?from=ID copies. */
static enum err copy(struct page *page, const struct text *from, struct agent_form *typed)
{
    struct uuid id;
    struct agent agent;
    if (uuid_parse(from->data, &id) != ERR_NONE)
        return ERR_NOT_FOUND;
    enum err err = agent_get(page->db, page->actor, &id, &agent);
    if (err != ERR_NONE)
        return err;
    if (agent.config.data == NULL)
        return ERR_DENIED;
    agent_form_of(page, &agent, typed);
    typed->name = record_copy_name(page->arena, agent.name);
    typed->revision = 0;
    view_text(view_add(page_view(page), "COPIED"), "SOURCE_NAME", agent.name);
    return ERR_NONE;
}

enum err page_agent_new(struct page *page)
{
    const struct text *from = param_find(&page->request->query, "from");
    struct agent_form typed;
    agent_choices_ahead(page);
    agent_form_blank(page, &typed);
    enum err err = from == NULL || from->len == 0 ? ERR_NONE : copy(page, from, &typed);
    if (err != ERR_NONE)
        return err;
    enum err shown = agent_form_show_new(page, NULL, &typed);
    return shown == ERR_NONE ? page_show(page, 200, title, file) : shown;
}

enum err page_agent_new_post(struct page *page)
{
    struct agent_form typed;
    struct form form;
    enum agent_form_action action;
    struct agent_problem problem = {.config.count = 0};
    struct record_saved saved;
    enum err err = agent_form_parse(page, &form, &typed, &action);
    if (err != ERR_NONE)
        return show(page, &form, &typed, ERR_INVALID);
    if (action != AGENT_FORM_SAVE)
        return show(page, &form, &typed, ERR_NONE);
    struct agent_draft draft = agent_form_draft(&typed);
    err = agent_create(page->db, page->actor, &draft, &saved, &problem);
    if (agent_form_problem(page, &form, &typed, err, &problem))
        return show(page, &form, &typed, err);
    if (err != ERR_NONE)
        return err;
    return record_page_created(page, &agent_noun, &saved);
}
