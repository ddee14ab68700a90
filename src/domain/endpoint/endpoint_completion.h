#ifndef DOMAIN_ENDPOINT_COMPLETION_H
#define DOMAIN_ENDPOINT_COMPLETION_H

#include <jansson.h>

#include "domain/endpoint/endpoint_answer.h"

/* A call of a model: POST /chat/completions, its document, and what comes back. */

struct endpoint_parameters {
    const char *model;
    json_t *temperature; /* a number; NULL: as the version or the endpoint has it */
    int64_t max_tokens;  /* 0: likewise */
    json_t *top_p;       /* a number; NULL: likewise */
    json_t *stop;        /* an array of texts; NULL: likewise */
};

/* The document that is sent: messages is an array of {"role", "content"}, own an object of what
 * else the version brings, which parameters outrank; NULL: nothing. Their references stay the
 * caller's. In the arena. */
const char *endpoint_completion_request(struct arena *arena,
                                        const struct endpoint_parameters *parameters,
                                        const json_t *own, json_t *messages)
    __attribute__((nonnull(1, 2, 4)));

struct endpoint_completion {
    const char *content;                 /* "" if there are tool calls alone, or a refusal */
    const char *refusal;                 /* why the model does not answer; "" */
    json_t *tool_calls;                  /* NULL: none */
    const char *finish_reason;           /* "" if it does not say */
    const char *error;                   /* what the endpoint says is wrong; "" */
    int64_t input_tokens, output_tokens; /* -1: it does not say */
};

/* Parts of an answer that comes whole or in pieces: its usage (tokens alone are set), what it says
 * is wrong, and a word of it, cut to a sane length. In the arena. */
void endpoint_completion_usage(const json_t *json, struct endpoint_completion *completion) NONNULL;
const char *endpoint_completion_error(struct arena *arena, const json_t *json) NONNULL;
const char *endpoint_completion_word(struct arena *arena, const char *word) NONNULL;

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
