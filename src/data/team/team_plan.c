#include "data/team/team_plan.h"

#include "domain/team/team_members.h"

enum err team_plan_read(struct arena *arena, const struct record_content *content,
                        struct team_plan *plan)
{
    json_t *settings = NULL;
    const char *message = NULL;
    struct config_problems problems = {.count = 0};
    struct text text = content->parts[TEAM_PART_SETTINGS];
    *plan = (struct team_plan){.kind = TEAM_ROUND_ROBIN};
    if (team_kind_parse(content->facet, &plan->kind) != ERR_NONE)
        die("an unknown kind of team");
    plan->members =
        team_members_read(arena, content->parts[TEAM_PART_MEMBERS], &plan->member_count);
    enum err err = json_parse(arena, text.data, text.len, &settings, &message);
    return err == ERR_NONE ? team_settings_read(arena, settings, plan, &problems) : err;
}
