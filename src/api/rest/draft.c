#include "api/rest/draft.h"

#include <string.h>

#include "api/body.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/number.h"
#include "data/agent/agent.h"
#include "data/prompt/prompt.h"
#include "data/set/set.h"
#include "data/team/team.h"

/* A save on its way. */
struct saving {
    struct call *call;
    const struct record_head *before; /* NULL: a new record */
    const json_t *body;
    struct record_saved *saved;
    json_t *errors;
};

static void add_problem(const struct saving *saving, const struct problem *problem)
{
    if (problem->message != NULL)
        call_add_error(saving->errors, problem->field, problem->message);
}

/* By path; instead of the sentence that sums them up. */
static void add_problems(const struct saving *saving, const struct problem *problem,
                         const struct config_problems *problems, const char *root)
{
    struct arena *arena = saving->call->arena;
    if (problems->count == 0)
        add_problem(saving, problem);
    for (int i = 0; i < problems->count; i++) {
        const char *path = problems->items[i].path;
        const char *field = root[0] == '\0'   ? path
                            : path[0] == '\0' ? root
                                              : arena_printf(arena, "%s.%s", root, path);
        call_add_error(saving->errors, field, problems->items[i].message);
    }
}

/* A comma would make two tags of one. */
static enum err read_tags(const struct saving *saving, const char **tags)
{
    const json_t *list = json_object_get(saving->body, "tags");
    struct buf all;
    buf_init(&all, saving->call->arena);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        if (strchr(tag, ',') != NULL) {
            call_add_error(saving->errors, "tags", "A tag can't have a comma.");
            return ERR_INVALID;
        }
        buf_add_text(&all, tag);
        buf_add_char(&all, ',');
    }
    *tags = list == NULL && saving->before != NULL
                ? tag_list_join(saving->call->arena, &saving->before->tags)
                : all.data;
    return ERR_NONE;
}

static enum err read_record(const struct saving *saving, struct record_draft *draft)
{
    const struct record_head *before = saving->before;
    *draft = (struct record_draft){
        .name = body_text(saving->body, "name", before == NULL ? "" : before->name),
        .description =
            body_text(saving->body, "description", before == NULL ? "" : before->description),
        .message = body_text(saving->body, "message", ""),
    };
    if (before != NULL) {
        draft->id = before->id;
        draft->based_on_revision = before->revision;
    }
    return read_tags(saving, &draft->tags);
}

/* ---- prompts ------------------------------------------------------------------------------ */

static enum err read_body(const struct saving *saving, struct prompt_draft *draft)
{
    const json_t *body = json_object_get(saving->body, "body");
    if (body == NULL)
        return ERR_NONE;
    if (json_is_array(body) != (draft->type == PROMPT_CHAT)) {
        call_add_error(saving->errors, "body",
                       draft->type == PROMPT_CHAT ? "The body of a chat is an array of messages."
                                                  : "The body of a text is a string.");
        return ERR_INVALID;
    }
    draft->body = json_is_array(body)
                      ? json_format(saving->call->arena, body, JSON_LINE)
                      : (struct text){json_string_value(body), json_string_length(body)};
    return ERR_NONE;
}

static enum err save_prompt(const struct saving *saving)
{
    struct call *call = saving->call;
    const struct prompt *before = (const struct prompt *)saving->before;
    struct prompt_draft draft = {.type = before == NULL ? PROMPT_TEXT : before->type,
                                 .body = before == NULL ? (struct text){"", 0} : before->body,
                                 .settings = before == NULL ? "" : before->settings};
    struct problem problem = {0};
    enum err err = read_record(saving, &draft.record);
    const char *type = body_text(saving->body, "type", prompt_type_name(draft.type));
    if (err == ERR_NONE)
        err = prompt_type_parse(type, &draft.type);
    if (err == ERR_NONE)
        err = read_body(saving, &draft);
    const json_t *settings = json_object_get(saving->body, "settings");
    if (settings != NULL)
        draft.settings = json_is_object(settings) && json_object_size(settings) == 0
                             ? ""
                             : json_format(call->arena, settings, JSON_LINE).data;
    if (err != ERR_NONE)
        return err;
    err = before == NULL ? prompt_create(call->db, call->actor, &draft, saving->saved, &problem)
                         : prompt_update(call->db, call->actor, &draft, saving->saved, &problem);
    add_problem(saving, &problem);
    return err;
}

/* ---- agents ------------------------------------------------------------------------------- */

static enum err save_agent(const struct saving *saving)
{
    struct call *call = saving->call;
    const struct agent *before = (const struct agent *)saving->before;
    struct agent_draft draft = {.config = json_object_get(saving->body, "config")};
    struct agent_problem problem = {.config = {.count = 0}};
    if (draft.config == NULL && before != NULL)
        draft.config = json_stored(call->arena, before->config, "a stored config");
    enum err err = read_record(saving, &draft.record);
    if (err != ERR_NONE)
        return err;
    err = before == NULL ? agent_create(call->db, call->actor, &draft, saving->saved, &problem)
                         : agent_update(call->db, call->actor, &draft, saving->saved, &problem);
    if (err != ERR_NONE)
        add_problems(saving, &problem.problem, &problem.config, "config");
    return err;
}

/* ---- teams -------------------------------------------------------------------------------- */

/* The member of an agent as it is, or as it begins. */
static struct team_member member_of(const struct team_plan *before, const char *id_text)
{
    struct team_member member = {.role = TEAM_WORKER};
    if (id_text == NULL || uuid_parse(id_text, &member.agent_id) != ERR_NONE)
        return member;
    int place = team_member_find(before, &member.agent_id);
    return place < 0 ? member : before->members[place];
}

