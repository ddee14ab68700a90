#ifndef PAGES_RECORD_COPY_H
#define PAGES_RECORD_COPY_H

#include "base/arena.h"

/* The name that a copy of a record begins with: "support/Copy of Refund desk", cut to what a name
 * may have. In the arena. */
MUST_USE const char *record_copy_name(struct arena *arena, const char *name) NONNULL;

#endif
