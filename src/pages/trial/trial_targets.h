#ifndef PAGES_TRIAL_TARGETS_H
#define PAGES_TRIAL_TARGETS_H

#include "data/endpoint/endpoint_call.h"
#include "data/trial/trial_request.h"
#include "pages/shell/page.h"

/* The part of a form that says which models a version is sent to: up to three, side by side, each
 * with a version and parameters of its own. */

enum { TRIAL_TARGETS = ENDPOINT_BATCH_MAX, TRIAL_TARGET_FIELDS = 6 * TRIAL_TARGETS };

/* As it was typed; NULL or "": not. */
struct trial_target_form {
    const char *model; /* "ENDPOINT MODEL" */
    const char *version;
    const char *temperature;
    const char *top_p;
    const char *max_tokens;
    const char *stop; /* texts with commas between them */
};

/* Declares TRIAL_TARGET_FIELDS fields, "model.1" … "stop.3", of a struct that has the targets at
 * this offset. */
void trial_target_fields(struct page *page, size_t offset, struct form_field *fields) NONNULL;

/* Adds the part to the page, {{#RUN}}, or {{#NO_ENDPOINTS}} with where to go. What may not be sent
 * to an endpoint is said beside it. The model that the version names is offered first. */
MUST_USE enum err trial_targets_show(struct page *page, const struct trial_content *content,
                                     const struct trial_target_form *typed) NONNULL;

struct trial_target {
    struct uuid endpoint_id;
    int64_t version; /* 0: the one of the page */
    struct endpoint_parameters parameters;
};

/* Those that were chosen into targets[TRIAL_TARGETS], *count of them. ERR_INVALID, said in the
 * form: a value is none, or nothing was chosen. */
MUST_USE enum err trial_targets_read(struct page *page, struct form *form,
                                     const struct trial_target_form *typed,
                                     struct trial_target *targets, int *count) NONNULL;

#endif
