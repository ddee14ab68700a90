#include "data/agent/agent_draft.h"

#include "domain/record/name.h"

enum err agent_refuse_config(const struct work *work, const struct config_problems *problems)
{
    return work_refuse(work, ERR_INVALID, "config",
                       config_problems_text(db_arena(work->db), problems));
}

enum err agent_draft_check_config(const struct work *work, struct text config,
                                  struct agent_fields *fields, struct config_problems *problems)
{
    struct arena *arena = db_arena(work->db);
    json_t *json = NULL;
    const char *text = config.data == NULL ? "" : config.data;
    if (agent_config_parse(arena, text, config.len, &json, problems) != ERR_NONE)
        return agent_refuse_config(work, problems);
    fields->config = json;
    fields->config_text = json_format(arena, json, JSON_LINE);
    return ERR_NONE;
}

enum err agent_draft_check(const struct work *work, const struct agent_draft *draft,
                           struct agent_fields *fields, struct config_problems *problems)
{
    const char *message = NULL;
    *fields = (struct agent_fields){
        .name = name_normalize(db_arena(work->db), draft->name),
        .description = draft->description,
        .message = draft->message,
        .number = draft->number == 0 ? 1 : draft->number,
        .has_late_handoffs = draft->has_late_handoffs,
    };
    if (name_check(fields->name, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "name", message);
    enum err err = work_check_description(work, draft->description);
    if (err == ERR_NONE)
        err = agent_draft_check_config(work, draft->config, fields, problems);
    return err == ERR_NONE ? work_check_line(work, "message", draft->message) : err;
}
