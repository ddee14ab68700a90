#include "api/mlflow/mlflow_filter.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char *skip(const char *at)
{
    return at + strspn(at, " \t\n\r");
}

/* A word of the language, in any case; moves past it. */
static bool take(const char **at, const char *word)
{
    size_t len = strlen(word);
    const char *from = skip(*at);
    if (strncasecmp(from, word, len) != 0)
        return false;
    *at = from + len;
    return true;
}

/* A value between quotes; moves past it. NULL if there is none. */
static const char *take_quoted(struct arena *arena, const char **at, const char *quotes)
{
    const char *from = skip(*at);
    if (*from == '\0' || strchr(quotes, *from) == NULL)
        return NULL;
    const char *end = strchr(from + 1, *from);
    if (end == NULL)
        return NULL;
    *at = end + 1;
    return arena_copy(arena, from + 1, (size_t)(end - from - 1));
}

static enum err parse_name(struct arena *arena, const char **at, struct mlflow_filter *filter)
{
    bool is_like = false;
    if (take(at, "ilike"))
        is_like = filter->ignores_case = true;
    else if (take(at, "like"))
        is_like = true;
    else if (!take(at, "="))
        return ERR_INVALID;
    const char *value = take_quoted(arena, at, "'\"");
    if (value == NULL || (is_like ? filter->like : filter->name) != NULL)
        return ERR_INVALID;
    if (is_like)
        filter->like = value;
    else
        filter->name = value;
    return ERR_NONE;
}

/* Every prompt has one tag, mlflow.prompt.is_prompt. What asks for another finds none. */
static enum err parse_tag(struct arena *arena, const char **at, struct mlflow_filter *filter)
{
    const char *key = take_quoted(arena, at, "`\"'");
    const char *bare = *at;
    if (key == NULL) {
        *at += strcspn(bare, " =!\t");
        key = arena_copy(arena, bare, (size_t)(*at - bare));
    }
    bool is_unequal = take(at, "!=");
    if (!is_unequal && !take(at, "="))
        return ERR_INVALID;
    const char *value = take_quoted(arena, at, "'\"");
    if (value == NULL || key[0] == '\0')
        return ERR_INVALID;
    bool is_ours = strcmp(key, "mlflow.prompt.is_prompt") == 0;
    bool is_equal = is_ours && strcasecmp(value, "true") == 0;
    filter->is_empty = filter->is_empty || is_equal == is_unequal;
    return ERR_NONE;
}

enum err mlflow_filter_parse(struct arena *arena, const char *text, struct mlflow_filter *filter)
{
    const char *at = text;
    *filter = (struct mlflow_filter){.name = NULL};
    if (*skip(at) == '\0')
        return ERR_NONE;
    do {
        bool is_tag = take(&at, "tags.");
        if (!is_tag && !take(&at, "name"))
            return ERR_INVALID;
        enum err err = is_tag ? parse_tag(arena, &at, filter) : parse_name(arena, &at, filter);
        if (err != ERR_NONE)
            return err;
    } while (take(&at, "and "));
    return *skip(at) == '\0' ? ERR_NONE : ERR_INVALID;
}

static bool is_same(char a, char b, bool ignores_case)
{
    return ignores_case ? strncasecmp(&a, &b, 1) == 0 : a == b;
}

/* Goes back to the last % when what follows it does not fit: at most the product of the lengths. */
static bool is_like(const char *name, const char *pattern, bool ignores_case)
{
    const char *star = NULL;
    const char *mark = NULL;
    while (*name != '\0') {
        if (*pattern == '%') {
            star = ++pattern;
            mark = name;
        } else if (*pattern == '_' ||
                   (*pattern != '\0' && is_same(*pattern, *name, ignores_case))) {
            pattern++;
            name++;
        } else if (star == NULL) {
            return false;
        } else {
            pattern = star;
            name = ++mark;
        }
    }
    return pattern[strspn(pattern, "%")] == '\0';
}

bool mlflow_filter_has(const struct mlflow_filter *filter, const char *name)
{
    if (filter->is_empty || (filter->name != NULL && strcmp(filter->name, name) != 0))
        return false;
    return filter->like == NULL || is_like(name, filter->like, filter->ignores_case);
}
