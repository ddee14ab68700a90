#include "base/file.h"

#include <stdio.h>
#include <string.h>

int folder_first_len(const char *folders)
{
    return (int)strcspn(folders, ":");
}

const char *file_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return ".";
    return slash == path ? "/" : arena_copy(arena, path, (size_t)(slash - path));
}

enum err file_read(struct arena *arena, const char *path, size_t max, struct text *text)
{
    char *bytes = arena_alloc(arena, max + 2); /* may leave: before the file is open */
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return ERR_NOT_FOUND;
    size_t len = fread(bytes, 1, max + 1, file);
    bool has_failed = ferror(file) != 0;
    (void)fclose(file);
    if (has_failed)
        return ERR_UNAVAILABLE;
    bytes[len] = '\0';
    *text = (struct text){bytes, len};
    return len > max ? ERR_INVALID : ERR_NONE;
}
