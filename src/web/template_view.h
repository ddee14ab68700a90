#ifndef WEB_TEMPLATE_VIEW_H
#define WEB_TEMPLATE_VIEW_H

#include "web/template.h"

/* The inside of a view: between template_view.c, which fills it, and the template shim, which reads
 * it. Nobody else includes this. */

struct view_value {
    struct view_key key;
    const char *text;
    size_t len; /* bytes */
};

/* A section with its repetitions, or an include with its file. */
struct view_group {
    struct view_key key;
    const char *file; /* NULL for a section */
    bool is_kept;     /* view_keep() */
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

/* Look in the view itself, and nowhere else. NULL if it does not have the key. */
struct view_value *view_find_value(const struct view *view, struct view_key key) NONNULL;
struct view_group *view_find_group(const struct view *view, struct view_key key) NONNULL;

#endif
