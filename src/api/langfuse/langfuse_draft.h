#ifndef API_LANGFUSE_DRAFT_H
#define API_LANGFUSE_DRAFT_H

#include "api/call.h"
#include "data/prompt/prompt_shape.h"

/* What a client of Langfuse sends to create a prompt, or a version of one. */

struct langfuse_draft {
    const char *name; /* as it was sent */
    enum prompt_type type;
    struct text body;     /* of a chat our JSON */
    const char *settings; /* the text of config as it came; "" for none */
    const char *message;
    const char **labels; /* each once, without "latest", which is on the newest in any case */
    int label_count;
    const char *tags; /* separated by commas; NULL: those that the prompt has stay */
};

/* Reads the body of the request. ERR_INVALID, answered with 400. */
MUST_USE enum err langfuse_draft_read(struct call *call, struct langfuse_draft *draft) NONNULL;

/* Reads a member of a body that is a list of labels. What is wrong is added to errors. */
void langfuse_read_labels(struct call *call, const json_t *list, struct langfuse_draft *draft,
                          json_t *errors) __attribute__((nonnull(1, 3, 4)));

/* Says in a header which labels were proposed instead (label_set.h); nothing if none was. */
void langfuse_say_proposed(struct call *call, const struct langfuse_draft *draft,
                           const bool *proposed) NONNULL;

/* A reference to a prompt that is there, but without the label: our own pages take that, because
 * the reference is often written first; Langfuse does not. ERR_INVALID, answered. */
MUST_USE enum err langfuse_draft_check_references(struct call *call,
                                                  const struct langfuse_draft *draft) NONNULL;

#endif
