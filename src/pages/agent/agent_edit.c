#include <string.h>

#include "pages/agent/agent_diff.h"
#include "pages/agent/agent_form.h"
#include "pages/agent/agent_page.h"
#include "pages/handlers.h"
#include "web/form_render.h"

static const char file[] = "agent/edit.tpl";

static const char *title_of(struct page *page, const struct agent *agent)
{
    return arena_printf(page->arena, "Edit %s", agent->name);
}

/* Ends the page with the form; a refusal is shown with its messages. */
static enum err show(struct page *page, struct form *form, const struct agent *agent,
                     const struct agent_form *typed, enum err refusal)
{
    enum err err = agent_form_show(page, form, typed);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, &record_agent, &agent->id, agent->name, "Edit");
    if (refusal != ERR_NONE)
        return record_page_refuse(page, form, refusal, title_of(page, agent), file);
    return page_show(page, 200, title_of(page, agent), file);
}

enum err page_agent_edit(struct page *page)
{
    struct agent agent;
    struct agent_form typed;
    enum err err = agent_page_load(page, &agent);
    if (err != ERR_NONE)
        return err;
    if (!agent_page_allows(page, PERMISSION_AGENT_CHANGE, &agent))
        return ERR_DENIED;
    if (agent.archived_at != 0)
        return page_redirect(page, agent_page_url(page, &agent.id, ""), "warning",
                             "This agent is archived. Restore it to edit it.");
    agent_form_of(page, &agent, &typed);
    err = agent_form_show(page, NULL, &typed);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, &record_agent, &agent.id, agent.name, "Edit");
    return page_show(page, 200, title_of(page, &agent), file);
}

/* Name and description, beside the config. */
static void compare_fields(struct view *stale, const struct agent *now,
                           const struct agent_form *typed)
{
    if (strcmp(now->name, typed->name) == 0 &&
        strcmp(now->description, typed->description.data) == 0)
        return;
    struct view *others = view_add(stale, "OTHER_FIELDS");
    record_page_differs(others, "Name", now->name, typed->name);
    record_page_differs(others, "Description", now->description, typed->description.data);
}

/* Somebody saved in between: nothing is lost. What was typed stays in the form, the difference to
 * what is there now stands below it, and saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, struct agent_form *typed)
{
    struct agent now;
    enum err err = agent_page_load(page, &now);
    if (err != ERR_NONE)
        return err;
    form_error(form, "",
               arena_printf(page->arena,
                            "%s saved version %lld while you were editing version %lld. What you "
                            "typed is still here, and below it the difference. Save again to make "
                            "it version %lld.",
                            now.author_name == NULL ? "Somebody" : now.author_name,
                            (long long)now.version, (long long)typed->version,
                            (long long)now.version + 1));
    form_render(form, page_view(page));
    struct view *stale = view_add(page->view, "STALE");
    view_number(stale, "NOW_VERSION", now.version);
    view_include(stale, "STALE_FIELDS", "record/stale.tpl");
    compare_fields(stale, &now, typed);
    struct agent_diff_side theirs = {
        arena_printf(page->arena, "version %lld", (long long)now.version),
        agent_page_config(page, now.config)};
    struct agent_diff_side yours = {"yours", typed->json};
    agent_diff_show(page, stale, &theirs, &yours);
    typed->version = now.version;
    err = agent_form_show(page, form, typed);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, &record_agent, &now.id, now.name, "Edit");
    return page_show(page, 409, title_of(page, &now), file);
}

static enum err save(struct page *page, struct form *form, const struct agent *agent,
                     struct agent_form *typed)
{
    struct agent_draft draft = agent_form_draft(page->arena, typed);
    struct agent_problem problem = {.config.count = 0};
    int64_t version = 0;
    draft.id = agent->id;
    enum err err = agent_update(page->db, page->actor, &draft, &version, &problem);
    if (err == ERR_STALE)
        return show_stale(page, form, typed);
    if (agent_form_problem(page, form, typed, err, &problem))
        return show(page, form, agent, typed, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(
        page, agent_page_url(page, &agent->id, ""), "success",
        version == agent->version
            ? "Nothing was changed, so no version was made."
            : arena_printf(page->arena, "Saved as version %lld.", (long long)version));
}

enum err page_agent_edit_post(struct page *page)
{
    struct agent agent;
    struct agent_form typed;
    struct form form;
    enum agent_form_action action;
    enum err parsed = agent_form_parse(page, &form, &typed, &action);
    enum err err = agent_page_load(page, &agent);
    if (err != ERR_NONE)
        return err;
    if (!agent_page_allows(page, PERMISSION_AGENT_CHANGE, &agent))
        return ERR_DENIED;
    if (parsed != ERR_NONE)
        return show(page, &form, &agent, &typed, ERR_INVALID);
    if (action != AGENT_FORM_SAVE)
        return show(page, &form, &agent, &typed, ERR_NONE);
    return save(page, &form, &agent, &typed);
}
