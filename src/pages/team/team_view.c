#include "data/team/team.h"
#include "pages/handlers.h"
#include "pages/overview/record_about.h"
#include "pages/record/record_strip.h"
#include "pages/team/team_content_show.h"
#include "pages/team/team_noun.h"

/* The page of a team. */

/* The plan; for someone who sees metadata alone, without edges and limits. */
static enum err read_plan(struct page *page, const struct team *team, struct team_plan *plan)
{
    if (team->settings.data != NULL)
        return team_plan_of(page->arena, team, plan);
    *plan = (struct team_plan){.kind = team->kind, .termination = {.text = ""}};
    plan->members = arena_array(page->arena, (size_t)team->member_count + 1, sizeof *plan->members);
    for (int i = 0; i < team->member_count; i++)
        plan->members[plan->member_count++] =
            (struct team_member){.agent_id = team->members[i].agent_id,
                                 .role = team->members[i].role,
                                 .agent_version = team->members[i].agent_version,
                                 .agent_label = team->members[i].agent_label};
    return ERR_NONE;
}

enum err page_team_show(struct page *page)
{
    struct team team;
    struct team_plan plan;
    record_about_ahead(page, &team_noun);
    enum err err = record_page_load(page, &team_noun, RECORD_WHOLE, &team);
    if (err == ERR_NONE)
        err = read_plan(page, &team, &plan);
    if (err != ERR_NONE)
        return err;
    struct team_content content = {team.kind, team.members, team.member_count, team.settings};
    record_strip_head(page, &team_noun, &team.head, RECORD_TAB_RECORD, team.head.version);
    team_content_show(page, &(struct team_shown){team.name, &content, &plan});
    err = record_about_show(page, &team_noun, &team.head);
    return err == ERR_NONE ? page_show(page, 200, team.name, "team/view.tpl") : err;
}
