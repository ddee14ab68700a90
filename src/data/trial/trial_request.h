#ifndef DATA_TRIAL_REQUEST_H
#define DATA_TRIAL_REQUEST_H

#include "data/trial/trial_content.h"
#include "domain/endpoint/endpoint_completion.h"
#include "domain/prompt/prompt_template.h"

/* What is sent to a model for a version of a prompt or an agent: by a person who tries it, and by a
 * run for each of its cases. */

/* What is filled in. */
struct trial_case {
    /* An object: of a variable its text (another value as its JSON), of a placeholder an array of
     * messages; what it does not have stays as it stands. NULL: none. */
    json_t *variables;
    /* An array of {"role", "content"}. They stand where the first placeholder without messages of
     * its own is, and after everything where there is none. NULL: none. */
    json_t *messages;
};

struct trial_made {
    const char *request; /* the document of POST /chat/completions; NULL: there is none */
    const char *problem; /* why not, a sentence; NULL */
    struct prompt_variables missing; /* variables without a value */
};

/* A text is what the user says, or, where messages follow, what the system says; that of an agent
 * is always the system's. A chat is itself, without the placeholders that nothing was given for.
 * Parameters (whose model is always there) outrank what the version says. ERR_INVALID, with a
 * problem: a message is none, there is nothing to send, or it is longer than PROMPT_OUTPUT_MAX. In
 * the arena. */
MUST_USE enum err trial_request(struct arena *arena, const struct trial_content *content,
                                const struct trial_case *given,
                                const struct endpoint_parameters *parameters,
                                struct trial_made *made) NONNULL;

/* May this be sent to an endpoint for data up to a class? ERR_DENIED, with a sentence in the arena
 * that says why not. */
MUST_USE enum err trial_may_send(struct arena *arena, const struct trial_content *content,
                                 enum endpoint_class allowed, const char **problem) NONNULL;

#endif
