#ifndef DATA_SET_CONTENT_H
#define DATA_SET_CONTENT_H

#include "data/set/set_shape.h"

/* What a version says; an empty set of a content without parts. A content that was stored is never
 * wrong: anything else is die(). */
void set_content_read(struct arena *arena, const struct record_content *content,
                      struct set_content *out) NONNULL;

#endif
