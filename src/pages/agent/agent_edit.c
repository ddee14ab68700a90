#include <string.h>

#include "data/agent/agent_resolve.h"
#include "pages/agent/agent_choices.h"
#include "pages/agent/agent_config_show.h"
#include "pages/agent/agent_form.h"
#include "pages/agent/agent_form_show.h"
#include "pages/agent/agent_json_diff.h"
#include "pages/agent/agent_noun.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "web/form_render.h"
#include "web/form_same.h"

static const char file[] = "agent/edit.tpl";

static const char *title_of(struct page *page, const struct agent *agent)
{
    return arena_printf(page->arena, "Edit %s", agent->name);
}

/* The properties, beside the config. */
static void compare_fields(struct page *page, struct view *view, const struct agent *now,
                           const struct agent_form *typed)
{
    const struct record_draft yours = {
        .name = typed->name, .description = typed->description.data, .tags = typed->tags};
    record_page_compare(page, view, &now->head, &yours);
}

/* Ends the page with the form; a refusal is shown with its messages. */
static enum err show(struct page *page, struct form *form, const struct agent *agent,
                     struct agent_form *typed, enum err refusal)
{
    typed->saved = agent_config_json(page, agent->config);
    if (typed->view == AGENT_VIEW_CHANGES)
        compare_fields(page, page_view(page), agent, typed);
    view_include(page_view(page), "STALE_FIELDS", "record/stale.tpl");
    enum err err = agent_form_show(page, form, typed);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &agent_noun, &agent->head);
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title_of(page, agent), file);
    return page_show(page, 200, title_of(page, agent), file);
}

/* The agent of the address, if it may be changed. */
static enum err load(struct page *page, struct agent *agent)
{
    enum err err = record_page_load(page, &agent_noun, RECORD_WHOLE, agent);
    if (err != ERR_NONE)
        return err;
    return record_page_allows(page, PERMISSION_AGENT_CHANGE, &agent->head) ? ERR_NONE : ERR_DENIED;
}

static void ask_ahead(struct page *page)
{
    struct record_head head = record_page_ahead(page, &agent_noun);
    agent_choices_ahead(page);
    agent_resolve_ahead(page->db, &(struct record_source){.head = &head});
}

enum err page_agent_edit(struct page *page)
{
    struct agent agent;
    struct agent_form typed;
    ask_ahead(page);
    enum err err = load(page, &agent);
    if (err != ERR_NONE)
        return err;
    if (agent.archived_at != 0)
        return page_redirect(page, record_page_url(page, agent_noun.kind, &agent.id, ""), "warning",
                             "This agent is archived. Restore it to edit it.");
    agent_form_of(page, &agent, &typed);
    typed.source.head = &agent.head;
    typed.saved = typed.json;
    err = agent_form_show(page, NULL, &typed);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &agent_noun, &agent.head);
    return page_show(page, 200, title_of(page, &agent), file);
}

/* ---- someone saved in between ------------------------------------------------------------ */

/* Nothing is lost: what was typed stays in the form, the difference to what is there now is below
 * it, and saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, struct agent_form *typed)
{
    struct agent now;
    enum err err = load(page, &now);
    if (err != ERR_NONE)
        return err;
    struct view *stale = record_page_stale(page, form, &now.head);
    compare_fields(page, stale, &now, typed);
    struct agent_json_side theirs = {
        arena_printf(page->arena, "version %lld", (long long)now.version),
        agent_config_json(page, now.config)};
    struct agent_json_side yours = {"yours", typed->json};
    agent_json_diff_show(page, stale, "config", &theirs, &yours);
    typed->revision = now.revision;
    typed->saved = theirs.json;
    err = agent_form_show(page, form, typed);
    if (err != ERR_NONE)
        return err;
    record_page_editor(page, &agent_noun, &now.head);
    return page_show(page, 409, title_of(page, &now), file);
}

/* ---- saving ------------------------------------------------------------------------------- */

static enum err save(struct page *page, struct form *form, const struct agent *agent,
                     struct agent_form *typed)
{
    struct agent_draft draft = agent_form_draft(typed);
    struct agent_problem problem = {.config.count = 0};
    struct record_saved saved;
    draft.id = agent->id;
    enum err err = agent_update(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return record_page_saved(page, &agent_noun, &saved);
    if (err == ERR_STALE)
        return show_stale(page, form, typed);
    if (agent_form_problem(page, form, typed, err, &problem))
        return show(page, form, agent, typed, err);
    return err;
}

enum err page_agent_edit_post(struct page *page)
{
    struct agent agent;
    struct agent_form typed;
    struct form form;
    enum agent_form_action action;
    enum err parsed = agent_form_parse(page, &form, &typed, &action);
    enum err err = load(page, &agent);
    if (err != ERR_NONE)
        return err;
    struct text description = {agent.description, strlen(agent.description)};
    typed.description = form_same_text(page->arena, typed.description, description);
    if (parsed != ERR_NONE)
        return show(page, &form, &agent, &typed, ERR_INVALID);
    if (action != AGENT_FORM_SAVE)
        return show(page, &form, &agent, &typed, ERR_NONE);
    return save(page, &form, &agent, &typed);
}
