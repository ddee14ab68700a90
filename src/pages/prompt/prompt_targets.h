#ifndef PAGES_PROMPT_TARGETS_H
#define PAGES_PROMPT_TARGETS_H

#include <jansson.h>

#include "data/endpoint/endpoint_call.h"
#include "pages/shell/page.h"

/* The part of a prompt's form that says which models it is sent to: up to three, side by side, each
 * with a version and parameters of its own. */

enum { PROMPT_TARGETS = ENDPOINT_BATCH_MAX, PROMPT_TARGET_FIELDS = 4 * PROMPT_TARGETS };

/* As it was typed; NULL or "": not. */
struct prompt_target_form {
    const char *model; /* "ENDPOINT MODEL" */
    const char *version;
    const char *temperature;
    const char *max_tokens;
};

/* Declares PROMPT_TARGET_FIELDS fields, "model.1" … "max_tokens.3", of a struct that has the
 * targets at this offset. */
void prompt_target_fields(struct page *page, size_t offset, struct form_field *fields) NONNULL;

/* Adds the part to the page: {{#RUN}}, or {{#NO_ENDPOINTS}}. */
MUST_USE enum err prompt_targets_show(struct page *page,
                                      const struct prompt_target_form *typed) NONNULL;

struct prompt_target {
    struct uuid endpoint_id;
    const char *model;
    int64_t version;     /* 0: the one of the page */
    json_t *temperature; /* a number; NULL: not typed */
    int64_t max_tokens;  /* 0: not typed */
};

/* Those that were chosen into targets[PROMPT_TARGETS], *count of them. ERR_INVALID, said in the
 * form: a value is none, or nothing was chosen. */
MUST_USE enum err prompt_targets_read(struct page *page, struct form *form,
                                      const struct prompt_target_form *typed,
                                      struct prompt_target *targets, int *count) NONNULL;

#endif
