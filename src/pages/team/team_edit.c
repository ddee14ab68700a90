#include <string.h>

#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/team/team_agents.h"
#include "pages/team/team_form.h"
#include "pages/team/team_form_plan.h"
#include "pages/team/team_form_show.h"
#include "pages/team/team_noun.h"
#include "pages/team/team_words.h"
#include "web/form_render.h"
#include "web/form_same.h"

static const char file[] = "team/edit.tpl";

/* The team of the address, if it may be changed. */
static enum err load(struct page *page, struct team *team, struct team_plan *plan)
{
    enum err err = record_page_load(page, &team_noun, RECORD_WHOLE, team);
    if (err != ERR_NONE)
        return err;
    if (!record_page_allows(page, PERMISSION_TEAM_CHANGE, &team->head))
        return ERR_DENIED;
    return team_plan_of(page->arena, team, plan);
}

static const char *title_of(struct page *page, const struct team *team)
{
    return arena_printf(page->arena, "Edit %s", team->name);
}

static enum err prepare(struct page *page, const struct form *form, const struct team *team,
                        const struct team_form *typed)
{
    record_page_editor(page, &team_noun, &team->head);
    return team_form_show(page, form, typed, team);
}

static enum err show(struct page *page, const struct form *form, const struct team *team,
                     const struct team_form *typed, int status)
{
    enum err err = prepare(page, form, team, typed);
    return err == ERR_NONE ? page_show(page, status, title_of(page, team), file) : err;
}

static enum err refuse(struct page *page, struct form *form, const struct team *team,
                       const struct team_form *typed, enum err why)
{
    enum err err = prepare(page, form, team, typed);
    return err == ERR_NONE ? record_page_refuse(page, form, why, title_of(page, team), file) : err;
}

enum err page_team_edit(struct page *page)
{
    struct team team;
    struct team_plan plan;
    struct team_form typed;
    struct form form = {.request = page->request};
    enum err err = load(page, &team, &plan);
    if (err != ERR_NONE)
        return err;
    if (team.archived_at != 0)
        return page_redirect(page, record_page_url(page, team_noun.kind, &team.id, ""), "warning",
                             "This team is archived. Restore it to edit it.");
    team_form_of(page, &team, &plan, &typed);
    return show(page, &form, &team, &typed, 200);
}

/* ---- what differs ------------------------------------------------------------ */

/* A state of the team in words, to be compared. */
struct state {
    const char *name;
    const char *description;
    const char *kind;
    const char *members;
    const char *edges;
    const char *ends;
};

static struct state state_of(struct arena *arena, const struct team_plan *plan,
                             const char *const *names)
{
    return (struct state){
        .kind = team_kind_labels[plan->kind],
        .members = team_words_members(arena, plan, names),
        .edges = team_words_edges(arena, plan, names),
        .ends = team_words_termination(arena, &plan->termination),
    };
}

/* A table of all that differs between the team as it is and as it was typed; none if nothing does.
 */
static enum err compare_all(struct page *page, struct view *view, const struct team *now,
                            const struct team_plan *plan, const struct team_form *typed,
                            const struct team_plan *yours)
{
    struct team_agents agents;
    enum err err = team_agents_load(page, typed, now, &agents);
    if (err != ERR_NONE)
        return err;
    struct state a = state_of(page->arena, plan, team_agents_names(page, &agents, plan));
    struct state b = state_of(page->arena, yours, team_agents_names(page, &agents, yours));
    const char *const rows[][3] = {
        {"Name", now->name, typed->name},
        {"Description", now->description, typed->description.data},
        {"Tags", tag_list_join(page->arena, &now->tags), typed->tags},
        {"Kind", a.kind, b.kind},
        {"Members", a.members, b.members},
        {"Edges", a.edges, b.edges},
        {"Stops when", a.ends, b.ends},
    };
    struct view *others = NULL;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (strcmp(rows[i][1], rows[i][2]) == 0)
            continue;
        if (others == NULL)
            others = view_add(view, "OTHER_FIELDS");
        record_page_differs(others, rows[i][0], rows[i][1], rows[i][2]);
    }
    view_show(view, "NO_CHANGES", others == NULL);
    return ERR_NONE;
}

