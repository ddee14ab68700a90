#ifndef API_LANGFUSE_ANSWER_H
#define API_LANGFUSE_ANSWER_H

#include "api/call.h"
#include "data/prompt/prompt_serve.h"

/* What the handlers of Langfuse's API answer alike. */

/* A version of a prompt on its way to a client. */
struct langfuse_prompt {
    struct uuid id, organization_id, author_id;
    const char *name, *message;
    int64_t version;
    enum prompt_type type;
    struct text body;     /* with its references resolved, or as it is; of a chat ours */
    const char *settings; /* as it was given; "" for none */
    const char **labels;  /* on this version, "latest" as well */
    int label_count;
    struct tag_list tags;
    int64_t created_at, updated_at;
    json_t *graph; /* which prompts were put into it; NULL: none */
};
struct langfuse_prompt langfuse_prompt_of(struct arena *arena,
                                          const struct prompt_served *served) NONNULL;
MUST_USE enum err langfuse_answer_prompt(struct call *call, int status,
                                         const struct langfuse_prompt *prompt) NONNULL;

/* A new reference to the labels of a version, "latest" last if it is the newest. */
MUST_USE json_t *langfuse_labels(const struct record_marks *marks, int64_t version,
                                 bool is_newest) NONNULL;

/* A new reference to an array of texts, which may be NULL if there are none. */
MUST_USE json_t *langfuse_texts(const char *const *texts, int count);

/* Starts an object with a member that is written already, and goes on with those of json, whose
 * reference is taken over. */
struct text langfuse_object(struct arena *arena, const char *key, const char *raw,
                            json_t *json) NONNULL;

/* Answers 404 as its clients show it. ERR_NONE. */
MUST_USE enum err langfuse_not_found(struct call *call, const struct prompt_wanted *wanted) NONNULL;

/* Answers a refusal of a verb: 400 ERR_INVALID, 403 ERR_DENIED, 409 ERR_CONFLICT. Gives the others
 * back, and ERR_DENIED, of which the application makes an event. */
MUST_USE enum err langfuse_refuse(struct call *call, enum err err,
                                  const struct problem *problem) NONNULL;

/* Reads the body, a JSON object, of which unknown members are left alone. ERR_INVALID, answered. */
MUST_USE enum err langfuse_body(struct call *call, json_t **body) NONNULL;

/* Answers 400 with what is wrong at which field. ERR_INVALID; ERR_NONE if nothing is. */
MUST_USE enum err langfuse_say_errors(struct call *call, json_t *errors) NONNULL;

#endif
