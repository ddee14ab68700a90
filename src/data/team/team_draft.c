#include "data/team/team_draft.h"

#include <inttypes.h>
#include <string.h>

#include "data/reference/record_link.h"
#include "domain/secret.h"
#include "domain/team/team_members.h"

/* ---- members ------------------------------------------------------------------------------ */

/* What is asked about a member: the agent, and the pinned version if there is one. */
struct question {
    struct db_result agent;
    struct db_result version;
};

/* Two questions a member, and the seam takes 16 at once. */
enum { MEMBERS_AT_ONCE = 8 };

static enum err ask(struct db *db, const struct uuid *organization_id, const struct team_plan *plan,
                    struct question *questions)
{
    enum err err = ERR_NONE;
    for (int i = 0; i < plan->member_count && err == ERR_NONE; i++) {
        const struct team_member *member = &plan->members[i];
        db_later(db, &questions[i].agent,
                 "SELECT name, version, archived_at FROM agents "
                 "WHERE id = $1 AND organization_id = $2",
                 db_uuid(&member->agent_id), db_uuid(organization_id));
        if (member->agent_version != 0)
            db_later(db, &questions[i].version,
                     "SELECT version FROM agent_versions "
                     "WHERE record_id = $1 AND version = $2 AND organization_id = $3",
                     db_uuid(&member->agent_id), db_int(member->agent_version),
                     db_uuid(organization_id));
        if (i % MEMBERS_AT_ONCE == MEMBERS_AT_ONCE - 1)
            err = db_collect(db);
    }
    return err == ERR_NONE ? db_collect(db) : err;
}

/* What is wrong with a member, or NULL. */
static const char *find_member_problem(struct arena *arena, const struct question *question,
                                       const struct team_member *member, int number)
{
    const struct db_result *agent = &question->agent;
    if (agent->row_count == 0)
        return arena_printf(arena, "Member %d is no agent of this organization.", number);
    const char *name = db_get_text(agent, 0, 0);
    if (!db_is_null(agent, 0, 2))
        return arena_printf(arena, "Member %d, %s, is archived. Restore it or choose another.",
                            number, name);
    if (member->agent_version != 0 && question->version.row_count == 0)
        return arena_printf(arena, "Member %d, %s, has no version %" PRId64 ".", number, name,
                            member->agent_version);
    return NULL;
}

static struct record_link make_link(const struct question *question,
                                    const struct team_member *member)
{
    bool is_there = question->agent.row_count > 0;
    return (struct record_link){
        .sort = LINK_MEMBER,
        .target_kind = &record_kinds[RECORD_AGENT],
        .target_id = member->agent_id,
        .target_name = is_there ? db_get_text(&question->agent, 0, 0) : "",
        .label = member->agent_label,
        .target_version = member->agent_version,
    };
}

static enum err check_members(const struct work *work, const struct uuid *organization_id,
                              const struct team_plan *plan, struct record_links *links,
                              struct config_problems *problems)
{
    struct arena *arena = db_arena(work->db);
    size_t count = (size_t)plan->member_count + 1;
    struct question *questions = arena_array(arena, count, sizeof *questions);
    enum err err = ask(work->db, organization_id, plan, questions);
    if (err != ERR_NONE)
        return err;
    links->count = plan->member_count;
    links->items = arena_array(arena, count, sizeof *links->items);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_member *member = &plan->members[i];
        const char *message = find_member_problem(arena, &questions[i], member, i + 1);
        if (message != NULL)
            config_problem_add(problems, arena_printf(arena, "members[%d]", i), message);
        links->items[i] = make_link(&questions[i], member);
    }
    return ERR_NONE;
}

/* ---- settings ----------------------------------------------------------------------------- */

/* The settings of the team as it is; NULL if there are none. */
static json_t *settings_before(struct arena *arena, const struct team *before)
{
    return before == NULL || before->settings.data == NULL
               ? NULL
               : json_stored(arena, before->settings, "settings of a team");
}

/* Only what passed its rules can be written. */
static struct text write_settings(struct arena *arena, const struct team *before,
                                  const struct team_draft *draft, struct config_problems *problems)
{
    const json_t *settings = draft->settings;
    if (settings == NULL)
        settings = team_settings_write(arena, &draft->plan, settings_before(arena, before));
    struct text text = json_format(arena, settings, JSON_LINE);
    const char *secret = secret_find(text.data, text.len);
    if (text.len > TEAM_SETTINGS_MAX)
        config_problem_add(problems, "settings", "The settings are too long: at most 64 KiB.");
    if (json_is_deeper(settings, JSON_DEPTH))
        config_problem_add(problems, "settings", "The settings are nested deeper than 32 levels.");
    if (secret != NULL)
        config_problem_add(problems, "settings",
                           arena_printf(arena,
                                        "There is %s in the settings. Keep it elsewhere and refer "
                                        "to it: {\"secret\": \"NAME\"}.",
                                        secret));
    return text;
}

/* ---- all ---------------------------------------------------------------------------------- */

static enum err refuse_plan(const struct work *work, const struct config_problems *problems)
{
    bool is_members = strncmp(problems->items[0].path, "members", strlen("members")) == 0;
    return work_refuse(work, ERR_INVALID, is_members ? "members" : "settings",
                       problems->items[0].message);
}

enum err team_draft_prepare(const struct work *work, const void *before,
                            struct record_fields *fields)
{
    struct arena *arena = db_arena(work->db);
    struct team_save *save = fields->draft;
    struct team_plan plan = save->draft->plan;
    const struct team *team = before;
    const struct uuid *organization_id =
        team == NULL ? &work->actor->organization_id : &team->organization_id;
    struct record_links links;
    enum err read = ERR_NONE, asked = ERR_NONE;
    if (save->draft->settings != NULL)
        read = team_settings_read(arena, save->draft->settings, &plan, save->problems);
    enum err checked = team_plan_check(arena, &plan, save->problems);
    if (plan.member_count <= TEAM_MEMBERS_MAX)
        asked = check_members(work, organization_id, &plan, &links, save->problems);
    if (asked != ERR_NONE)
        return asked;
    fields->content = (struct record_content){.facet = team_kind_names[plan.kind]};
    fields->content.parts[TEAM_PART_MEMBERS] =
        team_members_write(arena, plan.members, plan.member_count);
    if (read == ERR_NONE && checked == ERR_NONE)
        fields->content.parts[TEAM_PART_SETTINGS] =
            write_settings(arena, team, save->draft, save->problems);
    return save->problems->count > 0 ? refuse_plan(work, save->problems) : ERR_NONE;
}

enum err team_draft_check(const struct work *work, const struct record_head *head,
                          const struct record_fields *fields, struct record_links *links)
{
    struct team_save *save = fields->draft;
    struct config_problems own = {.count = 0};
    struct config_problems *problems = save == NULL ? &own : save->problems;
    struct team_plan plan = {.kind = TEAM_ROUND_ROBIN};
    plan.members = team_members_read(db_arena(work->db), fields->content.parts[TEAM_PART_MEMBERS],
                                     &plan.member_count);
    enum err err = check_members(work, &head->organization_id, &plan, links, problems);
    return err == ERR_NONE && problems->count > 0 ? refuse_plan(work, problems) : err;
}
