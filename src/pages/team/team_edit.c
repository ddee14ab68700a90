#include <string.h>

#include "pages/handlers.h"
#include "pages/record/record_events.h"
#include "pages/record/record_page.h"
#include "pages/team/team_agents.h"
#include "pages/team/team_form.h"
#include "pages/team/team_words.h"

static const char file[] = "team/edit.tpl";

/* The team of the address, if it may be changed. */
static enum err load(struct page *page, struct team *team, struct team_plan *plan)
{
    enum err err = team_get(page->db, page->actor, &page->match.ids[0], team);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = team_target(team);
    if (!policy_allows(page->actor, PERMISSION_TEAM_CHANGE, &target))
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
    record_page_subhead(page, &record_team, &team->id, team->name, "Edit");
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
        return page_redirect(page, record_page_url(page, &record_team, &team.id, ""), "warning",
                             "This team is archived. Restore it to edit it.");
    team_form_of(page, &team, &plan, &typed);
    return show(page, &form, &team, &typed, 200);
}

/* ---- somebody saved in between ------------------------------------------------------------ */

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

static enum err compare_all(struct page *page, const struct team *now, const struct team_plan *plan,
                            const struct team_form *typed, const struct team_plan *yours)
{
    struct team_agents agents;
    enum err err = team_agents_load(page, typed, now, &agents);
    if (err != ERR_NONE)
        return err;
    struct state a = state_of(page->arena, plan, team_agents_names(page, &agents, plan));
    struct state b = state_of(page->arena, yours, team_agents_names(page, &agents, yours));
    struct view *stale = view_add(page_view(page), "STALE");
    struct view *others = view_add(stale, "OTHER_FIELDS");
    record_page_differs(others, "Name", now->name, typed->name);
    record_page_differs(others, "Description", now->description, typed->description.data);
    record_page_differs(others, "Kind", a.kind, b.kind);
    record_page_differs(others, "Members", a.members, b.members);
    record_page_differs(others, "Edges", a.edges, b.edges);
    record_page_differs(others, "Ends", a.ends, b.ends);
    view_include(stale, "STALE_FIELDS", "record/stale.tpl");
    return ERR_NONE;
}

/* Who saved last, as far as the log tells; NULL if it does not. */
static enum err find_author(struct page *page, const struct team *team, const char **name)
{
    const struct audit_entry *entry = NULL;
    const struct record_events_of record = {&team->organization_id, &team->id};
    enum err err = record_events_find(page, &record, RECORD_SAVES, &entry);
    *name = entry == NULL ? NULL : entry->actor_name;
    return err;
}

/* Nothing is lost: what was typed stays in the form, what is there now stands beside it below, and
 * saving again replaces it knowingly. */
static enum err show_stale(struct page *page, struct form *form, struct team_form *typed,
                           const struct team_plan *yours)
{
    struct team now;
    struct team_plan plan;
    const char *author = NULL;
    enum err err = load(page, &now, &plan);
    if (err == ERR_NONE)
        err = find_author(page, &now, &author);
    if (err == ERR_NONE)
        err = compare_all(page, &now, &plan, typed, yours);
    if (err != ERR_NONE)
        return err;
    form_error(form, "",
               arena_printf(page->arena,
                            "%s saved this team while you were editing it. What you typed is still "
                            "here, and below it the difference. Save again to replace what is "
                            "there now.",
                            author == NULL ? "Somebody" : author));
    form_render(form, page_view(page));
    typed->version = now.version;
    return show(page, form, &now, typed, 409);
}

/* ---- saving ------------------------------------------------------------------------------- */

static enum err save(struct page *page, struct form *form, const struct team *team,
                     struct team_form *typed)
{
    struct team_draft draft;
    struct team_problem problem = {.plan = {.count = 0}};
    int64_t version = 0;
    if (team_form_draft(page, form, typed, &draft) != ERR_NONE)
        return refuse(page, form, team, typed, ERR_INVALID);
    draft.id = team->id;
    enum err err = team_update(page->db, page->actor, &draft, &version, &problem);
    if (err == ERR_STALE)
        return show_stale(page, form, typed, &draft.plan);
    if (team_form_problem(page, form, err, &problem))
        return refuse(page, form, team, typed, err);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, record_page_url(page, &record_team, &team->id, ""), "success",
                         version == team->version ? "Nothing was changed." : "Team saved.");
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
    if (err != ERR_NONE)
        return err;
    form_render(&form, page_view(page)); /* what broke a rule comes back as it was typed */
    return page_show(page, 200, title_of(page, &team), file);
}
