#ifndef DATA_TRIAL_CONTENT_H
#define DATA_TRIAL_CONTENT_H

#include <jansson.h>

#include "base/problem.h"
#include "data/record/record_store.h"
#include "domain/endpoint/endpoint_class.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_inputs.h"

/* What a version of a prompt or an agent says to a model, read and resolved once: requests are made
 * of it, one or thousands (trial_request.h). */

struct trial_input {
    const struct record_store *store; /* prompt_store or agent_store */
    struct uuid record_id;
    int64_t version; /* 0: the current one */
};

struct trial_content {
    const struct record_head *head;
    int64_t version;
    bool is_agent;
    bool is_chat;
    struct text text;            /* unless it is a chat: references resolved; of an agent what it is
                                    instructed, len 0 for nothing */
    struct prompt_chat chat;     /* if it is one */
    struct prompt_inputs inputs; /* what is filled in: variables, and placeholders of a chat */
    const char *model;           /* that the version names; "" */
    json_t *own;                 /* members of the request that the version brings: an object */
    json_t *tools;               /* an array, as the config has them; NULL: none */
    enum endpoint_class data_class; /* of everything that is sent: trial_may_send */
};

/* Needs the right to read the record. ERR_NOT_FOUND for a record or version that is not there,
 * ERR_DENIED; ERR_INVALID with a problem if its references can't be resolved. Owned by the arena of
 * the database. */
MUST_USE enum err trial_load(struct db *db, const struct actor *actor,
                             const struct trial_input *input, struct trial_content *content,
                             struct problem *problem) NONNULL;

#endif
