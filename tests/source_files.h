#ifndef TESTS_SOURCE_FILES_H
#define TESTS_SOURCE_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* What a program prints of its tables, in the arena; `make printed` keeps it in a file of the tree.
 */
typedef const char *source_print(struct arena *arena);

/* The file is what is printed. */
static inline void assert_printed(const char *name, source_print *print)
{
    struct arena *arena = arena_create(8 << 20);
    if (strcmp(read_file(arena, name), print(arena)) != 0)
        fail_msg("%s is not what the tables say: make printed", name);
    arena_destroy(arena);
}

/* With --print as the only argument: prints it, and nothing is to be tested. */
static inline bool is_printed(int argc, char **argv, source_print *print)
{
    if (argc != 2 || strcmp(argv[1], "--print") != 0)
        return false;
    struct arena *arena = arena_create(4 << 20);
    (void)fputs(print(arena), stdout);
    arena_destroy(arena);
    return true;
}

#endif
