#ifndef DOMAIN_PROMPT_TEMPLATE_H
#define DOMAIN_PROMPT_TEMPLATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/* Variables in prompts: {{name}}, where a name is an ASCII letter, then letters, digits and _.
 * Spaces and tabs inside the braces are allowed. Anything else in braces is plain text. The text of
 * a well-formed reference (prompt_reference.h) is no place for variables. */

struct prompt_variables {
    int count;
    const char **names; /* different ones, in the order of their first appearance */
};

struct prompt_value {
    const char *name;
    const char *text;
    size_t len;
};

enum prompt_segment_kind { SEGMENT_PLAIN, SEGMENT_VARIABLE, SEGMENT_REFERENCE, SEGMENT_MISTAKE };

struct prompt_segment {
    enum prompt_segment_kind kind;
    const char *text; /* points into the text that was split, with the braces or @@@ */
    size_t len;
    const char *why; /* of a mistake: a sentence; otherwise NULL */
};

struct prompt_segments {
    int count;
    struct prompt_segment *segments;
};

/* True if the text is a variable's name. */
bool prompt_variable_is_name(const char *text) NONNULL;

/* The variables of a text; names are owned by the arena. */
void prompt_variables(struct arena *arena, const char *text, size_t len,
                      struct prompt_variables *out) NONNULL;

/* Appends the text to *out with the variables that have a value replaced by it and the others left
 * as they stand. One pass: {{x}} inside a value is not looked at again. The first value of a name
 * wins. ERR_INVALID if the result would be longer than PROMPT_OUTPUT_MAX bytes. */
MUST_USE enum err prompt_render(const char *text, size_t len, const struct prompt_value *values,
                                int count, struct buf *out) __attribute__((nonnull(1, 5)));

/* Splits UTF-8 text into plain text, variables, well-formed references, and what looks like a
 * variable and is not one (prompt_mistake.h), for marking them on a page: one after the other they
 * are the text. No segment is empty. The list is owned by the arena. */
void prompt_segments(struct arena *arena, const char *text, size_t len,
                     struct prompt_segments *out) NONNULL;

#endif
