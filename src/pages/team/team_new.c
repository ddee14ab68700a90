#include "data/agent/agent.h"
#include "pages/handlers.h"
#include "pages/overview/record_copy.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_page.h"
#include "pages/team/team_form.h"
#include "pages/team/team_form_plan.h"
#include "pages/team/team_form_show.h"
#include "pages/team/team_noun.h"
#include "web/form_render.h"

static const char title[] = "New team";
static const char file[] = "team/new.tpl";

static enum err prepare(struct page *page, const struct form *form, const struct team_form *typed)
{
    record_editor_show(page, &team_noun, NULL);
    return team_form_show(page, form, typed, NULL);
}

static enum err show(struct page *page, const struct form *form, const struct team_form *typed)
{
    enum err err = prepare(page, form, typed);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err refuse(struct page *page, struct form *form, const struct team_form *typed,
                       enum err why)
{
    enum err err = prepare(page, form, typed);
    return err == ERR_NONE ? record_page_refuse(page, form, why, title, file) : err;
}

/* An archived agent can't be in a new team. */
static void leave_archived_out(const struct team *team, struct team_plan *plan)
{
    int kept = 0;
    for (int i = 0; i < team->member_count; i++)
        if (team->members[i].archived_at == 0)
            plan->members[kept++] = plan->members[i];
    plan->member_count = kept;
    int edges = 0;
    for (int i = 0; i < plan->edge_count; i++)
        if (team_member_find(plan, &plan->edges[i].from) >= 0 &&
            team_member_find(plan, &plan->edges[i].to) >= 0)
            plan->edges[edges++] = plan->edges[i];
    plan->edge_count = edges;
}

/* ?from=ID: everything of another team but its name. */
static enum err copy_team(struct page *page, const struct uuid *id, struct team_form *typed)
{
    struct team team;
    struct team_plan plan;
    enum err err = team_get(page->db, page->actor, id, &team);
    if (err == ERR_NONE)
        err = team_plan_of(page->arena, &team, &plan);
    if (err != ERR_NONE)
        return err;
    leave_archived_out(&team, &plan);
    team_form_of(page, &team, &plan, typed);
    typed->name = record_copy_name(page->arena, team.name);
    typed->revision = 0;
    view_text(view_add(page_view(page), "COPIED"), "SOURCE_NAME", team.name);
    int left_out = team.member_count - plan.member_count;
    if (left_out > 0)
        typed->note = arena_printf(
            page->arena, "%s not in this copy, because %s archived.",
            left_out == 1 ? "One member is" : arena_printf(page->arena, "%d members are", left_out),
            left_out == 1 ? "it is" : "they are");
    return ERR_NONE;
}

/* ?agent=ID: a team that begins with this agent. */
static enum err begin_with(struct page *page, const struct uuid *id, struct team_form *typed)
{
    struct agent agent;
    enum err err = agent_get(page->db, page->actor, id, &agent);
    if (err != ERR_NONE)
        return err;
    if (agent.archived_at == 0)
        team_form_add_member(page, typed, id);
    else
        typed->note = arena_printf(page->arena, "%s is archived. Restore it to add it to a team.",
                                   agent.name);
    return ERR_NONE;
}

enum err page_team_new(struct page *page)
{
    const struct text *from = param_find(&page->request->query, "from");
    const struct text *agent = param_find(&page->request->query, "agent");
    struct team_form typed;
    struct form form = {.request = page->request};
    struct uuid id;
    team_form_blank(&typed);
    const struct text *given = from != NULL ? from : agent;
    if (given != NULL) {
        if (uuid_parse(given->data, &id) != ERR_NONE)
            return ERR_NOT_FOUND;
        enum err err = from != NULL ? copy_team(page, &id, &typed) : begin_with(page, &id, &typed);
        if (err != ERR_NONE)
            return err;
    }
    return show(page, &form, &typed);
}

static enum err create(struct page *page, struct form *form, const struct team_form *typed)
{
    struct team_draft draft;
    struct team_problem problem = {.plan = {.count = 0}};
    struct record_saved saved;
    if (team_form_draft(page, form, typed, &draft) != ERR_NONE)
        return refuse(page, form, typed, ERR_INVALID);
    enum err err = team_create(page->db, page->actor, &draft, &saved, &problem);
    if (team_form_problem(page, form, err, &problem))
        return refuse(page, form, typed, err);
    if (err != ERR_NONE)
        return err;
    return record_page_created(page, &team_noun, &saved);
}

enum err page_team_new_post(struct page *page)
{
    struct team_form typed;
    struct form form;
    enum team_form_action action;
    enum err parsed = team_form_parse(page, &form, &typed, &action);
    if (action == TEAM_FORM_SAVE && page->request->form_refusal == NULL)
        return create(page, &form, &typed);
    if (parsed != ERR_NONE)
        return refuse(page, &form, &typed, ERR_INVALID);
    enum err err = prepare(page, &form, &typed);
    if (err != ERR_NONE)
        return err;
    form_render(&form, page_view(page)); /* what broke a rule comes back as it was typed */
    return page_show(page, 200, title, file);
}
