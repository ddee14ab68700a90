#include "domain/prompt/prompt_name.h"

#include <string.h>

#include "base/text.h"

static bool is_dot_segment(const char *segment, size_t len)
{
    return (len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.');
}

static bool is_blank(const char *segment, size_t len)
{
    text_trim_range(&segment, &len);
    return len == 0;
}

/* What is wrong with the parts between the slashes, or NULL. */
static const char *find_segment_problem(const char *name)
{
    for (const char *segment = name;;) {
        size_t len = strcspn(segment, "/");
        if (len == 0)
            return "The name must not begin or end with a slash, or have two slashes in a row.";
        if (is_blank(segment, len))
            return "A folder or name must not be just spaces.";
        if (is_dot_segment(segment, len))
            return "A folder or name must not be just “.” or “..”.";
        if (segment[len] == '\0')
            return NULL;
        segment += len + 1;
    }
}

static const char *find_problem(const char *name)
{
    size_t len = strlen(name);
    if (len == 0)
        return "Enter a name.";
    if (!text_is_utf8(name, len))
        return "The name is not valid text (UTF-8).";
    if (text_count_chars(name, len) > PROMPT_NAME_MAX)
        return "The name is too long: at most 200 characters.";
    if (text_has_control(name, len, false))
        return "The name must not contain line breaks, tabs or other control characters.";
    if (strpbrk(name, "|<>") != NULL)
        return "The name must not contain any of | < >.";
    const char *trimmed = name;
    size_t trimmed_len = len;
    text_trim_range(&trimmed, &trimmed_len);
    if (trimmed_len != len)
        return "The name must not begin or end with a space.";
    return find_segment_problem(name);
}

enum err prompt_name_check(const char *name, const char **problem)
{
    const char *found = find_problem(name);
    if (found == NULL)
        return ERR_NONE;
    *problem = found;
    return ERR_INVALID;
}

char *prompt_name_folder(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    return arena_copy(arena, name, slash == NULL ? 0 : (size_t)(slash - name));
}
