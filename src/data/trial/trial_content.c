#include "data/trial/trial_content.h"

#include <string.h>

#include "data/agent/agent.h"
#include "data/agent/agent_resolve.h"
#include "data/prompt/prompt_resolve.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/trial/trial_own.h"

/* What is being read. */
struct loading {
    struct db *db;
    const struct actor *actor;
    struct trial_content *content;
    struct problem *problem;
};

static enum err take_body(const struct loading *loading, enum prompt_type type, struct text body)
{
    struct trial_content *content = loading->content;
    struct arena *arena = db_arena(loading->db);
    const char *why = NULL;
    content->is_chat = type == PROMPT_CHAT;
    content->text = body;
    prompt_inputs_find(arena, content->is_chat, body, &content->inputs);
    if (!content->is_chat ||
        prompt_chat_parse(arena, body.data, body.len, &content->chat, &why) == ERR_NONE)
        return ERR_NONE;
    return problem_refuse(loading->problem, ERR_INVALID, "", why);
}

static enum err load_prompt(const struct loading *loading, const struct record_version *version)
{
    const struct record_head *head = loading->content->head;
    const struct prompt_content own = prompt_content(&version->content);
    const struct record_source source = {.head = head, .number = version->version};
    struct prompt_reach reach;
    struct text body;
    trial_own_of_settings(db_arena(loading->db), own.settings, loading->content);
    enum err err = prompt_reach_load(loading->db, &source, &reach);
    if (err == ERR_NONE)
        err = prompt_resolve_content(loading->db, loading->actor, head, &own, &reach, &body,
                                     loading->problem);
    return err == ERR_NONE ? take_body(loading, own.type, body) : err;
}

static enum err load_agent(const struct loading *loading, const struct record_version *version)
{
    const struct record_head *head = loading->content->head;
    const struct record_source source = {.head = head, .number = version->version};
    struct arena *arena = db_arena(loading->db);
    struct agent_resolution resolution;
    const json_t *config = json_stored(arena, agent_config_of(&version->content), "a config");
    loading->content->is_agent = true;
    trial_own_of_config(arena, config, loading->content);
    enum err err = agent_resolve(loading->db, loading->actor, config, &source, &resolution);
    if (err != ERR_NONE)
        return err;
    if (resolution.problem != NULL)
        return problem_refuse(loading->problem, ERR_INVALID, "", resolution.problem);
    if (resolution.has_prompt)
        return take_body(loading, resolution.type, resolution.body);
    /* Instructions that stand in the config have no variables: nobody fills them in. */
    const char *text = json_text(config, "instructions");
    loading->content->text = (struct text){text, strlen(text)};
    return ERR_NONE;
}

enum err trial_load(struct db *db, const struct actor *actor, const struct trial_input *input,
                    struct trial_content *content, struct problem *problem)
{
    const struct record_kind *kind = input->store->kind;
    struct record_head *head = arena_alloc(db_arena(db), input->store->size);
    struct record_version version;
    const struct loading loading = {db, actor, content, problem};
    *problem = (struct problem){.field = ""};
    *content = (struct trial_content){
        .head = head, .text = {"", 0}, .model = "", .data_class = ENDPOINT_INTERNAL};
    if (kind->id != RECORD_PROMPT && kind->id != RECORD_AGENT)
        return problem_refuse(problem, ERR_INVALID, "", "Only prompts and agents are tried.");
    enum err err =
        record_load(db, actor, input->store, &input->record_id, kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_get(db, actor, head, input->version, &version);
    if (err != ERR_NONE)
        return err;
    content->version = version.version;
    return kind->id == RECORD_PROMPT ? load_prompt(&loading, &version)
                                     : load_agent(&loading, &version);
}
