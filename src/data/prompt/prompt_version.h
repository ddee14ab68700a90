#ifndef DATA_PROMPT_VERSION_H
#define DATA_PROMPT_VERSION_H

#include "data/prompt/prompt.h"

/* The versions of a prompt. */

enum { PROMPT_VERSION_LIMIT = 50 };

struct prompt_version {
    int64_t version;
    int64_t previous; /* the next lower number, 0: none; not set in lists, likewise next */
    int64_t next;
    enum prompt_type type;
    const char *message;
    struct uuid author_id;
    const char *author_name; /* NULL: erased */
    int64_t created_at;
    struct text body;     /* data NULL in lists */
    const char *settings; /* JSON object or ""; NULL in lists */
};

struct prompt_version_list {
    struct prompt_version *versions; /* newest first */
    int count;
    int64_t next_before;  /* the before_version of the next page, 0 at the end */
    int64_t newer_before; /* of the page before: 0 is the newest, -1: this is the newest */
};

/* PROMPT_VERSION_LIMIT versions below before_version (0: from the newest). For everybody who may
 * see the prompt. */
MUST_USE enum err prompt_version_list(struct db *db, const struct actor *actor,
                                      const struct uuid *prompt_id, int64_t before_version,
                                      struct prompt_version_list *list) NONNULL;

/* One version with its body; number 0 is the current one. Needs the right to read. */
MUST_USE enum err prompt_version_get(struct db *db, const struct actor *actor,
                                     const struct uuid *prompt_id, int64_t number,
                                     struct prompt_version *version) NONNULL;

#endif
