#ifndef DOMAIN_FRAMEWORK_SHAPE_H
#define DOMAIN_FRAMEWORK_SHAPE_H

#include "base/json.h"
#include "domain/record/kind.h"
#include "domain/team/team_plan.h"

/* An agent or a team as other programs get it: everything that it refers to is resolved. */

struct framework_agent {
    const char *name;
    const char *description; /* "" for none */
    int64_t version;
    const json_t *config;
    const char *instructions; /* what the model is told, its prompt resolved; "" for none */
    int message_count;        /* of a chat: messages that are no instructions */
    const char *problem;      /* why its prompt can't be resolved; NULL: it can */
    enum team_role role;      /* in its team */
};

struct framework_source {
    enum record_kind_id kind; /* an agent or a team */
    const char *name;
    const char *description; /* "" for none */
    int64_t version;
    struct framework_agent *agents; /* the agent, or the members in their order */
    int agent_count;
    const char **missing; /* names of members that can't be read, or have no such version */
    int missing_count;
    enum team_kind team_kind; /* of a team, likewise the next */
    struct team_termination termination;
    const json_t *settings;
    const char *provider_name; /* of the card: the organization, and where it is found */
    const char *provider_url;
};

struct framework_file {
    const char *name; /* "crew.jsonc", "agents/writer.jsonc": letters, digits and _ - . / */
    const char *content_type;
    struct text text;
};

enum { FRAMEWORK_LOSSES_MAX = 200 };

struct framework_export {
    struct framework_file *files; /* at least one */
    int file_count;
    const char **losses; /* what could not be carried over, a sentence each */
    int loss_count;
    const char *snippet; /* code that runs it; NULL: none is needed */
};

#endif
