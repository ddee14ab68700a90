#include "web/form_same.h"

#include <string.h>

struct text form_same_text(struct arena *arena, struct text typed, struct text stored)
{
    struct text a;
    struct text b;
    if (typed.data == NULL || stored.data == NULL)
        return typed;
    a.data = text_to_lf(arena, typed.data, typed.len, &a.len);
    b.data = text_to_lf(arena, stored.data, stored.len, &b.len);
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0 ? stored : typed;
}

const char *form_same_lines(struct arena *arena, const char *typed, const char *stored)
{
    struct text a = {typed, strlen(typed)};
    struct text b = {stored, strlen(stored)};
    return form_same_text(arena, a, b).data;
}

static const char *as_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);
    char *end = line;
    for (const char *p = text; *p != '\0'; p++)
        if (*p != '\n' && *p != '\r')
            *end++ = *p;
    *end = '\0';
    return text_trim(arena, line);
}

const char *form_same_line(struct arena *arena, const char *typed, const char *stored)
{
    return strcmp(as_line(arena, typed), as_line(arena, stored)) == 0 ? stored : typed;
}
