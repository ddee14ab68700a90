#ifndef DATA_PROMPT_SERVE_H
#define DATA_PROMPT_SERVE_H

#include "data/prompt/prompt.h"
#include "data/record/record_mark.h"
#include "data/usage/usage.h"

/* A version of a prompt as programs ask for it while they run: by the name of the prompt and a
 * label or a number, in one question. */

struct prompt_wanted {
    const char *name;
    int64_t version;   /* 0: the one with the label */
    const char *label; /* "latest" as well */
};

struct prompt_served {
    struct record_head head;   /* of the prompt: not its people, counts and revision */
    struct record_marks marks; /* its labels */
    const char *label;         /* that was asked for; "": the number was */
    int64_t version;
    const char *message;
    struct uuid author_id;
    int64_t created_at; /* of the version */
    struct prompt_content content;
};

/* ERR_NOT_FOUND if there is no such prompt, label or version, or the actor may not see it;
 * ERR_DENIED for who may see, but not read it; ERR_STOPPED for a program, where it is stopped.
 * Archived ones are served as before: programs run on. */
MUST_USE enum err prompt_serve(struct db *db, const struct actor *actor,
                               const struct prompt_wanted *wanted,
                               struct prompt_served *served) NONNULL;

/* It, for what counts how often it is served. */
struct usage_served prompt_serve_usage(const struct prompt_served *served,
                                       enum usage_protocol protocol) NONNULL;

/* Has the content references? Then *body becomes it with them resolved; ERR_INVALID, with a
 * problem, if that can't be done. */
MUST_USE enum err prompt_serve_resolve(struct db *db, const struct actor *actor,
                                       const struct prompt_served *served, struct text *body,
                                       struct problem *problem) NONNULL;

#endif
