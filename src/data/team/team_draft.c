#include "data/team/team_draft.h"

#include <inttypes.h>
#include <string.h>

#include "domain/record/name.h"
#include "domain/secret.h"

/* ---- members ------------------------------------------------------------------------------ */

/* What is asked about a member: the agent, and the pinned version if there is one. */
struct question {
    struct db_result agent;
    struct db_result version;
};

/* Two questions a member, and the seam takes 16 at once. */
enum { MEMBERS_AT_ONCE = 8 };

static enum err ask(struct db *db, const struct team *team, const struct team_plan *plan,
                    struct question *questions)
{
    enum err err = ERR_NONE;
    for (int i = 0; i < plan->member_count && err == ERR_NONE; i++) {
        const struct team_member *member = &plan->members[i];
        db_later(db, &questions[i].agent,
                 "SELECT name, version, archived_at FROM agents "
                 "WHERE id = $1 AND organization_id = $2",
                 db_uuid(&member->agent_id), db_uuid(&team->organization_id));
        if (member->agent_version != 0)
            db_later(db, &questions[i].version,
                     "SELECT version FROM agent_versions "
                     "WHERE agent_id = $1 AND version = $2 AND organization_id = $3",
                     db_uuid(&member->agent_id), db_int(member->agent_version),
                     db_uuid(&team->organization_id));
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

static struct team_member_row make_row(const struct question *question,
                                       const struct team_member *member)
{
    bool is_there = question->agent.row_count > 0;
    return (struct team_member_row){
        .agent_id = member->agent_id,
        .name = is_there ? db_get_text(&question->agent, 0, 0) : "",
        .role = member->role,
        .agent_version = member->agent_version,
    };
}

static enum err check_members(const struct work *work, const struct team *before,
                              const struct team_plan *plan, struct team_fields *fields,
                              struct config_problems *problems)
{
    struct arena *arena = db_arena(work->db);
    size_t count = (size_t)plan->member_count + 1;
    struct question *questions = arena_array(arena, count, sizeof *questions);
    enum err err = ask(work->db, before, plan, questions);
    if (err != ERR_NONE)
        return err;
    fields->member_count = plan->member_count;
    fields->members = arena_array(arena, count, sizeof *fields->members);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_member *member = &plan->members[i];
        const char *message = find_member_problem(arena, &questions[i], member, i + 1);
        if (message != NULL)
            config_problem_add(problems, arena_printf(arena, "members[%d]", i), message);
        fields->members[i] = make_row(&questions[i], member);
    }
    return ERR_NONE;
}

/* ---- settings ----------------------------------------------------------------------------- */

/* The settings of the team as it is; NULL if there are none. */
static json_t *settings_before(struct arena *arena, const struct team *before)
{
    json_t *json = NULL;
    const char *message = NULL;
    if (before->settings.data == NULL)
        return NULL;
    if (json_parse(arena, before->settings.data, before->settings.len, &json, &message) != ERR_NONE)
        die("settings of a team that are no JSON");
    return json;
}

/* Only what passed its rules can be written. */
static void write_settings(struct arena *arena, const struct team *before,
                           const struct team_draft *draft, struct team_fields *fields,
                           struct config_problems *problems)
{
    const json_t *settings = draft->settings;
    if (settings == NULL)
        settings = team_settings_write(arena, &draft->plan, settings_before(arena, before));
    fields->settings = json_format(arena, settings, JSON_LINE);
    const char *secret = secret_find(fields->settings.data, fields->settings.len);
    if (fields->settings.len > TEAM_SETTINGS_MAX)
        config_problem_add(problems, "settings", "The settings are too long: at most 64 KiB.");
    if (secret != NULL)
        config_problem_add(problems, "settings",
                           arena_printf(arena,
                                        "There is %s in the settings. Keep it elsewhere and refer "
                                        "to it: {\"secret\": \"NAME\"}.",
                                        secret));
}

/* ---- all ---------------------------------------------------------------------------------- */

static enum err check_texts(const struct work *work, const struct team_fields *fields)
{
    const char *message = NULL;
    if (name_check(fields->name, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "name", message);
    return work_check_description(work, fields->description);
}

static enum err check_plan(const struct work *work, const struct team *before,
                           const struct team_draft *draft, struct team_fields *fields,
                           struct config_problems *problems)
{
    struct arena *arena = db_arena(work->db);
    struct team_plan plan = draft->plan;
    enum err read = ERR_NONE, asked = ERR_NONE;
    if (draft->settings != NULL)
        read = team_settings_read(arena, draft->settings, &plan, problems);
    enum err checked = team_plan_check(arena, &plan, problems);
    if (plan.member_count <= TEAM_MEMBERS_MAX)
        asked = check_members(work, before, &plan, fields, problems);
    if (asked != ERR_NONE)
        return asked;
    if (read == ERR_NONE && checked == ERR_NONE)
        write_settings(arena, before, draft, fields, problems);
    return problems->count > 0 ? ERR_INVALID : ERR_NONE;
}

static void refuse_plan(const struct work *work, const struct config_problems *problems)
{
    bool is_members = strncmp(problems->items[0].path, "members", strlen("members")) == 0;
    (void)work_refuse(work, ERR_INVALID, is_members ? "members" : "settings",
                      problems->items[0].message);
}

enum err team_draft_check(const struct work *work, const struct team *before,
                          const struct team_draft *draft, struct team_fields *fields,
                          struct config_problems *problems)
{
    *fields = (struct team_fields){.name = name_normalize(db_arena(work->db), draft->name),
                                   .description = draft->description,
                                   .kind = draft->plan.kind};
    enum err plan = check_plan(work, before, draft, fields, problems);
    enum err texts = check_texts(work, fields);
    if (plan == ERR_INVALID && texts == ERR_NONE)
        refuse_plan(work, problems);
    return texts != ERR_NONE ? texts : plan;
}
