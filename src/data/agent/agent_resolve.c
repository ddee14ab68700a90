#include "data/agent/agent_resolve.h"

#include <inttypes.h>

#include "data/prompt/prompt_link.h"
#include "data/prompt/prompt_resolve.h"

static const char *no_version(struct arena *arena, const struct agent_config_prompt *prompt)
{
    if (prompt->label != NULL)
        return arena_printf(arena, "The label “%s” is not on any version of “%s” yet.",
                            prompt->label, prompt->name);
    return arena_printf(arena, "“%s” has no version %" PRId64 ".", prompt->name, prompt->version);
}

static enum err resolve_body(struct db *db, const struct actor *actor,
                             const struct agent_config_prompt *prompt,
                             const struct prompt_reach *reach, struct agent_resolution *resolution)
{
    struct prompt_version_key key = {resolution->prompt_id, resolution->version};
    struct problem problem;
    struct prompt_resolved resolved;
    enum err err = prompt_resolve_body(db, actor, &key, reach, &resolved, &problem);
    if (err == ERR_NONE) {
        resolution->type = resolved.type;
        resolution->body = resolved.body;
    } else if (err == ERR_NOT_FOUND) /* this version of the prompt */
        resolution->problem = no_version(db_arena(db), prompt);
    else if (err == ERR_INVALID)
        resolution->problem = problem.message;
    else
        return err;
    if (err == ERR_NOT_FOUND)
        resolution->version = 0;
    return ERR_NONE;
}

void agent_resolve_ahead(struct db *db, const struct record_source *source)
{
    prompt_reach_ahead(db, source);
}

enum err agent_resolve(struct db *db, const struct actor *actor, const json_t *config,
                       const struct record_source *source, struct agent_resolution *resolution)
{
    struct arena *arena = db_arena(db);
    struct agent_config_prompt prompt = agent_config_prompt(config);
    struct policy_target place = {.organization_id = actor->organization_id,
                                  .folder = policy_folder(actor)};
    struct prompt_reach reached, *reach = source == NULL ? NULL : &reached;
    struct prompt_target target;
    *resolution =
        (struct agent_resolution){.has_prompt = prompt.name != NULL, .prompt_name = prompt.name};
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &place))
        return ERR_DENIED;
    if (prompt.name == NULL)
        return ERR_NONE;
    struct prompt_reference reference = {
        .name = prompt.name, .label = prompt.label, .version = prompt.version};
    enum err err = reach == NULL ? ERR_NONE : prompt_reach_load(db, source, reach);
    if (err == ERR_NONE)
        err = prompt_link_find(db, &actor->organization_id, reach, &reference, &target);
    if (err == ERR_NOT_FOUND) {
        resolution->problem = arena_printf(arena, "There is no prompt “%s”.", prompt.name);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    resolution->prompt_id = target.id;
    resolution->version = target.version;
    if (target.version > 0)
        return resolve_body(db, actor, &prompt, reach, resolution);
    resolution->problem = no_version(arena, &prompt);
    return ERR_NONE;
}
