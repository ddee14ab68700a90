#include "domain/set/set_case_find.h"

#include <string.h>

/* The end of the string that begins here, behind its quote: one that an odd number of backslashes
 * stands before is part of it. */
static const char *skip_string(const char *at, const char *end)
{
    const char *begin = at + 1, *quote = at;
    while ((quote = memchr(quote + 1, '"', (size_t)(end - quote - 1))) != NULL) {
        const char *before = quote;
        while (before > begin && before[-1] == '\\')
            before--;
        if ((quote - before) % 2 == 0)
            return quote + 1;
    }
    return end;
}

/* The end of the object that begins here. */
static const char *skip_object(const char *at, const char *end)
{
    int depth = 0;
    while (at < end) {
        if (*at == '"') {
            at = skip_string(at, end);
            continue;
        }
        depth += (*at == '{') - (*at == '}');
        at++;
        if (depth == 0)
            return at;
    }
    return end;
}

/* The stored form has no white space, and the id of a case first. */
static bool has_id(struct text one, const char *id)
{
    static const char before[] = "{\"id\":\"";
    size_t len = strlen(before), id_len = strlen(id);
    return one.len > len + id_len && memcmp(one.data, before, len) == 0 &&
           memcmp(one.data + len, id, id_len) == 0 && one.data[len + id_len] == '"';
}

enum err set_case_find(struct arena *arena, struct text stored, const char *id,
                       struct set_case *out)
{
    const char *problem = "", *end = stored.data + stored.len;
    for (const char *at = stored.data; at < end; at++) {
        if (*at != '{')
            continue;
        struct text one = {at, (size_t)(skip_object(at, end) - at)};
        if (has_id(one, id)) {
            if (set_case_read(arena, json_stored(arena, one, "a case of a test set"), "", out,
                              &problem) != ERR_NONE)
                die("a stored case is wrong: %s", problem);
            return ERR_NONE;
        }
        at += one.len - 1;
    }
    return ERR_NOT_FOUND;
}
