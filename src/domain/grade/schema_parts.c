#include "domain/grade/schema_internal.h"

#include "base/number.h"
#include "domain/grade/check_text_internal.h"

/* ---- objects ------------------------------------------------------------------------------- */

static bool apply_member(struct schema_matcher *matcher, const struct schema_place *place,
                         const json_t *schema, const char *key)
{
    struct json_path path = json_path_key(place->path, key);
    return schema_apply(matcher, schema, json_object_get(place->value, key), &path);
}

bool schema_match_properties(struct schema_matcher *matcher, const struct schema_place *place,
                             const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)place->value, key, member)
    {
        const json_t *schema = json_object_get(rule, key);
        if (!schema_spend(matcher, 2) ||
            (schema != NULL && !apply_member(matcher, place, schema, key)))
            return false;
    }
    return true;
}

/* Has the key a pattern of the rule, and its member the schema of each such pattern? */
static bool match_patterns(struct schema_matcher *matcher, const struct schema_place *place,
                           const json_t *rule, const char *key, bool *has_one)
{
    const char *source = NULL;
    json_t *schema = NULL;
    json_t *name = json_keep(matcher->arena, json_string(key));
    json_object_foreach((json_t *)rule, source, schema)
    {
        if (!schema_has_pattern(matcher, source, name))
            continue;
        *has_one = true;
        if (place != NULL && !apply_member(matcher, place, schema, key))
            return false;
    }
    return !matcher->has_given_up;
}

bool schema_match_pattern_properties(struct schema_matcher *matcher,
                                     const struct schema_place *place, const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    bool has_one = false;
    json_object_foreach(
        (json_t *)place->value, key,
        member) if (!match_patterns(matcher, place, rule, key, &has_one)) return false;
    return true;
}

bool schema_match_additional(struct schema_matcher *matcher, const struct schema_place *place,
                             const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    const json_t *known = json_object_get(place->schema, "properties");
    const json_t *patterns = json_object_get(place->schema, "patternProperties");
    json_object_foreach((json_t *)place->value, key, member)
    {
        bool has_one = json_object_get(known, key) != NULL;
        if (!schema_spend(matcher, 2) ||
            (!has_one && !match_patterns(matcher, NULL, patterns, key, &has_one)) ||
            (!has_one && !apply_member(matcher, place, rule, key)))
            return false;
    }
    return true;
}

bool schema_match_names(struct schema_matcher *matcher, const struct schema_place *place,
                        const json_t *rule)
{
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach((json_t *)place->value, key, member)
    {
        struct schema_place name = *place;
        name.value = json_keep(matcher->arena, json_string(key));
        if (!schema_apply_quietly(matcher, rule, &name)) {
            struct json_path path = json_path_key(place->path, key);
            return schema_refuse(matcher, &path, "is a name that is not allowed.");
        }
    }
    return true;
}

bool schema_match_required(struct schema_matcher *matcher, const struct schema_place *place,
                           const json_t *rule)
{
    json_t *name = NULL;
    size_t index = 0;
    if (!json_is_object(place->value))
        return true;
    json_array_foreach(rule, index, name)
    {
        struct json_path path = json_path_key(place->path, json_string_value(name));
        if (!schema_spend(matcher, 2))
            return false;
        if (json_object_get(place->value, json_string_value(name)) == NULL)
            return schema_refuse(matcher, &path, "is missing.");
    }
    return true;
}

/* ---- counts -------------------------------------------------------------------------------- */

/* One more or fewer than allowed is a reason: "must have at least 2 items." */
static bool count_fits(struct schema_matcher *matcher, const struct schema_place *place,
                       size_t count, const json_t *least, const json_t *most)
{
    const char *noun = json_is_array(place->value) ? "item" : "member";
    int64_t limit = number_of_json(NUMBER_SCHEMA_COUNT, least != NULL ? least : most, 0);
    bool fits = least != NULL ? (int64_t)count >= limit : (int64_t)count <= limit;
    return fits || schema_refuse(matcher, place->path, "must have at %s %s.",
                                 least != NULL ? "least" : "most",
                                 text_counted(matcher->arena, limit, noun));
}

bool schema_match_min_members(struct schema_matcher *matcher, const struct schema_place *place,
                              const json_t *rule)
{
    return !json_is_object(place->value) ||
           count_fits(matcher, place, json_object_size(place->value), rule, NULL);
}

bool schema_match_max_members(struct schema_matcher *matcher, const struct schema_place *place,
                              const json_t *rule)
{
    return !json_is_object(place->value) ||
           count_fits(matcher, place, json_object_size(place->value), NULL, rule);
}

bool schema_match_min_items(struct schema_matcher *matcher, const struct schema_place *place,
                            const json_t *rule)
{
    return !json_is_array(place->value) ||
           count_fits(matcher, place, json_array_size(place->value), rule, NULL);
}

