#ifndef DATA_CURSOR_H
#define DATA_CURSOR_H

#include "base/arena.h"
#include "base/uuid.h"

/* Inside the data module: the place of a row in a list ordered by time and id, as a text for links:
 * "1767225600000000.0190…". */

struct cursor {
    int64_t time;
    struct uuid id;
};

/* Before everything newest first, and after everything. */
struct cursor cursor_newest(void);

/* Owned by the arena. */
MUST_USE char *cursor_format(struct arena *arena, const struct cursor *cursor) NONNULL;

/* ERR_INVALID for anything that cursor_format does not make. */
MUST_USE enum err cursor_parse(const char *text, struct cursor *cursor) NONNULL;

#endif
