#ifndef WEB_VIEW_INTERNAL_H
#define WEB_VIEW_INTERNAL_H

#include "base/arena.h"
#include "base/text.h"
#include "web/view_key.h"

/* The inside of a view: between view.c, which fills it, and the template engine, which reads it. */

struct view_value {
    struct view_key key;
    const char *text;
    size_t len; /* bytes */
};

/* A section with its repetitions, or an include with its file. */
struct view_group {
    struct view_key key;
    const char *file; /* NULL for a section */
    struct text html; /* view_html(), or data NULL */
    struct view *first, *last;
};

struct view {
    struct arena *arena;
    struct view *next; /* the next repetition of the same section */
    struct view_value *values;
    struct view_group *groups;
    int value_count, value_capacity;
    int group_count, group_capacity;
};

#endif
