#ifndef DOMAIN_RUN_DOCUMENT_H
#define DOMAIN_RUN_DOCUMENT_H

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"

/* A test run that is carried by file: everything that is asked elsewhere, as one JSON document.
 * docs/test-sets.md says what is in it; its format is only added to. */

enum {
    RUN_DOCUMENT_MAX = 8 * 1024 * 1024, /* bytes */
    RUN_DOCUMENT_CALLS_MAX = 2000,      /* answers: they are graded in one request */
};

struct run_document_case {
    const char *id;
    const char *request; /* the JSON document that is sent, byte for byte */
};

struct run_document {
    struct uuid run_id, organization_id;
    const char *name; /* of the record, as it was called */
    int64_t version;
    const char *digest;                  /* of everything that the version would serve; "" */
    const char *endpoint_name, *model;   /* as they were typed */
    int64_t repeats;                     /* position = repeat * case_count + where the case is */
    int64_t token_cap;                   /* -1: none */
    const char *runner;                  /* the line of the key that it is sealed to */
    const char *answer_kid, *answer_key; /* to which answers are sealed (crypt/answer_key.h) */
    struct run_document_case *cases;
    int64_t case_count;
};

/* The document, in the arena. */
struct text run_document_format(struct arena *arena, const struct run_document *document) NONNULL;

/* Back. ERR_INVALID: it is none, or has something that can't be. In the arena. */
MUST_USE enum err run_document_read(struct arena *arena, struct text text,
                                    struct run_document *document) NONNULL;

#endif
