#ifndef DOMAIN_PROMPT_REFERENCE_H
#define DOMAIN_PROMPT_REFERENCE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* References from one prompt to another: @@@prompt:name=NAME|label=LABEL@@@ or, for one version,
 * @@@prompt:name=NAME|version=N@@@; without either the label is "production". Prompts that came
 * from Langfuse spell them @@@langfusePrompt:…@@@, which means the same. A reference stands on one
 * line and ends at the first @@@ (so a name with @@@ in it cannot be referred to). The label may be
 * the computed "latest". */
#define PROMPT_REFERENCE_START    "@@@prompt:"
#define PROMPT_REFERENCE_LANGFUSE "@@@langfusePrompt:"
#define PROMPT_REFERENCE_END      "@@@"

enum {
    PROMPT_REFERENCES_MAX = 200,                /* in one body */
    PROMPT_REFERENCE_DEPTH_MAX = 5,             /* references within references */
    PROMPT_LOOKUPS_MAX = 500,                   /* different references in one resolution */
    PROMPT_LOOKUP_BYTES_MAX = 16 * 1024 * 1024, /* bodies read for one resolution */
    PROMPT_OUTPUT_MAX = 4 * 1024 * 1024,        /* bytes of a resolved or rendered text */
};

struct prompt_reference {
    const char *name;
    const char *label; /* NULL if a version is given */
    int64_t version;   /* 0 if a label is given */
    size_t start, len; /* where it stands in the text, in bytes, with its @@@ */
};

struct prompt_reference_list {
    int count;
    struct prompt_reference *references;
};

/* Parses the reference that begins at text[start], in either spelling. ERR_INVALID if it is
 * malformed; *problem (which may be NULL: then no message is made) names it and what is wrong.
 * Name, label and message are owned by the arena. */
MUST_USE enum err prompt_reference_parse(struct arena *arena, const char *text, size_t len,
                                         size_t start, struct prompt_reference *out,
                                         const char **problem) __attribute__((nonnull(1, 2, 5)));

/* Where the next reference begins at or after `from`, or len. */
size_t prompt_reference_find(const char *text, size_t len, size_t from) NONNULL;

/* All references of a text in their order, repetitions included, owned by the arena. ERR_INVALID,
 * with *problem naming it, at the first malformed one or if there are more than
 * PROMPT_REFERENCES_MAX. */
MUST_USE enum err prompt_references(struct arena *arena, const char *text, size_t len,
                                    struct prompt_reference_list *out,
                                    const char **problem) NONNULL;

/* Finds the body that a reference means. *body lives as long as the resolution; *key is the same
 * text for every way of referring to the same prompt (its name or id), by which cycles are seen.
 * Anything but ERR_NONE ends the resolution with that error. */
typedef enum err prompt_lookup(void *ctx, const struct prompt_reference *reference,
                               const char **body, size_t *body_len, const char **key);

struct prompt_resolver {
    prompt_lookup *lookup;
    void *ctx;
    const char *name; /* of the prompt whose text is resolved: it may not come up again; or NULL */
};

/* Appends to *out the text with every reference replaced by the body it means, and so on inside
 * those. What a variable's value says is never resolved: resolve first, render then. ERR_INVALID
 * for a malformed reference, a cycle (the path is shown: "a → b → a"), references deeper than
 * PROMPT_REFERENCE_DEPTH_MAX or past a limit above; otherwise what the lookup returned, with a
 * *problem for ERR_NOT_FOUND that names what is missing. *problem, NULL unless there is something
 * to say, and all memory are owned by out->arena; what *out holds after an error is of no use. */
MUST_USE enum err prompt_resolve(const struct prompt_resolver *resolver, const char *text,
                                 size_t len, struct buf *out, const char **problem) NONNULL;

/* The check for saving `text` as the body of resolver->name: would its references lead back to it,
 * or be refused by prompt_resolve for their form or depth? Errors as there, but references to
 * nothing pass: they lead nowhere. */
MUST_USE enum err prompt_reference_cycle(struct arena *arena,
                                         const struct prompt_resolver *resolver, const char *text,
                                         size_t len, const char **problem) NONNULL;

#endif
