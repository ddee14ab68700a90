#ifndef API_LANGFUSE_REFERENCE_H
#define API_LANGFUSE_REFERENCE_H

#include "data/prompt/prompt_shape.h"
#include "domain/prompt/prompt_reference.h"

/* The references of all texts of a body together, in the arena. One that is malformed, and more
 * than PROMPT_REFERENCES_MAX, which the verbs refuse, are left out. */
void langfuse_references(struct arena *arena, enum prompt_type type, struct text body,
                         struct prompt_reference_list *all) NONNULL;

#endif
