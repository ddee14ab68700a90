#include "domain/record/tag.h"

#include <string.h>

#include "base/text.h"

static const char *find_problem(const char *tag)
{
    size_t len = strlen(tag);
    if (len == 0)
        return "A tag must not be empty.";
    if (!text_is_utf8(tag, len))
        return "A tag is not valid text (UTF-8).";
    if (text_count_chars(tag, len) > TAG_MAX)
        return "A tag is too long: at most 50 characters each.";
    if (text_has_control(tag, len, false))
        return "A tag must not contain line breaks, tabs or other control characters.";
    if (strchr(tag, ',') != NULL)
        return "A tag must not contain a comma.";
    const char *trimmed = tag;
    size_t trimmed_len = len;
    text_trim_range(&trimmed, &trimmed_len);
    if (trimmed_len != len)
        return "A tag must not begin or end with a space.";
    return NULL;
}

enum err tag_check(const char *tag, const char **problem)
{
    const char *found = find_problem(tag);
    if (found == NULL)
        return ERR_NONE;
    *problem = found;
    return ERR_INVALID;
}

static bool has_tag(const struct tag_list *list, const char *tag)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->tags[i], tag) == 0)
            return true;
    return false;
}

static enum err add_tag(struct arena *arena, const char *text, size_t len, struct tag_list *out,
                        const char **problem)
{
    text_trim_range(&text, &len);
    if (len == 0)
        return ERR_NONE;
    char *tag = arena_copy(arena, text, len);
    enum err err = tag_check(tag, problem);
    if (err != ERR_NONE || has_tag(out, tag))
        return err;
    if (out->count == TAG_LIST_MAX) {
        *problem = "There are too many tags: at most 50.";
        return ERR_INVALID;
    }
    out->tags[out->count++] = tag;
    return ERR_NONE;
}

enum err tag_list_parse(struct arena *arena, const char *comma_separated, struct tag_list *out,
                        const char **problem)
{
    out->count = 0;
    out->tags = arena_array(arena, TAG_LIST_MAX, sizeof *out->tags);
    size_t left = strlen(comma_separated);
    if (!text_is_utf8(comma_separated, left)) {
        *problem = "The tags are not valid text (UTF-8).";
        return ERR_INVALID;
    }
    for (const char *at = comma_separated;; at++) {
        size_t len = strcspn(at, ",");
        enum err err = add_tag(arena, at, len, out, problem);
        if (err != ERR_NONE)
            return err;
        at += len;
        if (*at == '\0')
            return ERR_NONE;
    }
}

enum err tag_list_check(const char *comma_separated, const char **problem)
{
    enum { ARENA_LEN = 64 * 1024 };
    struct arena *arena = arena_create(ARENA_LEN + strlen(comma_separated) * 2);
    struct tag_list list;
    enum err err = tag_list_parse(arena, comma_separated, &list, problem);
    arena_destroy(arena);
    return err;
}
