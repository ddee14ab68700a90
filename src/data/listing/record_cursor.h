#ifndef DATA_RECORD_CURSOR_H
#define DATA_RECORD_CURSOR_H

#include "data/db/cursor.h"
#include "data/listing/record_list_shape.h"

/* Inside the data module: where a page of a list of records begins, and in which direction. As a
 * text: the direction and the order, then the place: "nu1767225600000000.0190…",
 * "pm0190….support/hello". The direction is a capital letter in the rest of a list by words. */
struct record_cursor {
    bool is_backward;
    bool is_rest;        /* record_word_search.h */
    struct cursor place; /* time: when sorted by time */
    const char *name;    /* when sorted by name */
    bool is_end;         /* behind the last row */
};

/* The place before the first row; and the one behind the last, from which the way goes back. */
struct record_cursor record_cursor_first(void);
struct record_cursor record_cursor_last(void);

/* The text for a cursor of a list with this order; in the arena. */
MUST_USE const char *record_cursor_format(struct arena *arena, enum record_sort sort,
                                          const struct record_cursor *cursor) NONNULL;

/* ERR_INVALID for a text that is none of ours, or for another order. */
MUST_USE enum err record_cursor_parse(struct arena *arena, const char *text, enum record_sort sort,
                                      struct record_cursor *cursor) NONNULL;

#endif
