#include "data/team/team_scope.h"

#include "data/team/team_plan.h"

struct team_scope_side team_scope_side(struct arena *arena, const struct record_content *content)
{
    struct team_plan *plan = arena_alloc(arena, sizeof *plan);
    if (team_plan_read(arena, content, plan) == ERR_UNAVAILABLE)
        die("settings of a team that are no JSON");
    return (struct team_scope_side){
        .plan = plan,
        .settings = json_stored(arena, content->parts[TEAM_PART_SETTINGS], "settings of a team")};
}

void team_scope_of(struct arena *arena, const struct record_content *live,
                   const struct record_content *next, struct scope *scope)
{
    struct team_scope_side after = team_scope_side(arena, next);
    struct team_scope_side before = live == NULL ? after : team_scope_side(arena, live);
    team_scope(arena, live == NULL ? NULL : &before, &after, scope);
}
