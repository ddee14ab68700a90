#include "domain/grade/schema_walk_internal.h"

#include <stdarg.h>
#include <string.h>

#include "base/budget.h"
#include "base/number.h"

enum { APPLYING = 10, COMPILING = 500 /* of the effort */, LEVELS = 256 };

const struct schema_keyword *schema_keyword_find(const struct schema_keywords *keywords,
                                                 const char *name)
{
    for (size_t i = 0; i < keywords->count; i++)
        if (strcmp(keywords->items[i].name, name) == 0)
            return &keywords->items[i];
    return NULL;
}

/* ---- references ---------------------------------------------------------------------------- */

/* A part of a JSON Pointer (RFC 6901) in a fragment: ~1 is /, ~0 is ~, after %2F and the like. */
static const char *unescape(struct arena *arena, const char *part, size_t len)
{
    char *decoded = NULL;
    size_t decoded_len = 0, at = 0;
    if (text_percent_decode(arena, part, len, false, &decoded, &decoded_len) != ERR_NONE)
        return NULL;
    for (size_t i = 0; i < decoded_len; i++) {
        bool is_escape = decoded[i] == '~' && (decoded[i + 1] == '0' || decoded[i + 1] == '1');
        decoded[at++] = !is_escape ? decoded[i] : decoded[i + 1] == '0' ? '~' : '/';
        i += is_escape;
    }
    decoded[at] = '\0';
    return decoded;
}

static const json_t *step_into(const json_t *json, const char *key)
{
    const char *end = key;
    if (json_is_object(json))
        return json_object_get(json, key);
    int64_t index = number_leading(NUMBER_PLACE, key, &end);
    return end > key && *end == '\0' ? json_array_get(json, (size_t)index) : NULL;
}

const json_t *schema_referred(struct arena *arena, const json_t *root, const char *reference)
{
    const json_t *json = root;
    const char *at = reference + 1;
    if (reference[0] != '#' || (*at != '\0' && *at != '/'))
        return NULL;
    while (*at == '/' && json != NULL) {
        size_t len = strcspn(at + 1, "/");
        const char *key = unescape(arena, at + 1, len);
        json = key == NULL ? NULL : step_into(json, key);
        at += 1 + len;
    }
    return json;
}

/* ---- matching ------------------------------------------------------------------------------ */

static int path_depth(const struct json_path *path)
{
    int depth = 0;
    for (; path->parent != NULL; path = path->parent)
        depth++;
    return depth;
}

bool schema_refuse(struct schema_matcher *matcher, const struct json_path *path, const char *format,
                   ...)
{
    va_list args;
    if (matcher->is_quiet)
        return false;
    const char *place = json_path_format(matcher->arena, path);
    va_start(args, format);
    const char *what = arena_vprintf(matcher->arena, format, args);
    va_end(args);
    matcher->reason =
        arena_printf(matcher->arena, "%s %s", place[0] == '\0' ? matcher->whole : place, what);
    matcher->reason_depth = path_depth(path);
    return false;
}

bool schema_spend(struct schema_matcher *matcher, size_t effort)
{
    budget_look();
    if (effort >= (size_t)matcher->effort)
        matcher->has_given_up = true;
    else
        matcher->effort -= (int)effort;
    return !matcher->has_given_up;
}

bool schema_apply(struct schema_matcher *matcher, const json_t *schema, const json_t *value,
                  const struct json_path *path)
{
    const char *key = NULL;
    json_t *rule = NULL;
    bool is_good = !json_is_false(schema) || schema_refuse(matcher, path, "is not allowed.");
    struct schema_place place = {.schema = schema, .value = value, .path = path};
    if (matcher->depth == LEVELS || !schema_spend(matcher, APPLYING)) {
        matcher->has_given_up = true;
        return false;
    }
    matcher->depth++;
    json_object_foreach((json_t *)schema, key, rule)
    {
        const struct schema_keyword *keyword =
            is_good ? schema_keyword_find(matcher->keywords, key) : NULL;
        if (keyword != NULL && keyword->match != NULL)
            is_good = keyword->match(matcher, &place, rule);
    }
    matcher->depth--;
    return is_good && !matcher->has_given_up;
}

bool schema_apply_quietly(struct schema_matcher *matcher, const json_t *schema,
                          const struct schema_place *place)
{
    bool was_quiet = matcher->is_quiet;
    matcher->is_quiet = true;
    bool is_good = schema_apply(matcher, schema, place->value, place->path);
    matcher->is_quiet = was_quiet;
    return is_good;
}

static const struct pattern *find_pattern(struct schema_matcher *matcher, const char *source)
{
    const char *problem = NULL;
    struct pattern *pattern = NULL;
    for (const struct schema_pattern *at = matcher->patterns; at != NULL; at = at->next)
        if (at->source == source || strcmp(at->source, source) == 0)
            return schema_spend(matcher, 1) ? at->pattern : NULL;
    if (!schema_spend(matcher, COMPILING) ||
        pattern_compile(matcher->arena, (struct text){source, strlen(source)}, PATTERN_OF_JSON,
                        &pattern, &problem) != ERR_NONE)
        return NULL;
    struct schema_pattern *entry = arena_alloc(matcher->arena, sizeof *entry);
    *entry = (struct schema_pattern){matcher->patterns, source, pattern};
    matcher->patterns = entry;
    return pattern;
}

bool schema_has_pattern(struct schema_matcher *matcher, const char *source, const json_t *text)
{
    const struct pattern *pattern = find_pattern(matcher, source);
    struct text searched = {json_string_value(text), json_string_length(text)};
    enum pattern_result result = pattern == NULL
                                     ? PATTERN_TOO_MUCH
                                     : pattern_find(pattern, searched, &matcher->pattern_effort);
    if (result == PATTERN_TOO_MUCH)
        matcher->has_given_up = true;
    return result == PATTERN_FOUND;
}
