#include "data/trial/trial_content.h"

#include <string.h>

#include "data/agent/agent.h"
#include "data/agent/agent_resolve.h"
#include "data/prompt/prompt_resolve.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"
#include "data/trial/trial_class.h"
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

/* The most sensitive of everything that is sent. */
static enum err find_class(const struct loading *loading, const struct prompt_reach *reach)
{
    struct trial_content *content = loading->content;
    int count = reach->rows.row_count;
    struct uuid *ids = arena_array(db_arena(loading->db), (size_t)count + 1, sizeof *ids);
    for (int i = 0; i < count; i++)
        ids[i] = reach->items[i].brief.id;
    const struct trial_class_parts parts = {content->head->id, ids, count};
    return trial_class_find(loading->db, &content->head->organization_id, &parts,
                            &content->data_class);
}

static void take_own(struct trial_content *content, const struct trial_own *own)
{
    content->model = own->model;
    content->own = own->members;
    content->tools = own->tools;
}

static enum err load_prompt(const struct loading *loading, const struct record_version *version,
                            const struct prompt_reach *reach)
{
    const struct prompt_content own = prompt_content(&version->content);
    struct text body;
    struct trial_own brought;
    trial_own_of_settings(db_arena(loading->db), own.settings, &brought);
    take_own(loading->content, &brought);
    enum err err = take_body(loading, own.type, own.body);
    if (err == ERR_NONE)
        err = prompt_resolve_content(loading->db, loading->actor, loading->content->head, &own,
                                     reach, &body, loading->problem);
    return err == ERR_NONE ? take_body(loading, own.type, body) : err;
}

static enum err load_agent(const struct loading *loading, const struct record_version *version,
                           const struct record_source *source)
{
    struct arena *arena = db_arena(loading->db);
    struct agent_resolution resolution;
    const json_t *config = json_stored(arena, agent_config_of(&version->content), "a config");
    loading->content->is_agent = true;
    struct trial_own brought;
    trial_own_of_config(arena, config, &brought);
    take_own(loading->content, &brought);
    enum err err = agent_resolve(loading->db, loading->actor, config, source, &resolution);
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

static const char not_tried[] = "Only prompts and agents are tried.";

static bool is_tried(enum record_kind_id kind)
{
    return kind == RECORD_PROMPT || kind == RECORD_AGENT;
}

void trial_ahead(struct db *db, const struct record_source *source)
{
    record_version_load_ahead(db, source);
    prompt_reach_ahead(db, source);
}

enum err trial_load_version(struct db *db, const struct actor *actor,
                            const struct record_head *head, int64_t number,
                            struct trial_content *content, struct problem *problem)
{
    const struct loading loading = {db, actor, content, problem};
    enum record_kind_id kind = head->store->kind->id;
    struct record_version version;
    struct prompt_reach reach;
    *problem = (struct problem){.field = ""};
    *content = (struct trial_content){.head = head, .text = {"", 0}, .model = ""};
    if (!is_tried(kind))
        return problem_refuse(problem, ERR_INVALID, "", not_tried);
    enum err err = record_version_get(db, actor, head, number, &version);
    if (err != ERR_NONE)
        return err;
    const struct record_source source = record_version_source(head, &version);
    content->version = version.version;
    err = prompt_reach_load(db, &source, &reach);
    if (err == ERR_NONE)
        err = find_class(&loading, &reach);
    if (err != ERR_NONE)
        return err;
    return kind == RECORD_PROMPT ? load_prompt(&loading, &version, &reach)
                                 : load_agent(&loading, &version, &source);
}

enum err trial_load(struct db *db, const struct actor *actor, const struct trial_input *input,
                    struct trial_content *content, struct problem *problem)
{
    const struct record_kind *kind = input->store->kind;
    struct record_head *head = arena_alloc(db_arena(db), input->store->size);
    enum endpoint_class of_set = ENDPOINT_PUBLIC;
    *problem = (struct problem){.field = ""};
    if (!is_tried(kind->id))
        return problem_refuse(problem, ERR_INVALID, "", not_tried);
    enum err err =
        record_load(db, actor, input->store, &input->record_id, kind->read, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = trial_load_version(db, actor, head, input->version, content, problem);
    if (err != ERR_NONE || uuid_is_nil(&input->set_id))
        return err;
    const struct trial_class_parts parts = {input->set_id, NULL, 0};
    err = trial_class_find(db, &head->organization_id, &parts, &of_set);
    content->data_class = of_set > content->data_class ? of_set : content->data_class;
    return err;
}
