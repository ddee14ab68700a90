#ifndef TESTS_SOURCE_FILES_H
#define TESTS_SOURCE_FILES_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/* The text of a file of the source tree, in the arena. */
static inline char *read_file(struct arena *arena, const char *name)
{
    const char *top = getenv("top_srcdir");
    char *path = arena_printf(arena, "%s/%s", top != NULL ? top : ".", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    struct buf text;
    buf_init(&text, arena);
    char piece[4096];
    for (size_t len; (len = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add(&text, piece, len);
    assert_int_equal(fclose(file), 0);
    return text.data;
}

#endif