bool schema_match_max_items(struct schema_matcher *matcher, const struct schema_place *place,
                            const json_t *rule)
{
    return !json_is_array(place->value) ||
           count_fits(matcher, place, json_array_size(place->value), NULL, rule);
}

/* ---- arrays -------------------------------------------------------------------------------- */

static bool apply_item(struct schema_matcher *matcher, const struct schema_place *place,
                       const json_t *schema, size_t index)
{
    struct json_path path = json_path_item(place->path, index);
    return schema_apply(matcher, schema, json_array_get(place->value, index), &path);
}

bool schema_match_prefix(struct schema_matcher *matcher, const struct schema_place *place,
                         const json_t *rule)
{
    for (size_t i = 0; i < json_array_size(rule) && i < json_array_size(place->value); i++)
        if (!apply_item(matcher, place, json_array_get(rule, i), i))
            return false;
    return true;
}

bool schema_match_items(struct schema_matcher *matcher, const struct schema_place *place,
                        const json_t *rule)
{
    size_t first = json_array_size(json_object_get(place->schema, "prefixItems"));
    for (size_t i = first; i < json_array_size(place->value); i++)
        if (!apply_item(matcher, place, rule, i))
            return false;
    return true;
}

bool schema_match_contains(struct schema_matcher *matcher, const struct schema_place *place,
                           const json_t *rule)
{
    struct schema_place item = *place;
    if (!json_is_array(place->value))
        return true;
    for (size_t i = 0; i < json_array_size(place->value); i++) {
        item.value = json_array_get(place->value, i);
        if (schema_apply_quietly(matcher, rule, &item))
            return true;
    }
    return schema_refuse(matcher, place->path, "has no item of the kind that it must contain.");
}

bool schema_match_unique(struct schema_matcher *matcher, const struct schema_place *place,
                         const json_t *rule)
{
    for (size_t i = 0; json_is_true(rule) && i < json_array_size(place->value); i++) {
        struct json_path path = json_path_item(place->path, i);
        for (size_t j = 0; j < i; j++)
            if (schema_is_same(matcher, json_array_get(place->value, i),
                               json_array_get(place->value, j)))
                return schema_refuse(matcher, &path, "is there twice.");
    }
    return true;
}

/* ---- schemas of schemas -------------------------------------------------------------------- */

bool schema_match_reference(struct schema_matcher *matcher, const struct schema_place *place,
                            const json_t *rule)
{
    const json_t *schema = schema_referred(matcher->arena, matcher->root, json_string_value(rule));
    return schema_apply(matcher, schema, place->value, place->path);
}

bool schema_match_all(struct schema_matcher *matcher, const struct schema_place *place,
                      const json_t *rule)
{
    json_t *schema = NULL;
    size_t index = 0;
    json_array_foreach(rule, index, schema) if (!schema_apply(matcher, schema, place->value,
                                                              place->path)) return false;
    return true;
}

/* The reason is that of the schema that came closest: the one that failed deepest in the value. */
bool schema_match_any(struct schema_matcher *matcher, const struct schema_place *place,
                      const json_t *rule)
{
    json_t *schema = NULL;
    const char *reason = NULL;
    size_t index = 0;
    int depth = 0;
    (void)schema_refuse(matcher, place->path, "has none of the forms that are allowed here.");
    reason = matcher->reason;
    depth = matcher->reason_depth;
    json_array_foreach(rule, index, schema)
    {
        if (schema_apply(matcher, schema, place->value, place->path))
            return true;
        if (matcher->reason_depth > depth) {
            reason = matcher->reason;
            depth = matcher->reason_depth;
        }
    }
    matcher->reason = reason;
    matcher->reason_depth = depth;
    return false;
}

bool schema_match_one(struct schema_matcher *matcher, const struct schema_place *place,
                      const json_t *rule)
{
    json_t *schema = NULL;
    size_t index = 0, count = 0;
    json_array_foreach(rule, index, schema) count +=
        schema_apply_quietly(matcher, schema, place) ? 1 : 0;
    if (count == 0)
        return schema_match_any(matcher, place, rule);
    return count == 1 || schema_refuse(matcher, place->path,
                                       "has %zu of the forms of which it must have one.", count);
}

bool schema_match_not(struct schema_matcher *matcher, const struct schema_place *place,
                      const json_t *rule)
{
    bool has = schema_apply_quietly(matcher, rule, place);
    return !matcher->has_given_up &&
           (!has || schema_refuse(matcher, place->path, "has a form that is not allowed."));
}

bool schema_match_if(struct schema_matcher *matcher, const struct schema_place *place,
                     const json_t *rule)
{
    bool has = schema_apply_quietly(matcher, rule, place);
    const json_t *schema = json_object_get(place->schema, has ? "then" : "else");
    return !matcher->has_given_up &&
           (schema == NULL || schema_apply(matcher, schema, place->value, place->path));
}
