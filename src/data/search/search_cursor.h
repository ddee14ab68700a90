#ifndef DATA_SEARCH_CURSOR_H
#define DATA_SEARCH_CURSOR_H

#include "data/db/cursor.h"

/* Inside the data module: where a search goes on, as a text for links: "STEP.LOOKED_AT.TIME.ID". */
struct search_cursor {
    int step;
    int64_t looked_at; /* rows of the step */
    struct cursor place;
};

/* "" is the beginning. ERR_INVALID for a text that is none of ours; steps are 0 to step_count - 1.
 */
MUST_USE enum err search_cursor_parse(struct arena *arena, const char *text, int step_count,
                                      struct search_cursor *cursor) NONNULL;

/* Owned by the arena. */
MUST_USE const char *search_cursor_format(struct arena *arena,
                                          const struct search_cursor *cursor) NONNULL;

#endif
