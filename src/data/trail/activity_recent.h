#ifndef DATA_ACTIVITY_RECENT_H
#define DATA_ACTIVITY_RECENT_H

#include "data/db/db.h"
#include "domain/policy.h"

/* What somebody who comes back wants to see first: what changed lately, and what of one's own is
 * not live yet. Always in the actor's organization, newest first, and never the archived. Each verb
 * looks at a bounded number of rows. Texts are owned by the arena. */

enum { ACTIVITY_RECENT_MAX = 50 };

/* A prompt or agent by its current version. */
struct recent_change {
    bool is_agent;
    struct uuid id;
    const char *name;
    int64_t version;
    int64_t previous; /* the version before it; 0: none */
    const char *message;
    const char *author_name; /* NULL: erased */
    int64_t changed_at;
};

struct recent_change_list {
    struct recent_change *items;
    int count;
};

/* Prompts and agents that the actor may see, the last saved first, at most limit. Of the newest
 * versions of an organization only the last some hundred are looked at. ERR_INVALID for a limit
 * that is none; also below. */
MUST_USE enum err activity_recent(struct db *db, const struct actor *actor, int limit,
                                  struct recent_change_list *list) NONNULL;

/* A prompt of the actor whose newest version nobody gets by the label production. */
struct draft_prompt {
    struct uuid id;
    const char *name;
    int64_t version;
    int64_t production_version; /* 0: none yet */
    int64_t updated_at;
};

struct draft_prompt_list {
    struct draft_prompt *items;
    int count;
};

MUST_USE enum err activity_drafts(struct db *db, const struct actor *actor, int limit,
                                  struct draft_prompt_list *list) NONNULL;

/* True if the actor's organization has no prompt, agent or team, archived ones included. */
MUST_USE enum err activity_is_empty(struct db *db, const struct actor *actor,
                                    bool *is_empty) NONNULL;

#endif
