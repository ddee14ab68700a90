#ifndef DATA_PROMPT_CURSOR_H
#define DATA_PROMPT_CURSOR_H

#include "data/cursor.h"
#include "data/prompt_list.h"

/* Inside the data module: where a page of the list of prompts begins, and in which direction. As a
 * text: the direction and the order, then the place: "nu1767225600000000.0190…", "pmsupport/hello".
 */
struct prompt_cursor {
    bool is_backward;
    struct cursor place; /* sorted by time */
    const char *name;    /* sorted by name */
};

/* The place before the first row. */
struct prompt_cursor prompt_cursor_first(void);

/* The text for a cursor of a list with this order; in the arena. */
MUST_USE const char *prompt_cursor_format(struct arena *arena, enum prompt_sort sort,
                                          const struct prompt_cursor *cursor) NONNULL;

/* ERR_INVALID for a text that is none of ours, or for another order. */
MUST_USE enum err prompt_cursor_parse(const char *text, enum prompt_sort sort,
                                      struct prompt_cursor *cursor) NONNULL;

#endif
