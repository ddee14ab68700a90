#include "domain/record/record_name.h"

#include <string.h>

#include "domain/record/name.h"

static bool is_dot_segment(const char *segment, size_t len)
{
    return (len == 1 && segment[0] == '.') || (len == 2 && segment[0] == '.' && segment[1] == '.');
}

/* What is wrong with the parts between the slashes, or NULL. */
static const char *find_segment_problem(const char *name)
{
    for (const char *segment = name;;) {
        size_t len = strcspn(segment, "/");
        if (len == 0)
            return "The name must not begin or end with a slash, or have two slashes in a row.";
        if (is_dot_segment(segment, len))
            return "A folder or name must not be just “.” or “..”.";
        if (name_is_blank(segment, len))
            return "A folder or name must not be just spaces or invisible characters.";
        if (segment[len] == '\0')
            return NULL;
        segment += len + 1;
    }
}

static const struct name_rule rule = {
    RECORD_NAME_MAX,
    {
        [NAME_FAULT_EMPTY] = "Enter a name.",
        [NAME_FAULT_UTF8] = "The name is not valid text (UTF-8).",
        [NAME_FAULT_LONG] = "The name is too long: at most 200 characters.",
        [NAME_FAULT_CONTROL] = "The name must not contain line breaks, tabs or other control "
                               "characters, not even invisible ones.",
        [NAME_FAULT_UNASSIGNED] = "The name must not contain characters that Unicode does not "
                                  "define.",
        [NAME_FAULT_BLANK] = "The name must not be just spaces or invisible characters.",
        [NAME_FAULT_SPACE] = "The name must not begin or end with a space.",
    },
};

enum err record_name_check(const char *name, const char **problem)
{
    enum err err = name_check_by(&rule, name, problem);
    if (err != ERR_NONE)
        return err;
    const char *found = "The name must not contain any of | < >.";
    if (strpbrk(name, "|<>") == NULL)
        found = find_segment_problem(name);
    if (found == NULL)
        return ERR_NONE;
    *problem = found;
    return ERR_INVALID;
}

enum err record_name_parse(struct arena *arena, const char *typed, const char **name,
                           const char **problem)
{
    *name = name_normalize(arena, typed);
    return record_name_check(*name, problem);
}

char *record_name_folder(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    return arena_copy(arena, name, slash == NULL ? 0 : (size_t)(slash - name));
}

const char *record_name_leaf(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? name : slash + 1;
}
