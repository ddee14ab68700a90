#ifndef DATA_AGENT_H
#define DATA_AGENT_H

#include "base/problem.h"
#include "data/db/db.h"
#include "data/record/record_head.h"
#include "domain/agent/agent_config.h"
#include "domain/policy.h"

/* Agents: the record and its current version. As with prompts, versions are immutable and their
 * numbers never used again; every save makes one. See also agent_list.h, agent_version.h,
 * agent_use.h and record_bulk.h.
 *
 * Every verb asks the policy itself: ERR_NOT_FOUND for what the actor may not see, ERR_DENIED for
 * what the actor may see but not do, ERR_UNAVAILABLE when the database did not answer. Texts are
 * owned by the request's arena. */

enum {
    AGENT_DESCRIPTION_MAX = 2000, /* characters */
    AGENT_MESSAGE_MAX = 500,      /* characters */
};

struct agent {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    const char *model; /* of the current config */
    int64_t version_count;
    struct text
        config; /* the current one's, as JSON; data NULL if the actor may only see metadata */
    const char *message;   /* of the current version */
    struct uuid author_id; /* of the current version */
    const char *author_name;
    int64_t saved_at; /* the current version */
};

/* For policy_allows(): which buttons a page shows. */
static inline struct policy_target agent_target(const struct agent *agent)
{
    return record_target(&agent->head);
}

/* What a form or a program sends. */
struct agent_draft {
    struct uuid id;           /* update only */
    int64_t based_on_version; /* update only */
    const char *name;
    const char *description; /* "" for none */
    struct text config;      /* JSON as it was typed; stored as json_format(JSON_LINE) of it */
    const char *message;     /* why; "" for none */
    /* For imports. The number of a new agent's first version, 0 is 1; and whether handoffs to
     * agents that are not there yet are kept by name, until agent_link_complete() finds them. */
    int64_t number;
    bool has_late_handoffs;
};

struct agent_restore_draft {
    struct uuid id;
    int64_t version;          /* which one */
    int64_t based_on_version; /* the current one as the person saw it */
};

/* Why a draft was refused: problem as everywhere (field "name", "description", "config",
 * "message"); and if it is the config, what is wrong in it by path. */
struct agent_problem {
    struct problem problem;
    struct config_problems config;
};

/* Makes an agent in the actor's organization, owned by the actor, with version 1. ERR_INVALID for a
 * field that breaks a rule, a config that agent_config_check refuses, a prompt or a handoff to an
 * agent that is not there (paths "prompt.name", "prompt.version", "handoffs[1]"; a label that is
 * not set yet is allowed, the page says so; the agent may not hand over to itself); ERR_CONFLICT if
 * the name is taken; ERR_DENIED for a command, which is nobody who could own it. */
MUST_USE enum err agent_create(struct db *db, const struct actor *actor,
                               const struct agent_draft *draft, struct uuid *id,
                               struct agent_problem *problem) NONNULL;

/* The agent with its current version. */
MUST_USE enum err agent_get(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct agent *agent) NONNULL;

/* The same by its name in the actor's organization. */
MUST_USE enum err agent_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                    struct agent *agent) NONNULL;

/* Saves: a new version if anything differs or a message was given, otherwise nothing happens.
 * *version is the number of the current version afterwards. Errors as in agent_create, and
 * ERR_STALE if somebody saved since based_on_version; ERR_CONFLICT also for an archived agent, and
 * for a new name while other agents hand over to this one. */
MUST_USE enum err agent_update(struct db *db, const struct actor *actor,
                               const struct agent_draft *draft, int64_t *version,
                               struct agent_problem *problem) NONNULL;

/* A new version with the config of an older one; message "Restored version N". Errors as in
 * agent_update; ERR_NOT_FOUND also for a version that is not there. */
MUST_USE enum err agent_restore_version(struct db *db, const struct actor *actor,
                                        const struct agent_restore_draft *draft, int64_t *version,
                                        struct agent_problem *problem) NONNULL;

/* Hides an agent, and brings it back. Doing it twice is no error and no event. ERR_CONFLICT, with a
 * message that names them, while active teams have it as a member. */
MUST_USE enum err agent_archive(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct problem *problem) NONNULL;
MUST_USE enum err agent_restore(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct problem *problem) NONNULL;

/* Deletes for good, with all versions. typed_name must be the agent's name, else ERR_INVALID (field
 * "name"). ERR_CONFLICT, with a message that names them, while teams have it as a member or other
 * agents' current versions hand over to it. */
MUST_USE enum err agent_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                               const char *typed_name, struct problem *problem) NONNULL;

/* Gives the agent to another active user of its organization; ERR_INVALID (field "owner_id") for
 * anybody else. */
MUST_USE enum err agent_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                                 const struct uuid *owner_id, struct problem *problem) NONNULL;

/* What a config means now, for its page and the editor's preview: the prompt that it refers to, and
 * its body with references resolved. Works on configs that were not saved yet. Needs the right to
 * read prompts. A reference that leads nowhere is no error: prompt_id is nil, or version 0 if the
 * label stands on no version, and problem says so in a sentence. */
struct agent_resolution {
    bool has_prompt; /* the config refers to one */
    const char *prompt_name;
    struct uuid prompt_id;
    int64_t version;     /* that the label or the number means now */
    struct text body;    /* resolved; data NULL if there is none or it may not be read */
    const char *problem; /* NULL, or why there is no body */
};
MUST_USE enum err agent_resolve(struct db *db, const struct actor *actor, const json_t *config,
                                struct agent_resolution *resolution) NONNULL;

/* The ids of the agents of the actor's organization with these names (nil: there is none), for
 * links to handoffs. */
MUST_USE enum err agent_find_names(struct db *db, const struct actor *actor,
                                   const char *const *names, int count, struct uuid *ids) NONNULL;

#endif
