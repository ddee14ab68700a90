#ifndef DOMAIN_ENDPOINT_COMPLETION_H
#define DOMAIN_ENDPOINT_COMPLETION_H

#include <jansson.h>

#include "domain/endpoint/endpoint_answer.h"

/* A call of a model: POST /chat/completions, its document, and what comes back. */

struct endpoint_parameters {
    const char *model;
    json_t *temperature; /* a number; NULL: as the endpoint has it */
    int64_t max_tokens;  /* 0: likewise */
};

/* The document that is sent: messages is an array of {"role", "content"}, whose reference stays the
 * caller's. In the arena. */
const char *endpoint_completion_request(struct arena *arena,
                                        const struct endpoint_parameters *parameters,
                                        json_t *messages) NONNULL;

struct endpoint_completion {
    const char *content;                 /* "" if there are tool calls alone, or a refusal */
    const char *refusal;                 /* why the model does not answer; "" */
    json_t *tool_calls;                  /* NULL: none */
    const char *finish_reason;           /* "" if it does not say */
    const char *error;                   /* what the endpoint says is wrong; "" */
    int64_t input_tokens, output_tokens; /* -1: it does not say */
};

/* Reads an answer of 2xx; and of another status what is wrong, as far as the endpoint says so.
 * ENDPOINT_TYPE, ENDPOINT_BROKEN, ENDPOINT_ERROR, ENDPOINT_EMPTY. In the arena. */
enum endpoint_outcome endpoint_completion_read(struct arena *arena,
                                               const struct fetch_answer *answer,
                                               struct endpoint_completion *completion) NONNULL;

/* As it is stored, and read again: a text of JSON. In the arena. */
const char *endpoint_completion_format(struct arena *arena,
                                       const struct endpoint_completion *completion) NONNULL;
void endpoint_completion_parse(struct arena *arena, const char *text,
                               struct endpoint_completion *completion) NONNULL;

#endif
