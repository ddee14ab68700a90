#include "domain/framework/framework_card_internal.h"

#include <inttypes.h>

#include "domain/agent_card/agent_card.h"
#include "domain/agent_card/agent_card_address.h"

static void lose(struct framework_work *work)
{
    static const char *const carried[] = {"skills",       "tools",  "endpoint",
                                          "instructions", "prompt", NULL};
    static const char *const none[] = {NULL};
    framework_work_lose(work, NULL, "A card says nothing of instructions and prompts.");
    for (int i = 0; i < work->source->agent_count; i++)
        framework_work_lose_keys(work, &work->source->agents[i], "", work->source->agents[i].config,
                                 carried);
    if (work->source->kind == RECORD_TEAM)
        framework_work_lose(work, NULL, "A card says nothing of how the members work together.");
    framework_work_lose_team(work, none);
}

static enum err write_card(struct framework_work *work, enum agent_card_generation generation,
                           const char **problem)
{
    const struct framework_source *source = work->source;
    const struct framework_agent *entry = &source->agents[framework_work_lead(work)];
    json_t *card = NULL;
    struct agent_card_source about = {
        .generation = generation,
        .name = source->name,
        .description = source->description,
        .version = arena_printf(work->arena, "%" PRId64, source->version),
        .endpoint = json_object_get(entry->config, "endpoint"),
        .skills = json_keep(work->arena, json_array()),
        .provider_name = source->provider_name,
        .provider_url = source->provider_url,
        .is_private = true,
    };
    for (int i = 0; i < source->agent_count && source->kind == RECORD_TEAM; i++)
        agent_card_add_member(work->arena, about.skills, source->agents[i].name,
                              source->agents[i].description);
    if (source->kind == RECORD_AGENT)
        agent_card_add_config(work->arena, about.skills, entry->config);
    enum err err = agent_card_make(work->arena, &about, &card, problem);
    if (err != ERR_NONE)
        return err;
    framework_work_add_json(work, "agent-card.json", card);
    if (!agent_card_address_is_public(work->arena, json_text(about.endpoint, "url")))
        framework_work_lose(work, NULL,
                            "The endpoint is at an internal address: not for a public card.");
    lose(work);
    return ERR_NONE;
}

enum err framework_card_write(struct framework_work *work, const char **problem)
{
    return write_card(work, AGENT_CARD_1_0, problem);
}

enum err framework_card_write_old(struct framework_work *work, const char **problem)
{
    return write_card(work, AGENT_CARD_0_3, problem);
}