/* What a save would change. */
static enum err show_changes(struct page *page, const struct team *team,
                             const struct team_plan *plan, const struct team_form *typed)
{
    struct team_plan yours;
    struct view *changes = view_add(page_view(page), "CHANGES");
    team_form_plan(page, NULL, typed, &yours);
    view_include(changes, "STALE_FIELDS", "record/stale.tpl");
    return compare_all(page, changes, team, plan, typed, &yours);
}

/* Nothing is lost: what was typed stays in the form, what is there now stands beside it below, and
 * saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, struct team_form *typed,
                           const struct team_plan *yours)
{
    struct team now;
    struct team_plan plan;
    enum err err = load(page, &now, &plan);
    if (err == ERR_NONE)
        err =
            compare_all(page, record_page_stale(page, form, &now.head), &now, &plan, typed, yours);
    if (err != ERR_NONE)
        return err;
    typed->revision = now.revision;
    return show(page, form, &now, typed, 409);
}

/* ---- saving ------------------------------------------------------------------------------- */

/* The condition of the edge between the same agents as it is stored, if that was not changed. */
static const char *keep_condition(struct page *page, const struct team_plan *before,
                                  const struct team_edge *edge)
{
    for (int i = 0; i < before->edge_count; i++) {
        const struct team_edge *old = &before->edges[i];
        if (uuid_equal(&old->from, &edge->from) && uuid_equal(&old->to, &edge->to))
            return form_same_line(page->arena, edge->condition, old->condition);
    }
    return edge->condition;
}

/* What nobody changed stays as it is stored, byte for byte: see web/form_same.h. */
static enum err keep(struct page *page, const struct team *team, struct team_draft *draft)
{
    struct team_plan before;
    struct team_termination *end = &draft->plan.termination;
    enum err err = team_plan_of(page->arena, team, &before);
    if (err != ERR_NONE)
        return err;
    draft->description = form_same_lines(page->arena, draft->description, team->description);
    if (before.termination.text != NULL)
        end->text = form_same_line(page->arena, end->text, before.termination.text);
    for (int i = 0; i < draft->plan.edge_count; i++)
        draft->plan.edges[i].condition = keep_condition(page, &before, &draft->plan.edges[i]);
    return ERR_NONE;
}

static enum err save(struct page *page, struct form *form, const struct team *team,
                     struct team_form *typed)
{
    struct team_draft draft;
    struct team_problem problem = {.plan = {.count = 0}};
    struct record_saved saved;
    if (team_form_draft(page, form, typed, &draft) != ERR_NONE)
        return refuse(page, form, team, typed, ERR_INVALID);
    draft.id = team->id;
    enum err err = keep(page, team, &draft);
    if (err == ERR_NONE)
        err = team_update(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return record_page_saved(page, &team_noun, &saved);
    if (err == ERR_STALE)
        return show_stale(page, form, typed, &draft.plan);
    if (team_form_problem(page, form, err, &problem))
        return refuse(page, form, team, typed, err);
    return err;
}

enum err page_team_edit_post(struct page *page)
{
    struct team team;
    struct team_plan plan;
    struct team_form typed;
    struct form form;
    enum team_form_action action;
    enum err parsed = team_form_parse(page, &form, &typed, &action);
    enum err err = load(page, &team, &plan);
    if (err != ERR_NONE)
        return err;
    if (action == TEAM_FORM_SAVE && page->request->form_refusal == NULL)
        return save(page, &form, &team, &typed);
    if (parsed != ERR_NONE)
        return refuse(page, &form, &team, &typed, ERR_INVALID);
    err = prepare(page, &form, &team, &typed);
    if (err == ERR_NONE && strcmp(typed.action, "changes") == 0)
        err = show_changes(page, &team, &plan, &typed);
    if (err != ERR_NONE)
        return err;
    form_render(&form, page_view(page)); /* what broke a rule comes back as it was typed */
    return page_show(page, 200, title_of(page, &team), file);
}
