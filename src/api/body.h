#ifndef API_BODY_H
#define API_BODY_H

#include "api/call.h"
#include "api/field.h"

/* What programs send: a JSON object of known fields. */

/* Reads the body. ERR_INVALID, answered, for what is not JSON (400), for unknown fields, values of
 * the wrong type and, with API_TO_CREATE, fields that must be there and are not (422). No body is
 * an empty object. */
MUST_USE enum err body_read(struct call *call, const struct api_fields *fields, enum api_use use,
                            json_t **body) NONNULL;

/* A member of such an object, or what it is without. Texts in the body's arena. */
const char *body_text(const json_t *body, const char *name, const char *without)
    __attribute__((nonnull(1, 2)));
int64_t body_number(const json_t *body, const char *name) NONNULL; /* 0: none */
bool body_truth(const json_t *body, const char *name) NONNULL;

/* The small bodies; and a document, whose fields are not listed here. */
extern const struct api_fields body_document;
extern const struct api_fields body_label;    /* version, from_version, reason */
extern const struct api_fields body_proposal; /* the same and label */
extern const struct api_fields body_archive;  /* accepts_uses */
extern const struct api_fields body_stop;     /* reason, version */
extern const struct api_fields body_resume;   /* the same */
extern const struct api_fields body_rule;     /* what a label needs: rest/rule_call.c */
extern const struct api_fields body_override; /* version, from_version, reason */
extern const struct api_fields body_review;   /* review */
extern const struct api_fields body_run;      /* what is to be run: rest/run_draft.c */

#endif