static enum err refuse_member(const struct saving *saving, size_t index, const char *message)
{
    call_add_error(saving->errors, arena_printf(saving->call->arena, "member_details[%zu]", index),
                   message);
    return ERR_INVALID;
}

/* A value of the wrong type counts as one that is wrong. */
static enum err read_detail(const struct saving *saving, size_t index, const json_t *detail,
                            struct team_member *member)
{
    const char *id = json_string_value(json_object_get(detail, "agent_id"));
    const char *role = body_text(detail, "role", team_role_names[TEAM_WORKER]);
    const json_t *version = json_object_get(detail, "agent_version");
    const json_t *label = json_object_get(detail, "agent_label");
    if (id == NULL || uuid_parse(id, &member->agent_id) != ERR_NONE)
        return refuse_member(saving, index, "The agent_id must be a UUID.");
    if (team_role_parse(role, &member->role) != ERR_NONE)
        return refuse_member(saving, index, "The role must be lead, worker or reviewer.");
    if (version != NULL && !json_is_null(version) && number_of_json(NUMBER_VERSION, version, 0) < 1)
        return refuse_member(saving, index, "The agent_version must be an integer from 1.");
    if (label != NULL && !json_is_null(label) && !json_is_string(label))
        return refuse_member(saving, index, "The agent_label must be a string.");
    member->agent_version = number_of_json(NUMBER_VERSION, version, 0);
    member->agent_label = json_string_value(label);
    return ERR_NONE;
}

static enum err read_members(const struct saving *saving, const struct team_plan *before,
                             struct team_plan *plan)
{
    const json_t *ids = json_object_get(saving->body, "members");
    const json_t *details = json_object_get(saving->body, "member_details");
    const json_t *given = details != NULL ? details : ids;
    size_t count = json_array_size(given);
    if (given == NULL)
        return ERR_NONE;
    if (count > TEAM_MEMBERS_MAX) {
        call_add_error(saving->errors, "members", "A team has at most 100 members.");
        return ERR_INVALID;
    }
    plan->members = arena_array(saving->call->arena, count + 1, sizeof *plan->members);
    plan->member_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(given, i);
        plan->members[i] = member_of(before, json_string_value(value));
        if (details == NULL)
            continue;
        plan->members[i] = (struct team_member){.role = TEAM_WORKER};
        enum err err = read_detail(saving, i, value, &plan->members[i]);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

static enum err save_team(const struct saving *saving)
{
    struct call *call = saving->call;
    const struct team *before = (const struct team *)saving->before;
    struct team_draft draft = {.plan = {.kind = TEAM_ROUND_ROBIN, .termination = {.text = ""}},
                               .settings = json_object_get(saving->body, "settings")};
    struct team_problem problem = {.plan = {.count = 0}};
    enum err err = read_record(saving, &draft.record);
    if (err == ERR_NONE && before != NULL)
        err = team_plan_of(call->arena, before, &draft.plan);
    const char *kind = body_text(saving->body, "kind", team_kind_names[draft.plan.kind]);
    if (err == ERR_NONE)
        err = team_kind_parse(kind, &draft.plan.kind);
    struct team_plan plan = draft.plan;
    if (err == ERR_NONE)
        err = read_members(saving, &plan, &draft.plan);
    if (err != ERR_NONE)
        return err;
    err = before == NULL ? team_create(call->db, call->actor, &draft, saving->saved, &problem)
                         : team_update(call->db, call->actor, &draft, saving->saved, &problem);
    if (err != ERR_NONE)
        add_problems(saving, &problem.problem, &problem.plan, "");
    return err;
}

/* ---- test sets ---------------------------------------------------------------------------- */

/* A value of the body; of what is not given, the stored one. */
static const json_t *part_of(const struct saving *saving, const char *key, int part)
{
    const json_t *given = json_object_get(saving->body, key);
    if (given != NULL || saving->before == NULL)
        return given;
    return json_stored(saving->call->arena, saving->before->content.parts[part],
                       "a part of a test set");
}

/* "cases[3].id: must be …": the path is the field. */
static void add_at_path(const struct saving *saving, const struct problem *problem)
{
    const char *colon = problem->message == NULL ? NULL : strstr(problem->message, ": ");
    size_t len = problem->field == NULL ? 0 : strlen(problem->field);
    if (colon == NULL || len == 0 || strncmp(problem->message, problem->field, len) != 0)
        add_problem(saving, problem);
    else
        call_add_error(
            saving->errors,
            arena_copy(saving->call->arena, problem->message, (size_t)(colon - problem->message)),
            colon + 2);
}

static enum err save_set(const struct saving *saving)
{
    struct call *call = saving->call;
    struct set_draft draft = {.cases = part_of(saving, "cases", SET_PART_CASES),
                              .settings = part_of(saving, "settings", SET_PART_SETTINGS)};
    struct problem problem = {0};
    enum err err = read_record(saving, &draft.record);
    if (err != ERR_NONE)
        return err;
    err = saving->before == NULL
              ? set_create(call->db, call->actor, &draft, saving->saved, &problem)
              : set_update(call->db, call->actor, &draft, saving->saved, &problem);
    add_at_path(saving, &problem);
    return err;
}

enum err draft_save(struct call *call, const struct record_head *before, const json_t *body,
                    struct record_saved *saved, json_t *errors)
{
    static enum err (*const saves[RECORD_KIND_COUNT])(const struct saving *saving) = {
        [RECORD_PROMPT] = save_prompt,
        [RECORD_AGENT] = save_agent,
        [RECORD_TEAM] = save_team,
        [RECORD_SET] = save_set};
    struct saving saving = {call, before, body, saved, errors};
    return saves[call_kind(call)->id](&saving);
}
