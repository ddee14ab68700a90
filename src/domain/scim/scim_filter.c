#include "domain/scim/scim_filter.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"

#define SPACES " "

const char *scim_without_schema(const char *attribute)
{
    static const char *const schemas[] = {
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    };
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        size_t len = strlen(schemas[i]);
        if (strncasecmp(attribute, schemas[i], len) == 0 &&
            (attribute[len] == ':' || attribute[len] == '\0'))
            return attribute + len + (attribute[len] == ':');
    }
    return attribute;
}

enum err scim_boolean_parse(const char *text, bool *out)
{
    bool is_true = strcasecmp(text, "true") == 0;
    if (!is_true && strcasecmp(text, "false") != 0)
        return ERR_INVALID;
    *out = is_true;
    return ERR_NONE;
}

/* The name in front, in lower case. */
static enum err read_attribute(struct arena *arena, const char *filter, size_t len,
                               struct scim_filter *out)
{
    const char *name = scim_without_schema(arena_copy(arena, filter, len));
    size_t name_len = strlen(name);
    if (name_len == 0 || name_len >= sizeof out->attribute)
        return ERR_INVALID;
    text_fold_ascii(out->attribute, name, name_len + 1);
    return ERR_NONE;
}

static enum err read_value(struct arena *arena, const char *text, struct scim_filter *out)
{
    json_t *value = NULL;
    const char *problem = NULL;
    if (json_parse(arena, text, strlen(text), &value, &problem) != ERR_NONE)
        return ERR_INVALID;
    out->is_boolean = json_is_boolean(value);
    out->text =
        out->is_boolean ? (json_is_true(value) ? "true" : "false") : json_string_value(value);
    return out->text == NULL ? ERR_INVALID : ERR_NONE;
}

enum err scim_filter_parse(struct arena *arena, const char *filter, struct scim_filter *out)
{
    *out = (struct scim_filter){.text = NULL};
    if (strlen(filter) > SCIM_FILTER_MAX)
        return ERR_INVALID;
    const char *start = filter + strspn(filter, SPACES);
    size_t name_len = strcspn(start, SPACES);
    const char *verb = start + name_len + strspn(start + name_len, SPACES);
    if (strncasecmp(verb, "eq ", 3) != 0)
        return ERR_INVALID;
    enum err err = read_attribute(arena, start, name_len, out);
    return err == ERR_NONE ? read_value(arena, verb + 3, out) : err;
}
