#include "pages/handlers.h"
#include "pages/record/record_events.h"
#include "pages/record/record_page.h"
#include "pages/team/team_diagram.h"
#include "pages/team/team_words.h"

/* The page of a team, and its export. */

/* The plan; for somebody who sees metadata alone, without edges and limits. */
static enum err read_plan(struct page *page, const struct team *team, struct team_plan *plan)
{
    if (team->settings.data != NULL)
        return team_plan_of(page->arena, team, plan);
    *plan = (struct team_plan){.kind = team->kind, .termination = {.text = ""}};
    plan->members = arena_array(page->arena, (size_t)team->member_count + 1, sizeof *plan->members);
    for (int i = 0; i < team->member_count; i++)
        plan->members[plan->member_count++] = (struct team_member){
            team->members[i].agent_id, team->members[i].role, team->members[i].agent_version};
    return ERR_NONE;
}

static void show_head(struct page *page, const struct team *team)
{
    struct view *view = page_view(page);
    struct policy_target target = team_target(team);
    bool may_change = policy_allows(page->actor, PERMISSION_TEAM_CHANGE, &target);
    bool may_delete = policy_allows(page->actor, PERMISSION_TEAM_DELETE, &target);
    bool is_active = team->archived_at == 0;
    view_text(view, "BASE", record_page_url(page, &record_team, &team->id, ""));
    page_uuid(page, view, "TEAM_ID", &team->id);
    view_text(view, "NAME", team->name);
    view_text(view, "KIND_LABEL", team_kind_labels[team->kind]);
    view_text(view, "KIND_SENTENCE", team_kind_sentences[team->kind]);
    view_show(view, "IS_ACTIVE", is_active);
    view_show(view, "IS_ARCHIVED", !is_active);
    view_show(view, "MAY_EDIT", may_change && is_active);
    view_show(view, "MAY_ARCHIVE", may_change && is_active);
    view_show(view, "MAY_RESTORE", may_change && !is_active);
    view_show(view, "MAY_COPY",
              team->settings.data != NULL &&
                  policy_allows(page->actor, PERMISSION_TEAM_CREATE, &target));
    view_show(view, "MAY_READ", team->settings.data != NULL);
    view_show(view, "METADATA_ONLY", team->settings.data == NULL);
    if (may_change || may_delete) {
        struct view *danger = view_add(view, "DANGER");
        view_show(danger, "MAY_TRANSFER", may_change);
        view_show(danger, "MAY_DELETE", may_delete);
    }
}

static void show_about(struct page *page, const struct team *team)
{
    struct view *view = page->view;
    record_page_person(view, "OWNER", team->owner_name);
    const struct record_events_of record = {&team->organization_id, &team->id};
    if (!record_events_show_last(page, &record, RECORD_SAVES | RECORD_STATES, 0))
        page_time(page, view, "CHANGED_AT", team->updated_at);
    page_time(page, view, "CREATED", team->created_at);
    page_time(page, view, "ARCHIVED_AT", team->archived_at);
    view_text(view, "MEMBERS_COUNTED", record_page_count(page, team->member_count, "member"));
    if (team->description[0] != '\0')
        view_text(view_add(view, "ABOUT"), "DESCRIPTION", team->description);
}

static void show_member(struct page *page, const struct team_member_row *member, int number)
{
    struct view *row = view_add(page->view, "MEMBER");
    int64_t pinned = member->agent_version;
    view_number(row, "N", number);
    page_uuid(page, row, "AGENT_ID", &member->agent_id);
    view_text(row, "MEMBER_NAME", member->name);
    view_text(row, "MEMBER_MODEL", member->model);
    view_text(row, "ROLE_LABEL", team_role_labels[member->role]);
    if (member->description[0] != '\0')
        view_text(view_add(row, "SUB"), "MEMBER_DESCRIPTION", member->description);
    view_show(row, "MEMBER_ARCHIVED", member->archived_at != 0);
    record_page_version(row, "IS_PINNED", pinned);
    if (pinned == 0)
        view_number(view_add(row, "IS_CURRENT"), "N", member->current_version);
    if (pinned > 0 && pinned < member->current_version)
        view_number(view_add(row, "IS_BEHIND"), "CURRENT", member->current_version);
}

/* The member of an edge, linked. A team that was saved has no edges to others. */
static void show_end(struct page *page, struct view *row, const char *key, const struct team *team,
                     int member)
{
    if (member < 0)
        return;
    struct view *end = view_add(row, key);
    page_uuid(page, end, "AGENT_ID", &team->members[member].agent_id);
    view_text(end, "END_NAME", team->members[member].name);
}

static void show_edges(struct page *page, const struct team *team, const struct team_plan *plan)
{
    if (plan->edge_count == 0)
        return;
    struct view *edges = view_add(page->view, "EDGES");
    for (int i = 0; i < plan->edge_count; i++) {
        const struct team_edge *edge = &plan->edges[i];
        struct view *row = view_add(edges, "EDGE");
        show_end(page, row, "EDGE_FROM", team, team_member_find(plan, &edge->from));
        show_end(page, row, "EDGE_TO", team, team_member_find(plan, &edge->to));
        bool has_condition = edge->condition != NULL && edge->condition[0] != '\0';
        if (has_condition)
            view_text(view_add(row, "EDGE_CONDITION"), "CONDITION", edge->condition);
        view_show(row, "NO_CONDITION", !has_condition);
    }
}

static void show_ends(struct page *page, const struct team *team, const struct team_plan *plan)
{
    if (team->settings.data == NULL)
        return;
    struct team_ends ends = team_words_ends(page->arena, &plan->termination);
    struct view *shown = view_add(page->view, "ENDS");
    for (int i = 0; i < ends.count; i++)
        view_text(view_add(shown, "END"), "END_SENTENCE", ends.sentences[i]);
    view_show(shown, "NO_END", ends.count == 0);
}

static void show_plan(struct page *page, const struct team *team, const struct team_plan *plan)
{
    const char **names = arena_array(page->arena, (size_t)team->member_count + 1, sizeof *names);
    for (int i = 0; i < team->member_count; i++) {
        names[i] = team->members[i].name;
        show_member(page, &team->members[i], i + 1);
    }
    show_edges(page, team, plan);
    show_ends(page, team, plan);
    team_diagram_show(page, page->view, &(struct team_picture){team->name, plan, names, true});
}

enum err page_team_show(struct page *page)
{
    struct team team;
    struct team_plan plan;
    enum err err = team_get(page->db, page->actor, &page->match.ids[0], &team);
    if (err == ERR_NONE)
        err = read_plan(page, &team, &plan);
    if (err != ERR_NONE)
        return err;
    show_head(page, &team);
    show_about(page, &team);
    show_plan(page, &team, &plan);
    err = record_events_show(page, &team.organization_id, &team.id);
    return err == ERR_NONE ? page_show(page, 200, team.name, "team/view.tpl") : err;
}

enum err page_team_export(struct page *page)
{
    struct team team;
    enum err err = team_get(page->db, page->actor, &page->match.ids[0], &team);
    if (err != ERR_NONE)
        return err;
    if (team.settings.data == NULL)
        return ERR_DENIED;
    return record_page_export(page, &record_team, team.name, team_json(page->db, &team));
}
