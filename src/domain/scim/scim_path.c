#include "domain/scim/scim_path.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* Of RFC 7643, 2.1: letters, digits, dashes, underscores and "$ref". */
#define NAME_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$"

/* Copies a name; how many bytes it has, 0 if it is none or too long. */
static size_t read_name(const char *from, char *to)
{
    size_t len = strspn(from, NAME_CHARS);
    if (len >= SCIM_ATTRIBUTE_MAX)
        return 0;
    memcpy(to, from, len);
    to[len] = '\0';
    return len;
}

/* Where the bracket that opened before it closes: brackets in strings do not count. NULL: nowhere.
 */
static const char *find_end(const char *from)
{
    bool is_quoted = false;
    for (const char *at = from; *at != '\0'; at++) {
        if (is_quoted && *at == '\\' && at[1] != '\0')
            at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
        else if (*at == ']' && !is_quoted)
            return at;
    }
    return NULL;
}

static enum err read_filter(struct arena *arena, const char **at, struct scim_path *out)
{
    struct scim_filter filter;
    bool is_primary = false;
    const char *end = find_end(*at + 1);
    if (end == NULL || scim_filter_parse(arena, arena_copy(arena, *at + 1, (size_t)(end - *at - 1)),
                                         &filter) != ERR_NONE)
        return ERR_INVALID;
    char *value = text_lower_ascii(arena, filter.text);
    bool is_work = strcmp(filter.attribute, "type") == 0 && strcmp(value, "work") == 0;
    if (strcmp(filter.attribute, "primary") == 0 &&
        scim_boolean_parse(value, &is_primary) != ERR_NONE)
        return ERR_INVALID;
    out->has_filter = true;
    out->is_elsewhere = !is_work && !is_primary;
    *at = end + 1;
    return ERR_NONE;
}

/* ".givenName" of a name belongs to the attribute, ".value" of a list does not. */
static enum err read_rest(const char **at, struct scim_path *out)
{
    size_t len = read_name(*at + 1, out->rest);
    size_t attribute_len = strlen(out->attribute);
    if (len == 0)
        return ERR_INVALID;
    *at += 1 + len;
    if (out->has_filter || strncasecmp(out->attribute, "name", attribute_len + 1) != 0)
        return ERR_NONE;
    if (attribute_len + 1 + len >= SCIM_ATTRIBUTE_MAX)
        return ERR_INVALID;
    out->attribute[attribute_len] = '.';
    memcpy(out->attribute + attribute_len + 1, out->rest, len + 1);
    out->rest[0] = '\0';
    return ERR_NONE;
}

enum err scim_path_parse(struct arena *arena, const char *path, struct scim_path *out)
{
    *out = (struct scim_path){.has_filter = false};
    const char *at = scim_without_schema(path);
    if (*at == '\0')
        return at == path ? ERR_INVALID : ERR_NONE;
    if (strncasecmp(at, "urn:", 4) == 0) { /* of a schema that is not ours: nothing that is kept */
        out->attribute[0] = ':';
        return ERR_NONE;
    }
    size_t len = read_name(at, out->attribute);
    enum err err = len == 0 ? ERR_INVALID : ERR_NONE;
    at += len;
    if (err == ERR_NONE && *at == '[')
        err = read_filter(arena, &at, out);
    if (err == ERR_NONE && *at == '.')
        err = read_rest(&at, out);
    return err == ERR_NONE && *at != '\0' ? ERR_INVALID : err;
}
