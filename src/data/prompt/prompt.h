#ifndef DATA_PROMPT_H
#define DATA_PROMPT_H

#include "base/problem.h"
#include "data/db/db.h"
#include "data/record/record_head.h"
#include "domain/policy.h"
#include "domain/record/tag.h"

/* Prompts: the record and its current version. Versions are immutable and their numbers never used
 * again; every save makes one. See also prompt_list.h, prompt_folder.h, prompt_version.h,
 * prompt_label.h, label_proposal.h, prompt_use.h and prompt_bulk.h.
 *
 * Every verb asks the policy itself: ERR_NOT_FOUND for what the actor may not see, ERR_DENIED for
 * what the actor may see but not do, ERR_UNAVAILABLE when the database did not answer. Texts are
 * owned by the request's arena. */

enum {
    PROMPT_BODY_MAX = 1024 * 1024,   /* bytes */
    PROMPT_SETTINGS_MAX = 64 * 1024, /* bytes */
    PROMPT_DESCRIPTION_MAX = 2000,   /* characters */
    PROMPT_MESSAGE_MAX = 500,        /* characters; reasons of label moves as well */
};

enum prompt_type { PROMPT_TEXT, PROMPT_CHAT };

/* "text" or "chat"; and back, ERR_INVALID for any other word. */
const char *prompt_type_name(enum prompt_type type);
MUST_USE enum err prompt_type_parse(const char *name, enum prompt_type *type) NONNULL;

struct prompt {
    union {
        struct record_head head;
        struct {
            RECORD_HEAD
        };
    };
    const char *folder; /* "" at the top */
    int64_t version_count;
    enum prompt_type type;
    struct text body;      /* the current one's; data NULL if the actor may only see metadata */
    const char *settings;  /* JSON object or ""; NULL if the actor may only see metadata */
    const char *message;   /* of the current version */
    struct tag_list tags;  /* in the order they were typed */
    struct uuid author_id; /* of the current version */
    const char *author_name;
    int64_t saved_at; /* the current version */
};

/* For policy_allows(): which buttons a page shows. */
static inline struct policy_target prompt_target(const struct prompt *prompt)
{
    return record_target(&prompt->head);
}

/* What a form or a program sends. */
struct prompt_draft {
    struct uuid id;           /* update only */
    int64_t based_on_version; /* update only */
    const char *name;
    const char *description; /* "" for none */
    enum prompt_type type;
    struct text body;     /* stored byte for byte: UTF-8 without NUL; of a chat its JSON */
    const char *settings; /* a JSON object, or "" */
    const char *tags;     /* separated by commas */
    const char *message;  /* why; "" for none */
    int64_t number;       /* create only: of the first version; 0 is 1. Imports keep theirs */
};

/* A version of a prompt that is to become the current one again. */
struct prompt_restore_draft {
    struct uuid id;
    int64_t version;          /* which one */
    int64_t based_on_version; /* the current one as the person saw it */
};

/* Makes a prompt in the actor's organization, owned by the actor, with version 1. ERR_INVALID for a
 * field that breaks a rule, a reference to a prompt or version that is not there, or a cycle;
 * ERR_CONFLICT if the name is taken. A reference by a label that is not set yet is allowed (the
 * reference is often written first): trying it says what is missing. ERR_DENIED for a command,
 * which is nobody who could own it. */
MUST_USE enum err prompt_create(struct db *db, const struct actor *actor,
                                const struct prompt_draft *draft, struct uuid *id,
                                struct problem *problem) NONNULL;

/* The prompt with its current version. */
MUST_USE enum err prompt_get(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct prompt *prompt) NONNULL;

/* The same by its name in the actor's organization. */
MUST_USE enum err prompt_get_by_name(struct db *db, const struct actor *actor, const char *name,
                                     struct prompt *prompt) NONNULL;

/* Saves: a new version if anything differs or a message was given, otherwise nothing happens.
 * *version is the number of the current version afterwards. Errors as in prompt_create, and
 * ERR_STALE if somebody saved since based_on_version; ERR_CONFLICT also for an archived prompt, and
 * for a new name or type while other prompts or agents refer to this one. */
MUST_USE enum err prompt_update(struct db *db, const struct actor *actor,
                                const struct prompt_draft *draft, int64_t *version,
                                struct problem *problem) NONNULL;

/* A new version with type, body and settings of an older one; message "Restored version N". Errors
 * as in prompt_update; ERR_NOT_FOUND also for a version that is not there. */
MUST_USE enum err prompt_restore_version(struct db *db, const struct actor *actor,
                                         const struct prompt_restore_draft *draft, int64_t *version,
                                         struct problem *problem) NONNULL;

/* Hides a prompt, and brings it back. Doing it twice is no error and no event. */
MUST_USE enum err prompt_archive(struct db *db, const struct actor *actor,
                                 const struct uuid *id) NONNULL;
MUST_USE enum err prompt_restore(struct db *db, const struct actor *actor,
                                 const struct uuid *id) NONNULL;

/* Deletes for good, with all versions, labels and their history. typed_name must be the prompt's
 * name, else ERR_INVALID (field "name"). ERR_CONFLICT, with a message that names them, while other
 * prompts refer to it in their current or in a labelled version, or agents in their current one or
 * one that a team has pinned. */
MUST_USE enum err prompt_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *typed_name, struct problem *problem) NONNULL;

/* Gives the prompt to another active user of its organization; ERR_INVALID (field "owner_id") for
 * anybody else. */
MUST_USE enum err prompt_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                                  const struct uuid *owner_id, struct problem *problem) NONNULL;

#endif
