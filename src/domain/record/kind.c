#include "domain/record/kind.h"

#include <string.h>

/* What follows from the name, and what people call it. */
#define NAMES(kind, called)                                                                        \
    .name = kind, .noun = called, .nouns = called "s", .plural = kind "s", .path = "/" kind "s",   \
    .table = kind "s", .versions = kind "_versions", .labels = kind "_labels",                     \
    .tags = kind "_tags", .words = kind "_words", .version_noun = kind "_version",                 \
    .event = {                                                                                     \
        .create = kind ".create",                                                                  \
        .update = kind ".update",                                                                  \
        .restore_version = kind ".restore_version",                                                \
        .archive = kind ".archive",                                                                \
        .restore = kind ".restore",                                                                \
        .transfer = kind ".transfer",                                                              \
        .remove = kind ".delete",                                                                  \
        .comment = kind ".comment",                                                                \
        .edit_comment = kind ".edit_comment",                                                      \
        .delete_comment = kind ".delete_comment",                                                  \
        .follow = kind ".follow",                                                                  \
        .unfollow = kind ".unfollow",                                                              \
        .stop = kind ".stop",                                                                      \
        .resume = kind ".resume",                                                                  \
    }

const struct record_kind record_kinds[RECORD_KIND_COUNT] = {
    {RECORD_PROMPT, NAMES("prompt", "prompt"), .one = "a prompt", .is_used = true,
     .title = "Prompts", .facet = "type", .columns = {"body", "settings"}, .text_facet = "text",
     .see = PERMISSION_PROMPT_SEE, .read = PERMISSION_PROMPT_READ,
     .create = PERMISSION_PROMPT_CREATE, .change = PERMISSION_PROMPT_CHANGE,
     .remove = PERMISSION_PROMPT_DELETE},
    {RECORD_AGENT, NAMES("agent", "agent"), .one = "an agent", .is_used = true, .title = "Agents",
     .facet = "model", .columns = {"config"}, .see = PERMISSION_AGENT_SEE,
     .read = PERMISSION_AGENT_READ, .create = PERMISSION_AGENT_CREATE,
     .change = PERMISSION_AGENT_CHANGE, .remove = PERMISSION_AGENT_DELETE},
    {RECORD_TEAM, NAMES("team", "team"), .one = "a team", .title = "Teams", .facet = "kind",
     .columns = {"members", "settings"}, .see = PERMISSION_TEAM_SEE, .read = PERMISSION_TEAM_READ,
     .create = PERMISSION_TEAM_CREATE, .change = PERMISSION_TEAM_CHANGE,
     .remove = PERMISSION_TEAM_DELETE},
    {RECORD_SET, NAMES("set", "test set"), .one = "a test set", .is_test = true,
     .title = "Test sets", .facet = "subject", .columns = {"cases", "settings"},
     .see = PERMISSION_SET_SEE, .read = PERMISSION_SET_READ, .create = PERMISSION_SET_CREATE,
     .change = PERMISSION_SET_CHANGE, .remove = PERMISSION_SET_DELETE},
};

bool record_kinds_visible(const struct actor *actor, const struct policy_target *target)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        if (!policy_allows(actor, record_kinds[i].see, target))
            return false;
    return true;
}

const struct record_kind *record_kind_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        if (strcmp(record_kinds[i].name, name) == 0)
            return &record_kinds[i];
    return NULL;
}

const struct record_kind *record_kind_of_path(const char *segment)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        if (strcmp(record_kinds[i].plural, segment) == 0)
            return &record_kinds[i];
    return NULL;
}
